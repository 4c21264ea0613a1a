// After a refused form the summary of errors takes the focus, and its links put it into the field.
const summary = document.getElementById("error-summary");

if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    const fold = field.closest("details");
    if (fold) fold.open = true;
    field.scrollIntoView({ block: "center" });
    (field.matches("input, select, textarea") ? field : field.querySelector("input"))?.focus({ preventScroll: true });
  });
}

// Paper shows what is folded (print.css); browsers that do not know how to are told here.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open])")];
  for (const fold of folded) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of folded) fold.open = false;
});

// Escape closes the menu and gives the focus back to what opened it.
const menu = document.querySelector(".site-menu");
menu?.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// What was seen can be read without connection: advisor/web/installable/worker.js.
const { worker } = document.querySelector("script[data-worker]").dataset;
if (document.documentElement.dataset.seen) import("./kept.js");
else if (worker && "serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register(worker, { scope: "/" }).catch(() => {}));
}

// Older browsers know no Clear-Site-Data: what is typed and kept in the tab goes with the session that is ended here.
for (const form of document.querySelectorAll("form[data-clears]")) {
  form.addEventListener("submit", () => sessionStorage.clear());
}

// The page before was a form that has now been taken: its draft (drafts.js) has done its work.
for (const { dataset } of document.querySelectorAll("[data-form-taken]")) {
  const taken = Object.keys(sessionStorage).filter((key) => key.startsWith(`draft:${dataset.formTaken}:`));
  taken.forEach((key) => sessionStorage.removeItem(key));
}
