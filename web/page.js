/** The chat page: puts the conversation, its log, its tools and its photos together. */

import { Conversation, kept } from "/chat/chat.js";
import { Log, button, element } from "/chat/log.js";
import { Uploads, thumbnail } from "/chat/photos.js";
import { CarTool, PlaceTool, TimeTool } from "/chat/tools.js";

const at = (id) => document.getElementById(id);
const { company, hotline } = document.body.dataset;
const embedded = window.parent !== window;
const SLOW_MS = 3000;
const DEMANDS = 3;

let state = {};
let unread = 0;
let watched = !embedded;
let slow = 0;
let unreachable = 0;
let card = null;
let begun = "";
let asked = 0;
let readBack = new Map();

kept.changed = async (all) => { if (conversation.seal) tell({ claimChat: "kept", sealed: await conversation.seal.close(all) }); };
const conversation = new Conversation({ view, waiting, sent: (id, written) => log.sent(id, written), failed, lost });
const log = new Log(at("log"), {
  resend: (id) => conversation.resend(id),
  edit: (turn) => { conversation.forget(turn.turn_id); write(turn.text); },
  photo: (number, item) => thumbnail(conversation, number, item),
  dropPhoto: (number) => tried(conversation.post("photo/drop", { number, after: conversation.after }).then((it) => conversation.show(it))),
  withdraw: (of) => tried(conversation.withdraw(of)),
});
const uploads = new Uploads(conversation, at("uploads"), (it) => conversation.show(it));
const timeTool = new TimeTool(at("time"), say);
const placeTool = new PlaceTool(at("locate"), { send: (of, position) => conversation.place(of, position), failed: (text) => notice(text, true), settled: handOn });
const carTool = new CarTool(at("damage"), say);

begin();

/** Opens the conversation that the address names, or that of this browser. */
async function begin() {
  const named = new URLSearchParams(location.hash.slice(1));
  if (location.hash) history.replaceState(null, "", location.pathname);
  conversation.brought = named.get("s") || "";
  if (named.get("r")) return askDigits(named.get("r"));
  await open(named.get("c") ? { carry: named.get("c") } : named.get("h") ? { held: named.get("h") } : {});
}

async function open(how = {}) {
  at("stuck").hidden = true;
  working("正在打开，请稍候片刻");
  try {
    await conversation.open(how);
  } catch (error) {
    stuck(error.message);
  }
  working("");
}

/** Says what is waited for; what is only seen, "…", is not read out at every turn. */
function working(text) {
  at("working").hidden = !text;
  at("working").replaceChildren(text === "…" ? element("span", { "aria-hidden": "true" }, text) : text);
}

function askDigits(link) {
  working("");
  at("resume").hidden = false;
  at("composer").hidden = true;
  at("digits").focus();
  at("resume").onsubmit = async (event) => {
    event.preventDefault();
    try {
      await conversation.resume(link, at("digits").value);
      at("resume").hidden = true;
      at("composer").hidden = false;
    } catch (error) { notice(error.message, true); }
  };
  at("not-resume").onclick = () => { at("resume").hidden = true; at("composer").hidden = false; open(); };
}

/** Says that nothing goes on here, and what does. */
function stuck(why) {
  at("stuck-why").textContent = `${why}您也可以电话报案，或者换一个窗口。`;
  at("stuck").hidden = false;
  at("stuck").querySelector("[target]").hidden = !embedded;
}
at("retry").onclick = () => conversation.tag ? (at("stuck").hidden = true, conversation.refresh()) : open();

// ---- messages

function view(what, first) {
  state = what.state;
  if (what.held) tell({ claimChat: "held", token: what.held });
  tell({ claimChat: "report", open: state.begun && !state.ended });
  if (first) {
    log.clear();
    notice("");
    card = null;
    readBack = new Map();
    at("stuck").hidden = true;
    working("");
  }
  const items = what.lines.map((line) => {
    const item = log.line(line);
    if (line.card) card = showCard(item);
    return { line, item };
  });
  if (first) {
    for (const turn of conversation.queue) log.sending(turn);
    write(kept.get(`${conversation.key}:draft`) || "", false);
    if (state.resumed) notice("这是您之前没有办完的报案，可以接着办，也可以从菜单开始新的报案。", true);
    uploads.open();
    performance.mark("first-message");
  }
  if (!first) uploads.again();  // the line is well
  const said = items.filter(({ line }) => line.who === "bot");
  asked += said.length;
  if (said.length) begun = "";
  count(said.length);
  const focused = document.activeElement;
  const newly = state.recap && at("recap").hidden;
  tools(first);
  if (newly && !first && !at("text").value) at("recap-title").focus({ preventScroll: true });
  else if (!focused.isConnected || focused.checkVisibility?.() === false) handOn();
  if (said.length && !first || first && said.length <= DEMANDS) reveal(said[0].item);
  else scrollToEnd();
}

