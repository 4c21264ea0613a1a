// Draws the readings of some days into the picture that the server drew (charts/envelope.py): the same path, axis and days.

const GUTTER = 9, TOP = 12, BOTTOM = 206, TENTHS = 10, PLAIN_UP_TO = 1500, MOST_COLUMNS = 750, MEAN_FROM = 6, MOST_TICKS = 4; // as in charts/envelope.py
const DAY_MS = 86400000, DAY_MINUTES = 1440, FIRST_ORDINAL = 719163; // Python's date(1970, 1, 1).toordinal()
const MISSING = 0xffff, ESTIMATED = 0x8000; // as in household/usage/detail_files.py

function columnsOf(units, start, end, together) {
  const count = Math.ceil((end - start) / together);
  const low = new Float64Array(count), high = new Float64Array(count), mean = new Float64Array(count);
  const quality = new Uint8Array(count), partly = new Uint8Array(count);
  for (let column = 0; column < count; column++) {
    const first = start + column * together, last = Math.min(first + together, end);
    let lowest = Infinity, highest = 0, sum = 0, known = 0, estimated = 0;
    for (let i = first; i < last; i++) {
      const code = units[i];
      if (code === MISSING) continue;
      const value = code & ~ESTIMATED;
      estimated |= code & ESTIMATED;
      if (value < lowest) lowest = value;
      if (value > highest) highest = value;
      sum += value;
      known++;
    }
    low[column] = lowest;
    high[column] = highest;
    mean[column] = sum / known;
    quality[column] = known && (estimated ? 1 : 2);
    partly[column] = known < together;
  }
  return { count, low, high, mean, quality, partly };
}

function readingsTogether(days, stepMinutes) {
  const aDay = Math.max(1, Math.floor(DAY_MINUTES / stepMinutes));
  if (aDay * days <= PLAIN_UP_TO) return 1;
  let count = Math.max(1, Math.ceil(aDay * days / MOST_COLUMNS));
  while (count < aDay && aDay % count) count++;
  return Math.min(count, aDay);
}

// Draws the days of `view` into the picture. words: what stands under it, as household/usage/detail_words.py gives them.
export function draw(svg, data, view, words) {
  const plot = svg.querySelector(".chart-plot");
  const shares = data.midnights.slice(view.first, view.first + view.count + 1);
  const start = shares[0], end = shares[view.count], together = readingsTogether(view.count, data.step);
  const { count, low, high, mean, quality, partly } = columnsOf(data.units, start, end, together);
  const most = high.reduce((highest, units) => Math.max(highest, units), 0) / data.perKwh;
  const largest = most > 0.001 ? most * 1.02 : 1;
  const y = (kwh) => BOTTOM - (BOTTOM - TOP) * (kwh / largest);
  const down = (units) => Math.floor(y(units / data.perKwh) * TENTHS + 0.5);
  const ground = down(0), under = ground + 3 * TENTHS;
  const steps = (values, first, last) => {
    let d = "";
    for (let i = first; i < last; i++) d += `V${down(values[i])}H${i + 1}`;
    return d;
  };
  const area = (first, last) => {
    let d = `M${first},${together > 1 ? down(high[first]) : ground}${steps(high, first, last)}`;
    if (together === 1) return `${d}V${ground}Z`;
    for (let i = last; i > first; i--) d += `V${down(low[i - 1])}H${i - 1}`;
    return `${d}Z`;
  };
  const runs = (is, write) => {
    let d = "";
    for (let i = 0, first = -1; i <= count; i++) {
      const chosen = i < count && is(i);
      if (chosen && first < 0) first = i;
      if (!chosen && first >= 0) {
        d += write(first, i);
        first = -1;
      }
    }
    return d;
  };
  const paths = {
    measured: runs((i) => quality[i] === 2, area),
    estimated: runs((i) => quality[i] === 1, area),
    mean: together < MEAN_FROM ? "" : runs((i) => quality[i], (a, b) => `M${a},${down(mean[a])}${steps(mean, a, b)}`),
    missing: runs((i) => partly[i], (a, b) => `M${a},${under}H${b}`),
  };
  for (const name in paths) plot.querySelector(`.chart-readings--${name}`).setAttribute("d", paths[name]);
  plot.setAttribute("viewBox", `0 0 ${count} ${plot.getAttribute("viewBox").split(" ")[3]}`);
  svg.querySelector(".chart-levels").replaceChildren(...levels(largest, y));
  svg.querySelector(".chart-ticks").replaceChildren(...ticks(data.first + view.first, view.count, (day) => (shares[day] - start) / (end - start), words));
  svg.querySelector(".chart-stretches").replaceChildren();
  svg.dispatchEvent(new Event("chart-redrawn"));
}

// Returns what lies over the days from one share of the picture to another while they are chosen.
export function shade(from, to) {
  const x = `${GUTTER + (100 - GUTTER) * from}%`, width = `${(100 - GUTTER) * (to - from)}%`;
  return make("rect", { x, width, y: TOP, height: BOTTOM - TOP, class: "chart-choice" });
}

function make(tag, attributes, words) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  if (words) node.textContent = words;
  return node;
}

function levels(largest, y) {
  const magnitude = 10 ** Math.floor(Math.log10(largest / MOST_TICKS));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude)
    .find((size) => size >= largest / MOST_TICKS * (1 - 1e-9) && (size < 1 || Number.isInteger(size)));
  const parts = [];
  for (let i = 0; i <= Math.floor(largest / step + 1e-9); i++) {
    const value = step * i, at = y(value).toFixed(1);
    parts.push(make("line", { x1: `${GUTTER}%`, x2: "100%", y1: at, y2: at, class: i ? "chart-grid" : "chart-axis" }));
    const whole = Math.abs(value - Math.round(value)) < 1e-9;
    const words = whole ? Math.round(value).toLocaleString("en-US") : value.toFixed(4).replace(/0+$/, "");
    parts.push(make("text", { x: `${GUTTER - 2}%`, y: Number(at) + 4, class: "chart-text", "text-anchor": "end" }, words));
  }
  return parts;
}

// Which days are named: household/usage/detail_words.py. first: the first day, counted from 1970; share: where a day begins.
function ticks(first, count, share, words) {
  const parts = [];
  const put = (at, label) => {
    const x = `${(GUTTER + (100 - GUTTER) * at).toFixed(2)}%`;
    parts.push(make("line", { x1: x, x2: x, y1: TOP, y2: BOTTOM + 6, class: "chart-grid" }));
    parts.push(make("text", { x, y: BOTTOM + 20, class: "chart-text", "text-anchor": "start" }, at <= 0.93 ? label : ""));
  };
  if (count === 1) {
    for (const hour of [0, 6, 12, 18]) put(hour / 24, words.hour.replace("{hour}", hour));
    return parts;
  }
  for (let i = 0; i < count; i++) {
    const number = first + i, date = new Date(number * DAY_MS);
    const day = date.getUTCDate(), month = date.getUTCMonth(), weekday = (date.getUTCDay() + 6) % 7;
    const evenWeek = Math.floor((number + FIRST_ORDINAL) / 7) % 2 === 0;
    if (count <= 14) {
      if (count <= 7 || i % 2 === 0) put(share(i), words.weekday.replace("{weekday}", words.weekdays[weekday]).replace("{day}", day));
    } else if (count <= 70) {
      if (weekday === 0 && (count <= 35 || evenWeek)) put(share(i), words.date.replace("{day}", day).replace("{month}", words.months[month]));
    } else if (day === 1 && (count <= 217 || month % 2 === 0)) put(share(i), words.months[month]);
  }
  return parts;
}
