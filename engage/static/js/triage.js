// The desk: a step opened by key or by its address is brought into view, its first field ready to write in.
const steps = [...document.querySelectorAll("details[data-part]")];

function show(part) {
  const first = firstIn(part);
  part.scrollIntoView({ block: "nearest" });
  if (first) first.focus({ preventScroll: true });
}

for (const part of steps) {
  part.querySelector("summary").addEventListener("click", (event) => {
    if (part.open || event.detail !== 0) return;
    for (const other of steps) if (other !== part && !typedIn(other)) other.open = false;
    setTimeout(() => show(part), 0);
  });
}

// A step named in the address is open, also when it is not the next one.
const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
const asked = named && named.closest("details[data-part]");
if (asked) {
  for (const other of steps) other.open = other === asked || typedIn(other);
  asked.scrollIntoView({ block: "nearest" });
  asked.querySelector("summary").focus({ preventScroll: true });
}

// Ctrl+Enter keeps what is written; with Shift too it goes on to the next one.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const form = event.target.closest(".desk form");
  if (!form) return;
  const onwards = event.shiftKey && form.querySelector("button[name=then]");
  event.preventDefault();
  form.requestSubmit(onwards || form.querySelector("button[type=submit]:not([form])"));
});

// A few letters narrow the list of what can be linked to; arrows walk it, as they do among radio buttons.
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
for (const box of document.querySelectorAll("[data-find]")) {
  const field = box.querySelector("input[name=find]");
  const count = box.querySelector("[data-find-count]");
  const items = [...box.querySelectorAll("[data-find-item]")];
  const groups = [...box.querySelectorAll("[data-find-group]")];
  const narrow = () => {
    const wanted = fold(field.value).split(/\s+/).filter(Boolean);
    for (const item of items) {
      const words = fold(`${item.textContent} ${item.closest("[data-find-group]").getAttribute("aria-label")}`);
      item.hidden = !wanted.every((word) => words.includes(word));
    }
    for (const group of groups) group.hidden = !group.querySelector("[data-find-item]:not([hidden])");
    const left = items.filter((item) => !item.hidden);
    count.textContent = !left.length ? count.dataset.none : wanted.length ? `${left.length}` : "";
    return left;
  };
  box.querySelector("button[form]").hidden = true;
  field.addEventListener("input", narrow);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    const [first] = narrow();
    event.preventDefault();
    if (!first || event.ctrlKey) return;
    first.querySelector("input").checked = true;
    first.querySelector("input").focus();
  });
}

function typedIn(part) {
  return [...part.querySelectorAll("textarea")].some((area) => area.value !== area.defaultValue);
}

// What has been typed is not lost by a wrong click.
let typed = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("main textarea")) typed = true;
});
document.addEventListener("submit", () => {
  typed = false;
});
addEventListener("beforeunload", (event) => {
  if (typed) event.preventDefault();
});
