// Decisions, marks and stepping back. The card goes at once; what the house says to it follows.

import { cardOf, cards, current, fetched, go, handled, idsOf, isOpen, mine, put, refresh, take } from "./desk-list.js";
import { post } from "./desk-outbox.js";
import { count, list, say, stepped, word, words } from "./desk-say.js";

const REMEMBERED = 50;
// What was done here, newest last.
const done = [];

export const chosen = () => cards().filter((card) => card.querySelector(".select input").checked);

export function tellChosen() {
  const many = chosen().length;
  document.querySelector("#batch [data-part=chosen]").textContent = many > 0 ? `(${many})` : "";
}

const fieldsOf = (form, button) => [...new FormData(form, button)].filter(([name]) => name !== "tilbage");
const idsIn = (fields) => fields.filter(([name]) => name === "id").map(([, id]) => id);

// Moves cards to a state: the chosen ones, or this one with those of its kind.
export function decide(cardsTo, to, reason = "") {
  const open = cardsTo.filter(isOpen);
  if (open.length === 0) {
    const name = cardsTo[0]?.dataset.held;
    if (name) say(word("in-hand", { name }), { bad: true });
    return;
  }
  if (to === "approved" && !confirmed(open)) return;
  const fields = open.flatMap((card) => fieldsOf(card.querySelector(".decide")).filter(([name]) => ["id", "set", "cpr"].includes(name)));
  send({ address: open[0].querySelector(".decide").getAttribute("action"), fields: [...fields, ["til", to], ["grund", reason]], to });
}

// A number like a civil registration number is shown only when a person has ticked that on the card, one card at a time.
function confirmed(open) {
  const box = (card) => card.querySelector(".decide [name=cpr]");
  const first = open.find((card) => box(card) && (open.length > 1 || !box(card).checked));
  if (!first) return true;
  go(first);
  box(first).focus();
  say(word("confirm"), { bad: true });
  return false;
}

// One request; `to` is the state the posts go to, if it is one that moves them.
function send({ address, fields, to = null, erases = false, marks = false, text }) {
  const ids = idsIn(fields);
  const leave = erases || (!marks && words.state !== "alle" && to !== words.state);
  const taken = leave ? cards().filter((card) => ids.includes(card.dataset.id)) : [];
  const moved = marks ? [] : ids;
  for (const id of moved) {
    handled.add(id);
    mine.add(id);
  }
  const step = { bring: take(taken), key: null, action: null, answered: false, back: false, ids };
  if (!erases) {
    done.push(step);
    if (done.length > REMEMBERED) done.shift();
    stepped(true);
  }
  const one = text ?? word(to ?? "marked");
  say(ids.length > 1 && !marks ? word("many", { n: ids.length, what: one }) : one);
  tellChosen();
  step.key = post({
    address,
    fields,
    done: (body) => {
      step.action = body.action;
      step.answered = true;
      if (body.entries.length === 0) forget(step);
      // Blocking an author takes more than the card it was asked on.
      const gone = body.entries.filter((entry) => entry.to !== words.state).map((entry) => entry.post);
      // Taken back before the house had answered: its cards are here again, and stay.
      if (step.back) return;
      if (leave) cards().filter((card) => gone.includes(card.dataset.id)).forEach((card) => (step.bring = also(step.bring, take([card]))));
      else for (const id of ids) refresh(id);
    },
    refused: (message) => {
      forget(step);
      step.answered = true;
      for (const id of moved) handled.delete(id);
      step.bring();
      say(`${word("refused")} ${message}`, { bad: true });
      for (const id of ids) complain(id, message);
    },
  }).key;
}

const also = (one, other) => () => {
  other();
  one();
};

function forget(step) {
  const at = done.indexOf(step);
  if (at >= 0) done.splice(at, 1);
}

// The card says itself why it is back.
function complain(id, message) {
  const card = cardOf(id);
  if (!card) return;
  const place = card.querySelector("[data-part=gone]");
  place.textContent = `${word("refused")} ${message}`;
  place.hidden = false;
}

// Takes back what was done last: what this page did, and then what was done before it was opened.
export function stepBack() {
  const step = done.pop();
  stepped(true);
  if (step) {
    step.back = true;
    step.bring();
    for (const id of step.ids) handled.delete(id);
    say(word("undone"));
  }
  post({
    address: words.back,
    fields: () => {
      if (!step) return [];
      // What the house has not answered yet it knows by the key it came with: never another step by mistake.
      if (!step.answered) return [["af", step.key]];
      return step.action === null ? null : [["handling", step.action]];
    },
    done: async (body) => {
      say(word("undone"));
      const here = body.entries.filter((entry) => words.state === "alle" || entry.to === words.state).map((entry) => entry.post);
      if (step) {
        for (const id of here) refresh(id);
        return;
      }
      const there = here.filter((id) => cardOf(id));
      for (const id of there) refresh(id);
      const found = await fetched(here.filter((id) => !cardOf(id))).catch(() => []);
      const back = put(found, { first: true });
      go(back[0] ?? cardOf(there[0]));
    },
    refused: (message) => {
      if (step) take(step.ids.map(cardOf).filter(Boolean));
      say(message, { bad: true });
    },
  });
}

// A form of the page, sent by a button or by Enter.
export function submitted(form, button) {
  const fields = fieldsOf(form, button);
  const address = form.getAttribute("action");
  if (form.matches(".batch")) return decide(chosen(), button.value);
  const card = form.closest(".review");
  if (form.matches(".decide")) {
    const reason = fields.find(([name]) => name === "grund")?.[1] ?? "";
    return decide([card], button?.value ?? "", reason);
  }
  if (card && !isOpen(card) && !form.matches(".note, .undo")) return decide([card], "");
  if (form.matches(".block")) return send({ address, fields, to: "rejected", text: word("blocked") });
  if (form.matches(".trust")) {
    const given = fields.some(([name]) => name === "giv");
    return send({ address, fields, marks: true, text: word(given ? "trusted" : "distrusted") });
  }
  if (form.matches(".erase")) return send({ address, fields, to: "erased", erases: true });
  if (form.matches(".mark-form, .note, .alt")) {
    if (document.activeElement?.closest("form") === form) card.focus({ preventScroll: true });
    return send({ address, fields, marks: true });
  }
  if (form.matches(".undo")) {
    // The last decision on this card, whoever made it.
    return post({
      address,
      fields,
      done: (body) => {
        const stays = body.entries.every((entry) => words.state === "alle" || entry.to === words.state);
        if (stays) refresh(card.dataset.id);
        else take([card]);
        say(word("undone"));
        count(body.counts);
      },
      refused: (message) => say(message, { bad: true }),
    });
  }
  return stepBack();
}

export { current, idsOf, list };
