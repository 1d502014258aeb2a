// <hash-wall src="https://wall.example/w/ledelsesugen" layout="grid" theme="dark" lang="en" count="6" height="480"></hash-wall>
// A view of the wall on somebody else's page: cards made by the server, in a shadow root, kept up to date by one line to
// the server for all walls of the page. Sets nothing, stores nothing, asks only the server it came from.

const HOME = new URL("./", import.meta.url);
const SERVED = {}; // the server puts its words and the address of its style sheet here
const HEIGHTS = { list: 640, grid: 640, carousel: 420, ticker: 64 }; // px kept free from the start: nothing jumps later
const MOST = 200; // cards held by one wall
const TURN = 8000; // ms a card of the carousel stands
const PACE = 45; // px a second of the ticker
const LONGEST_WAIT = 15000; // ms between two tries, half as much or as much again: back within half a minute
const JITTER = 3000; // ms over which pages come back that were told to at the same moment

const still = matchMedia("(prefers-reduced-motion: reduce)");
const wait = (tries) => Math.min(LONGEST_WAIT, 1000 * 2 ** Math.min(tries, 9)) * (0.5 + Math.random());
const make = (name, properties = {}, ...inside) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...inside);
  return made;
};

// A page may ask that markup is trusted by name (Trusted Types); ours is the server's card and nothing else.
let policy = { createHTML: (html) => html };
try {
  policy = globalThis.trustedTypes?.createPolicy("hashwall", policy) ?? policy;
} catch {
  // Not allowed by that page: it says so itself when a card is made.
}

let sheet = null;
function style() {
  sheet ??= fetch(new URL(SERVED.style, HOME), { credentials: "omit" })
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
    .then((text) => new CSSStyleSheet().replace(text))
    .catch((why) => {
      sheet = null;
      throw why;
    });
  return sheet;
}

// Walls that show the same ask once.
const asking = new Map();
function ask(address) {
  if (!asking.has(address)) {
    const answer = fetch(address, { credentials: "omit", cache: "no-cache" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .finally(() => asking.delete(address));
    asking.set(address, answer);
  }
  return asking.get(address);
}

// ---- The line to the server, one for the whole page

const hub = {
  walls: new Set(),
  line: null,
  last: null, // position heard last
  start: 0, // position the line began at
  pause: null, // what the line said of the panic button while it is pressed
  language: "",
  tries: 0,
  timer: 0,

  join(wall) {
    this.walls.add(wall);
    if (this.line?.readyState === EventSource.OPEN) wall.state("on");
    // What the line told before this wall came, it has not heard: the panic button, and what was put or removed.
    if (this.pause) wall.draw(this.pause);
    // The line says that nothing is drawn: the answer is of before, or of another process that has not heard.
    else if (this.line && wall.drawn) wall.renew(1000 + Math.random() * JITTER);
    else if (wall.position < (this.last ?? (this.line ? this.start : 0))) wall.renew(1000);
    this.open();
  },

  leave(wall) {
    this.walls.delete(wall);
    if (!this.walls.size) this.close();
  },

  close() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.line?.close();
    this.line = this.pause = null;
    if (!this.walls.size) this.last = null;
  },

  open() {
    if (this.line || this.timer || !this.walls.size || document.hidden) return;
    const [first] = this.walls;
    this.language = first.language;
    this.start = this.last ?? Math.min(...[...this.walls].map((wall) => wall.position));
    const line = new EventSource(new URL(`live?efter=${this.start}&lang=${this.language}`, HOME));
    this.line = line;
    const on = (name, act) =>
      line.addEventListener(name, (event) => {
        this.tries = 0;
        if (event.lastEventId) this.last = Number(event.lastEventId);
        if (name === "pause") this.pause = JSON.parse(event.data);
        if (name === "resume") this.pause = null;
        for (const wall of [...this.walls]) act(wall, event.data);
      });
    line.onopen = () => this.walls.forEach((wall) => wall.state("on"));
    line.onerror = () => {
      this.close();
      this.walls.forEach((wall) => wall.state("lost"));
      this.again(wait(this.tries++));
    };
    on("put", (wall, data) => wall.put(JSON.parse(data), this.language));
    on("remove", (wall, id) => wall.gone(id));
    on("pause", (wall, data) => wall.draw(JSON.parse(data)));
    on("resume", (wall) => wall.lift());
    on("reload", (wall) => wall.renew(Math.random() * JITTER));
    // Away too long: every wall asks anew, and the line begins where they then stand.
    line.addEventListener("reload", () => {
      this.close();
      this.last = null;
      this.again(JITTER + wait(this.tries++));
    });
  },

  again(after) {
    this.timer ||= setTimeout(() => {
      this.timer = 0;
      this.open();
    }, after);
  },
};

// A page nobody looks at lets go of its line after half a minute, and goes on where it left.
let hiding = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (document.hidden) hiding = setTimeout(() => hub.close(), 30000);
  else hub.open();
});
addEventListener("pagehide", () => hub.close());
addEventListener("pageshow", (event) => event.persisted && hub.open());

