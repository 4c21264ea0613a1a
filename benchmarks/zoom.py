"""How long the zoom of the readings page takes to redraw 35,040 readings on a slow processor.

Opens the page of the demonstration home on a running product (`make run`), gives it a year of made-up quarter-hours in
place of the home's own readings, slows the processor of the browser down, and zooms in, out and along. Three ways are
timed over the same windows in the same run:

    ours      static/js/chart-envelope.js: the columns, the path, the axis
    plain     every reading of the window as one path, without reduction (the baseline)
    peer      uPlot's canvas, where --uplot gives its file (uPlot.iife.min.js; not part of the product)

`script` is the drawing itself, `frame` from the press of the button until the main thread is done with the frame, with
layout and paint; rastering on other threads is in neither. `year` are the steps that show all readings at once.
Prints a table and one line of JSON; exits 1 where the median frame of ours exceeds --limit (ms, 0 for none): the
worst one says more of what else the machine was doing.
"""

from __future__ import annotations

import argparse
import html
import json
import math
import re
import statistics
import sys
from array import array
from datetime import date, timedelta
from pathlib import Path
from random import Random

from playwright.sync_api import Page, Route, sync_playwright

DAYS, A_DAY, STEP_MINUTES, PER_KWH = 365, 96, 15, 10_000
FIRST = date(2025, 1, 1)

# A task queued in a frame's callback runs when the main thread is done with that frame.
TIMED = """
async ({steps}) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const task = () => new Promise((done) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  });
  const times = [];
  for (const step of steps) {
    await new Promise((done) => setTimeout(done, 30));
    await frame();
    await task();
    const begin = performance.now();
    const {script, drawnInFrame} = await window.redraw(step);
    if (!drawnInFrame) await frame();
    await task();
    times.push({script, frame: performance.now() - begin});
  }
  return times;
}
"""
OURS = """
() => {
  const svg = document.querySelector("svg.chart--envelope");
  window.redraw = async (step) => {
    const ended = new Promise((done) => {
      svg.addEventListener("chart-redrawn", () => done(performance.now()), {once: true});
    });
    const began = new Promise((done) => requestAnimationFrame(() => done(performance.now())));
    document.querySelector(`[data-act=${step.act}]`).click();
    return {script: await ended - await began, drawnInFrame: true};
  };
}
"""
PLAIN = """
({values, perDay}) => {
  const plot = document.querySelector(".chart-plot"), path = plot.querySelector(".chart-readings--measured");
  for (const other of plot.querySelectorAll("path")) if (other !== path) other.setAttribute("d", "");
  const largest = Math.max(...values);
  window.redraw = async ({first, count}) => {
    const begin = performance.now(), start = first * perDay, end = (first + count) * perDay, points = [];
    for (let i = start; i < end; i++) points.push(`${i - start},${Math.round(2060 - 1940 * values[i] / largest)}`);
    plot.setAttribute("viewBox", `0 0 ${end - start} 2320`);
    path.setAttribute("d", "M" + points.join("L"));
    return {script: performance.now() - begin, drawnInFrame: false};
  };
}
"""
PEER = """
({values, perDay}) => {
  const place = document.querySelector("svg.chart--envelope"), width = place.clientWidth;
  const holder = document.createElement("div");
  place.replaceWith(holder);
  const series = [{}, {stroke: "#5c7db6", fill: "#5c7db6"}];
  const times = values.map((_, i) => i * 900);
  const plot = new uPlot({width, height: 232, series, legend: {show: false}}, [times, values], holder);
  window.redraw = async ({first, count}) => {
    const begin = performance.now();
    plot.setScale("x", {min: first * perDay * 900, max: (first + count) * perDay * 900});
    await new Promise(queueMicrotask); // it draws in a microtask of its own, queued before this one
    return {script: performance.now() - begin, drawnInFrame: false};
  };
}
"""
# From the whole year inwards, along and out again, so that a third of the windows hold the whole year.
ACTS = "in out in left right out in in left out out in in in out out out"


