"""Every reading of a window: a stepped area from zero, or from lowest to highest where a column joins several.

The plot's own units are columns across and tenths of a pixel down, so every coordinate is a whole number: short in the
page, and `static/js/chart-envelope.js`, which draws other windows into the same picture, arrives at the very same path.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from advisor.energy.usage import MINUTES_PER_DAY, Quality
from advisor.web.charts.curves import across
from advisor.web.charts.scale import GUTTER, Scale, scale_for
from advisor.web.charts.svg import Caption, element, line, percent, picture, text

PLAIN_UP_TO = 1500  # readings drawn one by one: half-hours of a month, quarter-hours of a fortnight
MOST_COLUMNS = 750  # where there are more: hours of a month; a phone shows hardly more than one for each pixel
MEAN_FROM = 6  # readings in a column from which their mean tells more than the area does
TOP_PX, BOTTOM_PX, HEIGHT_PX = 12, 206, 232
TENTHS = 10


@dataclass(frozen=True, eq=False)
class Columns:
    """Readings put together from left to right, kWh of one reading; NaN and MISSING where a column has none.

    together: readings in a column; codes: `Quality`, ESTIMATED if any reading is; partly: some reading is missing.
    """

    together: int
    lowest: np.ndarray
    mean: np.ndarray
    highest: np.ndarray
    codes: np.ndarray
    partly: np.ndarray


@dataclass(frozen=True)
class Tick:
    """A place on the time axis, 0 at the left and 1 at the right, and the words that begin there."""

    at: float
    label: str


@dataclass(frozen=True)
class Stretch:
    """A part of the window that can be pointed at, from 0 to 1, and what was used in it, in words."""

    start: float
    end: float
    words: str


def readings_together(*, days: int, step_minutes: int) -> int:
    """Return how many readings a column holds: one, or the fewest that divide a day and keep to `MOST_COLUMNS`."""
    a_day = max(1, MINUTES_PER_DAY // step_minutes)
    if a_day * days <= PLAIN_UP_TO:
        return 1
    fewest = math.ceil(a_day * days / MOST_COLUMNS)
    return next((count for count in range(max(1, fewest), a_day) if a_day % count == 0), a_day)


def columns_of(kwh: np.ndarray, quality: np.ndarray, *, together: int) -> Columns:
    """Put every `together` readings into a column; the last may hold fewer."""
    count = math.ceil(len(kwh) / together)
    room = count * together - len(kwh)
    values = np.append(kwh, np.full(room, np.nan)).reshape(count, together)
    codes = np.append(quality, np.zeros(room, np.uint8)).reshape(count, together)
    known = (codes > 0).sum(axis=1)
    estimated = (codes == Quality.ESTIMATED).any(axis=1)
    sums = np.where(codes > 0, values, 0.0).sum(axis=1)
    return Columns(
        together=together,
        lowest=np.fmin.reduce(values, axis=1),
        mean=np.divide(sums, known, out=np.full(count, np.nan), where=known > 0),
        highest=np.fmax.reduce(values, axis=1),
        codes=np.where(known == 0, Quality.MISSING, np.where(estimated, Quality.ESTIMATED, Quality.MEASURED)),
        partly=known < together,
    )


def envelope(columns: Columns, *, caption: Caption, ticks: Sequence[Tick], stretches: Sequence[Stretch] = ()) -> Markup:
    """Draw the columns: measured ones filled, estimated ones in outline, nothing where there is no reading.

    Of several readings in a column the area goes from the lowest to the highest; of many, a line follows their mean.
    """
    known = columns.highest[columns.codes > 0]
    scale = scale_for([float(known.max())] if len(known) else [], top_px=TOP_PX, bottom_px=BOTTOM_PX)
    paths = {
        "measured": _area(columns, Quality.MEASURED, scale),
        "estimated": _area(columns, Quality.ESTIMATED, scale),
        "mean": _mean(columns, scale) if columns.together >= MEAN_FROM else "",
        "missing": _missing(columns, scale),
    }
    plot = element(
        "svg",
        *(element("path", d=d, class_=f"chart-readings chart-readings--{name}") for name, d in paths.items()),
        x=percent(GUTTER),
        y=0,
        width=percent(100 - GUTTER),
        height=HEIGHT_PX,
        viewBox=f"0 0 {len(columns.codes)} {HEIGHT_PX * TENTHS}",
        preserveAspectRatio="none",
        class_="chart-plot chart-plot--envelope",
    )
    return picture(
        caption,
        element("g", scale.grid(), class_="chart-levels"),
        element("g", *(_tick(tick) for tick in ticks), class_="chart-ticks"),
        plot,
        element("g", *(_stretch(part) for part in stretches), class_="chart-stretches"),
        kind="envelope",
        height_px=HEIGHT_PX,
    )


def _area(columns: Columns, quality: Quality, scale: Scale) -> str:
    parts = []
    for start, end in _runs(columns.codes == quality):
        tops = [_down(value, scale) for value in columns.highest[start:end]]
        if columns.together == 1:
            parts.append(f"M{start},{_down(0.0, scale)}{_steps(tops, start + 1, 1)}V{_down(0.0, scale)}Z")
            continue
        bottoms = [_down(value, scale) for value in columns.lowest[start:end]]
        parts.append(f"M{start},{tops[0]}{_steps(tops, start + 1, 1)}{_steps(bottoms[::-1], end - 1, -1)}Z")
    return "".join(parts)


def _mean(columns: Columns, scale: Scale) -> str:
    return "".join(
        f"M{start},{_down(columns.mean[start], scale)}"
        + _steps([_down(value, scale) for value in columns.mean[start:end]], start + 1, 1)
        for start, end in _runs(columns.codes > 0)
    )


def _missing(columns: Columns, scale: Scale) -> str:
    y = _down(0.0, scale) + 3 * TENTHS
    return "".join(f"M{start},{y}H{end}" for start, end in _runs(columns.partly))


def _steps(heights: Sequence[int], first: int, direction: int) -> str:
    return "".join(f"V{y}H{first + direction * i}" for i, y in enumerate(heights))


def _runs(chosen: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of each stretch of chosen columns."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], chosen, [False])).astype(np.int8)))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _down(value: float, scale: Scale) -> int:
    """Return tenths of a pixel from the top; halves go down, as the script rounds them."""
    return math.floor(scale.y(float(value)) * TENTHS + 0.5)


def _tick(tick: Tick) -> Markup:
    where = across(tick.at, 1)
    return line(x1=where, x2=where, y1=TOP_PX, y2=BOTTOM_PX + 6, class_="chart-grid") + text(
        tick.label, x=where, y=BOTTOM_PX + 20, class_="chart-text", anchor="start"
    )


def _stretch(part: Stretch) -> Markup:
    return element(
        "rect",
        element("title", part.words),
        x=across(part.start, 1),
        width=percent((100 - GUTTER) * (part.end - part.start)),
        y=TOP_PX,
        height=BOTTOM_PX - TOP_PX,
        class_="chart-mark chart-stretch",
    )
