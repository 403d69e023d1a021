// Makes a page that cannot be fetched say so in our words, and style sheets come from the phone itself.
navigator.serviceWorker?.register("/sw.js").catch(() => {}); // it only improves
