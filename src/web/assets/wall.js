// Keeps a page of cards up to date. Cards are made by the server alone: this file moves, replaces and removes them.
// Nothing is stored, nothing but our own server is asked.
import { line } from "./line.js";
import { curtain } from "./pause.js";

const feed = document.getElementById("feed");
const word = (name) => feed.dataset["word" + name] ?? "";
const byId = (id) => document.getElementById(id);
const cards = () => feed.querySelectorAll(":scope > .card");
const cardOf = (id) => byId("o-" + id);
const mode = feed.dataset.live; // all: new posts slide in; notice: they are told of; requery: asked for anew; known: never
const limit = Number(feed.dataset.limit) || 200;

let paused = false;
let lostTimer = 0;
const waiting = new Map(); // id → { published, html }: posts that wait for the visitor
const elsewhere = new Set(); // ids of posts that may or may not match the visitor's search

// ---- What the visitor is doing

// New posts slide in only where that cannot take the text away from under somebody's eyes, keyboard or pointer.
function isReading() {
  if (paused || window.scrollY > 120 || feed.contains(document.activeElement)) return true;
  if (!document.getSelection()?.isCollapsed || feed.querySelector("details[open]")) return true;
  return document.body.classList.contains("embed") && feed.matches(":hover");
}

// ---- Cards

function cardFrom(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  const card = template.content.firstElementChild;
  return card?.matches("article.card") ? card : null;
}

function insert(published, html) {
  const card = cardFrom(html);
  if (!card) return;
  // Pinned posts lead the plain wall, whatever their age.
  const pinned = (one) => mode === "all" && one.classList.contains("card-pinned");
  const after = [...cards()].find((shown) =>
    pinned(card) || !pinned(shown) ? pinned(card) || Number(shown.dataset.published) < published : false,
  );
  // Older than everything shown, and there is a page of older posts: that is where it belongs.
  if (!after && "more" in feed.dataset && cards().length > 0) return;
  card.classList.add("card-new");
  makePlayable(card);
  feed.insertBefore(card, after ?? null);
  while (cards().length > limit) {
    feed.lastElementChild.remove();
    feed.dataset.more = "";
  }
}

function replace(shown, html) {
  const card = cardFrom(html);
  if (!card) return;
  makePlayable(card);
  const hadFocus = shown.contains(document.activeElement);
  const open = [...shown.querySelectorAll("details")].map((fold) => fold.open);
  card.querySelectorAll("details").forEach((fold, n) => (fold.open = open[n] ?? false));
  shown.replaceWith(card);
  if (hadFocus) focusOn(card);
}

function focusOn(element) {
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

function arrive(id, published, html) {
  if (waiting.has(id) || isReading()) waiting.set(id, { published, html });
  else insert(published, html);
}

function put({ id, published, html }) {
  const shown = cardOf(id);
  if (shown) {
    // A search result keeps its marked words: its text is what was searched, the edit is seen at the next search.
    if (!shown.querySelector(".snippet")) replace(shown, html);
  } else if (mode === "all") {
    arrive(id, published, html);
  } else if (mode === "notice") {
    elsewhere.add(id);
  } else if (mode === "requery") {
    requery();
  }
  tell();
}

function remove(id) {
  waiting.delete(id);
  elsewhere.delete(id);
  const shown = cardOf(id);
  if (shown) {
    const hadFocus = shown.contains(document.activeElement);
    const next = shown.nextElementSibling ?? shown.previousElementSibling;
    shown.remove();
    if (hadFocus) focusOn(next ?? byId("main"));
  }
  tell();
}

function showWaiting() {
  const ordered = [...waiting.values()].sort((a, b) => a.published - b.published);
  waiting.clear();
  for (const { published, html } of ordered) insert(published, html);
  tell();
  // A list within a page is gone to; the wall is the page.
  if ("within" in feed.dataset) byId(feed.dataset.label).scrollIntoView();
  else window.scrollTo({ top: 0 });
  const first = feed.querySelector(".card");
  if (first) focusOn(first);
}

// ---- The feed pattern (WAI-ARIA Authoring Practices): Page Down and Page Up go from post to post, Control+End and
// Control+Home leave the feed.

function number() {
  const shown = cards();
  const isFeed = shown.length > 0 && !feed.classList.contains("feed-single");
  // A feed of nothing is none, and a name needs a role.
  for (const [name, value] of [["role", "feed"], ["aria-labelledby", feed.dataset.label]]) {
    if (isFeed && value) feed.setAttribute(name, value);
    else feed.removeAttribute(name);
  }
  shown.forEach((card, n) => {
    card.setAttribute("aria-posinset", String(n + 1));
    card.setAttribute("aria-setsize", "more" in feed.dataset ? "-1" : String(shown.length));
  });
}

feed.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey || event.shiftKey || event.target.closest("input, textarea, select, video")) return;
  const here = event.target.closest(".card");
  if (!here) return;
  let goal = null;
  if (event.ctrlKey) {
    if (event.key === "End") goal = document.querySelector(".paging a, .bottom a");
    if (event.key === "Home") goal = document.querySelector("#q, .brand");
  } else if (event.key === "PageDown") goal = here.nextElementSibling;
  else if (event.key === "PageUp") goal = here.previousElementSibling;
  if (!goal) return;
  event.preventDefault();
  goal.focus();
  goal.scrollIntoView({ block: "nearest" });
});

