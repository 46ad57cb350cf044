/** The conversation with the server: opens it, sends turns one after the other, and sends again what did not get through. */

const API = "/chat/api/";
const PAUSES = [500, 1000, 2000, 4000, 8000];
const REQUEST_MS = 15000;
const TRIES = 4;

export class Refusal extends Error {
  constructor(status, answer, wait = 0) {
    super(answer.error || "系统正在调整，请稍等片刻。");
    this.status = status;
    this.code = answer.code || "";
    this.answer = answer;
    this.waitMs = wait * 1000;
  }
}

/** What a browser keeps for us; in a frame whose storage is blocked even asking throws, and the page's own memory has to do. */
export const kept = (() => {
  const memory = new Map();
  const local = (work, instead) => { try { return work(window.localStorage); } catch { return instead(); } };
  const it = {
    /** Called with all that the browser did not keep, whenever it changes. */
    changed: () => {},
    fill: (all) => { for (const [key, value] of Object.entries(all)) memory.set(key, value); },
    get: (key) => local((at) => at.getItem(key), () => memory.get(key) ?? null),
    set: (key, value) => { memory.set(key, value); local((at) => at.setItem(key, value), () => it.changed(Object.fromEntries(memory))); },
    drop: (key) => { const had = memory.delete(key); local((at) => at.removeItem(key), () => had && it.changed(Object.fromEntries(memory))); },
  };
  return it;
})();

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

/** Seals what the browser does not keep, for the site's page to hold: the key is the conversation's, and that page has it not. */
export class Seal {
  constructor(key) { this.key = key; }

  /** Makes a seal of the key in base64url; null on pages without https, which have no cryptography. */
  static async of(key) {
    return crypto.subtle ? new Seal(await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"])) : null;
  }

  async close(content) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, this.key, new TextEncoder().encode(JSON.stringify(content))));
    return btoa(String.fromCharCode(...iv, ...data));
  }

  /** Returns what was sealed; nothing of what is no work of this seal. */
  async open(text) {
    try {
      const whole = bytes(text);
      return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv: whole.slice(0, 12) }, this.key, whole.slice(12))));
    } catch { return {}; }
  }
}

/**
 * What is waiting to be sent survives a reload: it is kept in the browser, under the conversation's name, until it was
 * answered or the customer took it back. Each turn carries its own id, so that the server takes one that arrives twice once.
 */
export class Conversation {
  /** @param {{view: Function, waiting: Function, sent: Function, failed: Function, lost: Function}} on what to call when something changed */
  constructor(on) {
    this.on = on;
    this.tag = "";
    this.token = "";
    this.seal = null;
    this.brought = "";  // what the site's page held for us, sealed
    this.after = 0;
    this.queue = [];
    this.sending = false;
    addEventListener("online", () => this.send());
    try {
      this.tabs = new BroadcastChannel("claim-chat");
      this.tabs.onmessage = () => this.sending || this.refresh();
    } catch { this.tabs = null; }
    document.addEventListener("visibilitychange", () => document.hidden || this.sending || this.refresh());
  }

  /** Opens the conversation, or goes on with the one of this browser; `how`: fresh, back, carry. */
  async open(how = {}) {
    const view = await this.again(() => this.proved("session", { ...how, after: 0 }));
    if (view.seal) this.seal = await Seal.of(view.seal);
    if (this.seal && this.brought) kept.fill(await this.seal.open(this.brought));
    return this.opened(view);
  }

  /** Reopens the conversation of a link. */
  async resume(link, digits) {
    return this.opened(await this.post("resume", { link, digits }));
  }

