// Sends what was done, in the order it was done, until it has been answered. A request carries a key of its own: sent twice
// it is done once. What is not sent when the page is closed is sent as it closes, and again when it is opened.

import { count, list, say, waiting, word } from "./desk-say.js";

const KEPT = "hashwall-outbox";
const PAUSES = [500, 1_000, 2_000, 4_000, 8_000];
const jobs = [];
let sending = false;
let failures = 0;
let wake = null;

// Works on plain http too, where crypto.randomUUID is not to be had.
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

// Adds a request. `fields` may be a function: it is asked when its turn has come. `done(body)` and `refused(message)` tell.
export function post({ address, fields, done = () => {}, refused = () => {} }) {
  const job = { address, fields, done, refused, key: newKey() };
  jobs.push(job);
  told();
  run();
  return job;
}

const told = () => (list.dataset.unsent = jobs.length);

const bodyOf = (job) => {
  const fields = typeof job.fields === "function" ? job.fields() : job.fields;
  return fields && new URLSearchParams([...fields, ["noegle", job.key]]);
};

const ask = (job, body) => fetch(job.address, {
  method: "POST",
  body,
  headers: { Accept: "application/json" },
  credentials: "same-origin",
  keepalive: true,
});

async function run() {
  if (sending) return;
  sending = true;
  while (jobs.length > 0) {
    const [job] = jobs;
    const body = bodyOf(job);
    // What it would have taken back was never done.
    if (!body) {
      drop(job);
      told();
      continue;
    }
    let answer = null;
    let text = {};
    try {
      answer = await ask(job, body);
      text = await answer.json().catch(() => ({}));
    } catch {
      answer = null;
    }
    if (answer?.status === 401) {
      waiting(jobs.length);
      say(word("signed-out"), { bad: true });
      await rest(5_000);
      continue;
    }
    // No line, or a house that is being restarted: it is kept and tried again.
    if (!answer || answer.status >= 500) {
      waiting(jobs.length);
      keep();
      await rest(PAUSES[Math.min(failures++, PAUSES.length - 1)]);
      continue;
    }
    if (failures > 0) waiting(0);
    failures = 0;
    drop(job);
    count(text.counts);
    if (answer.ok) job.done(text);
    else job.refused(text.error ?? String(answer.status));
    told();
  }
  sending = false;
}

function drop(job) {
  jobs.splice(jobs.indexOf(job), 1);
}

const rest = (time) => new Promise((over) => {
  wake = over;
  setTimeout(over, time);
});

addEventListener("online", () => wake?.());

// Written down when the page may be about to go, not at every key: that would make keys slow.
function keep() {
  try {
    const sent = jobs.map((job) => ({ job, body: bodyOf(job) })).filter(({ body }) => body);
    const kept = sent.map(({ job, body }) => ({ address: job.address, fields: [...body], key: job.key }));
    if (kept.length > 0) sessionStorage.setItem(KEPT, JSON.stringify(kept));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // A browser that keeps nothing: what is left is sent as the page closes.
  }
}

// All at once: the page will not be there to send the second when the first is answered. Their keys make it harmless that
// they are sent again by the next page.
document.addEventListener("visibilitychange", keep);
addEventListener("pagehide", () => {
  keep();
  for (const job of jobs) {
    const body = bodyOf(job);
    if (body) ask(job, body).catch(() => {});
  }
});

// What the page before this one could not send.
try {
  for (const { address, fields, key } of JSON.parse(sessionStorage.getItem(KEPT) ?? "[]")) {
    const nobody = (message) => say(`${word("refused")} ${message}`, { bad: true });
    jobs.push({ address, fields: fields.filter(([name]) => name !== "noegle"), key, done: () => {}, refused: nobody });
  }
  sessionStorage.removeItem(KEPT);
} catch {
  // Nothing was kept, or nothing that can be read.
}
told();
run();
