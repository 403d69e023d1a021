// Keys for those who read many: j and k walk [data-row], data-key presses its element, ? shows the sheet.
const sheet = document.querySelector("[data-shortcuts]");
const opener = document.querySelector("[data-shortcuts-open]");
const keyed = () => [...document.querySelectorAll("[data-key]")].filter((el) => !el.hidden && !el.disabled);
const rows = () => [...document.querySelectorAll("[data-row]")];
const KEYS = "engage-keys"; // "off" in this browser: no letter does anything by itself
const keysAreOff = () => {
  try {
    return localStorage.getItem(KEYS) === "off";
  } catch {
    return false;
  }
};
const picked = () => document.querySelector("[data-row].is-current input[type=checkbox]");

function showSheet() {
  const list = sheet.querySelector("dl");
  list.querySelectorAll("[data-page-key]").forEach((old) => old.remove());
  for (const el of keyed()) {
    const row = document.createElement("div");
    const key = document.createElement("dt");
    const mark = document.createElement("kbd");
    const words = document.createElement("dd");
    row.dataset.pageKey = "";
    mark.textContent = el.dataset.key;
    words.textContent = el.dataset.keyLabel || el.getAttribute("aria-label") || el.textContent.trim();
    key.append(mark);
    row.append(key, words);
    list.append(row);
  }
  sheet.showModal();
}

function walk(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.findIndex((row) => row.classList.contains("is-current"));
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
  all.forEach((row) => row.classList.toggle("is-current", row === next));
  // The link first: Enter opens the row, whatever else stands in it.
  (next.matches("a, button") ? next : next.querySelector("a") || next.querySelector("button, input") || next).focus();
  next.scrollIntoView({ block: "nearest" });
}

// Where one begins in a part: its first field, or, when those are folded, what unfolds them.
function firstIn(part) {
  const fields = [...part.querySelectorAll("textarea, select, input:not([type=hidden])")];
  return fields.find((el) => el.checkVisibility()) || part.querySelector(":scope > :not(summary) summary");
}

// A key opens what its element lies folded in; what is open already is entered.
function press(el) {
  const folded = el.matches("summary") ? null : el.closest("details:not([open])");
  if (folded) folded.open = true;
  const inside = el.matches("details[open] > summary") && firstIn(el.parentElement);
  if (inside) inside.focus();
  else if (el.matches("input, select, textarea")) el.focus();
  else el.click();
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
  if (event.key === "Escape" && !sheet.open) closeFlashes();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || sheet.open || keysAreOff()) return;
  const search = document.querySelector("input[type=search]");
  const pressed = keyed().find((el) => el.dataset.key === event.key);
  if (event.key === "?") showSheet();
  else if (event.key === "j") walk(1);
  else if (event.key === "k") walk(-1);
  else if (event.key === "x" && picked()) picked().click();
  else if (event.key === "/" && search) search.focus();
  else if (pressed) press(pressed);
  else return;
  event.preventDefault();
});

// On a narrow screen the navigation is a strip: where one is must be seen.
const place = document.querySelector(".sidenav [aria-current]");
if (place) place.closest("ul").scrollLeft = place.offsetLeft - 16;

if (opener) {
  opener.hidden = false;
  opener.addEventListener("click", showSheet);
}

// Whoever speaks to the machine, or has a cat on the keyboard, can do without single letters.
const choice = sheet.querySelector("[data-keys-on]");
document.documentElement.classList.toggle("no-keys", keysAreOff());
choice.checked = !keysAreOff();
choice.addEventListener("change", () => {
  try {
    localStorage.setItem(KEYS, choice.checked ? "on" : "off");
  } catch {
    choice.checked = true; // nothing can be kept in this browser
  }
  document.documentElement.classList.toggle("no-keys", keysAreOff());
});

// On a phone a row of a wide table is a card, each value with the name of its column, and its head a line to sort by. The
// roles hold where display does not.
const main = document.querySelector("main");
for (const table of document.querySelectorAll(".table-frame > .table")) {
  const heads = table.tHead ? [...table.tHead.rows[0].cells] : [];
  if (heads.length < 3) continue;
  table.classList.add("table--cards");
  table.setAttribute("role", "table");
  if (table.tHead.querySelector("a")) table.tHead.rows[0].dataset.sortBy = main.dataset.sortBy;
  for (const row of table.rows) row.setAttribute("role", "row");
  for (const head of heads) head.setAttribute("role", "columnheader");
  for (const cell of table.querySelectorAll("tbody > tr > *")) {
    cell.dataset.column = heads[cell.cellIndex].textContent.trim();
    cell.setAttribute("role", cell.matches("th") ? "rowheader" : "cell");
  }
}

// What a desk has room for is folded on a phone.
if (matchMedia("(max-width: 48em)").matches) {
  for (const part of document.querySelectorAll("details[data-folds]")) part.open = false;
}

// What was just done is said aloud, and stays until it is closed or the next page comes.
const closing = document.querySelector("template[data-flash-close]");
function closeFlashes() {
  document.querySelectorAll(".flashes").forEach((all) => all.remove());
}
for (const flash of document.querySelectorAll(".flash")) {
  const close = closing.content.firstElementChild.cloneNode(true);
  close.addEventListener("click", () => flash.remove());
  flash.append(close);
  const words = flash.querySelector("p");
  const said = words.textContent;
  words.textContent = "";
  setTimeout(() => (words.textContent = said), 150);
}

// What takes more than a second says so, and is not sent twice.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", (event) => {
    if (form.querySelector(".busy")) return event.preventDefault();
    const words = document.createElement("p");
    words.className = "busy";
    words.setAttribute("role", "status");
    form.append(words);
    setTimeout(() => (words.textContent = form.dataset.busy), 50);
  });
}
addEventListener("pageshow", () => document.querySelectorAll(".busy").forEach((old) => old.remove()));

// Back in a list, the row one came from is the row one goes on from.
const row = location.hash.startsWith("#i-") && document.getElementById(location.hash.slice(1));
if (row) {
  row.classList.add("is-current");
  const go = () => {
    row.scrollIntoView({ block: "center" });
    (row.querySelector("a") || row).focus({ preventScroll: true });
  };
  // after a page was drawn: only then has the browser gone to the row itself, which takes the focus off whatever has it
  addEventListener("load", () => requestAnimationFrame(() => requestAnimationFrame(go)));
}
