// Which post is shown next. Fair: every voice (an organisation, else an author) gets the same airtime, however much it
// writes; a new post is seen soon; a featured one comes twice as often. Knows no page.

const MOST = 200; // posts kept; beyond it the oldest of whoever has most goes

export class Pool {
  #posts = new Map();
  #airtime = new Map(); // voice → times shown, since it came
  #turn = 0;

  get size() {
    return this.#posts.size;
  }

  ids() {
    return [...this.#posts.keys()];
  }

  get(id) {
    return this.#posts.get(id);
  }

  // Adds a post, or replaces what it says.
  put({ id, card, voice, featured, published }) {
    const before = this.#posts.get(id);
    this.#posts.set(id, { id, card, voice, featured, published, shown: before?.shown ?? 0, last: before?.last ?? -1 });
    // A voice that comes late starts where the others are: it is not shown without end to make up for the morning.
    if (!this.#airtime.has(voice)) this.#airtime.set(voice, Math.max(0, this.#least() - 1));
    if (this.#posts.size > MOST) this.remove(this.#surplus(id));
  }

  remove(id) {
    const post = this.#posts.get(id);
    this.#posts.delete(id);
    if (post && ![...this.#posts.values()].some((other) => other.voice === post.voice)) this.#airtime.delete(post.voice);
  }

  // The next post, counted as shown; undefined if all there are stand on the screen.
  next(onScreen) {
    const post = this.peek(onScreen);
    if (!post) return undefined;
    post.shown += 1;
    post.last = ++this.#turn;
    this.#airtime.set(post.voice, this.#airtime.get(post.voice) + (post.featured ? 0.5 : 1));
    return post;
  }

  peek(onScreen) {
    const shown = new Set(onScreen);
    const voices = new Set(onScreen.map((id) => this.#posts.get(id)?.voice));
    let best;
    for (const post of this.#posts.values()) {
      if (shown.has(post.id)) continue;
      if (!best || this.#before(post, best, voices)) best = post;
    }
    return best;
  }

  #before(a, b, voices) {
    const rank = (post) => [
      voices.has(post.voice) ? 1 : 0, // not two of one voice at once
      this.#airtime.get(post.voice),
      post.shown,
      post.last,
      -post.published,
    ];
    const [left, right] = [rank(a), rank(b)];
    const at = left.findIndex((value, n) => value !== right[n]);
    return at >= 0 && left[at] < right[at];
  }

  #least() {
    const all = [...this.#airtime.values()];
    return all.length ? Math.min(...all) : 0;
  }

  #surplus(newest) {
    const counts = new Map();
    for (const { voice } of this.#posts.values()) counts.set(voice, (counts.get(voice) ?? 0) + 1);
    const most = Math.max(...counts.values());
    let oldest;
    for (const post of this.#posts.values()) {
      if (post.id === newest || counts.get(post.voice) < most) continue;
      if (!oldest || post.published < oldest.published) oldest = post;
    }
    return (oldest ?? [...this.#posts.values()].find((post) => post.id !== newest)).id;
  }
}
