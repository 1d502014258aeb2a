// The line from an open page to the server: server-sent events that resume where they broke, each page at its own
// moment. Knows nothing of cards, and stores nothing.

const FIRST = 500; // ms
const LONGEST = 60_000;

// `address` is where the page's own moment is followed from. `put` is given what an event says of a post, `remove` an
// id. `renew` makes the page anew after it was away too long, and resolves with the address to follow from then; while
// it rejects it is tried again. `follow` may listen for more on each new source. `opened`, `broke` and `heard` tell how
// the line does: broken for a moment is normal, a browser comes back by itself.
export function line({ address, put, remove, renew, follow = () => {}, opened = () => {}, broke = () => {}, heard = () => {} }) {
  let source = null;
  let lastSeq = null;
  let failures = 0;
  let timer = 0;

  // Half a second at first, up to a minute, each page its own: a server that comes back is not met by all at once.
  function later(what) {
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(what, Math.min(LONGEST, FIRST * 2 ** (failures - 1)) * (0.5 + Math.random()));
  }

  function connect() {
    clearTimeout(timer);
    source?.close();
    const from = new URL(address, location.href);
    if (lastSeq !== null) from.searchParams.set("efter", lastSeq);
    const mine = new EventSource(from);
    source = mine;
    const on = (name, told) => mine.addEventListener(name, (event) => {
      failures = 0;
      if (event.lastEventId) lastSeq = event.lastEventId;
      heard();
      told(event.data);
    });
    mine.addEventListener("open", opened);
    mine.addEventListener("error", () => {
      broke();
      // The browser tries again by itself, unless the answer was no stream at all.
      if (mine.readyState === EventSource.CLOSED && mine === source) later(connect);
    });
    on("put", (data) => put(JSON.parse(data)));
    on("remove", remove);
    mine.addEventListener("reload", () => {
      mine.close();
      if (mine === source) later(again);
    });
    follow(mine);
  }

  async function again() {
    try {
      begin(await renew());
    } catch {
      later(again);
    }
  }

  // The page was made anew: what happened after that comes by a line that begins there.
  function begin(from) {
    address = from;
    lastSeq = null;
    connect();
  }

  return {
    connect,
    begin,
    close() {
      clearTimeout(timer);
      source?.close();
    },
    isOpen: () => source?.readyState === EventSource.OPEN,
    isClosed: () => source?.readyState === EventSource.CLOSED,
  };
}
