/** The conversation with the server: opens it, sends turns one after the other, and sends again what did not get through. */

const API = "/chat/api/";
const PAUSES = [500, 1000, 2000, 4000, 8000];

export class Refusal extends Error {
  constructor(status, answer) {
    super(answer.error || "系统正在调整，请稍等片刻。");
    this.status = status;
    this.code = answer.code || "";
  }
}

/**
 * What is waiting to be sent survives a reload: it is kept in the browser, under the conversation's name, until it was
 * answered. Each turn carries its own id, so that the server takes one that arrives twice only once.
 */
export class Conversation {
  /** @param {{view: Function, waiting: Function, refused: Function}} on what to call when something changed */
  constructor(on) {
    this.on = on;
    this.tag = "";
    this.after = 0;
    this.queue = [];
    this.sending = false;
    addEventListener("online", () => this.send());
    this.tabs = "BroadcastChannel" in window ? new BroadcastChannel("claim-chat") : null;
    if (this.tabs) this.tabs.onmessage = () => this.sending || this.refresh();
    document.addEventListener("visibilitychange", () => document.hidden || this.sending || this.refresh());
  }

  /** Opens the conversation, or goes on with the one of this browser; `fresh` begins a new one. */
  async open(fresh = false) {
    const view = await this.again(() => this.post("session", fresh ? { fresh: true } : { after: 0 }));
    this.tag = view.conversation;
    this.queue = fresh ? [] : this.kept();
    this.show(view, true);
    this.send();
    return view;
  }

  /** Fetches what another tab, or this one before the phone slept, has missed. */
  async refresh() {
    if (!this.tag) return;
    try {
      const view = await this.post("session", { after: this.after });
      if (view.conversation !== this.tag) return location.reload();
      if (!this.sending) this.show(view);
    } catch { /* offline: the next turn will tell */ }
    this.send();
  }

  /** Says something; `token` is that of the button tapped. */
  say(text, token) {
    this.queue.push({ turn_id: newId(), text, ...(token ? { button: token } : {}) });
    this.keep();
    this.send();
  }

  async send() {
    if (this.sending || !this.queue.length) return this.on.waiting(this.sending, this.queue.length, false);
    this.sending = true;
    this.on.waiting(true, this.queue.length, false);
    while (this.queue.length) {
      const turn = this.queue[0];
      try {
        const { text, ...rest } = turn;
        const view = await this.again(() => this.post("turn", { ...(turn.button ? rest : turn), after: this.after }));
        this.queue.shift();
        this.keep();
        this.show(view, false, turn.text);
        this.tabs?.postMessage("turn");
      } catch (error) {
        if (!(error instanceof Refusal)) break;
        this.queue.shift();
        this.keep();
        if (error.code === "expired" || error.code === "other") { this.on.refused(error, turn); return this.expired(); }
        this.on.refused(error, turn);
        if (error.code === "stale") this.sending = false, this.refresh();
      }
    }
    this.sending = false;
    this.on.waiting(false, this.queue.length, this.queue.length > 0);
  }

  expired() {
    localStorage.removeItem(this.key);
    setTimeout(() => location.reload(), 2500);
  }

  show(view, first = false, own) {
    const lines = view.lines.filter((line) => line.seq === null || line.seq > this.after);
    for (const line of lines) this.after = Math.max(this.after, line.seq || 0);
    if (own !== undefined) {
      const mine = lines.map((line) => line.who).lastIndexOf("caller");
      if (mine >= 0) lines.splice(mine, 1); // it is on the screen since it was sent
    }
    this.on.view({ ...view, lines }, first);
  }

  /** Repeats what fails because the line is down or the server is busy; refusals that stand are thrown. */
  async again(work) {
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        const passing = !(error instanceof Refusal) || error.code === "busy" || error.status >= 502;
        if (!passing || (error instanceof Refusal && attempt >= 8)) throw error;
        this.on.waiting(true, this.queue.length, true);
        await pause(PAUSES[Math.min(attempt, PAUSES.length - 1)]);
      }
    }
  }

  async post(path, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 15000);
    try {
      const answer = await fetch(API + path, {
        method: "POST",
        credentials: "same-origin",
        headers: { "Content-Type": "application/json", ...(this.tag && path !== "session" ? { "X-Conversation": this.tag } : {}) },
        body: JSON.stringify(body),
        signal: stop.signal,
      });
      const content = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
      if (!answer.ok) throw new Refusal(answer.status, content);
      return content;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Uploads a photo; `progress` hears from 0 to 1. */
  upload(file, progress) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", `${API}photo?after=${this.after}`);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      request.setRequestHeader("X-Conversation", this.tag);
      request.responseType = "json";
      request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
      request.onerror = () => reject(new Error("照片没有传上去，请检查网络后重试。"));
      request.onload = () => request.status === 200
        ? resolve(this.show(request.response))
        : reject(new Refusal(request.status, request.response || {}));
      request.send(file);
    });
  }

  async place(position) {
    const { latitude, longitude, accuracy } = position.coords;
    this.show(await this.post("place", { consent: true, latitude, longitude, accuracy_m: accuracy, after: this.after }));
  }

  get key() { return `claim-chat:${this.tag}`; }
  kept() { try { return JSON.parse(localStorage.getItem(this.key) || "[]"); } catch { return []; } }
  keep() {
    if (this.queue.length) localStorage.setItem(this.key, JSON.stringify(this.queue));
    else localStorage.removeItem(this.key);
  }
}

const pause = (ms) => new Promise((done) => {
  const timer = setTimeout(done, ms);
  addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
});

/** crypto.randomUUID is missing on pages without https. */
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
