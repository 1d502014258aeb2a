// Pictures of a screen that must go on without a network, for days. Each file is fetched once and held as the bytes it came
// as, a hundred kilobytes or so; only what stands on the screen is decoded, into a canvas that gives it up when it leaves.
// With <img> the browser keeps decoded pictures by the hundred megabytes: a screen turns over thousands of them a day.

const WIDTH = screen.height * devicePixelRatio > 1500 ? "1600" : "960"; // pixels of the widest place for a picture
const files = new WeakMap(); // canvas → Blob

// Takes a card's pictures over from the browser, before it loads them itself.
export function fetchPictures(card) {
  for (const image of card.querySelectorAll("img[src]")) {
    const address = new URL(image.getAttribute("src"), location.href);
    address.searchParams.set("w", WIDTH);
    const canvas = document.createElement("canvas");
    canvas.className = "picture";
    canvas.setAttribute("role", "img");
    if (image.alt) canvas.setAttribute("aria-label", image.alt);
    else canvas.setAttribute("aria-hidden", "true");
    image.replaceWith(canvas);
    fetch(address)
      .then((answer) => (answer.ok ? answer.blob() : Promise.reject(new Error(String(answer.status)))))
      .then((file) => {
        files.set(canvas, file);
        if (canvas.isConnected) return raise(canvas);
      })
      // Without its picture a card is words; nobody in the hall can do anything about it.
      .catch(() => canvas.closest(".media")?.remove());
  }
}

// When a card comes on the screen.
export function showPictures(card) {
  for (const canvas of card.querySelectorAll("canvas.picture")) raise(canvas).catch(() => {});
}

// When it leaves.
export function hidePictures(card) {
  for (const canvas of card?.querySelectorAll("canvas.picture") ?? []) {
    canvas.getContext("bitmaprenderer").transferFromImageBitmap(null);
    canvas.width = canvas.height = 1;
  }
}

async function raise(canvas) {
  const file = files.get(canvas);
  if (!file) return;
  const bitmap = await createImageBitmap(file);
  if (!canvas.isConnected) return bitmap.close();
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("bitmaprenderer").transferFromImageBitmap(bitmap);
}
