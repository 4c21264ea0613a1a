// The guest's form: distributors of the chosen department, months that follow the date, prices shown when they are needed.
// Everything here also works without it, with one more press or a longer list.

const form = document.querySelector("[data-start]");
const department = form.elements.department;
const distributor = form.elements.distributor;
const groups = [...distributor.querySelectorAll("optgroup")];
const prices = form.querySelector("[data-prices]");

function showDistributors(changed) {
  for (const group of groups) {
    const here = group.label === department.value;
    group.hidden = group.disabled = !here;
  }
  const offered = groups.find((group) => !group.disabled)?.children ?? [];
  const chosen = distributor.selectedOptions[0];
  const valid = chosen && (chosen.parentElement === distributor || !chosen.parentElement.disabled);
  if (changed && (!valid || chosen.value === "")) {
    if (offered.length === 1) offered[0].selected = true;
    else distributor.value = "";
  }
}

function openPrices() {
  if (distributor.selectedOptions[0]?.hasAttribute("data-own-price")) prices.open = true;
}

function monthsBefore(day, count) {
  return new Date(day.getFullYear(), day.getMonth() - count, 1);
}

function nameMonths() {
  const [year, month, day] = form.elements.last_reading.value.split("-").map(Number);
  if (!day || year < 2000) return;
  const style = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short" });
  form.querySelectorAll("[data-bars] label").forEach((label, index) => {
    const first = monthsBefore(new Date(year, month - 1, day), index);
    label.textContent = `${style.format(first).replace(".", "").toLowerCase()}\u00a0${first.getFullYear()}`;
  });
}

form.querySelectorAll(".no-script").forEach((part) => { part.hidden = true; });
department.addEventListener("change", () => { showDistributors(true); openPrices(); });
distributor.addEventListener("change", openPrices);
form.elements.last_reading.addEventListener("change", nameMonths);
showDistributors(false);
