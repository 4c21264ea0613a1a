// On the pages shown without connection: the way back to a form, and the list of pages that can be read.
import { at } from "./kept.js";

const back = document.querySelector("[data-back]");
back?.addEventListener("click", (event) => {
  if (history.length < 2) return;
  event.preventDefault();
  history.back();
});

const again = document.querySelector("[data-again]");
if (again && location.pathname.startsWith("/sin-conexion/")) again.href = again.dataset.again;

const list = document.querySelector("[data-kept]");
if (list && "caches" in window) showKept();

async function showKept() {
  const shown = new Set();
  for (const { address, title, seen } of await keptPages()) {
    if (shown.has(title)) continue;
    shown.add(title);
    const item = document.createElement("li");
    const link = document.createElement("a");
    const when = document.createElement("small");
    link.href = address;
    link.textContent = title;
    when.textContent = at(seen, list.dataset.kept);
    item.append(link, when);
    list.append(item);
  }
  list.hidden = !shown.size;
  document.querySelector("[data-nothing]").hidden = shown.size > 0;
}

async function keptPages() {
  const found = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith("pages-")) continue;
    const pages = await caches.open(name);
    for (const request of await pages.keys()) {
      const answer = await pages.match(request, { ignoreVary: true });
      if (answer) found.push({ address: request.url, title: titleOf(answer), seen: answer.headers.get("Advisor-Seen") });
    }
  }
  return found.sort((one, other) => other.seen.localeCompare(one.seen));
}

// The title as the page wrote it, without the product's name; a text parser turns &amp; back into &.
function titleOf(answer) {
  const written = decodeURIComponent(answer.headers.get("Advisor-Title"));
  const title = new DOMParser().parseFromString(`<title>${written}</title>`, "text/html").title;
  return title.split(" · ").slice(0, -1).join(" · ") || title;
}
