// The moderators' message on a screen, and the line about what comes next. Both have a place of their own that is always
// kept free: no post moves when they come or go.

const LONGEST = 2 ** 31 - 1; // ms; a browser takes a longer wait for none
const KEPT = 20_000; // ms that the server's page may be old

// The message stands until its time is up or the server says otherwise, also where the network is away.
export function notice(element) {
  let timer = 0;

  function show(said) {
    clearTimeout(timer);
    element.textContent = said?.text ?? "";
    element.hidden = !said;
    if (said && said.left !== null) timer = setTimeout(show, Math.min(said.left, LONGEST), null);
  }

  const { left } = element.dataset;
  if (!element.hidden) show({ text: element.textContent, left: left === "" ? null : Number(left) });
  return {
    show,
    follow: (source) => source.addEventListener("notice", (event) => show(JSON.parse(event.data))),
  };
}

// Asks for the line anew when another is due. The page that was asked for may be some seconds old.
export function next(element, renew) {
  let timer = 0;

  function due() {
    clearTimeout(timer);
    const left = Number(element.dataset.left);
    if (left > 0) timer = setTimeout(renew, Math.min(left + KEPT * (1 + Math.random() / 4), LONGEST));
  }

  due();
  return {
    due,
    clear() {
      clearTimeout(timer);
      element.replaceChildren();
      element.dataset.left = "";
    },
  };
}