// ---- What a card offers where scripts run

// A video plays here once somebody asks: until then nothing is asked of the place where it lies.
function makePlayable(within) {
  for (const button of within.querySelectorAll("[data-play]")) button.hidden = false;
}

feed.addEventListener("click", (event) => {
  const button = event.target.closest("[data-play]");
  if (!button) return;
  const player = document.createElement(button.dataset.how === "video" ? "video" : "iframe");
  player.className = button.dataset.how === "post" ? "player player-post" : "player";
  player.title = button.dataset.label || button.textContent;
  if (player.localName === "video") {
    player.controls = true;
    player.setAttribute("aria-label", player.title);
  } else {
    player.allow = "fullscreen";
    player.allowFullscreen = true;
    player.referrerPolicy = "strict-origin-when-cross-origin";
  }
  player.tabIndex = 0;
  player.src = button.dataset.play;
  const item = button.closest(".media");
  item.querySelector("img")?.remove();
  item.prepend(player);
  button.remove();
  player.focus({ preventScroll: true });
  if (player.localName === "video") player.play().catch(() => {});
});

// One menu at a time; Escape and a click elsewhere close it.
const menus = () => feed.querySelectorAll(".card-menu[open]");
document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.share);
    button.textContent = button.dataset.done;
    window.setTimeout(() => (button.textContent = label), 3000);
    byId("live-status").textContent = button.dataset.done;
  });
}

// A picture that does not come gives way to its description; load errors do not bubble, so they are caught on the way.
const markBroken = (event) => event.target.matches?.("img") && event.target.classList.add("broken");
feed.addEventListener("error", markBroken, true);
for (const image of feed.querySelectorAll("img")) {
  if (image.complete && image.naturalWidth === 0 && image.currentSrc) image.classList.add("broken");
}

// Cards in columns, without holes: each takes as many of the grid's small rows as it is tall. The grid fills in the
// order of the document, so what is above is never younger than what is below in reading order.
const ROW = 4;
const measure = (shown) => {
  const gap = Number.parseFloat(getComputedStyle(feed).columnGap) || 16;
  const rows = shown.map(({ target }) => Math.ceil((target.offsetHeight + gap) / ROW));
  shown.forEach(({ target }, n) => (target.style.gridRowEnd = `span ${rows[n]}`));
};
if (!feed.classList.contains("feed-single")) {
  const heights = new ResizeObserver(measure);
  const watch = (nodes) => nodes.forEach((node) => node.nodeType === Node.ELEMENT_NODE && heights.observe(node));
  new MutationObserver((changes) => changes.forEach((change) => {
    watch(change.addedNodes);
    change.removedNodes.forEach((node) => node.nodeType === Node.ELEMENT_NODE && heights.unobserve(node));
  })).observe(feed, { childList: true });
  watch(cards());
  measure([...cards()].map((target) => ({ target })));
  // One column has no gaps to close, and must not move by the rounding of its rows.
  const columns = window.matchMedia("(min-width: 48rem)");
  const lay = () => feed.classList.toggle("laid", columns.matches);
  columns.addEventListener("change", lay);
  lay();
}

// ---- Words

const newsButton = byId("news-button");
const status = byId("live-status");
let spoken = 0;
let speakTimer = 0;

function tell() {
  const empty = byId("empty");
  if (empty) empty.hidden = cards().length > 0;
  number();
  relativeTimes();
  if (!newsButton) return;
  const count = waiting.size;
  const text =
    count > 0 ? (count === 1 ? word("One") : word("Many").replace("{n}", String(count))) : elsewhere.size > 0 ? word("Found") : "";
  newsButton.textContent = text;
  byId("news").hidden = text === "";
  document.body.classList.toggle("has-news", text !== "");
  // A screen reader hears the number at most three times a minute.
  if (text !== "" && !speakTimer && !paused) {
    speakTimer = window.setTimeout(() => {
      speakTimer = 0;
      spoken = performance.now();
      status.textContent = newsButton.textContent;
    }, Math.max(1500, 20000 - (spoken ? performance.now() - spoken : 20000)));
  }
}

