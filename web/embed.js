/**
 * Puts the chat page on any site: <script src="https://…/chat/embed.js" defer></script>
 * A button at the lower right opens the page in a frame of its own; the site's scripts cannot see into it. On a site that may
 * not frame it, the button opens it in a window instead. Where the browser keeps nothing for the frame, this tab keeps the sealed
 * token with which the frame finds its conversation again after a reload or on the site's next page, and, sealed as well, what was
 * written and not sent. While a report is open, the button says so.
 */
(() => {
  const home = new URL("./", document.currentScript.src);
  const page = home.href.replace(/\/$/, "");
  const allowed = [home.origin, ..."{origins}".split(" ")].includes(location.origin);
  const narrow = matchMedia("(max-width: 480px)");
  const set = (element, styles) => Object.assign(element.style, styles);

  const button = document.createElement("button");
  button.type = "button";
  const words = document.createElement("span");
  words.textContent = "在线报案";
  const badge = document.createElement("span");
  set(badge, { display: "none", position: "absolute", top: "-6px", right: "-2px", minWidth: "22px", height: "22px", padding: "0 6px", borderRadius: "11px", background: "#b3261e", color: "#fff", font: "700 13px/22px system-ui, sans-serif" });
  button.append(words, badge);
  set(button, { position: "fixed", right: "16px", bottom: "16px", zIndex: "2147483000", minHeight: "52px", padding: "0 22px", border: "0", borderRadius: "26px", background: "#0b5cad", color: "#fff", font: "600 17px/1 system-ui, sans-serif", cursor: "pointer", boxShadow: "0 4px 16px rgb(0 0 0 / .3)" });
  const attach = (...elements) => document.body ? document.body.append(...elements) : addEventListener("DOMContentLoaded", () => document.body.append(...elements));

  if (!allowed) {
    button.setAttribute("aria-label", "在线报案，在新窗口打开");
    button.onclick = () => open(page, "_blank", "noopener");
    return attach(button);
  }

  button.setAttribute("aria-expanded", "false");
  const frame = document.createElement("iframe");
  frame.title = "在线报案";
  frame.allow = "geolocation; clipboard-write";
  set(frame, { display: "none", position: "fixed", zIndex: "2147483000", border: "0", background: "#fff" });

  const HELD = "claim-chat-held";
  const KEPT = "claim-chat-kept";
  const OPEN = "claim-chat-open";
  const held = (work) => { try { return work(sessionStorage); } catch { return null; } };

  const hold = (name, value) => held((it) => value ? it.setItem(name, String(value)) : it.removeItem(name));

  let shown = false;
  let count = 0;
  const face = () => {
    const open = held((it) => it.getItem(OPEN));
    words.textContent = open ? "继续报案" : "在线报案";
    badge.textContent = count ? String(Math.min(count, 99)) : "";
    set(badge, count ? { minWidth: "22px", height: "22px", padding: "0 6px" } : { minWidth: "14px", height: "14px", padding: "0" });
    badge.style.display = (count || open) && !shown ? "block" : "none";
    button.setAttribute("aria-label", words.textContent + (count ? `，${count}条未读` : ""));
  };
  const place = () => {
    set(frame, narrow.matches
      ? { inset: "0", width: "100%", height: "100%", borderRadius: "0", boxShadow: "none" }
      : { inset: "auto 16px 16px auto", width: "400px", height: "min(700px, calc(100% - 32px))", borderRadius: "14px", boxShadow: "0 8px 32px rgb(0 0 0 / .35)" });
  };
  const tell = () => frame.contentWindow?.postMessage({ claimChat: "shown", shown }, home.origin);
  const show = (wanted) => {
    if (wanted === shown) return;
    shown = wanted;
    const [token, sealed] = [HELD, KEPT].map((name) => held((it) => it.getItem(name)) || "");
    if (shown && !frame.src) frame.src = token ? `${page}#h=${encodeURIComponent(token)}&s=${encodeURIComponent(sealed)}` : page;
    frame.style.display = shown ? "block" : "none";
    button.style.display = shown ? "none" : "block";
    button.setAttribute("aria-expanded", String(shown));
    place();
    face();
    if (frame.dataset.loaded) tell();
    (shown ? frame : button).focus();
  };

  button.onclick = () => show(true);
  frame.onload = () => { if (frame.src) { frame.dataset.loaded = "yes"; tell(); } };
  narrow.addEventListener("change", place);
  addEventListener("keydown", (event) => event.key === "Escape" && show(false));
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== home.origin) return;
    if (event.data?.claimChat === "close") show(false);
    if (event.data?.claimChat === "held") hold(HELD, event.data.token);
    if (event.data?.claimChat === "held" && !event.data.token) hold(KEPT, "");
    if (event.data?.claimChat === "kept") hold(KEPT, event.data.sealed);
    if (event.data?.claimChat === "report") hold(OPEN, event.data.open && "yes");
    if (event.data?.claimChat === "unread") count = Number(event.data.count) || 0;
    face();
  });
  face();
  attach(frame, button);
})();
