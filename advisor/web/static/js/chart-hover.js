// Says the value of what is pointed at, tapped or reached by arrow keys in a picture: the words of its marks' titles, in one
// small box. The titles are taken out when it takes over, so that the browser does not show them a second time.

let box = null, mark = null, chart = null;

function marksOf(svg) {
  return [...svg.querySelectorAll(".chart-mark")].filter((each) => {
    const title = each.querySelector("title");
    if (title) {
      each.dataset.words = title.textContent;
      title.remove();
    }
    return each.dataset.words;
  });
}

function hide() {
  if (!mark) return;
  mark.classList.remove("chart-mark--now");
  box.hidden = true;
  mark = chart = null;
}

function say(svg, found) {
  if (found === mark) return;
  hide();
  [chart, mark] = [svg, found];
  mark.classList.add("chart-mark--now");
  const place = svg.parentElement;
  if (!box) {
    box = document.createElement("p");
    box.className = "chart-said";
    box.setAttribute("role", "status");
    box.addEventListener("pointerleave", left);
  }
  place.classList.add("chart-place");
  if (box.parentElement !== place) place.append(box);
  box.hidden = false;
  box.textContent = mark.dataset.words;
  const at = mark.getBoundingClientRect(), frame = place.getBoundingClientRect();
  const middle = (at.left + at.right) / 2 - frame.left - box.offsetWidth / 2;
  box.style.left = `${Math.max(0, Math.min(middle, frame.width - box.offsetWidth))}px`;
  box.style.top = `${Math.max(svg.getBoundingClientRect().top, at.top) - frame.top - box.offsetHeight - 4}px`;
}

function nearest(marks, x, y) {
  const boxes = marks.map((each) => each.getBoundingClientRect());
  const spread = (from, to) => {
    const middles = boxes.map((each) => each[from] + each[to]);
    return Math.max(...middles) - Math.min(...middles);
  };
  // Rows are told apart by height, columns by their place across.
  const rows = spread("top", "bottom") > spread("left", "right");
  const away = (low, at, high) => Math.max(low - at, 0, at - high);
  const far = boxes.map((each) => {
    const [dx, dy] = [away(each.left, x, each.right), away(each.top, y, each.bottom)];
    return rows ? dy * 1e4 + dx : dx * 1e4 + dy;
  });
  return marks[far.indexOf(Math.min(...far))];
}

function left(event) {
  if (event.pointerType === "mouse" && event.relatedTarget !== box && !chart?.contains(event.relatedTarget)) hide();
}

function point(event) {
  if (event.pointerType === "mouse" && event.buttons) return hide();
  const marks = marksOf(this);
  if (marks.length) say(this, nearest(marks, event.clientX, event.clientY));
}

function step(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const marks = marksOf(this), now = marks.indexOf(mark);
  const next = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: Math.max(0, now - 1), ArrowUp: Math.max(0, now - 1), Home: 0, End: marks.length - 1 }[event.key];
  if (next === undefined || !marks.length) return;
  event.preventDefault();
  say(this, marks[Math.min(next, marks.length - 1)]);
}

for (const svg of document.querySelectorAll("svg.chart")) {
  if (!svg.querySelector(".chart-mark")) continue;
  // The picture's own title would show as a second box; a description with the same name still names it.
  const title = svg.querySelector(":scope > title"), name = document.createElementNS(svg.namespaceURI, "desc");
  [name.id, name.textContent] = [title.id, title.textContent];
  title.replaceWith(name);
  svg.addEventListener("pointerdown", point);
  svg.addEventListener("pointermove", point);
  svg.addEventListener("pointerleave", left);
  svg.addEventListener("chart-redrawn", hide);
  if (svg.closest("[data-zoom]")) continue; // there the arrows move through time
  svg.tabIndex = 0;
  svg.addEventListener("keydown", step);
  svg.addEventListener("blur", hide);
}

document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
document.addEventListener("pointerdown", (event) => { if (chart && !chart.contains(event.target) && event.target !== box) hide(); });
