// Inside the widget's frame: tells the page around it how tall the content is. A height is no secret, so any page that
// may frame us may hear it.
const tell = () => {
  const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
  window.parent.postMessage({ type: "hashwall:height", height }, "*");
};
if (window.parent !== window) {
  document.documentElement.classList.add("framed");
  new ResizeObserver(tell).observe(document.documentElement);
  tell();
}
