// Makes a page that cannot be fetched say so in our words, and style sheets come from the phone itself.
navigator.serviceWorker?.register(`/sw.js?lang=${document.documentElement.lang}`).catch(() => {}); // it only improves

// The offline page asks now and then whether the line is back, and then shows what was asked for.
async function look() {
  try {
    if ((await fetch("/healthz", { method: "HEAD", cache: "no-store" })).ok) location.reload();
  } catch {
    // still away
  }
}
if (document.querySelector("[data-offline]")) {
  addEventListener("online", look);
  setInterval(look, 10_000);
}

// Paper says when it was printed.
addEventListener("beforeprint", () => {
  const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" });
  for (const mark of document.querySelectorAll("[data-printed]")) mark.textContent = day.format(new Date());
});
