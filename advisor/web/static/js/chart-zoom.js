// Zoom of the page of every reading: draws other days into its picture, by drag, pinch, wheel, buttons and keys. Windows are
// whole days, so each is a page of its own: when the hand rests, its words and table are taken from there. Without this file
// the links above the picture lead to the same pages.

const DAY_MS = 86400000, REST_MS = 250, SMALLEST_DRAG_PX = 6;

const place = document.querySelector("[data-zoom]");
const told = JSON.parse(place.dataset.zoom);
const svg = place.querySelector("svg");
const gutter = parseFloat(svg.querySelector(".chart-plot").getAttribute("x")); // per cent, left of the readings
const buttons = [...place.querySelectorAll("[data-act]")];
const [status, said] = place.querySelectorAll("[role=status]");

let drawing = null; // chart-envelope.js, which nobody needs who only reads
let data = null; // {first, step, perKwh, midnights, units}
let view = null; // {first, count}: days from the first one loaded
let loading = null, resting = 0, frame = 0, asking = null;

// The readings

function load() {
  loading ??= begin().catch(() => { loading = null; status.textContent = told.words.failed; throw new Error("no readings"); });
  return loading;
}

async function begin() {
  status.textContent = told.words.waiting;
  [drawing] = await Promise.all([import(place.dataset.drawing), fetchReadings()]);
  status.textContent = "";
}

async function fetchReadings() {
  const answer = await fetch(told.readings);
  if (answer.status !== 200 || answer.redirected) throw new Error(String(answer.status));
  const bytes = await answer.arrayBuffer();
  const head = new Uint8Array(bytes).indexOf(10) + 1;
  const found = JSON.parse(new TextDecoder().decode(bytes.slice(0, head)));
  data = { ...found, first: Date.parse(found.first) / DAY_MS, units: new Uint16Array(bytes, head) };
  const first = Date.parse(told.desde) / DAY_MS - data.first;
  view = { first, count: Date.parse(told.hasta) / DAY_MS - data.first - first + 1 };
}

// The window

const total = () => data.midnights.length - 1;
const between = (low, value, high) => Math.max(low, Math.min(value, high));

function show(first, count) {
  count = between(1, Math.round(count), total());
  first = between(0, Math.round(first), total() - count);
  if (first === view.first && count === view.count) return;
  view = { first, count };
  frame ||= requestAnimationFrame(redraw);
  asking?.abort();
  clearTimeout(resting);
  resting = setTimeout(settle, REST_MS);
}

function redraw() {
  frame = 0;
  drawing.draw(svg, data, view, told.words);
  limits();
}

function zoom(factor, at = 0.5) {
  let count = Math.round(view.count * factor);
  if (count === view.count) count += factor < 1 ? -1 : 1;
  show(view.first + (view.count - between(1, count, total())) * at, count);
}

const move = (share) => show(view.first + Math.sign(share) * Math.max(1, Math.round(view.count * Math.abs(share))), view.count);

function limits() {
  const off = { in: view.count === 1, out: view.count === total(), left: view.first === 0, right: view.first + view.count === total() };
  for (const button of buttons) button.setAttribute("aria-disabled", off[button.dataset.act]);
}

// The words of the window, from its own page

const iso = (day) => new Date((data.first + day) * DAY_MS).toISOString().slice(0, 10);

async function settle() {
  const url = `?desde=${iso(view.first)}&hasta=${iso(view.first + view.count - 1)}`;
  history.replaceState(history.state, "", url);
  asking = new AbortController();
  try {
    const answer = await fetch(url, { signal: asking.signal });
    if (answer.redirected) return location.assign(url);
    if (!answer.ok) throw new Error(String(answer.status));
    swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
    status.textContent = "";
  } catch (error) {
    if (error.name !== "AbortError") status.textContent = told.words.stale;
  }
}

