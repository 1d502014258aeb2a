// The cards: which one is current, moving between them, taking one away and bringing it back where it was, and having more.

import { list, words } from "./desk-say.js";

const empty = document.getElementById("empty");
const batch = document.getElementById("batch");
// So many cards ahead are there before they are needed.
const AHEAD = 25;
const HANDFUL = 5;
let next = words.next ?? null;
let last = null;
let fetching = null;

export const cards = () => [...list.querySelectorAll(":scope > .review")];
export const cardOf = (id) => document.getElementById(`r-${id}`);
export const idsOf = (card) => card.dataset.ids.split(" ");
export const isOpen = (card) => !("gone" in card.dataset) && !("held" in card.dataset);
const seen = () => document.activeElement?.closest?.(".review") ?? null;

// The card keys act on: the one with the focus, else the last that had it.
export const current = () => seen() ?? (last?.isConnected ? last : null);

export function go(card) {
  if (!card) return;
  const before = last;
  last = card;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
  if (before && before !== card) left(before);
  list.dispatchEvent(new CustomEvent("moved"));
}

// Somebody else decided it while it was read: it goes when one has read that, too.
function left(card) {
  if ("gone" in card.dataset) {
    card.remove();
    fill();
  }
}

export function move(by) {
  const all = cards();
  if (!seen() && last?.isConnected) return go(last);
  const at = all.indexOf(current());
  go(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
}

// What to read after these cards: the next that one may decide on, else the one before.
function after(taken) {
  const all = cards();
  const free = (card) => !taken.includes(card) && isOpen(card);
  const at = Math.max(...taken.map((card) => all.indexOf(card)));
  return all.slice(at + 1).find(free) ?? all.slice(0, Math.max(at, 0)).findLast(free) ?? null;
}

// Takes cards away; the answer puts them back.
export function take(taken) {
  const all = cards();
  const places = taken.map((card) => ({ card, before: all.slice(all.indexOf(card)).find((other) => !taken.includes(other)) ?? null }));
  const onward = taken.includes(current()) ? after(taken) : null;
  for (const card of taken) card.remove();
  if (onward) go(onward);
  fill();
  return () => {
    // The card it stood before may have been drawn anew meanwhile.
    for (const { card, before } of places) list.insertBefore(card, before && cardOf(before.dataset.id));
    state();
    if (places.length > 0) go(places[0].card);
  };
}

function state() {
  const none = cards().length === 0;
  empty.hidden = !none || fetching !== null;
  batch.hidden = none;
}

async function ask(parameters) {
  const address = new URL(words.cards, location.href);
  for (const [name, value] of parameters) address.searchParams.append(name, value);
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function made(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const card = holder.content.firstElementChild;
  for (const image of card.querySelectorAll("img")) image.addEventListener("error", () => image.classList.add("broken"));
  return card;
}

// Cards for these posts as far as they belong here: `[{ id, card }]`.
export async function fetched(ids) {
  const found = [];
  for (let from = 0; from < ids.length; from += 40) {
    const body = await ask(ids.slice(from, from + 40).map((id) => ["id", id]));
    found.push(...body.cards.map(({ id, html }) => ({ id, card: made(html) })));
  }
  return found;
}

// Puts cards in, first or last; one that is of the kind of a card that is there already joins that one instead.
export function put(found, { first = false } = {}) {
  const put = [];
  for (const { id, card } of found) {
    const kin = idsOf(card).map(cardOf).find((other) => other?.isConnected);
    if (kin) {
      if (kin.dataset.id !== id) refresh(kin.dataset.id);
      continue;
    }
    put.push(card);
  }
  if (first) list.prepend(...put);
  else list.append(...put);
  state();
  return put;
}

// The card as it stands now, in its place; nothing happens to one that is being written in.
export async function refresh(id) {
  const old = cardOf(id);
  if (!old || old.contains(document.activeElement) && document.activeElement.matches("input:not([type=checkbox]), textarea")) return;
  const [found] = await fetched([id]).catch(() => []);
  const there = cardOf(id);
  if (!found || !there) return;
  const had = there.contains(document.activeElement) || there === last;
  found.card.querySelector(".select input").checked = there.querySelector(".select input").checked;
  const pictures = there.querySelector(".reveal-pictures");
  if (pictures?.checked) found.card.querySelector(".reveal-pictures")?.click();
  there.replaceWith(found.card);
  if (had) {
    last = found.card;
    found.card.focus({ preventScroll: true });
  }
}

// Has more in store; at the end of the list it looks once more from the beginning, for what others let go of.
export function fill() {
  state();
  if (fetching || cards().length >= AHEAD || (next === null && cards().length > 0)) return fetching;
  const at = next;
  fetching = ask(at === null ? [] : [["fra", at]])
    .then(async (body) => {
      const was = cards().length;
      // A few at a time: a key that is struck meanwhile is answered in between.
      for (let from = 0; from < body.cards.length; from += HANDFUL) {
        const some = body.cards.slice(from, from + HANDFUL).filter(({ id }) => !cardOf(id) && !handled.has(id));
        put(some.map(({ id, html }) => ({ id, card: made(html) })));
        if (was === 0 && from === 0) go(cards().find(isOpen));
        await new Promise((over) => setTimeout(over));
      }
      next = body.next ?? null;
      if (!current()) go(cards().find(isOpen));
      fetching = null;
      state();
      // A page of nothing but what is here already is followed by the next.
      if (next !== null && cards().length < AHEAD) fill();
    })
    .catch(() => {
      fetching = null;
      state();
      setTimeout(fill, 2_000);
    });
  return fetching;
}

// Posts this page decided on and has not been answered about: an answer that was under way must not bring them back.
export const handled = new Set();
// Posts this page ever decided on: what the stream says of that comes late, maybe after it was taken back.
export const mine = new Set();

list.addEventListener("focusin", () => {
  const here = seen();
  if (here && here !== last) {
    const before = last;
    last = here;
    if (before) left(before);
    list.dispatchEvent(new CustomEvent("moved"));
  }
});
