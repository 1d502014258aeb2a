// Suggestions under the search field: the combobox of the WAI-ARIA Authoring Practices. Without this file the field is a
// field; without an answer, too. Nothing is stored, nothing but our own server is asked.

const field = document.getElementById("q");
const status = document.getElementById("suggest-status");
const PAUSE = 120; // ms without a key before the server is asked
const list = document.createElement("ul");
let offers = [];
let chosen = -1;
let timer = 0;
let asked = null;

const KINDS = { tag: "#", organisation: "", author: "", word: "" };

function close() {
  list.hidden = true;
  chosen = -1;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function choose(n) {
  chosen = n;
  [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === n)));
  if (n < 0) field.removeAttribute("aria-activedescendant");
  else {
    field.setAttribute("aria-activedescendant", list.children[n].id);
    list.children[n].scrollIntoView({ block: "nearest" });
  }
}

function show(found) {
  offers = found;
  list.replaceChildren(
    ...found.map((offer, n) => {
      const item = document.createElement("li");
      item.id = `suggest-${n}`;
      item.role = "option";
      item.setAttribute("aria-selected", "false");
      const text = document.createElement("span");
      text.textContent = KINDS[offer.kind] + offer.text;
      const count = document.createElement("span");
      count.className = "suggest-count";
      count.textContent = offer.count;
      item.append(text, " ", count);
      return item;
    }),
  );
  list.hidden = found.length === 0;
  field.setAttribute("aria-expanded", String(found.length > 0));
  choose(-1);
  status.textContent = found.length > 0 ? field.dataset.wordCount.replace("{n}", found.length) : field.dataset.wordNone;
}

async function ask() {
  const text = field.value.trim();
  asked?.abort();
  if (text.length < 2) return close();
  asked = new AbortController();
  const address = new URL(field.dataset.suggest, location.href);
  address.searchParams.set("q", text);
  try {
    const answer = await fetch(address, { signal: asked.signal });
    if (!answer.ok) return close();
    const { suggestions } = await answer.json();
    if (document.activeElement === field && field.value.trim() === text) show(suggestions);
  } catch {
    // Typed on, or no line: the field works as it is.
  }
}

if (field?.dataset.suggest) {
  list.id = "suggest-list";
  list.className = "suggest-list";
  list.role = "listbox";
  list.hidden = true;
  list.setAttribute("aria-label", field.dataset.wordList);
  field.closest(".search-line").append(list);
  field.role = "combobox";
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");

  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      return close();
    }
    if (list.hidden) {
      if (event.key === "ArrowDown") ask();
      return;
    }
    const last = offers.length - 1;
    if (event.key === "ArrowDown") choose(chosen === last ? -1 : chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) location.assign(offers[chosen].href);
    else return;
    event.preventDefault();
  });
  // Before the field loses the focus, which closes the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[role=option]");
    if (item) location.assign(offers[[...list.children].indexOf(item)].href);
  });
  field.addEventListener("blur", close);
}
