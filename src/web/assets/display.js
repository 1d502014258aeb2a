// Turns a pool of posts over on a screen in a hall, for hours, with or without a network. Cards are made by the server
// alone. The pool is bounded and cards are kept, not made again: neither memory nor pictures run out.

import { clampWords, prepare } from "./display-card.js";
import { next as nextLine, notice as noticeOf } from "./display-notice.js";
import { hidePictures, showPictures } from "./display-pictures.js";
import { Pool } from "./display-pool.js";
import { line } from "./line.js";
import { curtain } from "./pause.js";

const stage = document.getElementById("stage");
const lost = document.getElementById("lost");
const pauseButton = document.getElementById("pause");
const seconds = Number(stage.dataset.seconds) || 14;
const FADE = matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 600;
const REFRESH = 5 * 60_000; // what no stream tells: the message, the next happening, a new version of this page
const LOST_AFTER = 20_000;
const STALE_AFTER = 6 * 3600_000; // longer without a word from the server, and what was withdrawn would still stand here

let heardAt = Date.now();
let paused = false;

// ---- The pool

const pool = new Pool();
const slots = [];
for (const slot of [...stage.children]) take(slot.firstElementChild, slot.dataset.voice, "featured" in slot.dataset);

function take(card, voice, featured) {
  if (!card?.matches("article.card")) return;
  const id = card.dataset.id;
  const before = pool.get(id);
  if (!prepare(card)) {
    if (before) drop(id);
    return;
  }
  pool.put({ id, card, voice, featured, published: Number(card.dataset.published) });
  const slot = slots.find((slot) => slot.id === id);
  if (slot) show(slot, pool.get(id));
  tell();
}

function drop(id) {
  pool.remove(id);
  const slot = slots.find((slot) => slot.id === id);
  if (slot) turn(slot);
  tell();
}

function tell() {
  const empty = pool.size === 0;
  document.getElementById("empty").hidden = !empty;
  stage.hidden = empty;
}

// ---- The slots

const COUNT = { kolonner: 2, enkelt: 1, mosaik: 6, ticker: 1 };
function wanted() {
  const wide = innerWidth / innerHeight;
  const layout = stage.dataset.layout;
  if (layout === "kolonner" && wide >= 21 / 9) return 3;
  if (layout === "mosaik") return wide >= 21 / 9 ? 8 : wide <= 1 ? 3 : 6;
  return COUNT[layout] ?? 1;
}

function lay() {
  const count = wanted();
  while (slots.length > count) slots.pop().element.remove();
  while (slots.length < count) {
    const element = document.createElement("div");
    element.className = "slot";
    stage.append(element);
    const slot = { element, id: null, turned: 0 };
    slots.push(slot);
    turn(slot);
  }
  for (const slot of slots) clampWords(slot.element.firstElementChild);
}

// An empty slot beside others is better than the same post twice.
function turn(slot) {
  const next = pool.next(slots.map((other) => other.id));
  slot.turned = performance.now();
  if (next) show(slot, next);
  else if (!pool.get(slot.id)) {
    slot.id = null;
    hidePictures(slot.element.firstElementChild);
    slot.element.replaceChildren();
  }
}

function show(slot, post) {
  slot.id = post.id;
  slot.element.toggleAttribute("data-featured", post.featured);
  slot.element.dataset.voice = post.voice;
  const before = slot.element.firstElementChild;
  if (before !== post.card) hidePictures(before);
  showPictures(post.card);
  slot.element.replaceChildren(post.card);
  clampWords(post.card);
}

let turning = 0;
function tick() {
  if (paused || pool.size === 0) return;
  if (Date.now() - heardAt > STALE_AFTER) {
    for (const id of pool.ids()) drop(id);
    said.show(null);
    coming.clear();
    return;
  }
  // One at a time, the one that stood longest: nothing else on the screen moves.
  const slot = slots.reduce((oldest, slot) => (slot.turned < oldest.turned ? slot : oldest));
  const next = pool.peek(slots.map((other) => other.id));
  if (!next) {
    slot.turned = performance.now();
    return;
  }
  slot.element.classList.add("turning");
  turning = setTimeout(() => {
    turn(slot);
    slot.element.classList.remove("turning");
  }, FADE);
}

