// Counts what is seen, in sums: this page was loaded, so many cards were at least half visible for a second, so many ways to
// an original were taken. Nothing is stored, nobody is told apart, and whoever asks not to be counted (Do-Not-Track, Global
// Privacy Control) is not. What the server keeps: docs/measuring.md.
//
//   import { watch } from "./seen.js";
//   watch({ surface: "widget", root: shadowRoot, to: "https://wall.example/maal", host: location.hostname });

const SECOND = 1000;
const EVERY = 15 * SECOND;
const HALF = 0.5;
const MOST = { card: 300, "click-out": 60 }; // what the server takes at once

const leftAlone = () =>
  navigator.globalPrivacyControl === true || navigator.doNotTrack === "1" || window.doNotTrack === "1";

export function watch({ surface, root = document, to = "/maal", host = "", search = false }) {
  if (leftAlone() || !("IntersectionObserver" in window)) return;
  // A page that a browser makes ready before anybody asks for it was not loaded yet.
  if (document.prerendering) {
    document.addEventListener("prerenderingchange", () => watch({ surface, root, to, host, search }), { once: true });
    return;
  }
  let sums = { load: 1 };
  if (search) sums.search = 1;
  const seen = new Set(); // ids of cards counted on this page
  const timers = new Map(); // card → timer

  const add = (kind) => (sums[kind] = (sums[kind] ?? 0) + 1);
  function send() {
    for (const [kind, most] of Object.entries(MOST)) if (sums[kind] > most) sums[kind] = most;
    if (Object.keys(sums).length === 0) return;
    // As plain text it needs no question beforehand from another site's page.
    if (navigator.sendBeacon(to, JSON.stringify({ surface, host, seen: sums }))) sums = {};
  }

  function stop(card) {
    window.clearTimeout(timers.get(card));
    timers.delete(card);
  }
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting, intersectionRatio, intersectionRect, rootBounds } of entries) {
        // Of a card taller than the window, half a window is as much as half a card.
        const tall = rootBounds && intersectionRect.height >= rootBounds.height * HALF;
        if (!isIntersecting || !(intersectionRatio >= HALF || tall)) stop(target);
        else if (!timers.has(target) && !seen.has(target.dataset.id)) {
          timers.set(target, window.setTimeout(() => {
            timers.delete(target);
            if (document.visibilityState !== "visible" || !target.isConnected || seen.has(target.dataset.id)) return;
            seen.add(target.dataset.id);
            observer.unobserve(target);
            add("card");
          }, SECOND));
        }
      }
    },
    { threshold: [0, 0.1, 0.2, 0.3, 0.4, HALF, 0.75, 1] },
  );
  const look = (within) => {
    if (within.matches?.(".card[data-id]")) observer.observe(within);
    within.querySelectorAll?.(".card[data-id]").forEach((card) => observer.observe(card));
  };
  look(root);
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) addedNodes.forEach(look);
  }).observe(root === document ? document.body : root, { childList: true, subtree: true });

  const clicked = (event) => {
    if (event.type === "auxclick" && event.button !== 1) return;
    const link = event.target.closest?.(".card a[href]");
    if (link && new URL(link.href, location.href).origin !== new URL(to, location.href).origin) add("click-out");
  };
  root.addEventListener("click", clicked);
  root.addEventListener("auxclick", clicked);

  window.setInterval(send, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      [...timers.keys()].forEach(stop);
      send();
    } else {
      // Back again: what is in view begins its second anew.
      root.querySelectorAll(".card[data-id]").forEach((card) => {
        if (seen.has(card.dataset.id)) return;
        observer.unobserve(card);
        observer.observe(card);
      });
    }
  });
  window.addEventListener("pagehide", send);
}
