// Strokes of a finger: to the right approves, to the left asks for the reason of a rejection. The buttons do the same.

import { list } from "./desk-say.js";

const FAR = 90;
let stroke = null;

export function onStroke(right, left) {
  list.addEventListener("pointerdown", (event) => {
    const card = event.target.closest(".review");
    if (event.pointerType !== "touch" || !card || event.target.closest("a, button, input, select, textarea, summary, label")) return;
    stroke = { card, x: event.clientX, y: event.clientY, id: event.pointerId };
  });
  list.addEventListener("pointermove", (event) => {
    if (stroke?.id !== event.pointerId) return;
    const x = event.clientX - stroke.x;
    if (Math.abs(event.clientY - stroke.y) > Math.abs(x)) return;
    stroke.card.style.transform = `translateX(${x}px)`;
    stroke.card.classList.toggle("stroke-right", x > FAR);
    stroke.card.classList.toggle("stroke-left", x < -FAR);
  });
  const end = (event, counts) => {
    if (stroke?.id !== event.pointerId) return;
    const { card, x, y } = stroke;
    stroke = null;
    card.style.transform = "";
    card.classList.remove("stroke-right", "stroke-left");
    const far = event.clientX - x;
    if (!counts || Math.abs(event.clientY - y) > Math.abs(far) / 2) return;
    if (far > FAR) right(card);
    if (far < -FAR) left(card);
  };
  list.addEventListener("pointerup", (event) => end(event, true));
  list.addEventListener("pointercancel", (event) => end(event, false));
}
