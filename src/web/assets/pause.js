// What an open page does while the panic button is pressed: nothing of any post stays in it, and when the button is
// released it fills again by itself. The words come from the server, with the event.

const JITTER = 3000; // ms over which the pages of a hall come back, each at its own moment
const RETRY = 5000;

// `clear` takes everything out of the page; `restore` fetches it anew and resolves when it stands; `shown` is called once
// it can be seen again.
export function curtain({ clear, restore, shown = () => {} }) {
  let drawn = document.documentElement.classList.contains("drawn");
  let timer = 0;

  function draw({ title, text }) {
    window.clearTimeout(timer);
    timer = 0;
    if (drawn) return;
    drawn = true;
    clear();
    const sign = document.createElement("div");
    sign.id = "paused";
    sign.className = "empty paused";
    sign.setAttribute("role", "status");
    const head = document.createElement("h2");
    const words = document.createElement("p");
    document.querySelector("main").prepend(sign);
    head.textContent = title;
    words.textContent = text;
    sign.append(head, words);
    document.documentElement.classList.add("drawn");
  }

  function lift() {
    if (!drawn || timer) return;
    timer = window.setTimeout(async () => {
      try {
        await restore();
      } catch {
        timer = window.setTimeout(again, RETRY * (0.5 + Math.random()));
        return;
      }
      timer = 0;
      drawn = false;
      document.documentElement.classList.remove("drawn");
      document.getElementById("paused")?.remove();
      shown();
    }, Math.random() * JITTER);
  }

  function again() {
    timer = 0;
    lift();
  }

  return {
    follow(line) {
      line.addEventListener("pause", (event) => draw(JSON.parse(event.data)));
      line.addEventListener("resume", lift);
    },
    isDrawn: () => drawn,
  };
}