function swap(page) {
  for (const part of document.querySelectorAll("[data-swap]")) {
    const fresh = page.querySelector(`[data-swap="${part.dataset.swap}"]`);
    // The picture must not jump when a shorter sentence comes.
    if (part.closest("h1")) part.closest("h1").style.minHeight = `${part.closest("h1").offsetHeight}px`;
    part.replaceChildren(...fresh.childNodes);
  }
  for (const id of ["readings-title", "readings-description"]) {
    document.getElementById(id).textContent = page.getElementById(id).textContent;
  }
  svg.querySelector(".chart-stretches").replaceChildren(...page.querySelector(".chart-stretches").childNodes);
  said.textContent = `${document.querySelector('[data-swap="finding"]').textContent}. ${document.querySelector('[data-swap="heading"]').textContent}`;
}

// Hands

const actions = { in: () => zoom(0.5), out: () => zoom(2), left: () => move(-0.5), right: () => move(0.5) };
const keys = {
  "+": actions.in, "=": actions.in, "-": actions.out, ArrowLeft: () => move(-0.25), ArrowRight: () => move(0.25),
  Home: () => show(0, view.count), End: () => show(total(), view.count),
};
const act = (action) => load().then(action, () => {});

for (const button of buttons) {
  button.disabled = false;
  button.addEventListener("click", () => act(actions[button.dataset.act]));
}

svg.tabIndex = 0;
svg.addEventListener("focus", () => act(() => {}));
svg.addEventListener("keydown", (event) => {
  if (event.key === "Escape") choose(null);
  if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act(keys[event.key]);
});

function shareAt(x) {
  const box = svg.getBoundingClientRect();
  return between(0, ((x - box.left) / box.width * 100 - gutter) / (100 - gutter), 1);
}

svg.addEventListener("wheel", (event) => {
  const across = Math.abs(event.deltaX) > Math.abs(event.deltaY);
  if (!across && !event.ctrlKey && document.activeElement !== svg) return; // the page scrolls on under the pointer
  event.preventDefault();
  const at = shareAt(event.clientX);
  act(() => (across ? move(event.deltaX / svg.clientWidth) : zoom(Math.exp(between(-50, event.deltaY, 50) / 100), at)));
}, { passive: false });

const fingers = new Map();
let grip = null; // where a drag began: {x, view, spread, at}; a mouse chooses days, fingers slide and pinch
let chosen = null, shown = null; // what a drag has covered so far, and its shade once the drawing is there

function choose(ends) {
  chosen = ends;
  shown?.remove();
  shown = ends && drawing && svg.appendChild(drawing.shade(...ends));
  if (!ends) grip = null;
}

function hold() {
  const xs = [...fingers.values()];
  grip = fingers.size ? { x: xs[0], view, at: shareAt((xs[0] + xs.at(-1)) / 2), spread: Math.abs(xs[0] - xs.at(-1)) } : null;
}

svg.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  fingers.set(event.pointerId, event.clientX);
  svg.setPointerCapture(event.pointerId);
  hold();
  act(() => {
    if (grip) grip.view = view;
    if (chosen) choose(chosen);
  });
});

svg.addEventListener("pointermove", (event) => {
  if (!grip || !fingers.has(event.pointerId)) return;
  fingers.set(event.pointerId, event.clientX);
  if (event.pointerType === "mouse") {
    if (Math.abs(event.clientX - grip.x) >= SMALLEST_DRAG_PX) choose([shareAt(grip.x), shareAt(event.clientX)].sort((a, b) => a - b));
  } else if (grip.view && fingers.size === 2 && grip.spread) {
    const [one, two] = [...fingers.values()];
    const count = between(1, grip.view.count * grip.spread / Math.max(1, Math.abs(one - two)), total());
    show(grip.view.first + (grip.view.count - count) * grip.at, count);
  } else if (grip.view) {
    show(grip.view.first + (shareAt(grip.x) - shareAt(event.clientX)) * grip.view.count, grip.view.count);
  }
});

for (const name of ["pointerup", "pointercancel"]) {
  svg.addEventListener(name, (event) => {
    fingers.delete(event.pointerId);
    if (chosen && name === "pointerup" && grip) {
      const [from, to] = [shareAt(grip.x), shareAt(event.clientX)].sort((a, b) => a - b);
      act(() => show(view.first + Math.floor(from * view.count), Math.max(1, Math.ceil(to * view.count) - Math.floor(from * view.count))));
    }
    choose(null);
    hold();
  });
}
