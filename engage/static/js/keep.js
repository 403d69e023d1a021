// Text that is not saved is never lost: a form[data-keep] is noted in this tab as it is written, and comes back
// after a reload, a lost session or a failed save. The next page that has this script forgets what was sent.
// data-keep="fresh" may be filled in, "answered" holds what was just sent. data-keep-name: under which name, where
// the address will not do. data-keep-quiet: leave without asking.
const form = document.querySelector("form[data-keep]");
const PREFIX = "keep:";
const own = form && PREFIX + (form.dataset.keepName || location.pathname);
const read = (key) => JSON.parse(sessionStorage.getItem(key) || "null");

// A version goes along, so that text that comes back does not overwrite what another saved meanwhile.
const fields = () =>
  [...form.elements].filter(
    (el) => el.name === "version" || (el.name && el.type !== "submit" && el.type !== "hidden" && el.tabIndex >= 0),
  );
const ticked = (el) => el.type === "checkbox" || el.type === "radio";
const written = (all) => JSON.stringify(all.filter(([name]) => name !== "version"));
const values = () => fields().map((el) => [el.name, ticked(el) ? el.checked : el.value]);

function put(kept) {
  fields().forEach((el, at) => {
    const value = kept[at][1];
    if ((ticked(el) ? el.checked : el.value) === value) return;
    if (ticked(el)) el.checked = value;
    else el.value = value;
    for (let part = el.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    el.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

function keep() {
  const notice = form.querySelector("[data-keep-notice]");
  const served = values();
  const changed = () => JSON.stringify(values()) !== JSON.stringify(served);
  const kept = read(own)?.values;
  if (form.dataset.keep === "fresh" && kept?.length === served.length) {
    // What stands as it was sent has been saved; the page that forgets it was left too soon.
    if (written(kept) === written(served)) sessionStorage.removeItem(own);
    else put(kept);
    notice.hidden = !changed();
  }
  let sent = false;
  form.addEventListener("input", () => {
    if (changed()) sessionStorage.setItem(own, JSON.stringify({ values: values() }));
    else sessionStorage.removeItem(own);
  });
  form.addEventListener("submit", () => {
    sent = true;
    sessionStorage.setItem(own, JSON.stringify({ values: values(), sent: true }));
  });
  notice.querySelector("button").addEventListener("click", () => {
    put(served);
    sessionStorage.removeItem(own);
    notice.hidden = true;
    fields().find((el) => el.type !== "hidden").focus();
  });
  if ("keepQuiet" in form.dataset) return;
  window.addEventListener("beforeunload", (event) => {
    if (!sent && changed()) event.preventDefault();
  });
}

for (const key of Object.keys(sessionStorage)) {
  if (key.startsWith(PREFIX) && key !== own && read(key).sent) sessionStorage.removeItem(key);
}
if (form) keep();