function tools(first = false) {
  steps();
  const offered = choices();
  const changed = recap();
  if (!first) announce([changed, offered].filter(Boolean).join(""));
  if (card) fill(card);
  timeTool.show(state.tool === "time", state.time);
  placeTool.show(state.tool === "place" ? state.asking : null);
  carTool.show(state.tool === "car" ? `${state.asking} ${asked}` : null, state.car, state.chosen);
  tellOnce(at("photo-count"), state.photos.length ? `已上传${state.photos.length}张照片，还可上传${state.photos_left}张` : "");
  at("add-photos").disabled = state.photos_left <= 0;
  at("link").hidden = !state.link;
  at("back").hidden = !state.before;
  at("here").hidden = state.tool === "place";
  at("window").hidden = !embedded;
  log.settle(state);
  at("tools").hidden = false;
}

/** Gives the keyboard to the box, where what had it is gone; a telephone's own keyboard does not come up for it. */
function handOn() {
  at(matchMedia("(pointer: fine)").matches ? "text" : "log").focus({ preventScroll: true });
}

/** What stands at the top of the screen, to stand there again when the screen has another size; null at the end of the page. */
let held = null;
const atTop = () => [...at("log").children].find((item) => item.getBoundingClientRect().bottom > document.querySelector("header").offsetHeight);
addEventListener("scroll", () => {
  const item = scrollY + innerHeight < document.documentElement.scrollHeight - 8 ? atTop() : null;
  held = item ? { item, top: item.getBoundingClientRect().top } : null;
}, { passive: true });
addEventListener("resize", () => held ? scrollBy(0, held.item.getBoundingClientRect().top - held.top) : scrollToEnd());

/** Scrolls so that the first new message is on the screen, even where what stands under it is longer than the screen. */
function reveal(item) {
  requestAnimationFrame(() => {
    const head = getComputedStyle(document.querySelector("header")).position === "sticky" ? document.querySelector("header").offsetHeight : 0;
    const top = item.getBoundingClientRect().top + scrollY - head - 8;
    scrollTo({ top: Math.min(top, document.documentElement.scrollHeight - innerHeight) });
  });
}

function scrollToEnd() {
  requestAnimationFrame(() => scrollTo({ top: document.documentElement.scrollHeight }));
}

function steps() {
  at("steps").replaceChildren(...state.steps.map((name, index) => element("li", {
    class: index < state.step ? "done" : null,
    "aria-current": index === state.step ? "step" : null,
  }, name, index < state.step ? element("span", { class: "unseen" }, "（已完成）") : null)));
}

/** Shows the quick answers, one stop of the keyboard; returns what a screen reader is told of them. */
function choices() {
  at("choices").replaceChildren(...state.choices.map((choice, index) => button(choice.label, () => {
    for (const other of at("choices").children) other.disabled = true;
    say(choice.says, choice.token);
  }, { tabindex: index ? "-1" : "0" })));
  return state.choices.length ? `可以选：${state.choices.map(({ label }) => label).join("、")}。` : "";
}

const ARROWS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
at("choices").onkeydown = (event) => {
  const all = [...at("choices").children];
  const wanted = { Home: 0, End: all.length - 1 }[event.key] ?? (all.indexOf(event.target) + ARROWS[event.key] + all.length) % all.length;
  if (!all[wanted]) return;
  event.preventDefault();
  for (const it of all) it.tabIndex = it === all[wanted] ? 0 : -1;
  all[wanted].focus();
};

/** Shows what will be registered, and which lines a correction has changed; returns what a screen reader is told of it. */
function recap() {
  at("recap").hidden = !state.recap;
  if (!state.recap) return "";
  const now = new Map(state.recap.map(({ label, text }) => [label, text]));
  const changed = readBack.size ? [...now].filter(([label, text]) => readBack.get(label) !== text) : [];
  const gone = [...readBack.keys()].filter((label) => !now.has(label));
  readBack = now;
  at("recap").replaceChildren(...[
    element("h2", { id: "recap-title", tabindex: "-1" }, `请核对这${state.recap.length}项`),
    changed.length ? element("p", { class: "news" }, `已更正：${changed.map(([label]) => label).join("、")}`) : null,
    gone.length ? element("p", { class: "news" }, `已删去：${gone.join("、")}`) : null,
    element("dl", {}, ...state.recap.map(({ label, text, opens, anew }) => element("div", { class: changed.some(([it]) => it === label) ? "changed" : null },
      element("dt", {}, label),
      element("dd", {}, text, changed.some(([it]) => it === label) ? element("mark", {}, "已更正") : null),
      opens || anew ? element("dd", { class: "change" }, button("改", () => opens ? goOn(opens, `请接着写正确的${label}，然后发送。`) : tried(conversation.change(anew)), { class: "small" }, element("span", { class: "unseen" }, label))) : null,
    ))),
  ].filter(Boolean));
  const told = changed.map(([label, text]) => `${label}：${text}`);
  return [gone.length ? `已删去：${gone.join("、")}。` : "", told.length ? `已更正：${told.join("；")}。` : "", `请核对这${state.recap.length}项，每项可以改。`].join("");
}

