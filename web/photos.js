/** Photos on their way to the server: made smaller, two at once, each with its picture, given up when the line stalls, tried again. */

import { Refusal, newId, pause } from "/chat/chat.js";
import { button, element } from "/chat/log.js";

const SIZE_LIMIT = 10 * 1024 * 1024;
const SMALL_ENOUGH = 1.5 * 1024 * 1024;
const LONG_SIDE = 2560;
const STALL_MS = 20000;
const AT_ONCE = 2;
const PAUSES = [1000, 4000];

export class Uploads {
  /** @param {Conversation} conversation @param {HTMLElement} place where those on their way are shown @param {Function} done what to call when one has arrived */
  constructor(conversation, place, done) {
    this.conversation = conversation;
    this.place = place;
    this.done = done;
    this.waiting = [];
    this.running = 0;
  }

  add(files) {
    for (const file of files) {
      const url = URL.createObjectURL(file);
      const image = element("img", { src: url, alt: "", width: 64, height: 48 });
      image.onerror = () => image.remove();
      const bar = element("progress", { max: 1, value: 0, "aria-label": `上传${file.name}` });
      const words = element("span", { role: "status" }, file.name);
      const row = element("li", {}, image, element("div", {}, words, bar));
      const upload = { file, id: newId(), row, bar, words, url, name: file.name };
      upload.drop = button("取消", () => this.finish(upload, true), { class: "plain small", "aria-label": `取消上传${file.name}` });
      row.append(upload.drop);
      this.place.append(row);
      this.waiting.push(upload);
    }
    this.next();
  }

  /** Sends what is waiting, as soon as there is a conversation for it. */
  next() {
    if (!this.conversation.tag) return;
    while (this.running < AT_ONCE && this.waiting.length) {
      const upload = this.waiting.shift();
      this.running++;
      this.send(upload).finally(() => { this.running--; this.next(); });
    }
  }

  async send(upload) {
    upload.words.textContent = upload.name;
    upload.row.classList.remove("wrong");
    upload.bar.hidden = false;
    try {
      const content = upload.content ??= await smaller(upload.file);
      if (content.size > SIZE_LIMIT) throw new Error("照片太大，每张最大10MB。");
      for (let attempt = 0; ; attempt++) {
        try {
          const view = await this.post(upload, content);
          this.finish(upload);
          return this.done(view);
        } catch (error) {
          const passing = isPassing(error);
          if (upload.gone) return;
          if (!passing || attempt >= PAUSES.length) throw error;
          await pause(Math.max(PAUSES[attempt], error.waitMs || 0));
          if (upload.gone) return;
        }
      }
    } catch (error) {
      upload.row.classList.add("wrong");
      upload.bar.hidden = true;
      upload.words.textContent = `${upload.name}：${error.message}`;
      upload.retry?.remove();
      upload.retry = button("重试", () => { upload.retry.remove(); this.waiting.push(upload); this.next(); }, { class: "small", "aria-label": `重新上传${upload.name}` });
      upload.drop.before(upload.retry);
    }
  }

  finish(upload, cancelled = false) {
    upload.gone = true;
    this.waiting = this.waiting.filter((it) => it !== upload);
    if (cancelled) upload.request?.abort();
    URL.revokeObjectURL(upload.url);
    upload.row.remove();
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
      request.onabort = request.onerror = () => reject(new Error("没有传上去，请检查网络后重试。"));
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
