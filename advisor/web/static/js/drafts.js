// Keeps a half-filled form in its tab until the server has taken it: a reload, a lost connection or a sign-in on the way
// loses nothing. Never passwords, files or hidden fields; gone with the tab, with "Start again" and with signing out.

const form = document.querySelector("form[data-keep]");
const line = form.querySelector("[data-draft]");
const key = `draft:${location.pathname}:${form.dataset.owner}`;
const ticks = /^(checkbox|radio)$/;
const fields = [...form.elements].filter(({ name, type }) => name && !/^(hidden|password|file|submit|button)$/.test(type));

const nameOf = (field) => (ticks.test(field.type) ? `${field.name}=${field.value}` : field.name);
const valueOf = (field) => field[ticks.test(field.type) ? "checked" : "value"];
const tell = (told) => told.forEach((field) => field.dispatchEvent(new Event("change", { bubbles: true })));

function save() {
  sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(fields.map((field) => [nameOf(field), valueOf(field)]))));
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
  const changed = fields.filter((field) => nameOf(field) in kept && kept[nameOf(field)] !== valueOf(field));
  for (const field of changed) {
    field[ticks.test(field.type) ? "checked" : "value"] = kept[nameOf(field)];
    const fold = field.closest("details");
    if (fold) fold.open = true;
  }
  tell(changed);
  line.hidden = changed.length === 0;
}

if (form.dataset.keep === "sent") save();
else restore();

form.addEventListener("input", save);
form.addEventListener("change", save);
line.querySelector("button").addEventListener("click", () => {
  form.reset();
  tell(fields);
  sessionStorage.removeItem(key);
  line.hidden = true;
  fields[0].focus();
});
