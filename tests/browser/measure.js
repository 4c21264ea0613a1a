// What a page says of itself in a browser: its structure, whether everything fits, and how large its targets are.
// A function for walking.py: takes names of the parts wanted and gives plain values; the rules stand in Python.
(wanted) => {
  // On the page of the design system, components are shown with headings that are not the page's.
  const SPECIMEN = ".style-example__shown";
  const TEXT_FIELDS = "input:not([type=hidden]):not([type=radio]):not([type=checkbox]), select, textarea";
  const PRESSABLE = `.button, summary, label.choice, ${TEXT_FIELDS}`;
  const TARGETS = `a[href], button, label:has(input[type=radio], input[type=checkbox]), ${PRESSABLE}`;

  const shown = (element) => {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > 0 && box.bottom + scrollY > 0;
  };
  const short = (text) => text.replace(/\s+/g, " ").trim().slice(0, 60);
  const named = (element) => {
    const mark = element.className.baseVal ?? element.className;
    return `${element.tagName.toLowerCase()}${mark ? "." + String(mark).trim().split(/\s+/).join(".") : ""} “${short(element.textContent || element.name || "")}”`;
  };
  const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
  const inScroller = (element) => {
    for (let up = element.parentElement; up; up = up.parentElement) if (up !== document.body && up !== document.documentElement && scrolls(up)) return true;
    return false;
  };

  const structure = () => ({
    lang: document.documentElement.lang,
    title: document.title,
    h1: [...document.querySelectorAll("h1")].filter((heading) => shown(heading) && !heading.closest(SPECIMEN)).map((heading) => short(heading.textContent)),
    // A summary of errors stands above the heading of its page.
    headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((heading) => !heading.closest(`[role=alert], ${SPECIMEN}`)).map((heading) => [Number(heading.tagName[1]), short(heading.textContent)]),
    unnamed: [
      ...[...document.querySelectorAll("img:not([alt])")].map(named),
      ...[...document.querySelectorAll("svg:not(svg svg)")].filter((svg) => shown(svg) && !svg.closest("[aria-hidden=true]") && !svgName(svg)).map(named),
    ],
    repeatedIds: repeated([...document.querySelectorAll("[id]")].map((element) => element.id)),
  });
  const svgName = (svg) => {
    const ids = (svg.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean);
    const labels = ids.map((id) => document.getElementById(id)?.textContent.trim());
    return svg.getAttribute("aria-label") || (ids.length && labels.every(Boolean)) || svg.querySelector(":scope > title")?.textContent.trim();
  };
  const repeated = (values) => [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];

  // Beyond the screen's edge, or hidden by a box that is too small for its text.
  const layout = () => ({
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    outside: [...document.body.querySelectorAll("*")].filter((element) => shown(element) && !element.closest("svg *") && element.getBoundingClientRect().right > innerWidth + 1 && !inScroller(element)).map(named).slice(0, 5),
    cut: [...document.body.querySelectorAll("*")].filter((element) => shown(element) && isCut(element)).map(named).slice(0, 5),
    pictures: [...document.querySelectorAll("svg:not(svg svg)")].filter(shown).flatMap(pictureRemarks).slice(0, 8),
    textSize: parseFloat(getComputedStyle(document.querySelector("main p, main h1")).fontSize),
  });
  const isCut = (element) => {
    if (element.closest("svg")) return false;
    const style = getComputedStyle(element);
    const wider = element.scrollWidth > element.clientWidth + 1;
    const higher = element.scrollHeight > element.clientHeight + 1;
    if (element.matches("input:not([type=radio]):not([type=checkbox]):not([type=file])")) return wider;
    if (element.matches("button, .button, .badge, summary")) return element.clientWidth > 0 && wider;
    if (!element.textContent.trim() || element.tagName === "SELECT") return false;
    const hidesX = /hidden|clip/.test(style.overflowX), hidesY = /hidden|clip/.test(style.overflowY);
    return (hidesX && wider) || (hidesY && higher);
  };
  const scaleOf = (text) => {
    const matrix = text.getScreenCTM();
    return matrix ? Math.hypot(matrix.c, matrix.d) : 1;
  };
  const pictureRemarks = (svg) => {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim() && shown(text));
    const boxes = texts.map((text) => ({ words: short(text.textContent), box: text.getBoundingClientRect(), size: parseFloat(getComputedStyle(text).fontSize) * scaleOf(text) }));
    const remarks = [];
    boxes.forEach((one, index) => {
      const { box } = one;
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2) remarks.push(`cut off: “${one.words}”`);
      if (one.size < 10.9) remarks.push(`too small, ${one.size.toFixed(1)} px: “${one.words}”`);
      for (const other of boxes.slice(index + 1)) {
        const width = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const height = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        // Boxes of text are higher than its letters: lines that touch do not meet.
        if (width > 1 && height > 0.35 * Math.min(box.height, other.box.height)) remarks.push(`“${one.words}” over “${other.words}”`);
      }
    });
    return remarks;
  };

  // Height and width of what can be pressed; a link inside a sentence is as high as its line.
  const targets = () => [...document.querySelectorAll(TARGETS)]
    .filter((element) => shown(element) && !element.closest(".skip") && !(element.matches("input") && element.closest("label")))
    .map((element) => {
      const box = element.getBoundingClientRect();
      return { name: named(element), width: box.width, height: box.height, pressable: element.matches(PRESSABLE), inSentence: inSentence(element) };
    });
  const inSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    const block = element.closest("p, li, dd, td, small");
    return Boolean(block) && short(block.textContent).length > short(element.textContent).length + 3;
  };

  // The tools of the zoom need a script; links to other days do the same without it.
  const actions = () => [...document.querySelectorAll("main a[href], main button, main summary")].filter((element) => element.checkVisibility() && !element.closest(".zoom__tools")).map((element) => short(element.textContent));

  const parts = { structure, layout, targets, actions };
  return Object.fromEntries(wanted.map((name) => [name, parts[name]()]));
}
