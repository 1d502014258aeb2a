// The queue by keyboard, and decisions without a page load. Every action is a form of the page: without this file the
// same buttons work by themselves.

const list = document.getElementById("reviews");
const said = document.getElementById("said");
const saidText = document.getElementById("said-text");
const saidUndo = document.getElementById("said-undo");
const keys = document.getElementById("keys");
const search = document.getElementById("q");
const words = list.dataset;
const REMEMBERED = 50;

// What was done here, newest last: the log entries to take back, and the cards they took away.
const done = [];
let busy = Promise.resolve();

const cards = () => [...list.querySelectorAll(".review")];
const current = () => document.activeElement?.closest?.(".review") ?? null;

// The card one was at: where moving goes on from after a look at the search or the help.
let last = null;

function go(card) {
  if (!card) return;
  last = card;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

function move(by) {
  const all = cards();
  if (!current() && last?.isConnected) return go(last);
  const at = all.indexOf(current());
  go(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
}

// The post to decide on after this one: the next that is not decided, else the one before.
function after(card) {
  const all = cards();
  const at = all.indexOf(card);
  const open = (other) => !other.ariaBusy;
  return all.slice(at + 1).find(open) ?? all.slice(0, at).findLast(open) ?? null;
}

function say(text, { bad = false, undo = false } = {}) {
  saidText.textContent = text;
  said.classList.toggle("said-bad", bad);
  saidUndo.hidden = !undo;
}

function count(counts) {
  const number = new Intl.NumberFormat(words.lang);
  for (const [state, posts] of Object.entries(counts)) {
    const place = document.querySelector(`[data-count="${state}"]`);
    if (place) place.textContent = number.format(posts);
  }
}

// Sends a form's fields; the answer, or null if it was refused (which is then said).
async function send(address, fields) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
  } catch {
    say(words.wordLost, { bad: true });
    return null;
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    say(body.error ?? words.wordLost, { bad: true });
    return null;
  }
  count(body.counts);
  return body;
}

function sentence(form, entries) {
  if (entries.length === 0) return words.wordNothing;
  if (form.matches(".erase")) return words.wordErased;
  if (form.matches(".block")) return words.wordBlocked;
  const one = words[`word${entries[0].to[0].toUpperCase()}${entries[0].to.slice(1)}`];
  return entries.length === 1 ? one : words.wordMany.replace("{n}", entries.length).replace("{what}", one);
}

async function act(form, fields) {
  const body = await send(form.getAttribute("action"), fields);
  if (!body) return false;
  const all = cards();
  const gone = new Set(body.entries.filter((entry) => entry.to !== words.state).map((entry) => entry.post));
  const taken = all.filter((card) => gone.has(card.dataset.id));
  const from = all.indexOf(current());
  const next = from < 0 ? null : (all.slice(from).find((card) => !gone.has(card.dataset.id)) ??
    all.slice(0, from).findLast((card) => !gone.has(card.dataset.id)));
  // Where each card goes back to, if it does: before the one that followed it and stayed.
  const places = taken.map((card) => ({ card, before: all.slice(all.indexOf(card)).find((other) => !taken.includes(other)) ?? null }));
  const erased = form.matches(".erase");
  if (!erased && body.entries.length > 0) {
    done.push({ seqs: body.entries.map((entry) => entry.seq), places });
    if (done.length > REMEMBERED) done.shift();
  }
  for (const card of taken) card.remove();
  if (next) go(next);
  say(sentence(form, body.entries), { undo: !erased && body.entries.length > 0 });
  if (cards().length === 0) location.reload();
  return true;
}

async function undo() {
  const step = done.pop();
  if (!step) return say(words.wordNone);
  for (const seq of step.seqs.toReversed()) {
    const body = await send(words.undo, [["seq", seq]]);
    if (!body) return;
  }
  for (const { card, before } of step.places) list.insertBefore(card, before?.isConnected ? before : null);
  if (step.places.length > 0) go(step.places[0].card);
  else location.reload();
  say(words.wordUndone, { undo: done.length > 0 });
}

// One after the other: a quick hand is ahead of the answers, and each key means the card that is there by then.
const queue = (work) => (busy = busy.then(work, work));

const fieldsOf = (form, button) => [...new FormData(form, button)].filter(([name]) => name !== "tilbage");

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(".decide, .batch, .block, .erase")) return;
  event.preventDefault();
  const fields = fieldsOf(form, event.submitter);
  if (form.matches(".batch") && !fields.some(([name]) => name === "id")) return;
  if (!form.matches(".decide")) return void queue(() => act(form, fields));
  // On to the next at once: what a quick hand strikes before the answer is here is meant for that one.
  const card = form.closest(".review");
  if (card.ariaBusy) return;
  const next = after(card);
  card.ariaBusy = "true";
  go(next);
  queue(async () => {
    const taken = await act(form, fields);
    card.ariaBusy = null;
    if (!taken) go(card);
  });
});

saidUndo.addEventListener("click", () => queue(undo));

function press(to) {
  const button = current()?.querySelector(`.decide [value="${to}"]`);
  if (button) return act(button.form, fieldsOf(button.form, button));
}

const actions = {
  j: () => queue(() => move(1)),
  arrowdown: () => queue(() => move(1)),
  k: () => queue(() => move(-1)),
  arrowup: () => queue(() => move(-1)),
  a: () => queue(() => press("approved")),
  r: () => queue(() => press("rejected")),
  h: () => queue(() => press("held")),
  z: () => queue(undo),
  x: () => current()?.querySelector(".select input")?.click(),
  "/": () => search.focus(),
  "?": () => {
    keys.open = !keys.open;
    if (keys.open) keys.querySelector("summary").focus();
  },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const action = actions[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  if (!event.repeat || event.key.startsWith("Arrow") || "jk".includes(event.key.toLowerCase())) action();
});

// A picture that cannot be had gives way to its words.
list.addEventListener("error", (event) => event.target.matches?.("img") && event.target.classList.add("broken"), true);
for (const image of list.querySelectorAll("img")) {
  if (image.complete && image.naturalWidth === 0 && image.currentSrc) image.classList.add("broken");
}

list.addEventListener("focusin", () => (last = current()));
keys.hidden = false;
// The first card is the one the keys act on; the page stays where it is.
cards()[0]?.focus({ preventScroll: true });
