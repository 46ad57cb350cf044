/** What stands under a question beside its buttons: a day and a clock, the device's position, a picture of a car to touch. */

import { button, element } from "/chat/log.js";

const DAYS = 60;
const DAY_MS = 86400000;
const NAMES = ["今天", "昨天", "前天"];
const CHIPS = [
  ["刚才", (now) => ({ day: 0, hour: now.hour, minute: now.minute - now.minute % 5 })],
  ["一小时前", (now) => ({ day: now.hour ? 0 : 1, hour: (now.hour + 23) % 24, minute: now.minute - now.minute % 5 })],
  ["今天早上", () => ({ day: 0, hour: null, from: 6 })],
  ["昨晚", () => ({ day: 1, hour: null, from: 18 })],
];

/** The clock on the wall in China, wherever the device thinks it is. */
function beijing(at = Date.now()) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", hour12: false }).formatToParts(at);
  return Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
}

const part = (hour) => hour < 6 ? "凌晨" : hour < 12 ? "上午" : hour < 13 ? "中午" : hour < 18 ? "下午" : "晚上";

/** An hour as it is said: 下午1点. */
const spoken = (hour) => `${part(hour)}${hour > 12 ? hour - 12 : hour}点`;

/** A day and a clock, in Chinese whatever the browser speaks; what was chosen stays until it was sent. */
export class TimeTool {
  constructor(form, say) {
    this.form = form;
    this.day = form.querySelector("#day");
    this.hour = form.querySelector("#hour");
    this.minute = form.querySelector("#minute");
    this.hint = form.querySelector("#time-hint");
    this.hour.append(...Array.from({ length: 24 }, (_, hour) => element("option", { value: hour }, spoken(hour))));
    this.minute.append(...Array.from({ length: 12 }, (_, five) => element("option", { value: five * 5 }, `${five * 5}分`)));
    form.querySelector("#chips").append(...CHIPS.map(([label, preset]) => button(label, (event) => this.preset(preset(beijing()), event.target), { "aria-pressed": "false" })));
    form.onchange = () => this.check();
    form.onsubmit = (event) => {
      event.preventDefault();
      if (!this.check()) return;
      const [year, month, day] = this.day.value.split("-").map(Number);
      say(`${year}年${month}月${day}日${spoken(Number(this.hour.value))}${this.minute.value ? `${this.minute.value}分` : "左右"}`);
    };
  }

  /** Shows the tool for a question newly asked, at the time that was `told` before, or leaves it as it is. */
  show(wanted, told) {
    if (wanted && !this.shown) {
      const now = Date.now();
      this.day.replaceChildren(...Array.from({ length: DAYS }, (_, back) => {
        const { year, month, day } = beijing(now - back * DAY_MS);
        return element("option", { value: `${year}-${month}-${day}` }, `${NAMES[back] ? `${NAMES[back]} ` : ""}${month}月${day}日`);
      }));
      this.choose(this.day, told?.day, told && told.day.split("-").slice(1).join("月") + "日");
      this.choose(this.hour, told?.hour ?? "");
      this.choose(this.minute, told?.minute ?? "", `${told?.minute}分`);
      for (const chip of this.form.querySelectorAll("#chips button")) chip.setAttribute("aria-pressed", "false");
      this.check();
    }
    this.shown = wanted;
    this.form.hidden = !wanted;
  }

  /** Chooses a value, which is added where it is none of those that can be chosen. */
  choose(list, value, name) {
    if (value == null) { list.selectedIndex = 0; return; }
    if (![...list.options].some((it) => it.value === String(value))) list.append(element("option", { value }, name));
    list.value = String(value);
  }

  preset({ day, hour, minute, from }, chip) {
    this.day.selectedIndex = day;
    this.hour.value = hour ?? "";
    this.minute.value = minute ?? "";
    for (const it of this.form.querySelectorAll("#chips button")) it.setAttribute("aria-pressed", String(it === chip));
    this.check();
    if (hour == null) this.hint.textContent = `${chip.textContent}大约几点？`;
    (hour == null ? this.hour : this.form.querySelector("[type=submit]")).focus();
    if (from != null) this.from = from;
  }

  check() {
    const now = beijing();
    const chosen = this.hour.value !== "";
    const ahead = this.day.selectedIndex === 0 && chosen && Number(this.hour.value) * 60 + Number(this.minute.value || 0) > now.hour * 60 + now.minute;
    this.hint.textContent = ahead ? "这个时间还没有到。" : chosen ? "" : "请选择大约几点。";
    this.form.querySelector("[type=submit]").disabled = !chosen || ahead;
    return chosen && !ahead;
  }
}

/** The device's position, after consent, of the accident or of the car. */
export class PlaceTool {
  constructor(place, { send, failed, settled }) {
    this.place = place;
    this.ask = place.querySelector("#ask-place");
    this.consent = place.querySelector("#consent");
    this.agree = place.querySelector("#agree");
    this.ask.onclick = () => { this.open(true); this.agree.focus(); };
    place.querySelector("#decline").onclick = () => { this.open(false); this.ask.focus(); };
    this.agree.onclick = () => this.locate(send, failed, settled);
  }

  show(of) {
    if (this.of !== of) this.open(false);
    this.of = of;
    this.ask.textContent = of === "car_location" ? "发送车辆的位置" : "发送我的位置";
    this.place.hidden = !of;
  }

  open(wanted) {
    this.consent.hidden = !wanted;
    this.ask.hidden = wanted;
  }

  locate(send, failed, settled) {
    const of = this.of;
    const done = (text) => {
      this.agree.disabled = false;
      this.agree.textContent = "同意并发送";
      this.open(false);
      if (text) failed(text);
      settled();
    };
    if (!navigator.geolocation) return done("这个浏览器不能提供位置，请用文字写明地点。");
    this.agree.disabled = true;
    this.agree.textContent = "正在定位";
    navigator.geolocation.getCurrentPosition(
      (position) => send(of, position).then(() => done(), (error) => done(error.message)),
      () => done("没有取得位置，请用文字写明地点。"),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
    );
  }
}

/** A car from above, to touch where it is damaged; what was touched stands in words beside it. */
export class CarTool {
  constructor(place, say) {
    this.chosen = place.querySelector("#chosen");
    this.place = place;
    this.submit = place.querySelector("#send-parts");
    this.parts = [];
    this.submit.onclick = () => say(`${this.touched().join("、")}受损`);
    place.querySelector("#no-damage").onclick = () => say("没有损失");
  }

  /** Shows the picture for a question, with the parts that are `chosen` already; what was touched stays until it was answered. */
  show(question, parts, chosen) {
    if (question && question !== this.question) {
      this.parts = [...parts, ...chosen.filter((name) => !parts.includes(name))].map((name) => button(name, (event) => {
        event.target.setAttribute("aria-pressed", String(event.target.getAttribute("aria-pressed") !== "true"));
        this.tell();
      }, { "aria-pressed": String(chosen.includes(name)) }));
      this.place.querySelector("#car").replaceChildren(...this.parts);
      this.tell();
    }
    this.question = question;
    this.place.hidden = !question;
  }

  touched() { return this.parts.filter((it) => it.getAttribute("aria-pressed") === "true").map((it) => it.textContent); }

  tell() {
    const parts = this.touched();
    this.chosen.textContent = parts.length ? `已选：${parts.join("、")}` : "点一点受损的部位，也可以直接输入。";
    this.submit.disabled = !parts.length;
  }
}
