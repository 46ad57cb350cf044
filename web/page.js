/** What the customer sees: deep-chat for the bubbles and the input, our own elements for everything around them. */

import { Conversation } from "/chat/chat.js";

// Made and given a font before deep-chat is defined: its constructor fetches a web font for an element that has none.
const chat = document.createElement("deep-chat");
chat.style.fontFamily = "inherit";
const defined = import("/chat/deep-chat.js");

const at = (id) => document.getElementById(id);
const company = document.body.dataset.company;
const hotline = document.body.dataset.hotline;
const embedded = window.parent !== window;
const SLOW_MS = 3000;

// Colours are the page's custom properties, which reach into deep-chat's shadow: dark mode is one place.
const BUBBLE = { maxWidth: "86%", padding: "0.55rem 0.75rem", borderRadius: "0.9rem", marginTop: "0.25rem", lineHeight: "1.45", fontSize: "1rem", textAlign: "left", overflowWrap: "anywhere", whiteSpace: "pre-wrap" };
const MINE = { backgroundColor: "var(--mine)", color: "var(--on-mine)", border: "1px solid var(--mine)" };
const THEIRS = { backgroundColor: "var(--theirs)", color: "var(--on-theirs)", border: "1px solid var(--line)" };
const STYLES = { shared: { bubble: BUBBLE }, user: { bubble: MINE }, ai: { bubble: THEIRS } };

const SHEET = `
  #chat-view { display: flex !important; flex-direction: column; height: 100%; }
  #messages { flex: 1; min-height: 5rem; height: auto !important; scrollbar-width: thin; padding-bottom: .4rem; }
  #input { display: flex !important; align-items: flex-end; gap: .5rem; width: auto !important; margin: 0 !important; padding: .3rem .75rem .6rem; }
  #text-input-container { flex: 1; width: auto !important; margin: 0 !important; }
  .input-button-container, #file-attachment-container { position: static !important; }
  .submit-button { position: static !important; flex: none; }
  .submit-button svg { display: none; }
  .card { display: grid; gap: .6rem; white-space: normal; }
  .card h2 { margin: 0; font-size: 1rem; }
  .card .number { font-size: 1.5rem; font-weight: 700; letter-spacing: .04em; font-variant-numeric: tabular-nums; }
  .card ol { margin: 0; padding-left: 1.3rem; display: grid; gap: .3rem; }
  .card .row { display: flex; flex-wrap: wrap; gap: .5rem; }
  .card button, .card a { display: inline-flex; align-items: center; min-height: 2.75rem; padding: 0 .9rem; font: inherit; color: var(--brand);
    background: var(--panel); border: 1px solid var(--brand); border-radius: 1.4rem; text-decoration: none; cursor: pointer; }
  .card button:focus-visible, .card a:focus-visible, #text-input:focus-visible, .input-button:focus-visible { outline: 3px solid var(--brand); outline-offset: 2px; }
  .event { color: var(--soft); font-size: .9rem; }
  @media (prefers-reduced-motion: reduce) { * { animation-duration: .01ms !important; transition: none !important; } }
`;

let dressed;
const ready = new Promise((done) => { dressed = done; });
let log = null;
let state = {};
let cardShown = "";
let unread = 0;
let watched = !embedded;
let slow = 0;

const conversation = new Conversation({ view, waiting, refused });
conversation.open().catch((error) => notice(`${error.message || "连接不上服务器。"}您也可以拨打${hotline}电话报案。`));

// ---- messages

const escaped = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** A line as deep-chat's messages. Always HTML that was escaped here: deep-chat would read plain text as Markdown. */
function messages(line) {
  const own = line.who === "caller";
  const aside = own && /^〔.*〕$/.test(line.bubbles.join(""));
  return line.bubbles.map((text) => ({
    role: own ? "user" : "ai",
    html: aside ? `<span class="event">${escaped(text)}</span>` : escaped(text),
  }));
}

async function view(what, first) {
  state = what.state;
  if (first) {
    showAtOnce(what.lines);
    await defined;
    return build(what.lines);
  }
  await ready;
  for (const message of what.lines.flatMap(messages)) chat.addMessage(message);
  count(what.lines.filter((line) => line.who === "bot").length);
  afterView();
}

/** The first messages stand before deep-chat has been built. */
function showAtOnce(lines) {
  at("first").replaceChildren(...lines.filter((line) => line.who === "bot").flatMap((line) => line.bubbles).map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  }));
  performance.mark("first-message");
}

function afterView() {
  steps();
  choices();
  card();
  at("time").hidden = state.tool !== "time";
  at("locate").hidden = state.tool !== "place";
  at("consent").hidden = true;
  at("ask-place").hidden = false;
  at("photo-count").textContent = state.photos ? `已上传${state.photos}张，还可上传${state.photos_left}张` : "";
  at("add-photos").disabled = state.photos_left <= 0;
  at("tools").hidden = false;
  if (state.tool === "time") limitTime();
  toEnd();
}

function toEnd() {
  requestAnimationFrame(() => log?.scrollTo({ top: log.scrollHeight }));
}

