// The queue by keyboard, touch and button. Every action is a form of the page: without this file the same buttons work by
// themselves.

import { chosen, decide, stepBack, submitted, tellChosen } from "./desk-acts.js";
import { cards, current, fill, go, move } from "./desk-list.js";
import "./desk-live.js";
import { list, say, word } from "./desk-say.js";
import { onStroke } from "./desk-touch.js";

const help = document.getElementById("help");
const search = document.getElementById("q");
const openHelp = document.getElementById("help-open");
// Keys of one letter can be switched off (WCAG 2.1, 2.1.4); arrows and Escape are no letters.
const letters = "letters" in list.dataset;

const acted = () => (chosen().length > 0 ? chosen() : [current()].filter(Boolean));

// The reason of a rejection: one more key, or a press of one of these.
let asking = null;
function closeReasons() {
  asking?.bar.remove();
  asking = null;
}
function askReason(to) {
  closeReasons();
  const [first] = to;
  if (!first) return;
  const bar = document.createElement("div");
  bar.className = "reasons";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", word("choose"));
  const add = (stroke, text, reason) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button-quiet";
    const key = document.createElement("kbd");
    key.textContent = stroke;
    button.append(key, ` ${text}`);
    button.addEventListener("click", () => reject(reason));
    bar.append(button);
  };
  const strokes = new Map();
  for (const option of first.querySelector(".decide select").options) {
    if (!option.dataset.stroke) continue;
    strokes.set(option.dataset.stroke, option.value);
    add(option.dataset.stroke, option.text, option.value);
  }
  add("⏎", word("no-reason"), "");
  asking = { bar, to, strokes };
  first.querySelector(".beside").prepend(bar);
  first.scrollIntoView({ block: "nearest" });
  say(word("choose"));
}
function reject(reason) {
  const { to } = asking;
  closeReasons();
  decide(to, "rejected", reason);
}

// The place a range begins: the card that was chosen last.
let from = null;
function choose(card, on) {
  const box = card?.querySelector(".select input");
  if (!box) return;
  box.checked = on ?? !box.checked;
  from = card.dataset.id;
  tellChosen();
}
function chooseTo(card) {
  const all = cards();
  const start = all.find((one) => one.dataset.id === from) ?? card;
  const [a, b] = [all.indexOf(start), all.indexOf(card)].sort((one, other) => one - other);
  for (const one of all.slice(a, b + 1)) choose(one, true);
  from = start.dataset.id;
}
function extend(by) {
  choose(current(), true);
  move(by);
  choose(current(), true);
}

const press = (css) => current()?.querySelector(css)?.click();
const plain = {
  a: () => decide(acted(), "approved"),
  r: () => (asking ? reject("") : askReason(acted())),
  h: () => decide(acted(), "held"),
  j: () => move(1),
  k: () => move(-1),
  z: stepBack,
  p: () => press(".do-pin"),
  f: () => press(".do-feature"),
  b: () => press(".block button"),
  t: () => press(".trust button"),
  n: () => {
    const note = current()?.querySelector(".note-more");
    if (!note) return;
    note.open = true;
    note.querySelector("textarea").focus();
  },
  v: () => press(".reveal-pictures"),
  o: () => press(".card-original"),
  x: () => choose(current()),
  "/": () => search.focus(),
  "?": () => help.showModal(),
};
const shifted = { x: () => chooseTo(current()), j: () => extend(1), k: () => extend(-1), "?": plain["?"], "/": plain["/"] };
const repeats = ["j", "k"];

// How long it took from the key until the next card was on the screen: for whoever measures, in the browser's own list.
function painted(struck) {
  requestAnimationFrame(() => {
    const over = new MessageChannel();
    over.port1.onmessage = () => performance.measure("desk-next", { start: struck, end: performance.now() });
    over.port2.postMessage(null);
  });
}

function actionOf(event) {
  if (event.key === "ArrowDown") return plain.j;
  if (event.key === "ArrowUp") return plain.k;
  if (!letters) return null;
  const key = event.key.toLowerCase();
  if (asking?.strokes.has(key)) return () => reject(asking.strokes.get(key));
  return (event.shiftKey ? shifted : plain)[key] ?? null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]")) {
    if (event.key === "Escape") go(current() ?? cards()[0]);
    return;
  }
  if (asking && event.key === "Escape") return closeReasons();
  if (asking && event.key === "Enter" && !event.target.matches("button")) {
    event.preventDefault();
    reject("");
    return painted(event.timeStamp);
  }
  const action = actionOf(event);
  if (!action) return;
  event.preventDefault();
  const moves = event.key.startsWith("Arrow") || repeats.includes(event.key.toLowerCase());
  if (event.repeat && !moves) return;
  const was = current();
  if (asking && action !== plain.r && !asking.strokes.has(event.key)) closeReasons();
  action();
  if (current() !== was) painted(event.timeStamp);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches(".decide, .batch, .block, .trust, .erase, .mark-form, .note, .alt, .undo, #step-back")) {
    event.preventDefault();
    if (form.matches(".batch") && chosen().length === 0) return;
    submitted(form, event.submitter);
  }
});

list.addEventListener("change", (event) => event.target.matches(".select input") && tellChosen());
onStroke((card) => decide([card], "approved"), (card) => askReason([card]));

// A picture that cannot be had gives way to its words.
list.addEventListener("error", (event) => event.target.matches?.("img") && event.target.classList.add("broken"), true);
for (const image of list.querySelectorAll("img")) {
  if (image.complete && image.naturalWidth === 0 && image.currentSrc) image.classList.add("broken");
}

openHelp.hidden = false;
openHelp.addEventListener("click", () => help.showModal());
// With scripts the list has no pages: what comes next is fetched as it is needed.
for (const link of document.querySelectorAll('.paging [rel="next"]')) link.hidden = true;
// The first card is the one the keys act on; the page stays where it is.
cards()[0]?.focus({ preventScroll: true });
fill();
