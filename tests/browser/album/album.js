// Leafing through the album: filters, the list, arrow keys; what changed is shown as it was, as it is, and with the places marked.
"use strict";

const filters = document.forms.filters;
const list = document.querySelector("#list");
let shown = [];
let at = 0;

const words = (entry) => `${entry.page} · ${entry.state}`;
const choices = { page: (entry) => entry.page, role: (entry) => entry.role, width: (entry) => entry.width };

for (const [name, of] of Object.entries(choices)) {
  const values = [...new Set(ALBUM.entries.map(of))];
  filters[name].append(new Option(`all (${values.length})`, ""), ...values.map((value) => new Option(value, value)));
}
document.querySelector("#made").textContent = ALBUM.told;
restore();
filters.addEventListener("input", () => filter(shown[at]?.id));
addEventListener("hashchange", () => { restore(); });
addEventListener("keydown", (event) => {
  if (event.target.matches("select, input") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowRight: 1, ArrowDown: 1, j: 1, ArrowLeft: -1, ArrowUp: -1, k: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  open(at + step);
});
document.querySelector("#before").addEventListener("click", () => open(at - 1));
document.querySelector("#after").addEventListener("click", () => open(at + 1));

// The picture being looked at is in the address, so that it can be sent to somebody.
function restore() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (wanted && !ALBUM.entries.some((entry) => entry.id === wanted)) return;
  if (!shown.some((entry) => entry.id === wanted)) {
    for (const name of Object.keys(choices)) filters[name].value = "";
    if (!wanted) filters.width.value = "360";
  }
  filter(wanted);
}

function filter(keep) {
  shown = ALBUM.entries.filter((entry) =>
    Object.entries(choices).every(([name, of]) => !filters[name].value || of(entry) === filters[name].value)
    && (!filters.changed.checked || entry.remark));
  list.replaceChildren(...shown.map((entry, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = entry.before ? (entry.remark ? "changed" : "") : entry.remark ? "new" : "";
    const name = document.createElement("b");
    name.textContent = words(entry);
    const rest = document.createElement("small");
    rest.textContent = `${entry.role}, ${entry.width} px`;
    button.append(name, rest);
    button.addEventListener("click", () => open(index));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }));
  open(Math.max(0, shown.findIndex((entry) => entry.id === keep)));
}

function open(index) {
  if (!shown.length) return show(null);
  at = Math.min(Math.max(index, 0), shown.length - 1);
  list.querySelectorAll("button").forEach((button, number) => {
    if (number === at) button.setAttribute("aria-current", "true"); else button.removeAttribute("aria-current");
  });
  list.children[at].scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", `#${encodeURIComponent(shown[at].id)}`);
  show(shown[at]);
}

function show(entry) {
  document.querySelector("#name").textContent = entry ? words(entry) : "Nothing to show";
  document.querySelector("#place").textContent = entry ? `${entry.role}, ${entry.width} px · ${at + 1} of ${shown.length}` : "";
  document.querySelector("#remark").textContent = entry ? entry.remark : "";
  const pictures = document.querySelector("#pictures");
  if (!entry) return pictures.replaceChildren();
  const found = [picture("now", entry.now, entry)];
  if (entry.marks) found.unshift(picture("before (reduced)", entry.before, entry), picture("what changed", entry.marks, entry));
  pictures.replaceChildren(...found);
  pictures.parentElement.scrollTop = 0;
}

function picture(label, source, entry) {
  const figure = document.createElement("figure");
  const caption = document.createElement("figcaption");
  caption.textContent = label;
  const image = document.createElement("img");
  image.src = source;
  image.alt = `${words(entry)}, ${label}`;
  image.width = parseInt(entry.width, 10);
  if (source !== entry.now) image.className = "reduced";
  figure.append(caption, image);
  return figure;
}
