// The page that stands instead of the wall while the panic button is pressed: it waits for the release and loads what was
// asked for. Should the line break, it looks by itself now and then.
import { curtain } from "./pause.js";

const LOOK = 30000;
const house = curtain({
  clear() {},
  async restore() {
    location.reload();
    await new Promise(() => {});
  },
});
house.follow(new EventSource("/live"));
window.setTimeout(() => location.reload(), LOOK * (1 + Math.random()));
