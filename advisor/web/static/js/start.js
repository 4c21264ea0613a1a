// The forms of a home and of its bars: companies of the chosen department, prices shown when they are needed, months that
// follow the date, twelve numbers in one go. Everything here also works without it, with a press or a list more.

const form = document.querySelector("[data-start]");
const { department, distributor, last_reading: reading } = form.elements;
const bars = [...form.querySelectorAll("[data-bars] input")];

function followDepartment() {
  const groups = [...distributor.querySelectorAll("optgroup")];
  const prices = form.querySelector("[data-prices]");

  function showDistributors(changed) {
    for (const group of groups) group.hidden = group.disabled = group.label !== department.value;
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

  department.addEventListener("change", () => { showDistributors(true); openPrices(); });
  distributor.addEventListener("change", openPrices);
  showDistributors(false);
}

function nameMonths() {
  const [year, month, day] = reading.value.split("-").map(Number);
  if (!day || year < 2000) return;
  const style = new Intl.DateTimeFormat(document.documentElement.lang, { month: "short" });
  const name = (place, index) => {
    const first = new Date(year, month - 1 - index, 1);
    place.textContent = `${style.format(first).replace(".", "").toLowerCase()}\u00a0${first.getFullYear()}`;
  };
  form.querySelectorAll("[data-bars] label").forEach(name);
  form.querySelectorAll("[data-month-ticks] label > span").forEach(name);
}

// "131 126 122 …" pasted into one bar fills those that follow; one number is pasted as ever.
function spread(event) {
  const numbers = event.clipboardData.getData("text").trim().split(/[\s;|]+/);
  const first = bars.indexOf(event.target);
  if (first < 0 || numbers.length < 2 || numbers.length > bars.length - first || !numbers.every((one) => /^[\d.,]+$/.test(one))) return;
  event.preventDefault();
  numbers.forEach((number, index) => { bars[first + index].value = number; });
  bars[first + numbers.length - 1].focus();
  event.target.dispatchEvent(new Event("input", { bubbles: true }));
}

// The key that says "next" leads to the next bar; after the last one it sends, as everywhere.
function next(event) {
  const following = bars[bars.indexOf(event.target) + 1];
  if (event.key !== "Enter" || !bars.includes(event.target) || !following) return;
  event.preventDefault();
  following.focus();
}

// Beside the bars there is room for the paper; on a phone it stays folded, and the bars near.
const paper = form.querySelector("[data-paper] details");
if (paper && matchMedia("(min-width: 60rem)").matches) paper.open = true;

form.querySelectorAll(".no-script").forEach((part) => { part.hidden = true; });
if (department) followDepartment();
if (reading) {
  reading.addEventListener("change", nameMonths);
  form.addEventListener("paste", spread);
  form.addEventListener("keydown", next);
}
