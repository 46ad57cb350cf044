/**
 * Puts the chat page on any site: <script src="https://…/chat/embed.js" defer></script>
 * A button at the lower right opens the page in a frame of its own; the site's scripts cannot see into it.
 */
(() => {
  const home = new URL("./", document.currentScript.src);
  const narrow = matchMedia("(max-width: 480px)");
  const set = (element, styles) => Object.assign(element.style, styles);

  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  const words = document.createElement("span");
  words.textContent = "在线报案";
  const badge = document.createElement("span");
  set(badge, { display: "none", position: "absolute", top: "-6px", right: "-2px", minWidth: "22px", height: "22px", padding: "0 6px", borderRadius: "11px", background: "#b3261e", color: "#fff", font: "700 13px/22px system-ui, sans-serif" });
  button.append(words, badge);
  set(button, { position: "fixed", right: "16px", bottom: "16px", zIndex: "2147483000", minHeight: "52px", padding: "0 22px", border: "0", borderRadius: "26px", background: "#0b5cad", color: "#fff", font: "600 17px/1 system-ui, sans-serif", cursor: "pointer", boxShadow: "0 4px 16px rgb(0 0 0 / .3)" });

  const frame = document.createElement("iframe");
  frame.title = "在线报案";
  frame.allow = "geolocation; clipboard-write";
  set(frame, { display: "none", position: "fixed", zIndex: "2147483000", border: "0", background: "#fff" });

  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "收起";
  set(close, { display: "none", position: "fixed", zIndex: "2147483001", minHeight: "44px", padding: "0 16px", border: "1px solid #fff", borderRadius: "22px", background: "#17202b", color: "#fff", font: "600 15px/1 system-ui, sans-serif", cursor: "pointer" });

  let open = false;
  const place = () => {
    if (narrow.matches) {
      set(frame, { inset: "52px 0 0 0", width: "100%", height: "calc(100% - 52px)", borderRadius: "0", boxShadow: "none" });
      set(close, { top: "4px", right: "12px", bottom: "auto" });
    } else {
      set(frame, { inset: "auto 16px 72px auto", width: "400px", height: "min(680px, calc(100% - 96px))", borderRadius: "14px", boxShadow: "0 8px 32px rgb(0 0 0 / .35)" });
      set(close, { top: "auto", right: "16px", bottom: "16px" });
    }
  };
  const tell = () => frame.contentWindow?.postMessage({ claimChat: "shown", shown: open }, home.origin);
  const show = (wanted) => {
    open = wanted;
    if (open && !frame.src) frame.src = home.href.replace(/\/$/, "");
    frame.style.display = open ? "block" : "none";
    close.style.display = open ? "block" : "none";
    button.style.display = open ? "none" : "block";
    button.setAttribute("aria-expanded", String(open));
    place();
    tell();
    (open ? close : button).focus();
  };

  button.onclick = () => show(true);
  close.onclick = () => show(false);
  frame.onload = tell;
  narrow.addEventListener("change", place);
  addEventListener("keydown", (event) => event.key === "Escape" && open && show(false));
  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== home.origin || event.data?.claimChat !== "unread") return;
    const count = Number(event.data.count) || 0;
    badge.textContent = String(Math.min(count, 99));
    badge.style.display = count && !open ? "block" : "none";
    button.setAttribute("aria-label", count ? `在线报案，${count}条未读` : "在线报案");
  });

  const attach = () => document.body.append(frame, close, button);
  if (document.body) attach();
  else addEventListener("DOMContentLoaded", attach);
})();