// ---- One wall

class HashWall extends HTMLElement {
  static observedAttributes = ["src", "layout", "theme", "lang", "count", "height"];
  #root = null;
  #box = null; // all we show
  #feed = null;
  #status = null;
  #news = null;
  #more = null;
  #pause = null;
  #answer = null; // what the server said last
  #waiting = new Map(); // id → card: posts that wait until nobody is reading
  #tries = 0;
  #timer = 0; // of the next try
  #asked = 0; // number of the last question: an older answer is not heard
  #counted = false;
  #leaving = null; // ends what the wall listens to outside of itself
  drawn = false; // the panic button is pressed
  #paused = false; // by the visitor
  #held = new Set(); // what keeps it still: a pointer over it, the focus in it
  #turn = 0; // of the carousel
  #run = 0; // of the ticker
  position = 0;

  connectedCallback() {
    if (!this.#root) {
      this.#root = this.attachShadow({ mode: "open" });
      this.#box = make("div", { className: "hw" });
      this.#box.part = "frame";
      this.#root.append(this.#box);
      for (const [on, off, why] of [["pointerenter", "pointerleave", "pointer"], ["focusin", "focusout", "focus"]]) {
        this.#box.addEventListener(on, () => this.#hold(why, true));
        this.#box.addEventListener(off, () => this.#hold(why, false));
      }
      this.#box.addEventListener("click", (event) => this.#click(event));
      this.#box.addEventListener("keydown", (event) => this.#key(event));
      // A picture that does not come gives way to its words.
      const broken = ({ target }) => target.matches?.("img") && target.classList.add("broken");
      this.#box.addEventListener("error", broken, true);
    }
    this.#leaving = new AbortController();
    const { signal } = this.#leaving;
    document.addEventListener("click", (event) => event.composedPath().includes(this) || this.#shut(), { signal });
    still.addEventListener("change", () => this.#move(), { signal });
    this.#begin();
  }

  disconnectedCallback() {
    this.#leaving.abort();
    // Nobody tells a wall that is taken away that the pointer or the focus left it.
    this.#held.clear();
    this.#stop();
    hub.leave(this);
  }

  attributeChangedCallback(name, before, now) {
    if (!this.#box || !this.isConnected || before === now) return;
    if (name === "theme") this.#dress();
    else this.#begin();
  }

  get language() {
    const near = this.getAttribute("lang") || this.#answer?.language || this.closest("[lang]")?.lang || "da";
    return near.toLowerCase().startsWith("en") ? "en" : "da";
  }

  get layout() {
    const asked = this.getAttribute("layout") || this.#answer?.layout;
    return asked in HEIGHTS ? asked : "list";
  }

  word(name, count) {
    return (SERVED.words?.[this.language]?.[name] ?? name).replace("{n}", count);
  }

  #stop() {
    clearTimeout(this.#timer);
    clearInterval(this.#turn);
    cancelAnimationFrame(this.#run);
    this.#timer = this.#turn = this.#run = 0;
  }

  #begin() {
    this.#stop();
    hub.leave(this);
    // What is still being asked was asked for another view.
    this.#asked += 1;
    this.#answer = this.#feed = null;
    this.#waiting.clear();
    this.#dress();
    const address = this.#address();
    if (!address) return this.#say(this.word("bad"));
    this.#say(this.word("loading"));
    this.#load(0);
  }

  #dress() {
    const theme = this.getAttribute("theme") || this.#answer?.theme;
    this.#box.dataset.theme = ["light", "dark"].includes(theme) ? theme : "auto";
    this.#box.dataset.layout = this.layout;
    this.#box.lang = this.language;
    const height = this.getAttribute("height");
    const tall = Number.parseInt(height, 10) || HEIGHTS[this.layout];
    // Through the object model, which a strict content policy of the page allows.
    this.#box.style.blockSize = height === "auto" ? "auto" : `${Math.min(Math.max(tall, 48), 4000)}px`;
  }

  // Where the cards of `src` are; null unless it is a view of the wall this script came from.
  #address() {
    try {
      const view = new URL(this.getAttribute("src") || "", HOME);
      const [, slug] = view.pathname.slice(HOME.pathname.length).match(/^(?:w\/([a-z0-9-]+))?\/?(?:embed|display)?$/) ?? [];
      const ours = view.origin === HOME.origin && view.pathname.startsWith(HOME.pathname);
      if (!ours || (slug === undefined && view.pathname !== HOME.pathname)) return null;
      const address = new URL(slug ? `w/${slug}/kort.json` : "kort.json", HOME);
      address.search = view.search;
      for (const [name, attribute] of [["antal", "count"], ["visning", "layout"], ["lang", "lang"]]) {
        const value = this.getAttribute(attribute);
        if (value) address.searchParams.set(name, value);
      }
      return address;
    } catch {
      return null;
    }
  }

  // ---- Asking

  #load(after) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      this.#timer = 0;
      const number = ++this.#asked;
      const mine = () => number === this.#asked && this.isConnected;
      try {
        const [style_, answer] = await Promise.all([style(), ask(this.#address().href)]);
        if (!mine()) return;
        this.#tries = 0;
        this.#root.adoptedStyleSheets = [style_];
        if (answer.paused) this.draw({ title: this.word("paused"), text: "" });
        else this.#show(answer);
        this.#count(answer.counts);
        this.position = answer.position ?? 0;
        hub.join(this);
      } catch (why) {
        if (!mine()) return;
        if (why === 404 || why === 400) {
          hub.leave(this);
          return this.#say(this.word("unknown"));
        }
        if (!this.#answer) this.#say(this.word("lost"));
        this.#load(wait(this.#tries++));
      }
    }, after);
  }

  // What is seen is counted in sums, where the server says that it counts; a page that lets it not in shows posts all the same.
  #count(script) {
    if (!script || this.#counted) return;
    this.#counted = true;
    const told = { surface: "widget", root: this.#root, to: new URL("maal", HOME).href, host: location.hostname };
    import(new URL(script, HOME).href).then(({ watch }) => watch(told), () => {});
  }

  renew(after) {
    if (!this.#timer) this.#load(after);
  }

  // Cards as the answer has them: what is gone there goes here. What stands and what a visitor has open stays.
  #show(answer) {
    const first = !this.#feed;
    this.#answer = answer;
    this.drawn = false;
    if (first) this.#build();
    const found = new Map(answer.posts.map((post) => [post.id, post]));
    for (const shown of this.#cards()) if (!found.has(shown.dataset.id)) shown.remove();
    for (const id of this.#waiting.keys()) if (!found.has(id)) this.#waiting.delete(id);
    for (const post of answer.posts) {
      const card = this.#card(post);
      const shown = this.#of(post.id);
      if (shown) this.#replace(shown, card);
      else if (first) this.#feed.append(card);
      else this.#arrive(card);
    }
    this.#settle();
    this.#move();
  }

  async #older() {
    const { next } = this.#answer;
    const address = this.#address();
    address.searchParams.set("aeldre", next);
    this.#more.disabled = true;
    try {
      const answer = await ask(address.href);
      const fresh = answer.posts.filter((post) => !this.#of(post.id)).map((post) => this.#card(post));
      this.#feed.append(...fresh);
      this.#answer.next = answer.next;
      fresh[0]?.focus({ preventScroll: true });
      this.#tell(this.word("more-came", fresh.length));
    } catch {
      this.#tell(this.word("lost"));
    }
    this.#more.disabled = false;
    this.#settle();
  }

  // ---- What it is made of

  // A plain sentence in place of posts, and the page's own words below it.
  #say(words, own = true) {
    this.#feed = null;
    this.#status = make("p", { className: "say", textContent: words });
    this.#status.role = "status";
    this.#status.part = "status";
    this.#box.replaceChildren(this.#status, ...(own ? [make("slot")] : []));
  }

  #build() {
    const { title, href, owner } = this.#answer;
    const link = (words) => make("a", { href, target: "_blank", rel: "noopener", textContent: words });
    const button = (words, part, act) => {
      const made = make("button", { type: "button", textContent: words, onclick: act });
      made.part = `button ${part}`;
      return made;
    };
    this.#dress();
    const layout = this.layout;
    const turns = layout === "carousel" || layout === "ticker";
    const head = make("div", { className: "head" }, make("h2", { className: "title" }, link(title)));
    head.part = "head";
    head.firstChild.part = "title";
    this.#pause = turns ? button(this.word("pause"), "pause", () => this.#rest(!this.#paused)) : null;
    const ways = [this.#pause];
    if (layout === "carousel") {
      ways.unshift(button("‹", "previous", () => this.#step(-1)));
      ways.push(button("›", "next", () => this.#step(1)));
      ways[0].ariaLabel = this.word("previous");
      ways[2].ariaLabel = this.word("next");
    }
    if (turns) head.append(make("div", { className: "ways" }, ...ways));
    this.#status = make("p", { className: "hidden" });
    this.#status.role = "status";
    this.#news = button("", "news", () => this.#showWaiting());
    this.#news.classList.add("news");
    this.#feed = make(layout === "ticker" ? "ul" : "div", { className: "feed" });
    this.#feed.part = "list";
    // What scrolls can be reached by keyboard.
    if (layout !== "carousel") this.#feed.tabIndex = 0;
    this.#feed.ariaLabel = title;
    this.#feed.role = layout === "ticker" ? "list" : "group";
    this.#feed.ariaRoleDescription = layout === "carousel" ? this.word("carousel") : null;
    this.#more = layout === "list" || layout === "grid" ? button(this.word("more"), "more", () => this.#older()) : null;
    const foot = make("div", { className: "foot" }, ...(this.#more ? [this.#more] : []), link(this.word("all")), make("span", { textContent: owner }));
    foot.part = "foot";
    this.#box.replaceChildren(head, this.#news, this.#feed, this.#status, ...(layout === "ticker" ? [] : [foot]));
    // Who stopped it finds it stopped, whatever it was made anew for.
    if (this.#pause && this.#paused) this.#rest(true);
    // What the page showed until now is a copy that nobody keeps up to date.
    this.replaceChildren();
  }

  #cards() {
    return this.#feed ? [...this.#feed.children].filter((card) => card.dataset.id) : [];
  }

  #of(id) {
    return this.#cards().find((card) => card.dataset.id === id);
  }

  // The server's card, its links and pictures led home.
  #card({ id, html, published }) {
    const template = document.createElement("template");
    template.innerHTML = policy.createHTML(html);
    let card = template.content.querySelector("article");
    for (const name of ["href", "src"]) {
      for (const one of card.querySelectorAll(`[${name}^="/"]`)) one.setAttribute(name, new URL(one.getAttribute(name).slice(1), HOME));
    }
    for (const one of card.querySelectorAll("a")) Object.assign(one, { target: "_blank", rel: "noopener nofollow ugc" });
    for (const one of card.querySelectorAll("[data-play]")) one.hidden = false;
    if (this.layout === "ticker") card = this.#line(card);
    card.part = "card";
    Object.assign(card.dataset, { id, published });
    return card;
  }

  // One line of the ticker: who, and the beginning of what.
  #line(card) {
    const words = (css) => card.querySelector(css)?.textContent.trim().replace(/\s+/g, " ") ?? "";
    const said = card.querySelector(".warning summary") ? words(".warning summary") : words(".card-title") || words(".card-lead") || words(".card-text");
    const link = make("a", { href: card.querySelector(".card-time").href, target: "_blank", rel: "noopener" });
    link.append(make("b", { textContent: words(".card-author") }), ` ${said.length > 140 ? `${said.slice(0, 139)}…` : said}`);
    return make("li", {}, link);
  }

  // ---- What happens to it

  put(post, language) {
    if (this.drawn || !this.#feed) return;
    const shown = this.#of(post.id);
    // Whether it belongs to a view of its own, and its words in another language, only the server knows.
    if (language !== this.language || (!shown && !this.#answer.plain)) return this.renew(1000 + Math.random() * JITTER);
    const card = this.#card(post);
    if (shown) this.#replace(shown, card);
    else this.#arrive(card);
    this.#settle();
  }

  // Not by the name that every element has for leaving the page.
  gone(id) {
    this.#waiting.delete(id);
    const shown = this.#of(id);
    if (!shown) return;
    const had = shown.contains(this.#root.activeElement);
    const next = shown.nextElementSibling ?? shown.previousElementSibling;
    shown.remove();
    if (had) (next ?? this.#feed).focus({ preventScroll: true });
    this.#settle();
    if (!this.#cards().length) this.renew(1000 + Math.random() * JITTER);
  }

  #replace(shown, card) {
    const open = [...shown.querySelectorAll("details")].map((fold) => fold.open);
    if (card.outerHTML === shown.outerHTML || open.some(Boolean) && shown.textContent === card.textContent) return;
    card.querySelectorAll("details").forEach((fold, n) => (fold.open = open[n] ?? false));
    card.hidden = shown.hidden;
    const had = shown.contains(this.#root.activeElement);
    shown.replaceWith(card);
    if (had) card.focus({ preventScroll: true });
  }

  // A new post comes in above without moving what is read: the place in the list goes along, then glides up. In a grid
  // every card would move: there it waits until it is asked for.
  #arrive(card) {
    const list = this.#more !== null;
    const reading = this.#held.size || this.#feed.scrollTop > 8 || this.#feed.querySelector("details[open]");
    if (list && (reading || this.layout === "grid")) return this.#waiting.set(card.dataset.id, card);
    this.#insert(card);
    if (list && this.#feed.scrollTop > 0) this.#feed.scrollTo({ top: 0, behavior: still.matches ? "auto" : "smooth" });
  }

  #insert(card) {
    const time = (one) => Number(one.dataset.published);
    const after = this.#cards().find((shown) => time(shown) < time(card));
    // Older than all that is shown, and there is more: it belongs there.
    if (!after && this.#answer.next && this.#feed.children.length) return;
    // The carousel goes on with the one it shows; on the ticker it comes in where all come in.
    card.hidden = this.layout === "carousel" && this.#feed.children.length > 0;
    if (this.layout === "ticker") return this.#feed.append(card);
    const before = this.#feed.scrollHeight;
    this.#feed.insertBefore(card, after ?? null);
    if (this.#more && this.#feed.scrollHeight > this.#feed.clientHeight) this.#feed.scrollTop += this.#feed.scrollHeight - before;
    const cards = this.#cards();
    if (cards.length > MOST) cards.at(-1).remove();
  }

  #showWaiting() {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    waiting.forEach((card) => this.#insert(card));
    this.#settle();
    this.#feed.scrollTop = 0;
    this.#cards()[0]?.focus({ preventScroll: true });
  }

  #settle() {
    if (!this.#feed) return;
    const cards = this.#cards();
    const news = this.#waiting.size;
    this.#news.hidden = !news;
    const words = news ? this.word(news === 1 ? "new-one" : "new-many", news) : "";
    if (this.#news.textContent !== words) {
      this.#news.textContent = words;
      if (words) this.#tell(words);
    }
    if (this.#more) this.#more.hidden = !this.#answer.next;
    this.#feed.dataset.empty = cards.length ? "" : this.word("empty");
    if (this.layout !== "carousel") return;
    if (cards.length && !cards.some((card) => !card.hidden)) cards[0].hidden = false;
    const at = cards.findIndex((card) => !card.hidden);
    cards.forEach((card, n) => {
      card.hidden = n !== Math.max(at, 0);
      card.ariaRoleDescription = this.word("slide");
    });
  }

  #tell(words) {
    this.#status.textContent = words;
  }

  state(state) {
    this.#box.dataset.line = state;
  }

  // The panic button: nothing of any post stays here, and it fills again by itself.
  draw({ title, text }) {
    this.#stop();
    this.#asked += 1;
    this.drawn = true;
    this.#waiting.clear();
    this.replaceChildren();
    this.#say(`${title} ${text}`, false);
  }

  lift() {
    if (this.drawn) this.renew(Math.random() * JITTER);
  }

  // ---- Moving by itself, unless somebody would rather not

  #hold(why, on) {
    if (on) this.#held.add(why);
    else this.#held.delete(why);
  }

  #rest(paused) {
    this.#paused = paused;
    this.#pause.textContent = this.word(paused ? "resume" : "pause");
    // Who has stopped it hears what is turned to by hand.
    this.#feed.ariaLive = paused ? "polite" : "off";
  }

  #move() {
    clearInterval(this.#turn);
    cancelAnimationFrame(this.#run);
    if (!this.#feed || !this.#pause) return;
    this.#pause.hidden = still.matches;
    if (still.matches) return;
    const goes = () => !this.#paused && !this.#held.size && !document.hidden;
    if (this.layout === "carousel") {
      this.#turn = setInterval(() => goes() && !this.#feed.querySelector("details[open], iframe, video") && this.#step(1), TURN);
      return;
    }
    let before = 0;
    let at = this.#feed.scrollLeft;
    const run = (now) => {
      this.#run = requestAnimationFrame(run);
      const feed = this.#feed;
      const first = feed?.firstElementChild;
      const passed = Math.min(now - before, 100);
      before = now;
      if (!first || !goes()) return void (at = feed?.scrollLeft ?? 0);
      if (feed.scrollWidth <= feed.clientWidth) return;
      at += (passed * PACE) / 1000;
      // What has left on one side comes in again on the other.
      const wide = first.nextElementSibling ? first.nextElementSibling.offsetLeft - first.offsetLeft : Infinity;
      if (at >= wide && feed.scrollWidth - wide >= feed.clientWidth) {
        feed.append(first);
        at -= wide;
      }
      feed.scrollLeft = at;
    };
    this.#run = requestAnimationFrame(run);
  }

  #step(by) {
    const cards = this.#cards();
    if (!cards.length) return;
    const at = Math.max(cards.findIndex((card) => !card.hidden), 0);
    cards[at].hidden = true;
    cards[(at + by + cards.length) % cards.length].hidden = false;
    this.#feed.scrollTop = 0;
  }

  // ---- What a card offers

  #click(event) {
    this.#shut(event.target.closest(".card-menu"));
    const button = event.target.closest("[data-play]");
    if (!button) return;
    // A video plays here once somebody asks: until then nothing is asked of the place where it lies.
    const { play, how, label } = button.dataset;
    const player = make(how === "video" ? "video" : "iframe", { className: "player", title: label || button.textContent, tabIndex: 0, src: play });
    if (how === "video") player.controls = true;
    else Object.assign(player, { allow: "fullscreen", referrerPolicy: "strict-origin-when-cross-origin" });
    const item = button.closest(".media");
    item.querySelector("img")?.remove();
    item.prepend(player);
    button.remove();
    player.focus({ preventScroll: true });
  }

  #key(event) {
    if (event.key === "Escape") this.#shut(null, true);
    if (this.layout !== "carousel" || event.target.closest("video, iframe")) return;
    if (event.key === "ArrowLeft") this.#step(-1);
    if (event.key === "ArrowRight") this.#step(1);
  }

  #shut(but, focus) {
    for (const menu of this.#root.querySelectorAll(".card-menu[open]")) {
      if (menu === but) continue;
      menu.open = false;
      if (focus) menu.querySelector("summary").focus();
    }
  }
}

if (!customElements.get("hash-wall")) customElements.define("hash-wall", HashWall);
