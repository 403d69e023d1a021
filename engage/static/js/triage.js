// A section opened by key or by its address is brought into view, its first field ready to write in.
function show(part) {
  const first = part.querySelector("textarea, select, input:not([type=hidden])");
  part.scrollIntoView({ block: "nearest" });
  if (first) first.focus({ preventScroll: true });
}

for (const part of document.querySelectorAll("details[data-part]")) {
  const summary = part.querySelector("summary");
  summary.addEventListener("click", (event) => {
    if (!part.open && event.detail === 0) setTimeout(() => show(part), 0);
  });
}

// What has been typed is not lost by a wrong click.
let typed = false;
document.addEventListener("input", (event) => {
  if (event.target.closest("main textarea, aside textarea")) typed = true;
});
document.addEventListener("submit", () => {
  typed = false;
});
addEventListener("beforeunload", (event) => {
  if (typed) event.preventDefault();
});
