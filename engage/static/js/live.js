// Keeps a part of the page up to date while something is under way: data-live="address", until data-live-running is gone.
// What can only be done while it is under way, data-live-while, goes with it.
for (const part of document.querySelectorAll("[data-live]")) {
  const refresh = async () => {
    if (!part.querySelector("[data-live-running]")) {
      document.querySelectorAll("[data-live-while]").forEach((past) => past.remove());
      return;
    }
    if (!document.hidden) {
      try {
        const answer = await fetch(part.dataset.live, { headers: { "HX-Request": "true" } });
        if (answer.redirected || answer.status === 403 || answer.status === 404) return;
        const open = part.querySelector("details")?.open;
        if (answer.ok) part.innerHTML = await answer.text();
        const details = part.querySelector("details");
        if (details && open) details.open = true;
      } catch {
        // the line is gone for a moment: try again
      }
    }
    setTimeout(refresh, 3000);
  };
  setTimeout(refresh, 3000);
}