// ---- The line to the server

function cardFrom(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

// Asks for this page anew, and gives the address to follow from; never navigates while the server is away, or the hall
// would see a browser's error.
async function renew(whole) {
  const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = fresh.getElementById("stage");
  if (!found) throw new Error("not this page");
  heardAt = Date.now();
  const script = (page) => page.querySelector("script[type=module]")?.getAttribute("src");
  if (script(fresh) !== script(document)) location.reload(); // a new version; the server is there
  const fetched = [...found.children].map((slot) => [slot.firstElementChild, slot.dataset.voice, "featured" in slot.dataset]);
  const ids = new Set(fetched.map(([card]) => card?.dataset.id));
  if (whole) for (const id of pool.ids()) if (!ids.has(id)) drop(id);
  for (const [card, voice, featured] of fetched) if (whole || !pool.get(card?.dataset.id)) take(document.adoptNode(card), voice, featured);
  for (const part of document.querySelectorAll("[data-renew]")) {
    const other = fresh.getElementById(part.id);
    if (other && other.innerHTML !== part.innerHTML) part.replaceChildren(...other.childNodes);
    if (!other) continue;
    part.hidden = other.hidden;
    Object.assign(part.dataset, other.dataset);
  }
  coming.due();
  return found.dataset.stream;
}

const said = noticeOf(document.getElementById("notice"));
const coming = nextLine(document.getElementById("next"), () => renew(false).catch(() => {}));

// While the panic button is pressed the screen holds no post, and nothing of the calendar's: see pause.js.
const house = curtain({
  clear() {
    for (const id of pool.ids()) drop(id);
    coming.clear();
  },
  async restore() {
    stream.begin(await renew(true));
  },
  shown: () => lay(),
});

const stream = line({
  address: stage.dataset.stream,
  put({ id, html, voice, featured }) {
    if (stage.dataset.live === "all" || pool.get(id)) take(cardFrom(html), voice, featured);
    if (stage.dataset.live !== "all") soon();
  },
  remove: drop,
  renew: () => renew(true),
  follow(source) {
    house.follow(source);
    said.follow(source);
  },
  opened: () => (heardAt = Date.now()),
  heard: () => (heardAt = Date.now()),
});

let renewing = 0;
function soon() {
  if (renewing) return;
  renewing = setTimeout(() => {
    renewing = 0;
    renew(false).catch(() => {});
  }, 1000 + Math.random() * 4000);
}

// ---- Pause, pointer, sleep

function pause(stop) {
  paused = stop;
  pauseButton.setAttribute("aria-pressed", String(paused));
  pauseButton.textContent = paused ? stage.dataset.wordResume : stage.dataset.wordPause;
}
pauseButton.hidden = false;
pauseButton.addEventListener("click", () => pause(!paused));
addEventListener("keydown", (event) => {
  if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey || event.target === pauseButton) return;
  event.preventDefault();
  pause(!paused);
});

let pointing = 0;
addEventListener("pointermove", () => {
  document.body.classList.add("pointing");
  clearTimeout(pointing);
  pointing = setTimeout(() => document.body.classList.remove("pointing"), 3000);
});

// The screen must not go dark in the middle of the day; a browser that cannot promise that is set by hand.
async function stayAwake() {
  if (document.visibilityState !== "visible") return;
  await navigator.wakeLock?.request("screen").catch(() => {});
}
document.addEventListener("visibilitychange", stayAwake);
stayAwake();

setInterval(() => {
  const away = !stream.isOpen();
  if (!away) heardAt = Date.now();
  lost.hidden = !away || Date.now() - heardAt < LOST_AFTER;
}, 5000);
setInterval(() => renew(false).catch(() => {}), REFRESH * (0.9 + Math.random() * 0.2));
let resizing = 0;
addEventListener("resize", () => {
  clearTimeout(resizing);
  resizing = setTimeout(lay, 200);
});

stage.replaceChildren();
stage.classList.add("running");
lay();
setInterval(tick, (seconds * 1000) / slots.length);
addEventListener("pagehide", () => {
  stream.close();
  clearTimeout(turning);
});
stream.connect();
