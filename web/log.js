/** The conversation on the screen: who said what and when, what was sent and what was not. */

const time = new Intl.DateTimeFormat("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai" });
const day = new Intl.DateTimeFormat("zh-CN", { month: "long", day: "numeric", timeZone: "Asia/Shanghai" });

/** Makes an element; text is text, never markup. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made[key] = value;
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

export const button = (label, onclick, attributes = {}, ...more) => element("button", { type: "button", onclick, ...attributes }, label, ...more);

/** Words as the server writes them down, for telling whether a line is one we have sent. */
const bare = (text) => text.replace(/\s+/g, "").replace(/^[/／\\]+/, "");

export class Log {
  /** @param {HTMLElement} place where messages go @param {{resend, forget, edit, photo, dropPhoto, withdraw}} on what their buttons do */
  constructor(place, on) {
    this.place = place;
    this.on = on;
    this.day = "";
    this.pending = new Map();
    this.photos = new Map();
    this.down = !navigator.onLine;
  }

  clear() {
    this.place.replaceChildren();
    this.day = "";
    this.pending.clear();
    this.photos.clear();
  }

  /** Adds a line of the transcript, unless it is one that stands here since it was sent. Returns its element. */
  line(line) {
    const text = line.bubbles.join("");
    const own = line.who === "caller";
    if (own) {
      const sent = [...this.pending.entries()].find(([, it]) => !it.seq && bare(it.text) === bare(text));
      if (sent) {
        sent[1].seq = line.seq;
        this.stamp(sent[1].item, line.at);
        return sent[1].item;
      }
    }
    this.date(line.at);
    const photo = own && /^〔照片(\d+)〕$/.exec(text);
    const aside = own && /^〔.*〕$/.test(text);
    const gone = own && /^〔删除了照片(\d+)〕$/.exec(text);  // its number is the record's: what is left is counted anew
    const shown = photo ? [] : gone ? ["删除了一张照片"] : line.bubbles;
    const item = this.message(own, shown.map((it) => aside ? it.replace(/[〔〕]/g, "") : it), aside ? "aside" : "");
    if (photo) this.picture(item, Number(photo[1]));
    if (gone) this.photos.get(Number(gone[1]))?.remove();
    const located = own && /^〔(事故地点|车辆)的手机定位/.exec(text);
    if (located) item.dataset.position = located[1] === "车辆" ? "car_location" : "place";
    this.stamp(item, line.at);
    this.place.append(item);
    return item;
  }

  /** Adds what is being sent. */
  sending(turn) {
    const item = this.message(true, [turn.text]);
    this.pending.set(turn.turn_id, { item, text: turn.text, seq: 0 });
    this.place.append(item);
    turn.failed ? this.failed(turn) : this.mark(item, this.onItsWay());
    return item;
  }

  onItsWay() { return this.down ? "等待网络" : "发送中"; }

  /** Says of what was not sent whether it is on its way or waits for a line. */
  lineIs(down) {
    if (down === this.down) return;
    this.down = down;
    for (const { item, seq } of this.pending.values()) if (!seq && !item.classList.contains("failed")) this.mark(item, this.onItsWay());
  }

  /** Marks what was sent; what the server had taken before this page was loaded stands there already, unless it is not `written`. */
  sent(id, written) {
    const it = this.pending.get(id);
    if (!it) return;
    if (!it.seq) written ? it.item.remove() : this.stamp(it.item, new Date().toISOString());
    this.pending.delete(id);
  }

  /** Takes away what was not sent and is said anew. */
  drop(id) {
    this.pending.get(id)?.item.remove();
    this.pending.delete(id);
  }

  failed(turn) {
    const it = this.pending.get(turn.turn_id);
    if (!it) return;
    it.item.classList.add("failed");
    const again = button("重发", () => { it.item.classList.remove("failed"); this.mark(it.item, this.onItsWay()); this.on.resend(turn.turn_id); });
    const edit = button("修改", () => { this.drop(turn.turn_id); this.on.edit(turn); });
    this.mark(it.item, `没有发出：${turn.failed}`, ...(turn.button ? [] : [edit]), again);
  }

  message(own, texts, kind = "") {
    const who = element("span", { class: "unseen" }, own ? "我：" : "助手：");
    const bubbles = texts.map((text) => element("p", { class: "bubble" }, text));
    (bubbles[0] || who).prepend(...(bubbles[0] ? [who] : []));
    return element("div", { class: `message ${own ? "mine" : "theirs"} ${kind}`.trim() }, ...bubbles, element("div", { class: "foot", "aria-live": "off" }));
  }

  stamp(item, at) {
    const said = new Date(at);
    this.mark(item, element("time", { datetime: said.toISOString() }, time.format(said)), item.classList.contains("mine") ? " 已发送" : null);
  }

  mark(item, ...what) {
    item.querySelector(".foot").replaceChildren(...what.filter((it) => it != null));
  }

  date(at) {
    const today = day.format(new Date(at));
    if (today !== this.day && (this.day || today !== day.format(new Date()))) this.place.append(element("p", { class: "day" }, today));
    this.day = today;
  }

  /** Shows a photo that is at the server, and lets it be taken back. */
  picture(item, number) {
    const image = element("img", { alt: "照片", width: 132, height: 99 });
    this.on.photo(number, item).then((url) => { image.src = url; }, () => item.remove());
    item.prepend(element("span", { class: "unseen" }, "我："), image);
    item.dataset.photo = number;
    item.append(button("删除照片", () => this.on.dropPhoto(number), { class: "plain small" }));
    this.photos.set(number, item);
  }

  /** Keeps what may still be done with photos and positions to what the report allows. */
  settle(state) {
    for (const [number, item] of this.photos) {
      if (!state.photos.includes(number)) { item.remove(); this.photos.delete(number); }
      else if (state.registered) item.querySelector("button")?.remove();
    }
    const all = [...this.photos.values()];
    for (const [index, item] of all.entries()) {
      item.querySelector("img").alt = `照片${index + 1}，共${all.length}张`;
      item.querySelector("button")?.setAttribute("aria-label", `删除照片${index + 1}`);
    }
    const located = [...this.place.querySelectorAll("[data-position]")];
    for (const item of located) {
      const of = item.dataset.position;
      const stands = !state.registered && state.positions.includes(of) && located.filter((it) => it.dataset.position === of).at(-1) === item;
      if (stands && !item.querySelector("button")) item.append(button("不用这个位置", () => this.on.withdraw(of), { class: "plain small" }));
      if (!stands) item.querySelector("button")?.remove();
    }
  }
}
