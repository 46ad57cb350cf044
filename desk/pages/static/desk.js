// Countdowns, and pages that look again by themselves. Everything else works without script.
"use strict";

const spoken = (seconds) => {
  const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (days) return `${days} 天 ${hours} 小时`;
  if (hours) return `${hours} 小时 ${minutes} 分`;
  return minutes >= 10 ? `${minutes} 分` : `${minutes} 分 ${String(Math.floor(seconds % 60)).padStart(2, "0")} 秒`;
};

function tick() {
  for (const time of document.querySelectorAll("time[data-due]")) {
    const left = (new Date(time.dataset.due) - Date.now()) / 1000;
    time.title = time.dataset.due.slice(0, 16).replace("T", " ");
    time.classList.toggle("overdue", left < 0);
    time.classList.toggle("soon", left >= 0 && left < 600);
    time.textContent = left < 0 ? `超时 ${spoken(-left)}` : `还剩 ${spoken(left)}`;
  }
  for (const time of document.querySelectorAll("time[data-since]")) {
    time.textContent = spoken(Math.max(0, (Date.now() - new Date(time.dataset.since)) / 1000));
  }
}

async function look(main) {
  // Not under somebody's hands: an open form or a field that is being filled in stays as it is.
  if (document.hidden || main.querySelector("details[open]") || main.contains(document.activeElement)) return;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (answer.redirected) return location.reload();
    if (!answer.ok) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    if (!next) return;
    main.replaceChildren(...next.childNodes);
    if (!next.dataset.refresh) { clearInterval(timer); delete main.dataset.refresh; }
    tick();
  } catch { /* the next look finds it */ }
}

const main = document.querySelector("main");
const timer = main.dataset.refresh && setInterval(() => look(main), 1000 * Number(main.dataset.refresh));
tick();
setInterval(tick, 1000);