function showCard(item) {
  card?.remove();
  const made = element("section", { class: "card", "aria-label": "报案结果" });
  item.after(made);
  return made;
}

function fill(place) {
  if (!state.card) return place.remove();
  const { number, groups, rows, next } = state.card;
  place.replaceChildren(...[
    element("h2", {}, number ? "您的报案号" : "您的报案已记录"),
    element("div", { class: "number" }, number ? groups.join(" ") : "报案号由工作人员告知"),
    rows.length ? element("dl", {}, ...rows.map(({ label, text }) => element("div", {}, element("dt", {}, label), element("dd", {}, text)))) : null,
    next.length ? element("h2", {}, "接下来请您") : null,
    next.length ? element("ol", {}, ...next.map((point) => element("li", {}, point))) : null,
    element("div", { class: "row" }, ...[
      number ? button("复制报案号", (event) => copy(number, event.target)) : null,
      state.link ? button("复制继续办理的链接", (event) => copy(linkOf(), event.target)) : null,
      button("补充照片", () => at("photos").click()),
      button("保存对话记录", save),
      button("再报一起", fresh),
    ].filter(Boolean)),
    state.link ? element("p", { class: "foot" }, "链接一周内有效，换手机打开时需要联系电话的后四位。") : null,
  ].filter(Boolean));
}

const linkOf = () => `${location.origin}/chat#r=${state.link}`;

async function copy(text, where) {
  const before = where.textContent;
  try {
    await navigator.clipboard.writeText(text);
    where.textContent = "已复制";
    setTimeout(() => { where.textContent = before; }, 2000);
  } catch {
    prompt("请复制", text);
  }
}

// ---- saying

function say(text, token) {
  for (const turn of conversation.queue.filter((it) => it.failed && it.text === text)) {  // said again, it takes the place of what was refused
    conversation.forget(turn.turn_id);
    log.drop(turn.turn_id);
  }
  const id = conversation.say(text, token);
  log.sending(conversation.queue.find((turn) => turn.turn_id === id));
  if (at("notice").dataset.stays) notice("");
  scrollToEnd();
  if (matchMedia("(pointer: fine)").matches) at("text").focus();
}

/** Puts the beginning of an answer into the box; alone it is not sent. */
function goOn(text, hint) {
  begun = text;
  write(text);
  notice(hint, true);
}

/** Puts words into the box, to be gone on with. */
function write(text, focus = true) {
  at("text").value = text;
  grow();
  if (focus) at("text").focus();
}

function grow() {
  at("text").style.height = "auto";
  at("text").style.height = `${at("text").scrollHeight + 2}px`;
  if (conversation.tag) at("text").value ? kept.set(`${conversation.key}:draft`, at("text").value) : kept.drop(`${conversation.key}:draft`);
}

at("composer").onsubmit = (event) => {
  event.preventDefault();
  const text = at("text").value.trim();
  if (!text || !conversation.tag) return;
  if (begun && text === begun.trim()) {
    begun = "";
    return notice("请接着写具体的内容，然后发送。", true);
  }
  write("");
  say(text);
};
at("text").oninput = grow;
at("text").onkeydown = (event) => {
  // Safari ends the composition before the Enter that ends it arrives: 229 tells of it.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  at("composer").requestSubmit();
};

// ---- waiting, refusals, badge

function waiting(sending, down, refusal = null) {
  clearTimeout(slow);
  log.lineIs(down && !refusal);
  if (conversation.tag) working(sending && !down ? "…" : "");
  if (conversation.tag && sending && !down) slow = setTimeout(() => working("正在查询，请稍候片刻"), SLOW_MS);
  if (!down) { unreachable = 0; if (!at("notice").dataset.stays) notice(""); return; }
  if (refusal) return notice(`${refusal.message}稍后会自动重发。`);
  notice(navigator.onLine ? "网络不稳定，正在重新连接，您的消息和照片会自动发送。" : "网络已断开，恢复后会自动发送您的消息和照片。");
  if (!conversation.tag && ++unreachable >= DEMANDS) stuck("连接不上服务器。");
}

