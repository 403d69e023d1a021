// The offline page asks now and then whether the line is back, and then shows what was asked for.
async function look() {
  try {
    if ((await fetch("/healthz", { method: "HEAD", cache: "no-store" })).ok) location.reload();
  } catch {
    // still away
  }
}
addEventListener("online", look);
setInterval(look, 10_000);