def main() -> int:
    options = arguments()
    values = made_up_year(options.seed)
    results = {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu"])
        for name in ["ours", "plain", *(["peer"] if options.uplot else [])]:
            # The peer writes styles into its elements, which the product's content policy refuses.
            context = browser.new_context(
                viewport={"width": options.width, "height": 800}, locale="es-PE", bypass_csp=name == "peer"
            )
            page = context.new_page()
            results[name] = measured(page, name, values, options)
            context.close()
        browser.close()
    report(results, options)
    median = results["ours"]["frame"]["median"]
    return 1 if options.limit and median > options.limit else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", default="http://127.0.0.1:8000", help="a running product with the demonstration home")
    parser.add_argument("--steps", type=int, default=30, help="zoom steps to time")
    parser.add_argument("--slowdown", type=float, default=6, help="how many times slower the processor is made")
    parser.add_argument("--width", type=int, default=360, help="width of the window, px")
    parser.add_argument("--limit", type=float, default=100, help="longest median frame, ms; 0 for none")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--uplot", type=Path, help="uPlot.iife.min.js, to time it too")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    return parser.parse_args()


def made_up_year(seed: int) -> list[float]:
    """Return a year of quarter-hours, kWh: a night level, an evening and short strong peaks."""
    chance = Random(seed)
    values = []
    for slot in range(DAYS * A_DAY):
        evening = 0.08 * max(0.0, math.sin((slot % A_DAY - 60) / A_DAY * 2 * math.pi))
        peak = 0.9 * chance.random() if chance.random() < 0.02 else 0.0
        values.append(round(0.02 + evening + 0.02 * chance.random() + peak, 4))
    return values


def windows(count: int) -> list[dict]:
    """Return zoom steps from the whole year inwards, along and outwards again, as our buttons make them."""
    first, days, steps = 0, DAYS, []
    acts = [
        "in",
        "left",
        "out",
        "in",
        "in",
        "right",
        "right",
        "out",
        "out",
        "in",
        "left",
        "in",
        "in",
        "out",
        "out",
        "out",
    ]
    for act in (acts * (count // len(acts) + 1))[:count]:
        before = (first, days)
        if act in ("in", "out"):
            new = min(DAYS, max(1, rounded(days * (0.5 if act == "in" else 2))))
            first, days = rounded(first + (days - new) / 2), new
        else:
            first += (-1 if act == "left" else 1) * max(1, rounded(days / 2))
        first = min(max(0, first), DAYS - days)
        if (first, days) != before:
            steps.append({"act": act, "first": first, "count": days})
    return steps


def measured(page: Page, name: str, values: list[float], options: argparse.Namespace) -> dict:
    """Time one way of drawing on a page of its own."""
    page.goto(options.site)
    page.get_by_role("button", name=re.compile("hogar de ejemplo")).click()
    number = re.search(r"/suministro/(\d+)/", page.url).group(1)
    address = f"{options.site}/suministro/{number}/consumo/detalle/"
    page.route("**/detalle/", a_whole_year)
    page.route("**/detalle/lecturas?*", lambda route: route.fulfill(body=compact(values)))
    page.route("**/detalle/?*", lambda route: route.abort())  # the words of a window: not what is timed
    page.goto(address)
    page.locator("svg.chart--envelope").focus()
    page.wait_for_load_state("networkidle")
    steps = windows(options.steps)
    given = {"values": values, "perDay": A_DAY}
    if name == "ours":
        page.evaluate(OURS)
    elif name == "plain":
        page.evaluate(PLAIN, given)
    else:
        page.add_script_tag(path=str(options.uplot))
        page.evaluate(PEER, given)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": options.slowdown})
    times = page.evaluate(TIMED, {"steps": steps})
    year = [time for time, step in zip(times, steps, strict=True) if step["count"] == DAYS]
    return {
        "steps": len(times),
        "script": summary([time["script"] for time in times]),
        "frame": summary([time["frame"] for time in times]),
        "year": summary([time["script"] for time in year]),
    }


def a_whole_year(route: Route) -> None:
    """Let the page begin with the whole made-up year, whatever the home has."""
    answer = route.fetch()
    page = answer.text()
    found = re.search(r'data-zoom="([^"]*)"', page).group(1)
    told = json.loads(html.unescape(found)) | {"desde": FIRST.isoformat()}
    told["hasta"] = (FIRST + timedelta(days=DAYS - 1)).isoformat()
    route.fulfill(response=answer, body=page.replace(found, html.escape(json.dumps(told))))


def compact(values: list[float]) -> bytes:
    """Write the readings as the product does (household/usage/detail_files.py)."""
    midnights = [day * A_DAY for day in range(DAYS + 1)]
    head = json.dumps({"first": FIRST.isoformat(), "step": STEP_MINUTES, "perKwh": PER_KWH, "midnights": midnights})
    units = array("H", (round(value * PER_KWH) for value in values))
    if sys.byteorder == "big":
        units.byteswap()
    return (head + " " * (1 - len(head) % 2) + "\n").encode("ascii") + units.tobytes()


def rounded(value: float) -> int:
    """Round halves up, as the script does."""
    return math.floor(value + 0.5)


def summary(times: list[float]) -> dict[str, float]:
    return {"median": round(statistics.median(times), 1), "worst": round(max(times), 1)}


def report(results: dict, options: argparse.Namespace) -> None:
    """Print the table and the line for machines."""
    print(f"{DAYS * A_DAY:,} readings, {options.width} px, processor {options.slowdown:g} times slower")
    kinds = ("script", "frame", "year")
    print(f"{'ms':8}{'steps':>6}" + "".join(f"{kind + ' median':>15}{'worst':>7}" for kind in kinds))
    for name, found in results.items():
        times = "".join(f"{found[kind]['median']:>15}{found[kind]['worst']:>7}" for kind in kinds)
        print(f"{name:8}{found['steps']:>6}{times}")
    ratio = results["plain"]["year"]["median"] / results["ours"]["year"]["median"]
    print(f"drawing every point of the year takes {ratio:.1f} times as long as ours (median of the script)")
    print(json.dumps({"slowdown": options.slowdown, "width": options.width, "ratio": round(ratio, 2), **results}))


if __name__ == "__main__":
    sys.exit(main())