  opened(view) {
    this.tag = view.conversation;
    this.after = 0;
    this.queue = this.stored();
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

  /** Says something; `token` is that of the button tapped. Returns the id of the turn. */
  say(text, token) {
    const turn = { turn_id: newId(), text, at: Date.now(), ...(token ? { button: token } : {}) };
    this.queue.push(turn);
    this.store();
    this.send();
    return turn.turn_id;
  }

  resend(id) {
    const turn = this.queue.find((it) => it.turn_id === id);
    if (!turn) return;
    delete turn.failed;
    this.store();
    this.send();
  }

  forget(id) {
    this.queue = this.queue.filter((it) => it.turn_id !== id);
    this.store();
  }

  async send() {
    const next = () => this.queue.find((turn) => !turn.failed);
    if (this.sending || !this.tag || !next()) return;
    this.sending = true;
    this.on.waiting(true, false);
    let down = false;
    for (let turn = next(); turn; turn = next()) {
      try {
        const { text, turn_id, button } = turn;
        const view = await this.again(() => this.post("turn", { turn_id, ...(button ? { button } : { text }), after: this.after }));
        this.forget(turn_id);
        this.show(view);
        this.on.sent(turn_id, view.lines.every((line) => line.seq !== null));
        this.tabs?.postMessage("turn");
      } catch (error) {
        if (!(error instanceof Refusal)) { down = true; break; }
        turn.failed = error.message;
        this.store();
        this.on.failed(turn);
        if (error.code === "expired" || error.code === "other") { this.on.lost(error); break; }
        if (error.code === "stale") { this.sending = false; await this.refresh(); this.sending = true; }
      }
    }
    this.sending = false;
    this.on.waiting(false, down);
  }

  show(view, first = false) {
    if (view.token) this.token = view.token;
    const lines = view.lines.filter((line) => line.seq === null || line.seq > this.after);
    for (const line of lines) this.after = Math.max(this.after, line.seq || 0);
    this.on.view({ ...view, lines }, first);
  }

  /** Repeats what fails because the line is down or the server is busy; refusals that stand are thrown. */
  async again(work) {
    for (let attempt = 0; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        const refused = error instanceof Refusal;
        const passing = !refused || error.status === 429 && error.code === "often" || error.code === "busy" || error.status >= 500 && error.code !== "closed";
        if (!passing || refused && attempt >= TRIES) throw error;
        this.on.waiting(true, true, refused ? error : null);
        await pause(Math.max(refused ? error.waitMs : 0, PAUSES[Math.min(attempt, PAUSES.length - 1)]));
      }
    }
  }

  /** Posts, and does the little work the server asks for when very many come from one address. */
  async proved(path, body) {
    try {
      return await this.post(path, body);
    } catch (error) {
      if (error.code !== "prove") throw error;
      const { challenge, bits } = error.answer;
      return this.post(path, { ...body, proof: { challenge, nonce: await workedOut(challenge, bits) } });
    }
  }

  async request(path, options = {}) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), REQUEST_MS);
    try {
      const answer = await fetch(API + path, {
        credentials: "same-origin",
        signal: stop.signal,
        ...options,
        headers: { ...this.headers(), ...options.headers },
      });
      if (!answer.ok) {
        throw new Refusal(answer.status, await answer.json().catch(() => ({})), Number(answer.headers.get("Retry-After")) || 0);
      }
      return answer;
    } finally {
      clearTimeout(timer);
    }
  }

  headers(conversation = false) {
    return { ...(this.token ? { "X-Session": this.token } : {}), ...(conversation && this.tag ? { "X-Conversation": this.tag } : {}) };
  }

  async post(path, body) {
    const headers = { "Content-Type": "application/json", ...this.headers(!["session", "resume"].includes(path)) };
    const answer = await this.request(path, { method: "POST", headers, body: JSON.stringify(body) });
    return answer.status === 204 ? {} : answer.json();
  }

  async blob(path) { return (await this.request(path)).blob(); }

  async place(of, position) {
    const { latitude, longitude, accuracy } = position.coords;
    this.show(await this.once("place", { of, consent: true, latitude, longitude, accuracy_m: accuracy }));
  }

  async withdraw(of) { this.show(await this.once("place", { of, withdraw: true })); }

  async change(row) { this.show(await this.once("change", { row })); }

  /** Posts something that is taken once, however often it has to be sent. */
  once(path, body) {
    const turn_id = newId();
    return this.again(() => this.post(path, { ...body, turn_id, after: this.after }));
  }

  get key() { return `claim-chat:${this.tag}`; }
  stored() { try { return JSON.parse(kept.get(this.key) || "[]"); } catch { return []; } }
  store() { this.queue.length ? kept.set(this.key, JSON.stringify(this.queue)) : kept.drop(this.key); }
}

export const pause = (ms) => new Promise((done) => {
  const timer = setTimeout(done, ms);
  addEventListener("online", () => { clearTimeout(timer); done(); }, { once: true });
});

/** crypto.randomUUID is missing on pages without https. */
export const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Finds the number that, behind the challenge, gives a digest beginning with so many zero bits. */
async function workedOut(challenge, bits) {
  const encoder = new TextEncoder();
  for (let nonce = 0; ; nonce++) {
    const digest = new DataView(await crypto.subtle.digest("SHA-256", encoder.encode(challenge + nonce)));
    if (digest.getUint32(0) >>> (32 - bits) === 0) return String(nonce);
  }
}
