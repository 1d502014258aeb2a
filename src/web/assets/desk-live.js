// What others do: posts that come, posts they decide on, what they have in hand, who is here. Nothing that is being read moves.

import { cardOf, cards, current, fetched, fill, go, handled, idsOf, mine, put, refresh, take } from "./desk-list.js";
import { newKey } from "./desk-outbox.js";
import { count, list, say, word, words } from "./desk-say.js";

const fresh = document.getElementById("fresh");
const people = document.querySelector("#people [data-part=people]");
// The card one reads, and so many after it, are held for this page.
const AHEAD = 5;
const RENEW = 20_000;
const GATHER = 250;
const page = newKey();
const narrowed = Boolean(words.searched);

// New cards that wait for a press of the button.
let waiting = [];
let coming = new Set();
let gathering = null;

function tellFresh() {
  fresh.hidden = waiting.length === 0;
  fresh.textContent = word("fresh", { n: waiting.length });
}

async function gather() {
  gathering = null;
  const ids = [...coming].filter((id) => !cardOf(id) && !handled.has(id));
  coming = new Set();
  const found = await fetched(ids).catch(() => []);
  const there = found.filter(({ id }) => !cardOf(id) && !waiting.some((one) => one.id === id));
  // The end of the list is below whatever is read: what belongs there goes there at once.
  if (words.sort === "oldest" || cards().length === 0) {
    const first = cards().length === 0;
    // More of the list is to come before these do.
    const put_ = put(there);
    if (first) go(put_[0]);
    return;
  }
  waiting.push(...there);
  tellFresh();
}

fresh.addEventListener("click", () => {
  const put_ = put(waiting, { first: true });
  waiting = [];
  tellFresh();
  go(put_[0]);
});

function leaves(entry) {
  coming.delete(entry.post);
  waiting = waiting.filter((one) => one.id !== entry.post);
  tellFresh();
  const card = cardOf(entry.post);
  if (!card) {
    // One of a card's kind: the card has one less.
    const kin = cards().find((other) => idsOf(other).includes(entry.post));
    if (kin) refresh(kin.dataset.id);
    return;
  }
  // What one does oneself (takes trust away, and with it every card of an author) may be told by the stream before it is
  // answered: the card goes, and what was said stays said.
  if (card !== current() || entry.who === words.me) return void take([card]);
  const state = entry.to ?? "gone";
  card.dataset.gone = "";
  const place = card.querySelector("[data-part=gone]");
  place.textContent = word(`by-${state}`, { name: entry.who ?? "Hashwall" });
  place.hidden = false;
  say(place.textContent, { bad: true });
}

function happened(entry) {
  // What this page did, it knows.
  if (entry.who === words.me && (mine.has(entry.post) || entry.action !== "decided")) return;
  const belongs = entry.to !== null && (words.state === "alle" || entry.to === words.state);
  if (!belongs) return leaves(entry);
  if (cardOf(entry.post)) return void refresh(entry.post);
  const moved = entry.from !== entry.to;
  if (!moved && narrowed) return;
  if (!moved && !waiting.some((one) => one.id === entry.post)) return;
  handled.delete(entry.post);
  coming.add(entry.post);
  gathering ??= setTimeout(gather, GATHER);
}

function here(picture) {
  people.textContent = picture.people.join(", ");
  for (const card of cards()) {
    const name = idsOf(card).map((id) => picture.held[id]).find(Boolean);
    const place = card.querySelector("[data-part=held]");
    if (name) card.dataset.held = name;
    else delete card.dataset.held;
    place.hidden = !name;
    place.textContent = name ? word("in-hand", { name }) : "";
  }
  // What others let go of is somebody's again.
  if (cards().length === 0) fill();
}

async function hold() {
  if (document.hidden) return;
  const all = cards();
  const at = Math.max(all.indexOf(current()), 0);
  const ids = all.slice(at, at + AHEAD).filter((card) => !("gone" in card.dataset)).flatMap(idsOf).slice(0, 200);
  try {
    const answer = await fetch(words.hold, {
      method: "POST",
      body: new URLSearchParams([["side", page], ...ids.map((id) => ["id", id])]),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    if (answer.ok) here(await answer.json());
  } catch {
    // The line is down: what was held stays held for a minute.
  }
}

let soon = null;
list.addEventListener("moved", () => {
  soon ??= setTimeout(() => {
    soon = null;
    hold();
  }, GATHER);
});
setInterval(hold, RENEW);
document.addEventListener("visibilitychange", () => document.hidden || hold());
addEventListener("pagehide", () => {
  fetch(words.slip, { method: "POST", body: new URLSearchParams([["side", page]]), credentials: "same-origin", keepalive: true }).catch(() => {});
});

let from = words.seq;
function follow() {
  const address = new URL(words.live, location.href);
  address.searchParams.set("efter", from);
  const source = new EventSource(address);
  const on = (name, told) => source.addEventListener(name, (event) => {
    from = event.lastEventId || from;
    told(JSON.parse(event.data));
  });
  source.addEventListener("open", () => (list.dataset.following = ""));
  source.addEventListener("error", () => {
    delete list.dataset.following;
    // A browser gives up for good on an answer that is no stream: a house that is being restarted.
    if (source.readyState === EventSource.CLOSED) setTimeout(follow, 3_000);
  });
  on("posts", (entries) => entries.forEach(happened));
  on("counts", count);
  on("here", here);
  on("reload", () => location.reload());
}
follow();
hold();
