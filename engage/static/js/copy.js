// Shows the copy button beside a link, for those whose browser can copy.
for (const box of document.querySelectorAll("[data-copy]")) {
  const button = box.querySelector("button");
  const words = button.querySelector("span");
  const field = box.querySelector("input");
  const before = words.textContent;
  button.hidden = !navigator.clipboard;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      words.textContent = box.dataset.copied;
      setTimeout(() => (words.textContent = before), 3000);
    } catch {
      field.focus();
    }
  });
}
