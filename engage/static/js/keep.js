// Text that is not saved is never lost: a form[data-keep] is noted in this tab as it is written, and comes back
// after a closed page, a lost session or a failed save. A page without such a form forgets what was sent.
const form = document.querySelector("form[data-keep]");
const PREFIX = "keep:";
const read = (key) => JSON.parse(sessionStorage.getItem(key) || "null");

function fields() {
  return [...form.elements].filter((el) => el.name && el.type !== "submit" && el.name !== "csrf_token");
}

function values() {
  return fields().map((el) => [el.name, el.matches("[type=checkbox], [type=radio]") ? el.checked : el.value]);
}

function keep() {
  const key = PREFIX + location.pathname;
  const notice = form.querySelector("[data-keep-notice]");
  const asServed = JSON.stringify(values());
  const kept = read(key);
  if (form.dataset.keep === "fresh" && kept && JSON.stringify(kept.values) !== asServed && kept.values.length === fields().length) {
    fields().forEach((el, at) => {
      const value = kept.values[at][1];
      if (typeof value === "boolean") el.checked = value;
      else el.value = value;
    });
    notice.hidden = false;
  }
  let sent = false;
  form.addEventListener("input", () => sessionStorage.setItem(key, JSON.stringify({ values: values() })));
  form.addEventListener("submit", () => {
    sent = true;
    sessionStorage.setItem(key, JSON.stringify({ values: values(), sent: true }));
  });
  notice.querySelector("button").addEventListener("click", () => {
    sessionStorage.removeItem(key);
    sent = true;
    location.assign(location.pathname);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && JSON.stringify(values()) !== asServed) event.preventDefault();
  });
}

if (form) keep();
else {
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(PREFIX) && read(key).sent) sessionStorage.removeItem(key);
  }
}
