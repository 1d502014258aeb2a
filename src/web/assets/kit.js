// The partner page: copies a line to the clipboard. Without this file one selects and copies by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const label = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = button.dataset.done;
    document.getElementById("kit-status").textContent = button.dataset.done;
    window.setTimeout(() => (button.textContent = label), 3000);
  });
}
