/** Photos on their way to the server: kept over a reload, made smaller, two at once, each with its picture, tried again when the line is back. */

import { Refusal, newId, pause } from "/chat/chat.js";
import { button, element } from "/chat/log.js";

const SIZE_LIMIT = 10 * 1024 * 1024;
const SMALL_ENOUGH = 1.5 * 1024 * 1024;
const LONG_SIDE = 2560;
const STALL_MS = 20000;
const AT_ONCE = 2;
const PAUSES = [1000, 4000];
const AGAIN_MS = 60000;
const KEPT_MS = 24 * 3600 * 1000;
const ELSEWHERE = ["expired", "other"];  // refused for the conversation, not for the photo

/** Photos that wait are kept in the browser, so that a reload loses none; where it keeps nothing, the page says so. */
const shelf = {
  async at(mode) {
    this.database ??= new Promise((done, failed) => {
      const request = indexedDB.open("claim-chat", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("photos", { keyPath: "id" });
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    return (await this.database).transaction("photos", mode).objectStore("photos");
  },

  /** Does `work` on the store; returns its result once it is written, null where nothing can be kept. */
  async does(mode, work) {
    try {
      const store = await this.at(mode);
      const request = work(store);
      await new Promise((done, failed) => { store.transaction.oncomplete = done; store.transaction.onabort = failed; });
      return { result: request.result };
    } catch { return null; }
  },

  put: (record) => shelf.does("readwrite", (it) => it.put(record)),
  drop: (id) => shelf.does("readwrite", (it) => it.delete(id)),

  /** What waits for a conversation; what has waited longer than a conversation can be come back to is dropped. */
  async of(tag) {
    const all = (await shelf.does("readonly", (it) => it.getAll()))?.result ?? [];
    for (const record of all) if (record.at < Date.now() - KEPT_MS) shelf.drop(record.id);
    return all.filter((record) => record.tag === tag && record.at >= Date.now() - KEPT_MS).sort((one, other) => one.at - other.at);
  },

  async clear(tag) { for (const { id } of await shelf.of(tag)) await shelf.drop(id); },
};

export class Uploads {
  /** @param {Conversation} conversation @param {HTMLElement} place where those on their way are shown @param {Function} done what to call when one has arrived */
  constructor(conversation, place, done) {
    this.conversation = conversation;
    this.place = place;
    this.done = done;
    this.all = new Map();
    this.waiting = [];
    this.running = 0;
    this.clock = 0;
    addEventListener("online", () => this.again());
  }

  add(files) {
    for (const [nth, file] of files.entries()) {
      const upload = this.stand({ id: newId(), tag: this.conversation.tag, name: file.name, content: file, at: Date.now() + nth });
      this.keep(upload);
    }
    this.next();
  }

  /** Shows what waits for the conversation that was opened, and sends it. */
  async open() {
    const { tag } = this.conversation;
    for (const upload of [...this.all.values()].filter((it) => it.tag && it.tag !== tag)) {
      if (!this.carrying) { this.leave(upload); continue; }
      upload.tag = tag;
      this.keep(upload);
      this.wait(upload);
    }
    this.carrying = false;
    for (const record of await shelf.of(tag)) {
      if (!this.all.has(record.id) && tag === this.conversation.tag) this.stand(record).kept = Promise.resolve(true);
    }
    this.next();
  }

  /** Lets what waits go to the conversation that is opened next: the one it was for is over. */
  carry() { this.carrying = true; }

  /** Leaves nothing of the conversation in the browser. */
  async clear() {
    for (const upload of [...this.all.values()]) this.finish(upload, true);
    await shelf.clear(this.conversation.tag);
  }

  /** Tries once more what did not get through. */
  again() {
    for (const upload of this.all.values()) {
      if (upload.parked) this.wait(upload);
    }
    this.next();
  }

  wait(upload) {
    upload.parked = false;
    upload.retry?.remove();
    if (!upload.running && !this.waiting.includes(upload)) this.waiting.push(upload);
  }

  stand(record) {
    const url = URL.createObjectURL(record.content);
    const image = element("img", { src: url, alt: "", width: 64, height: 48 });
    image.onerror = () => image.remove();
    const bar = element("progress", { max: 1, value: 0, "aria-label": `上传${record.name}` });
    const words = element("span", { role: "status" }, record.name);
    const row = element("li", {}, image, element("div", {}, words, bar));
    const upload = { ...record, row, bar, words, url, unkept: "" };
    upload.drop = button("取消", () => this.finish(upload, true), { class: "plain small", "aria-label": `取消上传${record.name}` });
    row.append(upload.drop);
    this.place.append(row);
    this.all.set(upload.id, upload);
    this.waiting.push(upload);
    return upload;
  }

  /** Keeps a photo in the browser, or says at once that leaving the page loses it. */
  keep(upload) {
    const { id, tag, name, content, at } = upload;
    upload.kept = shelf.put({ id, tag, name, content, at }).then((put) => {
      upload.unkept = put ? "" : "传完之前请不要离开本页，否则要重新选择这张照片。";
      if (!upload.gone) this.tell(upload, upload.said);
    });
  }

  tell(upload, said = "") {
    upload.said = said;
    upload.words.textContent = [upload.name, said + upload.unkept].filter(Boolean).join("：");
  }

  /** Sends what is waiting, as soon as there is a conversation for it. */
  next() {
    const { tag } = this.conversation;
    if (!tag) return;
    for (const upload of this.waiting) if (!upload.tag) { upload.tag = tag; this.keep(upload); }
    while (this.running < AT_ONCE && this.waiting.length) {
      const upload = this.waiting.shift();
      this.running++;
      upload.running = true;
      this.send(upload).finally(() => { this.running--; upload.running = false; this.next(); });
    }
  }

  async send(upload) {
    this.tell(upload);
    upload.row.classList.remove("wrong");
    upload.bar.hidden = false;
    const over = () => upload.gone || upload.tag !== this.conversation.tag;
    try {
      const content = upload.smaller ??= await smaller(upload.content);
      if (content.size > SIZE_LIMIT) throw new Refusal(413, { error: "照片太大，每张最大10MB。" });
      for (let attempt = 0; !over(); attempt++) {
        try {
          const view = await this.post(upload, content);
          const shown = !over();
          this.finish(upload);
          if (shown) this.done(view);
          return;
        } catch (error) {
          if (!isPassing(error) || attempt >= PAUSES.length) throw error;
          if (!over()) await pause(Math.max(PAUSES[attempt], error.waitMs || 0));
        }
      }
    } catch (error) {
      if (!upload.gone) this.park(upload, error);
    }
  }

  /** Says what went wrong; what may go well another time is tried again by itself. */
  park(upload, error) {
    upload.row.classList.add("wrong");
    upload.bar.hidden = true;
    upload.parked = isPassing(error);
    this.tell(upload, upload.parked && !(error instanceof Refusal) ? "没有传上去，网络恢复后会自动重传。" : error.message);
    if (upload.parked) { // one clock for all that wait
      clearTimeout(this.clock);
      this.clock = setTimeout(() => this.again(), AGAIN_MS);
    } else if (!ELSEWHERE.includes(error.code)) Promise.resolve(upload.kept).then(() => shelf.drop(upload.id));
    upload.retry = button("重试", () => { this.wait(upload); this.next(); }, { class: "small", "aria-label": `重新上传${upload.name}` });
    upload.drop.before(upload.retry);
  }

  /** Takes a photo off the screen that waits for another conversation. */
  leave(upload) {
    upload.gone = true;
    this.all.delete(upload.id);
    this.waiting = this.waiting.filter((it) => it !== upload);
    URL.revokeObjectURL(upload.url);
    upload.row.remove();
  }

  finish(upload, cancelled = false) {
    this.leave(upload);
    if (cancelled) upload.request?.abort();
    Promise.resolve(upload.kept).then(() => shelf.drop(upload.id));
  }

  post(upload, content) {
    return new Promise((resolve, reject) => {
      const request = upload.request = new XMLHttpRequest();
      let stalled = 0;
      const alive = () => { clearTimeout(stalled); stalled = setTimeout(() => request.abort(), STALL_MS); };
      request.open("POST", `/chat/api/photo?id=${upload.id}&after=${this.conversation.after}`);
      request.setRequestHeader("Content-Type", "application/octet-stream");
      for (const [name, value] of Object.entries(this.conversation.headers(true))) request.setRequestHeader(name, value);
      request.responseType = "json";
      request.upload.onprogress = (event) => { alive(); if (event.lengthComputable) upload.bar.value = event.loaded / event.total; };
      request.onloadend = () => clearTimeout(stalled);
      request.onabort = request.onerror = () => reject(new Error("没有传上去。"));
      request.onload = () => request.status === 200
        ? resolve(request.response)
        : reject(new Refusal(request.status, request.response || {}, Number(request.getResponseHeader("Retry-After")) || 0));
      alive();
      request.send(content);
    });
  }
}

/** Whether what failed may go well another time: the line was down, or the server busy. */
export const isPassing = (error) => !(error instanceof Refusal) || error.status === 429 || error.status >= 500;

/** Fetches the picture of a photo that is at the server, as often as it takes, as long as `item` stands there to show it. */
export async function thumbnail(conversation, number, item) {
  for (let attempt = 0; ; attempt++) {
    try {
      return URL.createObjectURL(await conversation.blob(`photo/${number}`));
    } catch (error) {
      if (!isPassing(error) || attempt && !item.isConnected) throw error;
      await pause(PAUSES[Math.min(attempt, PAUSES.length - 1)]);
    }
  }
}

/** Makes a large photo smaller, as long as it is one the browser can read; what it cannot is sent as it is. */
async function smaller(file) {
  if (file.size <= SMALL_ENOUGH) return file;
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONG_SIDE / Math.max(image.width, image.height));
    const canvas = element("canvas", { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    const made = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return made && made.size < file.size ? made : file;
  } catch {
    return file;
  }
}
