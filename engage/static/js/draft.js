// Keeps what is typed in a form with data-draft="name" through a reload, in this tab and nowhere else.
// A page with data-draft-sent="name" comes after it was sent, and forgets it.
const sent = document.querySelector("[data-draft-sent]");
if (sent) sessionStorage.removeItem(`draft:${sent.dataset.draftSent}`);

const form = document.querySelector("form[data-draft]");
if (form) {
  const key = `draft:${form.dataset.draft}`;
  const note = form.querySelector("[data-draft-note]");
  const fields = [...form.elements].filter((field) => field.name && field.type !== "hidden" && field.tabIndex >= 0);
  const ticked = (field) => field.type === "checkbox" || field.type === "radio";

  const keep = () => {
    const typed = fields
      .filter((field) => (ticked(field) ? field.checked : field.value))
      .map((field) => [field.name, field.value]);
    if (typed.length) sessionStorage.setItem(key, JSON.stringify(typed));
    else sessionStorage.removeItem(key);
  };

  const bring = (typed) => {
    for (const field of fields) {
      const values = typed.filter(([name]) => name === field.name).map(([, value]) => value);
      if (ticked(field)) field.checked = values.includes(field.value);
      else field.value = values[0] ?? "";
      if (values.length) field.closest("details")?.setAttribute("open", "");
      field.dispatchEvent(new Event("input"));
    }
  };

  const kept = sessionStorage.getItem(key);
  if (kept && "draftFresh" in form.dataset) {
    bring(JSON.parse(kept));
    note.hidden = false;
  }
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.querySelector("[data-draft-clear]").addEventListener("click", () => {
    bring([]);
    keep();
    note.hidden = true;
    fields[0].focus();
  });
}
