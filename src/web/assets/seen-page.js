// Counts what is seen of a page of ours: a wall, a screen, or a widget's frame.
import { watch } from "./seen.js";

const framed = document.body.classList.contains("embed");
const screen = document.body.classList.contains("display");
let host = "";
try {
  // The page around the frame, by its host alone.
  if (framed && document.referrer) host = new URL(document.referrer).hostname;
} catch {
  // An address that is none: not told.
}
watch({
  surface: framed ? "widget" : screen ? "display" : "wall",
  host,
  search: (new URLSearchParams(location.search).get("q") ?? "").trim() !== "",
});
