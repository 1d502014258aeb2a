// What the queue says: the line above the list, the numbers on the tabs, and the state of the wire.

export const list = document.getElementById("reviews");
export const words = list.dataset;
const said = document.getElementById("said");
const saidText = document.getElementById("said-text");
const wire = document.getElementById("wire");
const back = document.getElementById("step-back");
const number = new Intl.NumberFormat(words.lang);

// `word("many", { n: 3 })`: a message of the page with its places filled in.
export function word(key, values = {}) {
  const name = key.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  let text = words[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? key;
  for (const [place, value] of Object.entries(values)) text = text.replace(`{${place}}`, value);
  return text;
}

export function say(text, { bad = false } = {}) {
  saidText.textContent = text;
  said.classList.toggle("said-bad", bad);
}

export function count(counts) {
  let all = 0;
  for (const [state, posts] of Object.entries(counts ?? {})) {
    all += posts;
    const place = document.querySelector(`[data-count="${state}"]`);
    if (place) place.textContent = number.format(posts);
  }
  const every = document.querySelector('[data-count="alle"]');
  if (every && counts) every.textContent = number.format(all);
}

// What waits to be sent is always seen.
export function waiting(posts) {
  wire.hidden = posts === 0;
  wire.textContent = posts === 0 ? "" : word("offline", { n: posts });
}

// The button that steps back is there as long as there may be something to step back to.
export function stepped(left) {
  back.hidden = !left;
  // What was done in this page is known to this page; the form's own step is of before.
  back.querySelector("[name=handling]")?.remove();
  back.querySelector("[data-part=latest]").textContent = "";
}
