// Figures that follow by themselves: when posts change, the server says so, and the part of the page that holds figures is
// fetched again. What somebody has open, reads or has the focus in stays where it is.

const part = document.getElementById("figures");
// Not more often than this, however much happens.
const REST = 5_000;
let due = false;
let resting = false;

function remembered() {
  const open = [...part.querySelectorAll("figure[id] details[open]")].map((one) => one.closest("figure").id);
  const focus = document.activeElement;
  const within = part.contains(focus) ? focus.closest("[id]")?.id : null;
  const nth = within
    ? [...document.getElementById(within).querySelectorAll("a, summary, [tabindex]")].indexOf(focus)
    : -1;
  const moved = [...part.querySelectorAll("figure[id] [role=region]")].map((one) => one.scrollLeft);
  return { open, within, nth, moved };
}

function recalled({ open, within, nth, moved }) {
  for (const id of open) {
    const fold = document.getElementById(id)?.querySelector("details");
    if (fold) fold.open = true;
  }
  [...part.querySelectorAll("figure[id] [role=region]")].forEach((one, place) => {
    one.scrollLeft = moved[place] ?? 0;
  });
  if (!within) return;
  const home = document.getElementById(within);
  const back = nth < 0 ? home : home?.querySelectorAll("a, summary, [tabindex]")[nth];
  back?.focus({ preventScroll: true });
}

async function renew() {
  if (resting) {
    due = true;
    return;
  }
  resting = true;
  due = false;
  setTimeout(() => {
    resting = false;
    if (due) renew();
  }, REST);
  const answer = await fetch(part.dataset.renew, { headers: { accept: "text/html" } }).catch(() => null);
  // Signed out, or away for a moment: what stands there stays, and the next change tries again.
  if (!answer?.ok || answer.redirected) return;
  const text = await answer.text();
  const kept = remembered();
  part.innerHTML = text;
  recalled(kept);
}

if (part && "EventSource" in window) {
  const line = new EventSource(part.dataset.live);
  line.addEventListener("changed", renew);
}