newsButton?.addEventListener("click", () => {
  if (waiting.size > 0) showWaiting();
  else location.reload();
});

const stateWord = byId("live-word");
function say(state) {
  const box = byId("live-state");
  if (!box) return;
  box.hidden = false;
  box.dataset.state = paused ? "paused" : state;
  stateWord.textContent = paused ? word("Paused") : state === "lost" ? word("Lost") : word("On");
}

const pauseButton = byId("live-pause");
pauseButton?.addEventListener("click", () => {
  paused = !paused;
  pauseButton.textContent = paused ? word("Resume") : word("Pause");
  say(stream.isOpen() ? "on" : "lost");
  tell();
});

const formatter = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
function relativeTimes() {
  if (paused) return;
  const now = Date.now();
  for (const time of feed.querySelectorAll(".card-time time")) {
    const minutes = Math.round((now - Date.parse(time.dateTime)) / 60000);
    if (!time.dataset.full) time.dataset.full = time.textContent;
    if (minutes >= 0 && minutes < 60) {
      time.textContent = (minutes === 0 && word("Now")) || formatter.format(-minutes, "minute");
      time.title = time.dataset.full;
    } else {
      const hours = Math.round(minutes / 60);
      const ago = hours < 24 ? formatter.format(-hours, "hour") : formatter.format(-Math.round(hours / 24), "day");
      const near = minutes >= 0 && hours < 24 * 7;
      time.textContent = near ? `${time.dataset.full} · ${ago}` : time.dataset.full;
      time.removeAttribute("title");
    }
  }
}
window.setInterval(relativeTimes, 60000);
// "8 minutes ago" says nothing on paper.
window.addEventListener("beforeprint", () => {
  for (const time of feed.querySelectorAll(".card-time time[data-full]")) time.textContent = time.dataset.full;
});
window.addEventListener("afterprint", relativeTimes);

// ---- The line to the server

async function fetched() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
  if (!answer.ok && answer.status !== 404) throw new Error(String(answer.status));
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("feed");
  return { address: fresh?.dataset.stream ?? feed.dataset.stream, fresh: [...(fresh?.querySelectorAll(":scope > .card") ?? [])] };
}

// Asks for this page anew. `whole` makes the cards what it says: what is gone there goes here. Else the line has told of
// everything that was withdrawn, and what left the list for its length stays under the eyes of whoever reads it.
async function renew(whole) {
  const { address, fresh } = await fetched();
  const found = new Map(fresh.map((card) => [card.dataset.id, card]));
  if (whole || !isReading()) for (const shown of [...cards()]) if (!found.has(shown.dataset.id)) remove(shown.dataset.id);
  for (const id of [...waiting.keys()]) if (!found.has(id)) waiting.delete(id);
  for (const [id, card] of found) {
    const post = { id, published: Number(card.dataset.published), html: card.outerHTML };
    if (mode !== "requery") put(post);
    else if (!cardOf(id)) arrive(id, post.published, post.html);
    else if (whole) replace(cardOf(id), post.html);
  }
  tell();
  return address;
}

const house = curtain({
  clear() {
    waiting.clear();
    elsewhere.clear();
    feed.replaceChildren();
    tell();
  },
  async restore() {
    const { address, fresh } = await fetched();
    feed.replaceChildren(...fresh);
    // What happened after this page was made comes by a line that begins there.
    stream.begin(address);
    tell();
  },
});

const stream = line({
  address: feed.dataset.stream,
  put,
  remove,
  renew: () => renew(true),
  follow: (source) => house.follow(source),
  opened() {
    window.clearTimeout(lostTimer);
    lostTimer = 0;
    say("on");
  },
  broke() {
    if (!lostTimer) lostTimer = window.setTimeout(() => say("lost"), 4000);
  },
});

// Once for many posts, and not all pages at the same moment. What is new waits where somebody reads.
let requeryTimer = 0;
function requery() {
  if (requeryTimer) return;
  requeryTimer = window.setTimeout(() => {
    requeryTimer = 0;
    renew(false).catch(() => {});
  }, 1000 + Math.random() * 4000);
}

// A page nobody looks at lets go of its line after half a minute: without HTTP/2 a browser has six for all its tabs.
// It resumes where it left when it is looked at again.
let hiddenTimer = 0;
document.addEventListener("visibilitychange", () => {
  window.clearTimeout(hiddenTimer);
  if (document.hidden) hiddenTimer = window.setTimeout(() => stream.close(), 30000);
  else if (stream.isClosed()) stream.connect();
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) stream.connect();
});
window.addEventListener("pagehide", () => stream.close());

makePlayable(feed);
number();
relativeTimes();
stream.connect();
