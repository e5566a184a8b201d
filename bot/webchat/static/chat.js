"use strict";
/* The page's side of the chat. A message waits in localStorage until the server says that it is stored; an item of
   the server is shown once, by its number. All sentences come from the page's data-chat attribute. */
(function () {
  const data = JSON.parse(document.body.dataset.chat);
  const words = data.words;
  const find = (id) => document.getElementById(id);
  const log = find("log"), text = find("text"), status = find("status"), alertLine = find("alert"), quick = find("quick");
  const PENDING = "jiesu:out:", TAPPED = "jiesu:tapped", LARGER = "jiesu:larger";

  /* ---------- storage that may be missing or full ---------- */
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); return true; } catch { return false; } },
    remove(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
    keys() { try { return Object.keys(localStorage).filter((key) => key.startsWith(PENDING)).sort(); } catch { return []; } },
  };

  /* ---------- drawing ---------- */
  const make = (tag, className, content) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (content) element.textContent = content;
    return element;
  };
  const zone = { timeZone: "Asia/Shanghai" };
  const timeOf = new Intl.DateTimeFormat("zh-CN", { ...zone, hour: "2-digit", minute: "2-digit", hour12: false });
  const dayOf = new Intl.DateTimeFormat("zh-CN", { ...zone, month: "long", day: "numeric", weekday: "short" });
  let lastDay = dayOf.format(new Date());

  function dayLine(at) {
    const day = dayOf.format(at);
    if (day === lastDay) return;
    lastDay = day;
    log.append(make("p", "day", day === dayOf.format(new Date()) ? words.today : day));
  }

  const LINK = /(https?:\/\/[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+|\/chat\/data\/[\w-]{43})|((?:拨打|致电|电话|热线|请打|报警)[：:\s]*)(1\d{2}|12\d{3}|95\d{3}|0\d{2,3}-?\d{7,8})(?!\d)/g;
  function linked(line) {
    const parts = document.createDocumentFragment();
    let from = 0;
    for (const found of line.matchAll(LINK)) {
      parts.append(line.slice(from, found.index) + (found[2] || ""));
      const link = make("a", "", found[1] || found[3]);
      link.href = found[1] || "tel:" + found[3];
      if (found[1]) { link.target = "_blank"; link.rel = "noopener noreferrer"; }
      parts.append(link);
      from = found.index + found[0].length;
    }
    parts.append(line.slice(from));
    return parts;
  }

  function paragraphs(bubble, content, ours) {
    const lines = content.split("\n");
    const notes = ours ? lines.filter((line) => line.includes(words.generated)) : [];
    const body = make("p");
    const plain = lines.filter((line) => !notes.includes(line)).join("\n").trim();
    if (ours) body.append(linked(plain)); else body.textContent = plain;
    if (plain) bubble.append(body);
    for (const line of notes) {
      const note = make("p", "note");
      note.append(linked(line));
      bubble.append(note);
    }
  }

  function drawLine(who, at, fresh) {
    dayLine(at);
    const line = make("div", "line " + who + (fresh ? " new" : ""));
    const bubble = make("div", "bubble");
    bubble.append(make("span", "hidden", words[who]));
    line.append(bubble);
    log.append(line);
    return { line, bubble };
  }

  const atBottom = () => log.scrollHeight - log.scrollTop - log.clientHeight < 160;
  const toBottom = () => { log.scrollTop = log.scrollHeight; };
  /* What is new is read from its beginning: where it is taller than the page, its first line comes first. */
  function reveal(line) {
    const top = line.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop;
    if (log.scrollHeight - top > log.clientHeight) log.scrollTop = top - 8; else toBottom();
  }

  function complain(sentence) {
    alertLine.hidden = !sentence;
    alertLine.textContent = sentence || "";
  }

  /* ---------- what the server says ---------- */
  let last = 0;
  const shown = new Map();

  function showItem(item, fresh) {
    if (shown.has(item.id)) return shown.get(item.id);
    const stay = atBottom();
    const at = new Date(item.at);
    const { line, bubble } = drawLine("us", at, fresh);
    shown.set(item.id, line);
    paragraphs(bubble, item.text, true);
    for (const number of item.pictures || []) bubble.append(drawTheirs(item.id, number));
    const rows = (item.buttons || []).map((row) => drawButtons(item.id, row));
    for (const row of rows) line.append(row);
    line.append(make("p", "meta", timeOf.format(at)));
    if (fresh && stay) reveal(line);
    return line;
  }

  function drawTheirs(item, number) {
    const link = make("a", "shot");
    link.href = "/chat/pictures/" + item + "/" + number;
    link.target = "_blank";
    link.rel = "noopener";
    const image = make("img");
    image.src = link.href;
    image.alt = words.their_picture;
    image.addEventListener("error", () => link.replaceWith(make("p", "", words.picture_gone)));
    image.addEventListener("load", () => { if (atBottom()) toBottom(); });
    link.append(image);
    return link;
  }

  const tapped = () => { try { return JSON.parse(store.get(TAPPED)) || {}; } catch { return {}; } };

  function drawButtons(id, row) {
    const group = make("div", "taps");
    group.setAttribute("role", "group");
    for (const each of row) {
      const button = make("button", "", each.label);
      button.type = "button";
      button.addEventListener("click", () => tap(id, each, button));
      group.append(button);
      markTapped(button, tapped()[id], each.action);
    }
    return group;
  }

  function markTapped(button, chosen, action) {
    if (!chosen) return;
    button.disabled = true;
    button.classList.toggle("chosen", chosen === action);
    if (chosen === action) button.setAttribute("aria-pressed", "true");
  }

  function tap(id, choice, button) {
    const taps = Object.entries(tapped()).slice(-200);
    store.set(TAPPED, JSON.stringify({ ...Object.fromEntries(taps), [id]: choice.action }));
    for (const other of button.closest(".line").querySelectorAll(".taps button")) markTapped(other, other === button ? choice.action : "-", choice.action);
    say({ action: choice.action, text: choice.label });
  }

  /* ---------- what the citizen says ---------- */
  const queue = [];
  const said = new Map();
  let busy = false, known = false, counter = 0;

  const newId = () => (crypto.randomUUID ? crypto.randomUUID()
    : Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join(""));

  function drawMine(message, at, fresh) {
    const drawn = drawLine("me", at, fresh);
    if (message.preview) {
      const image = make("img");
      image.src = message.preview;
      image.alt = words.a_picture;
      drawn.bubble.append(image);
    } else if (message.picture) drawn.bubble.append(make("p", "", words.a_picture));
    const content = message.text || (message.picture ? "" : words.a_location);
    if (content) paragraphs(drawn.bubble, content, false);
    drawn.meta = make("p", "meta");
    drawn.line.append(drawn.meta);
    return drawn;
  }

  function say(message) {
    complain("");
    enqueue({ ...message, id: newId() }, true);
    quick.hidden = false;
    toBottom();
    flush();
    text.focus({ preventScroll: true });
  }

  function enqueue(message, fresh) {
    const now = new Date(message.at || Date.now());
    const entry = { message: { ...message, at: now.toISOString() }, tries: 0 };
    entry.key = message.key || PENDING + String(now.getTime()).padStart(14, "0") + String(counter++).padStart(4, "0") + ":" + message.id;
    if (!message.key) store.set(entry.key, JSON.stringify(entry.message));
    entry.drawn = drawMine({ ...message, preview: message.picture, text: message.text }, now, fresh);
    entry.drawn.meta.textContent = words.sending;
    queue.push(entry);
  }

  function restore() {
    for (const key of store.keys()) {
      try { enqueue({ ...JSON.parse(store.get(key)), key }, false); } catch { store.remove(key); }
    }
  }

  async function body(message) {
    if (!message.picture) {
      const sent = { id: message.id };
      for (const name of ["text", "action", "latitude", "longitude"]) if (message[name] !== undefined) sent[name] = message[name];
      return { body: JSON.stringify(sent), headers: { "Content-Type": "application/json" } };
    }
    const form = new FormData();
    form.append("id", message.id);
    if (message.text) form.append("text", message.text);
    form.append("picture", asBlob(message.picture), "picture");
    return { body: form };
  }

  function asBlob(address) {
    const [head, content] = address.split(",");
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], { type: head.slice(5).split(";")[0] });
  }

  const pause = (seconds) => new Promise((done) => { setTimeout(done, seconds * 1000); wakeSender = done; });
  let wakeSender = () => {};

  /* One after the other, in order; what may succeed later blocks those behind it, so that order holds. */
  async function flush() {
    if (busy) return;
    busy = true;
    while (queue.length) {
      const entry = queue[0];
      const wait = await attempt(entry);
      if (wait === null) queue.shift();
      else await pause(wait);
    }
    busy = false;
  }

  /* null: done with it, one way or the other. Else seconds until the next try. */
  async function attempt(entry) {
    let response, answer;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), 60000);
    try {
      response = await fetch("/chat/send", { method: "POST", credentials: "same-origin", signal: stop.signal, ...(await body(entry.message)) });
      answer = await response.json();
    } catch {
      return again(entry, words.waiting, null);
    } finally {
      clearTimeout(timer);
    }
    if (response.ok) { acknowledged(entry, answer); return null; }
    const asked = Number(response.headers.get("Retry-After")) || null;
    if (response.status === 429 || response.status === 503) return again(entry, answer.message, asked);
    if (response.status >= 500 && entry.tries < 4) return again(entry, answer.message, asked);
    refused(entry, answer.message, response.status >= 500);
    return null;
  }

  function again(entry, sentence, asked) {
    entry.tries += 1;
    entry.drawn.meta.textContent = sentence;
    return asked || Math.min(30, 2 ** Math.min(entry.tries, 5)) * (0.75 + Math.random() / 2);
  }

  function acknowledged(entry, answer) {
    store.remove(entry.key);
    if (said.has(answer.said)) entry.drawn.line.remove();
    else { said.set(answer.said, entry.drawn); entry.drawn.meta.textContent = timeOf.format(new Date(entry.message.at)); }
    const lines = answer.replies.map((item) => showItem(item, true));
    if (lines.length) reveal(lines[0]);
    if (!known) { known = true; reconnect(); }
  }

  function refused(entry, sentence, retry) {
    store.remove(entry.key);
    const meta = entry.drawn.meta;
    meta.className = "meta bad";
    meta.textContent = words.failed;
    complain(sentence);
    if (!retry && entry.message.text && !entry.message.action && !text.value) { text.value = entry.message.text; grow(); }
    if (!retry) return;
    const button = make("button", "", words.again);
    button.type = "button";
    button.addEventListener("click", () => {
      entry.drawn.line.remove();
      const { key, at, ...rest } = entry.message;
      enqueue(rest, true);
      toBottom();
      flush();
    });
    meta.append(button);
  }

  /* ---------- the socket ---------- */
  let socket = null, failures = 0, ever = false;

  function connect() {
    if (!socket || socket.readyState !== WebSocket.OPEN) setStatus(ever ? "disconnected" : "connecting");
    const address = location.origin.replace(/^http/, "ws") + "/chat/live?after=" + last;
    socket = new WebSocket(address);
    socket.onopen = () => { ever = true; failures = 0; setStatus("connected"); wakeSender(); };
    socket.onmessage = (event) => {
      for (const item of JSON.parse(event.data).items) { showItem(item, true); last = Math.max(last, item.id); }
    };
    socket.onclose = (event) => {
      if (event.target !== socket) return;
      setStatus(ever ? "disconnected" : "connecting");
      const wait = failures === 0 ? 300 : Math.min(15000, 500 * 2 ** Math.min(failures, 6)) * (0.75 + Math.random() / 2);
      failures += 1;
      setTimeout(connect, wait);
    };
  }

  /* The socket was opened by somebody unknown; from now on there is something to be told. */
  function reconnect() {
    if (!socket) return;
    const old = socket;
    connect();
    old.close();
  }

  function setStatus(name) {
    const classes = { connected: "status on", disconnected: "status off", connecting: "status" };
    status.className = classes[name];
    if (status.textContent !== words[name]) status.textContent = words[name];
  }

  /* ---------- history ---------- */
  async function history() {
    const answer = await (await fetch("/chat/history", { credentials: "same-origin" })).json();
    if (!answer.items) throw new Error(answer.error);
    known = answer.known;
    last = answer.last;
    if (answer.items.length) lastDay = "";
    for (const item of answer.items) {
      if (item.who === "us") { showItem(item, false); continue; }
      const drawn = drawMine(item, new Date(item.at), false);
      drawn.meta.textContent = timeOf.format(new Date(item.at));
      said.set(item.id, drawn);
    }
    quick.hidden = !answer.items.length;
  }

  async function start() {
    setStatus("connecting");
    for (let tries = 0; ; tries += 1) {
      try { await history(); break; } catch { await new Promise((done) => setTimeout(done, Math.min(15000, 1000 * 2 ** tries))); }
    }
    restore();
    if (queue.length) quick.hidden = false;
    toBottom();
    started = true;
    connect();
    flush();
  }
  let started = false;

  /* ---------- the entry ---------- */
  function grow() { text.style.height = "auto"; text.style.height = Math.min(text.scrollHeight + 3, innerHeight * 0.34) + "px"; }

  function submit() {
    const content = text.value.trim();
    if (!content) { complain(words.empty); text.focus(); return; }
    if (Array.from(content).length > data.textLength) { complain(words.too_long); text.focus(); return; }
    if (!started) return;
    text.value = "";
    grow();
    say({ text: content });
  }

  find("form").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  text.addEventListener("input", () => { grow(); complain(""); });
  text.addEventListener("keydown", (event) => {
    /* While an input method is composing, Enter belongs to it. */
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });
  for (const button of document.querySelectorAll("[data-action]")) {
    button.addEventListener("click", () => { if (started) say({ action: button.dataset.action, text: button.textContent }); });
  }

  /* ---------- pictures ---------- */
  const asAddress = (blob) => new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = fail;
    reader.readAsDataURL(blob);
  });

  /* Photographs of phones are larger than anybody needs, and carry where and when they were taken. */
  async function smaller(file) {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, 1920 / Math.max(image.width, image.height));
    const canvas = make("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no picture"))), "image/jpeg", 0.85));
  }

  find("picture").addEventListener("click", () => find("file").click());
  find("file").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    event.target.value = "";
    if (!file || !started) return;
    if (!["image/jpeg", "image/png", "image/webp"].includes(file.type)) { complain(words.picture_kind); text.focus(); return; }
    let blob = file;
    try { if (file.size > 300000) blob = await smaller(file); } catch { blob = file; }
    if (blob.size > data.pictureBytes) { complain(words.picture_too_large); text.focus(); return; }
    const caption = text.value.trim();
    text.value = "";
    grow();
    say({ picture: await asAddress(blob), text: caption || undefined });
  });

  /* ---------- where I am ---------- */
  const place = find("location");
  place.hidden = !("geolocation" in navigator && window.isSecureContext);
  place.addEventListener("click", () => {
    complain(words.location_asking);
    navigator.geolocation.getCurrentPosition(
      (found) => { complain(""); say({ latitude: found.coords.latitude, longitude: found.coords.longitude }); },
      () => { complain(words.location_refused); text.focus(); },
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });

  /* ---------- larger type ---------- */
  const larger = find("larger");
  function setLarger(on) {
    document.documentElement.classList.toggle("big", on);
    larger.setAttribute("aria-pressed", String(on));
    store.set(LARGER, on ? "1" : "");
    grow();
  }
  larger.addEventListener("click", () => { setLarger(larger.getAttribute("aria-pressed") !== "true"); toBottom(); });
  setLarger(store.get(LARGER) === "1");

  addEventListener("online", () => { wakeSender(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden) wakeSender(); });
  if (!navigator.cookieEnabled) complain(words.no_cookies);
  start();
})();