function steps() {
  at("steps").replaceChildren(...state.steps.map((name, index) => {
    const item = document.createElement("li");
    item.textContent = name;
    if (index < state.step) item.className = "done";
    if (index === state.step) item.setAttribute("aria-current", "step");
    return item;
  }));
}

function choices() {
  at("choices").replaceChildren(...state.choices.map((choice) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = choice.label;
    button.onclick = () => {
      for (const other of at("choices").children) other.disabled = true;
      say(choice.says, choice.token);
      focusInput();
    };
    return button;
  }));
}

function card() {
  const shown = state.card?.number;
  if (!shown || shown === cardShown) return;
  cardShown = shown;
  const next = state.card.next.map((point) => `<li>${escaped(point)}</li>`).join("");
  chat.addMessage({
    role: "ai",
    html: `<div class="card"><h2>您的报案号</h2><div class="number">${state.card.groups.map(escaped).join(" ")}</div>
      <div class="row"><button type="button" data-copy="${escaped(shown)}">复制报案号</button><a href="/chat/api/transcript" download>保存对话记录</a></div>
      ${next ? `<h2>接下来请您</h2><ol>${next}</ol>` : ""}</div>`,
  });
}

// ---- deep-chat

function build(lines) {
  customElements.upgrade(chat);
  // On a slow phone it renders twice, its own timer and the properties below being apart; it takes any child it finds
  // for an introduction, so that our tools stay out of it meanwhile.
  const render = chat.onRender.bind(chat);
  chat.onRender = () => {
    document.body.append(at("tools"));
    render();
    dress();
  };
  Object.assign(chat, {
    // Over fetch, but as a web socket: one turn gives several bubbles.
    connect: { websocket: true, handler: (_, signals) => {
      signals.onOpen();
      signals.newUserMessage.listener = (body) => {
        const text = body.messages?.at(-1)?.text ?? body.text ?? "";
        if (text.trim()) conversation.say(text);
      };
    } },
    history: lines.flatMap(messages),
    chatStyle: { width: "100%", height: "100%", border: "none", borderRadius: "0", backgroundColor: "var(--page)", color: "var(--text)", fontFamily: "inherit", fontSize: "1rem" },
    messageStyles: { default: STYLES, html: STYLES, loading: { message: { styles: { bubble: { ...BUBBLE, ...THEIRS, minHeight: "1.2rem", padding: "0.8rem 1.3rem" } } } } },
    textInput: {
      characterLimit: 500,
      placeholder: { text: "请输入，最多500字", style: { color: "var(--soft)" } },
      styles: { container: { backgroundColor: "var(--panel)", color: "var(--text)", border: "1px solid var(--soft)", borderRadius: "1.4rem", boxShadow: "none" },
        text: { padding: "0.65rem 1rem", fontSize: "1rem", lineHeight: "1.45", color: "var(--text)", maxHeight: "6rem" } },
    },
    submitButtonStyles: {
      position: "outside-end", alwaysEnabled: true,
      submit: { container: { default: { width: "4rem", height: "2.9rem", margin: "0", borderRadius: "1.4rem", backgroundColor: "var(--brand)", display: "flex", alignItems: "center", justifyContent: "center" } },
        text: { content: "发送", styles: { default: { color: "var(--on-brand)", fontSize: "1rem" } } } },
    },
    errorMessages: { displayServiceErrorMessages: false },
    displayLoadingBubble: { toggle: () => {} }, // deep-chat puts its own function in the place of this one
    onMessage: ({ message, isHistory }) => { if (!isHistory && message.role === "user" && message.text) queueMicrotask(() => literally(message.text)); },
  });
  at("first").replaceWith(chat);
}

/** Completes deep-chat: roles and labels, our tools above its input, our rules for links and for typing Chinese. */
function dress() {
  const shadow = chat.shadowRoot;
  if (!log) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SHEET);
    shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
    shadow.addEventListener("click", clicked, true);
  }
  log = shadow.getElementById("messages");
  label(log, { role: "log", "aria-live": "polite", "aria-label": "对话", tabindex: "0" });
  const input = shadow.getElementById("text-input");
  label(input, { role: "textbox", "aria-multiline": "true", "aria-label": "请输入您的回答", enterkeyhint: "send" });
  // Safari ends the composition before the Enter that ends it arrives.
  input.addEventListener("keydown", (event) => event.keyCode === 229 && event.stopImmediatePropagation(), true);
  const submit = shadow.querySelector(".input-button");
  if (submit) label(submit, { "aria-label": "发送" });
  const slot = document.createElement("slot");
  shadow.getElementById("input").before(slot);
  chat.append(at("tools"));
  cardShown = "";
  afterView();
  for (const turn of conversation.queue) chat.addMessage({ role: "user", html: escaped(turn.text) });
  if (!embedded) focusInput();
  dressed();
}