addEventListener("offline", () => { log.lineIs(true); notice("网络已断开，恢复后会自动发送您的消息和照片。"); });
addEventListener("online", () => { log.lineIs(false); notice(""); });

/** Marks what was refused where it stands, and says so where the eyes are. */
function failed(turn) {
  log.failed(turn);
  tools();
  notice(`没有发出：${turn.failed}`, true);
}

/** The conversation is over, or another took its place: what was not sent stays in the box. */
function lost(error) {
  const words = conversation.queue.filter((turn) => !turn.button).map((turn) => turn.text).join("\n");
  stuck(error.message);
  at("retry").onclick = async () => {
    uploads.carry();
    await open();
    if (words) write(words);
  };
}

const tried = (work) => work.catch((error) => notice(error.message, true));

function notice(text, stays = false) {
  at("notice").textContent = text;
  at("notice").hidden = !text;
  at("notice").dataset.stays = text && stays ? "yes" : "";
  if (stays) setTimeout(() => { if (at("notice").textContent === text) notice(""); }, 8000);
}

/** Tells a screen reader what has changed beside the conversation. */
const announce = (text) => tellOnce(at("announce"), text);

const tellOnce = (place, text) => { if (place.textContent !== text) place.textContent = text; };

const seen = () => watched && !document.hidden;

function count(lines) {
  unread = seen() ? 0 : unread + lines;
  document.title = `${unread ? `(${unread}) ` : ""}${company}在线报案`;
  tell({ claimChat: "unread", count: unread });
}

/** Tells the launcher; nothing of the conversation is in it, and the launcher checks who sent it. */
function tell(what) {
  if (embedded) parent.postMessage(what, "*");
}

document.addEventListener("visibilitychange", () => count(0));
addEventListener("message", (event) => {
  if (event.source !== window.parent || event.data?.claimChat !== "shown") return;
  watched = Boolean(event.data.shown);
  count(0);
  if (watched) at("text").focus();
});
// Whoever types where there is no box, as on what is read back, types into the box.
addEventListener("keydown", (event) => {
  const plain = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (plain && conversation.tag && !event.target.closest("input, select, textarea, button, a, summary")) at("text").focus();
});
at("close").hidden = !embedded;
at("close").onclick = () => tell({ claimChat: "close" });
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (at("menu").open) { at("menu").open = false; at("menu").querySelector("summary").focus(); }
  else tell({ claimChat: "close" });
});

// ---- photos, menu

at("add-photos").onclick = () => at("photos").click();
at("photos").onchange = () => {
  uploads.add([...at("photos").files]);
  at("photos").value = "";
};

at("menu").addEventListener("click", (event) => { if (event.target.closest("button, a")) at("menu").open = false; });
document.addEventListener("click", (event) => { if (!at("menu").contains(event.target)) at("menu").open = false; });
at("save").onclick = save;
at("fresh").onclick = fresh;
at("link").onclick = (event) => { copy(linkOf(), event.target); notice("链接已复制，一周内可以用它接着办理。", true); };
at("here").onclick = () => { placeTool.show("place"); placeTool.open(true); at("agree").focus(); };
at("back").onclick = () => { if (sure("回到上一份报案？")) open({ back: true }); };
at("window").onclick = async () => {
  try {
    const { carry } = await conversation.post("carry", {});
    window.open(`/chat#c=${carry}`, "_blank", "noopener");
  } catch (error) { notice(error.message, true); }
};
at("leave").onclick = async () => {
  if (!sure(parting())) return;
  try {
    await conversation.post("leave", {});
    conversation.seal = null;
    tell({ claimChat: "held", token: "" });
    tell({ claimChat: "report", open: false });
    kept.drop(conversation.key);
    kept.drop(`${conversation.key}:draft`);
    await uploads.clear();
    conversation.token = "";
    location.reload();
  } catch (error) { notice(error.message, true); }
};

/** What becomes of the report when the conversation is ended now. */
function parting() {
  if (state.registered || !state.begun) return "结束对话，并从这台设备上清除？已登记的内容仍然保留。";
  if (state.reachable) return "报案还没有登记完。结束后会有专人给您回电接着办理，对话会从这台设备上清除。现在结束？";
  return "报案还没有登记完，您也没有留下联系电话，结束后我们无法给您回电。您可以先把电话发给我们。现在结束？";
}

function fresh() {
  if (sure("开始新的报案？当前的对话会保留，可以从菜单回来。")) open({ fresh: true });
}

const sure = (question) => confirm(question);

async function save() {
  try {
    const link = element("a", { href: URL.createObjectURL(await conversation.blob("transcript")), download: "报案记录.txt" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  } catch (error) { notice(error.message, true); }
}
