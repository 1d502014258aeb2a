// The page that stands instead of the wall while the panic button is pressed: it waits for the release and loads what was
// asked for. Should the line break, it looks by itself now and then; it never navigates while the server is away, or a
// hall would see a browser's error.
import { curtain } from "./pause.js";

const LOOK = 30000;

async function look() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" }, cache: "no-store" });
  if (!answer.ok || answer.headers.has("x-hashwall-paused")) throw new Error(String(answer.status));
  location.reload();
}

curtain({ clear() {}, restore: look }).follow(new EventSource("/live"));
window.setInterval(() => look().catch(() => {}), LOOK * (1 + Math.random()));