function label(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

/** Shows what was typed as it was typed: deep-chat has read it as Markdown. */
function literally(text) {
  const mine = chat.shadowRoot.querySelectorAll(".user-message-text, .message-bubble.user-message-text");
  const bubble = [...mine].at(-1);
  if (bubble) bubble.textContent = text;
}

/** Only our own links lead anywhere. */
function ours(link) {
  const target = new URL(link.getAttribute("href") || "", location.href);
  return target.origin === location.origin || target.protocol === "tel:";
}

async function clicked(event) {
  const link = event.target.closest?.("a");
  if (link && !ours(link)) event.preventDefault();
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "已复制";
  } catch {
    getSelection().selectAllChildren(button.closest(".card").querySelector(".number"));
    button.textContent = "已选中，请复制";
  }
}

function focusInput() {
  if (matchMedia("(pointer: fine)").matches) chat.focusInput?.();
}

function say(text, token) {
  chat.addMessage({ role: "user", html: escaped(text) });
  conversation.say(text, token);
}

// ---- waiting, refusals, badge

function waiting(sending, queued, stuck) {
  const dots = chat.shadowRoot?.querySelector(".loading-message, .deep-chat-loading-message-bubble, .loading-message-text");
  if (log && Boolean(dots) !== (sending && !stuck)) chat.displayLoadingBubble.toggle();
  clearTimeout(slow);
  at("working").textContent = "";
  if (sending && !stuck) slow = setTimeout(() => { at("working").textContent = "正在查询，请稍候片刻"; }, SLOW_MS);
  if (stuck) notice(navigator.onLine ? "网络不稳定，正在重新连接，您的消息会自动发送。" : "网络已断开，恢复后会自动发送您的消息。");
  else if (!at("notice").dataset.stays) notice("");
  if (sending) toEnd();
}

addEventListener("offline", () => notice("网络已断开，恢复后会自动发送您的消息。"));
addEventListener("online", () => notice(""));

function refused(error) {
  notice(error.message, error.code !== "expired");
  choices();
}

function notice(text, stays = false) {
  at("notice").textContent = text;
  at("notice").hidden = !text;
  at("notice").dataset.stays = text && stays ? "yes" : "";
  if (stays) setTimeout(() => { if (at("notice").textContent === text) notice(""); }, 6000);
}

const seen = () => watched && !document.hidden;

function count(lines) {
  unread = seen() ? 0 : unread + lines;
  document.title = `${unread ? `(${unread}) ` : ""}${company}在线报案`;
  if (embedded) parent.postMessage({ claimChat: "unread", count: unread }, "*"); // a number; the launcher checks who sent it
}

document.addEventListener("visibilitychange", () => count(0));
addEventListener("message", (event) => {
  if (event.source !== window.parent || event.data?.claimChat !== "shown") return;
  watched = Boolean(event.data.shown);
  count(0);
  if (watched) { toEnd(); focusInput(); }
});

// ---- time, place, photos, menu

const two = (number) => String(number).padStart(2, "0");

function limitTime() {
  const now = new Date();
  const text = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}T${two(now.getHours())}:${two(now.getMinutes())}`;
  at("when").max = text;
  at("when").value = text;
}

at("time").onsubmit = (event) => {
  event.preventDefault();
  const [, year, month, day, hour, minute] = at("when").value.match(/(\d+)-(\d+)-(\d+)T(\d+):(\d+)/).map(Number);
  say(`${year}年${month}月${day}日${hour}点${minute}分`);
  focusInput();
};

at("ask-place").onclick = () => {
  at("consent").hidden = false;
  at("ask-place").hidden = true;
  at("agree").focus();
  toEnd();
};
at("decline").onclick = () => {
  at("consent").hidden = true;
  at("ask-place").hidden = false;
  at("ask-place").focus();
};
at("agree").onclick = () => {
  at("agree").disabled = true;
  const done = (text) => {
    at("agree").disabled = false;
    notice(text, true);
  };
  if (!navigator.geolocation) return done("这个浏览器不能提供位置，请用文字说明地点。");
  navigator.geolocation.getCurrentPosition(
    (position) => conversation.place(position).then(
      () => done("位置已收到，请再用文字说明道路或附近的建筑。"),
      (error) => done(error.message),
    ),
    () => done("没有取得位置，请用文字说明地点。"),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
};

at("add-photos").onclick = () => at("photos").click();
at("photos").onchange = async () => {
  const files = [...at("photos").files];
  at("photos").value = "";
  for (const file of files) await upload(file);
};

async function upload(file) {
  const row = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  name.textContent = file.name;
  bar.max = 1;
  bar.setAttribute("aria-label", `上传${file.name}`);
  row.append(name, bar);
  at("uploads").append(row);
  try {
    if (file.size > 10 * 1024 * 1024) throw new Error("照片太大，每张最大10MB。");
    await conversation.upload(file, (part) => { bar.value = part; });
    row.remove();
  } catch (error) {
    name.className = "wrong";
    name.textContent = `${file.name}：${error.message}`;
    bar.remove();
    setTimeout(() => row.remove(), 8000);
  }
}

at("fresh").onclick = async () => {
  if (!confirm("开始新的报案？当前对话会结束，已登记的内容仍然保留。")) return;
  await conversation.open(true).catch((error) => notice(error.message, true));
  location.reload();
};
