// A card as a screen shows it: the whole text, nothing to press, pictures loaded before it is its turn.

// Makes a card ready; false if it must not stand on a screen nobody can touch.
export function prepare(card) {
  if (card.querySelector("details.warning, .blurred")) return false;
  for (const fold of card.querySelectorAll("details.fold")) fold.open = true;
  for (const link of card.querySelectorAll("a")) {
    const words = document.createElement("span");
    words.className = link.className;
    words.append(...link.childNodes);
    link.replaceWith(words);
  }
  for (const button of card.querySelectorAll("button, form, dialog, menu")) button.remove();
  for (const image of card.querySelectorAll("img")) {
    image.loading = "eager";
    image.addEventListener("error", () => image.closest(".media")?.remove(), { once: true });
  }
  const length = (card.querySelector(".card-text")?.textContent.trim() ?? "").length;
  card.classList.toggle("short", length <= 140);
  card.classList.toggle("middling", length > 140 && length <= 300);
  card.classList.toggle("titled", card.querySelector(".card-title") !== null);
  card.classList.toggle("has-picture", card.querySelector("img") !== null);
  card.removeAttribute("tabindex");
  return true;
}

// As many whole lines as there is room for: a line cut in half is what one sees from the back row.
export function clampWords(card) {
  const text = card?.querySelector(".card-text");
  if (!text) return;
  text.style.webkitLineClamp = "";
  text.style.display = "";
  const line = Number.parseFloat(getComputedStyle(text).lineHeight);
  const body = card.querySelector(".card-body");
  const picture = card.querySelector(".card-media img");
  if (!line || !body) return;
  // Beside words that fill the card a picture still gets its share, unless it stands beside them.
  const beside = getComputedStyle(body).flexDirection === "row";
  const room = body.clientHeight * (picture && !beside ? 0.5 : 1);
  const lines = Math.floor(room / line);
  if (lines < 1) text.style.display = "none"; // a headline that fills the card says enough
  else text.style.webkitLineClamp = String(lines);
}
