// A little work for the server's trust, done while the person writes: SHA-256 of the form's code and a number that begins
// with so many zero bits. Without scripts the form is sent as it is, and fewer are taken from one address.

const form = document.querySelector(".submit-form");
const proof = form.elements.bevis;
const working = document.getElementById("working");
const bits = Number(form.dataset.bits);
const code = new TextEncoder().encode(`${form.elements.kode.value}:`);
// Tries between two breaths: a page that is typed into stays quick.
const AT_ONCE = 1_500;

// FIPS 180-4. WebCrypto is slower for one small block at a time, and is not to be had on plain http.
const K = Uint32Array.from({ length: 64 }, (_, n) => {
  let prime = 2;
  for (let found = 0; ; prime++) {
    let divisor = 2;
    while (divisor * divisor <= prime && prime % divisor) divisor++;
    if (divisor * divisor > prime && found++ === n) break;
  }
  return (Math.cbrt(prime) % 1) * 2 ** 32;
});
const H = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const block = new Uint8Array(64);
const view = new DataView(block.buffer);
const words = new Uint32Array(64);
const turn = (x, n) => (x >>> n) | (x << (32 - n));

// The first word of the hash of fewer than 56 bytes.
function firstWord(length) {
  block.fill(0, length);
  block[length] = 0x80;
  view.setUint32(60, length * 8);
  for (let t = 0; t < 16; t++) words[t] = view.getUint32(t * 4);
  for (let t = 16; t < 64; t++) {
    const a = words[t - 15];
    const b = words[t - 2];
    words[t] = words[t - 16] + words[t - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = H;
  for (let t = 0; t < 64; t++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[t] + words[t]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  return (a + H[0]) >>> 0;
}

const found = (async () => {
  for (let number = 0; ; number++) {
    if (number % AT_ONCE === 0) await new Promise((over) => setTimeout(over));
    const digits = String(number);
    block.set(code);
    for (let at = 0; at < digits.length; at++) block[code.length + at] = digits.charCodeAt(at);
    if (Math.clz32(firstWord(code.length + digits.length)) >= bits) return digits;
  }
})();
found.then((number) => (proof.value = number));

let sending = false;
form.addEventListener("submit", async (event) => {
  if (sending) return event.preventDefault();
  sending = true;
  if (proof.value) return;
  event.preventDefault();
  working.textContent = form.dataset.working;
  await found;
  form.submit();
});
// Back from the next page, it may be sent again.
addEventListener("pageshow", () => {
  sending = false;
  working.textContent = "";
});
