// Fits every frame of the wall on this page to the height of what is in it. A frame tells its height to the page around
// it; it is believed only of itself.
addEventListener("message", ({ data, source }) => {
  if (data?.type !== "hashwall:height" || !(data.height > 0)) return;
  for (const frame of document.querySelectorAll("iframe")) {
    if (frame.contentWindow === source) frame.style.height = `${Math.min(Math.ceil(data.height), 20000)}px`;
  }
});
