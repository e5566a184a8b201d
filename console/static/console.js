// Keys, live counts and the open conversation. Every page works without this file.
(() => {
  "use strict";
  const typing = (target) => target.closest("input, select, textarea, button, a, summary, [contenteditable]");

  const openEditor = () => {
    const editor = document.querySelector("details[data-edit]");
    if (!editor) return;
    editor.open = true;
    editor.scrollIntoView({ block: "start" });
    editor.querySelector("select, textarea")?.focus();
  };

  const step = (by) => {
    const rows = [...document.querySelectorAll("a[data-row]")];
    const here = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
    rows[here + by]?.click();
  };

  // A key that was meant for the ticket before must not send the next one, which nobody has read yet.
  const LOCK = 1200;
  const locked = () => new URLSearchParams(location.search).has("done") && performance.now() < LOCK;

  let sent = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return;
    const key = event.key === "Enter" ? "1" : event.key;
    const button = document.querySelector(`button[data-key="${CSS.escape(key)}"]:not([disabled])`);
    if (button && locked()) {
      event.preventDefault();
    } else if (button && "ask" in button.dataset) {
      event.preventDefault();
      button.focus();
    } else if (button && !sent) {
      sent = true;
      event.preventDefault();
      button.click();
    } else if (key === "e") {
      event.preventDefault();
      openEditor();
    } else if (key === "j" || key === "k") {
      step(key === "j" ? 1 : -1);
    }
  });

  // A second click on the way changes nothing: the button sleeps until the page answers.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button) setTimeout(() => { button.disabled = true; });
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sent = false;
    document.querySelectorAll("button[disabled]:not([value=''])").forEach((button) => { button.disabled = false; });
  });

  // One long list becomes two: first level, then second.
  const split = (second) => {
    const groups = [...second.querySelectorAll("optgroup")];
    const first = document.createElement("select");
    first.setAttribute("aria-label", "一级类别");
    const current = second.selectedOptions[0]?.parentElement;
    first.add(new Option("请选择", ""));
    groups.forEach((group) => first.add(new Option(group.label, group.label, false, group === current)));
    first.required = true;
    const show = () => {
      const group = groups.find((each) => each.label === first.value);
      groups.forEach((each) => each.remove());
      if (group) second.append(group);
    };
    first.addEventListener("change", () => { show(); second.value = ""; });
    show();
    const pair = document.createElement("div");
    pair.className = "pair";
    second.before(pair);
    pair.append(first, second);
  };
  document.querySelectorAll("select[data-two-steps]").forEach(split);

  // A refusal is said beside the field too, which is brought into view: the sentence above may be far from it.
  const said = document.querySelector("[data-faulty]");
  const sentHere = (form) => [form, ...form.querySelectorAll("[formaction]")].some((each) =>
    new URL(each.getAttribute("formaction") ?? each.getAttribute("action") ?? "", location.href).pathname === location.pathname);
  const faulty = said && [...document.querySelectorAll("main form")].filter(sentHere)
    .flatMap((form) => [...form.querySelectorAll(`[name="${CSS.escape(said.dataset.faulty)}"]:not([type=hidden]):not(button)`)])[0];
  if (faulty) {
    for (let fold = faulty.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    const note = document.createElement("span");
    note.className = "expected";
    note.id = "expected";
    note.textContent = said.dataset.expected;
    (faulty.closest(".pair") ?? faulty).after(note);
    faulty.setAttribute("aria-invalid", "true");
    faulty.setAttribute("aria-describedby", [faulty.getAttribute("aria-describedby"), note.id].filter(Boolean).join(" "));
    faulty.focus({ preventScroll: true });
    (faulty.closest(".field") ?? faulty).scrollIntoView({ block: "center" });
  }

  // What the citizen writes meanwhile is added at its place; the field below keeps its words and its focus.
  const log = document.querySelector("[data-chat]");
  let ended = false;
  const add = (lines) => {
    const known = new Set([...log.querySelectorAll("[data-line]")].map((line) => line.dataset.line));
    let before = null;
    for (const line of lines) {
      if (known.has(line.dataset.line)) {
        before = log.querySelector(`[data-line="${CSS.escape(line.dataset.line)}"]`);
      } else {
        const next = before ? before.nextElementSibling : log.firstElementChild;
        log.insertBefore(line, next);
        before = line;
      }
    }
    if (lines.length) document.querySelector("[data-silent]").hidden = true;
  };
  const listen = async () => {
    if (document.hidden || ended) return;
    const answer = await fetch(log.dataset.chat, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const over = page.querySelector("[data-over]");
    if (over) {
      ended = true;
      const note = document.querySelector("[data-ended]");
      note.textContent = over.textContent;
      note.hidden = false;
    } else {
      add([...page.querySelectorAll("[data-line]")]);
    }
  };
  if (log) {
    setInterval(listen, 4000);
    document.addEventListener("visibilitychange", listen);
  }

  /* Photographs of phones are larger than we take, and carry where and when they were taken. */
  const smaller = async (file) => {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, 1920 / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob ? new File([blob], "picture.jpg", { type: "image/jpeg" }) : file;
  };
  for (const input of document.querySelectorAll("input[data-smaller]")) {
    input.addEventListener("change", async () => {
      const button = input.form.querySelector("button:not([type=button])");
      button.disabled = true;
      const chosen = new DataTransfer();
      for (const file of input.files) chosen.items.add(await smaller(file).catch(() => file));
      input.files = chosen.files;
      button.disabled = false;
    });
  }

  // On a phone the menu is one line: it begins where somebody is.
  const current = document.querySelector(".menu a[aria-current]");
  if (current) {
    const line = current.parentElement;
    line.scrollLeft = current.offsetLeft - (line.clientWidth - current.offsetWidth) / 2;
  }

  const address = document.body.dataset.counts;
  const refresh = async () => {
    if (document.hidden) return;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer || !answer.ok) return;
    for (const [name, count] of Object.entries(await answer.json())) {
      const badge = document.querySelector(`[data-count="${CSS.escape(name)}"]`);
      if (!badge) continue;
      badge.textContent = count;
      badge.hidden = !count;
      if (name === "attention") badge.classList.toggle("hot", count > 0);
    }
  };
  if (address) setInterval(refresh, 20000);
})();
