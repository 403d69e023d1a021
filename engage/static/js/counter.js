// Says how many characters are left in a text area that has data-counter="most".
for (const field of document.querySelectorAll("[data-counter]")) {
  const most = Number(field.dataset.counter);
  const line = document.createElement("p");
  line.className = "field__hint";
  line.setAttribute("aria-live", "polite");
  field.after(line);
  const count = () => {
    const left = most - field.value.length;
    const words = left < 0 ? field.dataset.counterOver : field.dataset.counterLeft;
    line.textContent = `${Math.abs(left).toLocaleString(document.documentElement.lang)} ${words}`;
    line.hidden = left > most / 5;
  };
  field.addEventListener("input", count);
  count();
}
