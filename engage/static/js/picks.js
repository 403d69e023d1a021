// Ticking many in a list: how many are ticked, all of them at once, and a bar that is quiet until there are some.
for (const form of document.querySelectorAll("form[data-picks]")) {
  const boxes = [...form.querySelectorAll(".rows__pick input, input[data-pick]")];
  const said = form.querySelector("[data-picked]");
  const all = form.querySelector("[data-pick-all]");
  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    said.textContent = ticked === 1 ? said.dataset.one : ticked ? said.dataset.many.replace("0", ticked) : said.dataset.none;
    all.querySelector("input").checked = ticked > 0 && ticked === boxes.length;
    all.querySelector("input").indeterminate = ticked > 0 && ticked < boxes.length;
  };
  if (!boxes.length || !said || !all) continue;
  all.hidden = false;
  all.querySelector("input").addEventListener("change", (event) => {
    for (const box of boxes) box.checked = event.target.checked;
    tell();
  });
  form.addEventListener("change", tell);
  tell();
}
