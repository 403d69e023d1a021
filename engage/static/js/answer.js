// A survey on a bad line: a page that does not get through is kept in this tab and sent again, with the same keys, until
// it does. What is typed survives a reload. Everything is gone when it was sent, or after two hours. Without this file the
// forms work as forms do.
const HOURS = 2;
const PATIENCE = 20_000; // ms for an answer, before we call the line dead
const PAUSES = [2, 4, 8, 15, 30, 60]; // seconds between tries
const survey = location.pathname.split("/").slice(0, 3).join("/");
const KEPT = `kept:${survey}`;
const TYPED = `typed:${survey}`; // and the rest of the page's address
let busy = false;
let tries = 0;
let timer = 0;
let shown = address();

function address() {
  return location.pathname + location.search;
}

const store = {
  read(key) {
    try {
      const entry = JSON.parse(sessionStorage.getItem(key));
      return entry && Date.now() - entry.at < HOURS * 3_600_000 ? entry : this.drop(key);
    } catch {
      return null;
    }
  },
  write(key, entry) {
    try {
      sessionStorage.setItem(key, JSON.stringify({ ...entry, at: Date.now() }));
    } catch {
      // full or forbidden: the form itself still holds the answers
    }
  },
  drop(key) {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // nothing is stored where storing is forbidden
    }
    return null;
  },
};

// Forget what is too old, and all of this survey once it was sent.
function tidy(all) {
  for (const key of Object.keys(sessionStorage)) {
    if (all && (key === KEPT || key.startsWith(TYPED))) store.drop(key);
    else if (/^(kept|typed):/.test(key)) store.read(key);
  }
}

const theForm = () => document.querySelector("form[data-keep]");
const seal = (form) => form.querySelector("[name=seal]")?.value ?? "";
const page = (url) => new URL(url, location.href).pathname;

// What a person has filled in, without the keys that only the server reads.
function answers(form) {
  return [...new FormData(form)].filter(([name]) => form.querySelector(`[name="${CSS.escape(name)}"]`).type !== "hidden");
}

function fillIn(form, entries) {
  let changed = false;
  for (const field of form.elements) {
    if (!field.name || ["hidden", "submit", "button"].includes(field.type)) continue;
    const values = entries.filter(([name]) => name === field.name).map(([, value]) => value);
    if (field.type === "radio" || field.type === "checkbox") {
      changed ||= field.checked !== values.includes(field.value);
      field.checked = values.includes(field.value);
    } else if (values.length) {
      changed ||= field.value !== values[0];
      field.value = values[0];
    }
  }
  return changed;
}

function remember() {
  const form = theForm();
  if (form) store.write(`typed:${location.pathname}`, { seal: seal(form), entries: answers(form) });
}

// One line above the buttons says how things stand; screen readers hear it.
function tell(state) {
  const box = document.querySelector("[data-line]");
  if (!box) return;
  box.dataset.line = state;
  box.hidden = !state;
  const text = box.querySelector("[data-line-text]");
  const words = box.dataset[state + (matchMedia("(min-width: 60em)").matches ? "Desk" : "")] ?? box.dataset[state] ?? "";
  if (text.textContent !== words) text.textContent = words;
  box.querySelector("button").hidden = state !== "kept";
}

async function send() {
  const kept = store.read(KEPT) ?? send.last;
  if (busy || !kept) return;
  busy = true;
  clearTimeout(timer);
  send.last = kept;
  theForm()?.setAttribute("aria-busy", "true");
  const soon = setTimeout(() => tell("sending"), tries ? 0 : 800);
  const stop = new AbortController();
  const late = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const answer = await fetch(kept.to, {
      method: "POST",
      headers: { Prefer: "return=representation" }, // the next page at once, not where it is
      body: new URLSearchParams(kept.body),
      signal: stop.signal,
    });
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.status === 429 || answer.status >= 500 || !next.getElementById("main")) throw new Error("not ours, or not now");
    const fresh = next.querySelector("[data-expired] [name=csrf_token]");
    if (fresh && !kept.again) {
      keep({ ...kept, again: true, body: kept.body.map((pair) => (pair[0] === "csrf_token" ? ["csrf_token", fresh.value] : pair)) });
      setTimeout(send);
    } else {
      arrived(kept, answer, next);
    }
  } catch {
    keep(kept);
    tell("kept");
    timer = setTimeout(send, PAUSES[Math.min(tries, PAUSES.length - 1)] * 1000);
    tries += 1;
  } finally {
    clearTimeout(soon);
    clearTimeout(late);
    theForm()?.removeAttribute("aria-busy");
    busy = false;
  }
}

function keep(entry) {
  send.last = entry;
  store.write(KEPT, entry);
}

// Show the page that came back as if the browser had gone there itself.
function arrived(kept, answer, next) {
  send.last = null;
  tries = 0;
  store.drop(KEPT);
  store.drop(`typed:${page(kept.to)}`);
  const place = new URL(answer.headers.get("Content-Location") ?? answer.url, location.href);
  const target = place.pathname + place.search;
  const again = target === address();
  if (!again) history.pushState(null, "", target);
  shown = address();
  document.title = next.title;
  document.documentElement.lang = next.documentElement.lang;
  document.body.className = next.body.className;
  document.body.replaceChildren(...next.body.childNodes);
  if (document.querySelector("[data-sent]")) tidy(true);
  for (const old of document.body.querySelectorAll("script[src]")) {
    const script = document.createElement("script");
    script.src = old.src;
    if (!old.src.includes("/answer.js")) old.replaceWith(script);
  }
  if (again) remember();
  scrollTo({ top: 0, behavior: "instant" });
  const start = document.querySelector(again ? ".error-summary, main .notice, h1" : "h1");
  start.tabIndex = -1;
  start.focus({ preventScroll: true });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-keep]")) return;
  event.preventDefault();
  if (busy) return;
  const button = event.submitter?.name ? [[event.submitter.name, event.submitter.value]] : [];
  tries = 0;
  keep({ to: form.action, button, body: [...new FormData(form), ...button], again: false });
  send();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-line] button")) send();
});
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep]");
  if (!form) return;
  remember();
  if (send.last) keep({ ...send.last, body: [...new FormData(form), ...send.last.button] });
});
addEventListener("online", send);
document.addEventListener("visibilitychange", () => document.hidden || send());
addEventListener("popstate", () => address() !== shown && location.reload());

// A reload: put back what was typed, and go on with what was kept.
tidy(document.querySelector("[data-sent]"));
const form = theForm();
const typed = store.read(`typed:${location.pathname}`);
const waiting = store.read(KEPT);
if (form && waiting && page(waiting.to) === location.pathname) fillIn(form, waiting.body);
else if (form && typed?.seal === seal(form) && fillIn(form, typed.entries)) tell("restored");
if (waiting) {
  tell("kept");
  send();
}
