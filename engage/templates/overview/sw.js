{#- Rendered so that it knows the addresses of today's files: when one of them changes, so does this, and the phone starts anew. -#}
// Keeps style sheets, letters, scripts and the offline page. Never a page of the site, an answer or a link.
const CACHE = "engage-VERSION";
const OFFLINE = "/offline?lang={{ current_language() }}";
const ITS_FILES = ["{{ asset_url('css/citizen.css') }}", "{{ asset_url('img/favicon.svg') }}", "{{ asset_url('js/citizen.js') }}"];

addEventListener("install", (event) => {
  skipWaiting();
  // the page that called us has fetched these files a moment ago: the browser need not ask for them again
  const files = ITS_FILES.map((file) => new Request(file, { cache: "force-cache" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([OFFLINE, ...files])));
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys().then(async (names) => {
      await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
      await clients.claim();
    }),
  );
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || url.pathname.startsWith("/staff/")) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(offline));
  else if (isAsset(url)) event.respondWith(asset(request));
});

// A file whose name or version changes with its content; anything else is always asked for.
function isAsset(url) {
  return url.pathname.startsWith("/static/") && (url.searchParams.has("v") || url.pathname.endsWith(".woff2"));
}

async function asset(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function offline() {
  return (await caches.match(OFFLINE)) ?? Response.error();
}
