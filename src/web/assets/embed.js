// <hash-wall src="https://wall.example/?sektor=kommune" theme="dark" count="10" lang="en"></hash-wall>
// Shows a view of the wall in a frame that fits its own height. Sets nothing, stores nothing, asks only the wall.

const home = new URL(import.meta.url).origin;
const FIRST_HEIGHT = 600;
const TALLEST = 20000;

class HashWall extends HTMLElement {
  static observedAttributes = ["src", "theme", "count", "lang"];
  #frame = null;
  #origin = home;

  connectedCallback() {
    if (!this.shadowRoot) this.attachShadow({ mode: "open" });
    window.addEventListener("message", this);
    this.#draw();
  }

  disconnectedCallback() {
    window.removeEventListener("message", this);
    this.#frame?.remove();
    this.#frame = null;
  }

  attributeChangedCallback() {
    if (this.#frame) this.#draw();
  }

  // Only our own frame, and only from the wall's own origin, may size us.
  handleEvent(event) {
    if (event.origin !== this.#origin || event.source !== this.#frame?.contentWindow) return;
    const { type, height } = event.data ?? {};
    if (type !== "hashwall:height" || !Number.isFinite(height) || height <= 0) return;
    this.#frame.style.height = `${Math.min(Math.ceil(height), TALLEST)}px`;
  }

  #address() {
    let view;
    try {
      view = new URL(this.getAttribute("src") || "/", home);
    } catch {
      view = new URL(home);
    }
    if (!/^https?:$/.test(view.protocol)) view = new URL(home);
    const address = new URL("/embed", view.origin);
    address.search = view.search;
    const set = (name, value) => value && address.searchParams.set(name, value);
    const theme = this.getAttribute("theme");
    if (theme === "light" || theme === "dark") set("tema", theme);
    set("antal", this.getAttribute("count"));
    set("lang", this.getAttribute("lang"));
    return address;
  }

  #draw() {
    const address = this.#address();
    this.#origin = address.origin;
    if (!this.#frame) {
      this.#frame = document.createElement("iframe");
      this.#frame.loading = "lazy";
      this.#frame.referrerPolicy = "strict-origin-when-cross-origin";
      this.#frame.title = this.getAttribute("label") || "Hashwall";
      this.#frame.part = "frame";
      // Through the object model, which a strict content policy of the page allows.
      Object.assign(this.style, { display: "block" });
      Object.assign(this.#frame.style, {
        display: "block",
        width: "100%",
        border: "0",
        height: `${FIRST_HEIGHT}px`,
        colorScheme: "normal",
      });
      this.shadowRoot.append(this.#frame);
    }
    if (this.#frame.src !== address.href) this.#frame.src = address.href;
  }
}

if (!customElements.get("hash-wall")) customElements.define("hash-wall", HashWall);
