"""What each advice would save a month: the likely soles hatched, since none is saved yet, and their range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from advisor.web.charts.scale import MINUS, MOST_TICKS, NOTHING, figure, round_step
from advisor.web.charts.svg import (
    CHARACTER_PX,
    LINE_PX,
    PHONE_PX,
    Caption,
    element,
    hatch,
    hatch_fill,
    line,
    mark,
    percent,
    picture,
    pixels,
    text,
    text_lines,
    wrapped,
)

BAR_PX, ROW_GAP_PX, AXIS_PX = 14, 18, 34
RIGHT = 98.0  # per cent of the width at which the largest saving ends
RANGE_FROM = 76.0  # a whisker that ends further right would run into its range
FIGURE_PX = 84  # kept free at the right of the names for the figure


@dataclass(frozen=True)
class Saving:
    """One advice: soles a month, low to high; `figure` and `range` are the same as written, `words` for the pointer."""

    name: str
    low: Decimal
    expected: Decimal
    high: Decimal
    figure: str
    range: str = ""
    words: str = ""


@dataclass(frozen=True)
class Across:
    """From soles to per cent of the width; zero stands at the left unless something may cost money."""

    smallest: float
    largest: float

    def x(self, soles: Decimal | float) -> float:
        """Return where an amount stands, in per cent from the left."""
        return RIGHT * (float(soles) - self.smallest) / (self.largest - self.smallest)

    def ticks(self) -> list[float]:
        """Return round amounts, zero among them."""
        step = round_step((self.largest - self.smallest) / MOST_TICKS)
        first, last = int(self.smallest / step), int(self.largest / step + 1e-9)
        return [step * i for i in range(first, last + 1)]


def savings(rows: Sequence[Saving], *, caption: Caption, unit: str, costs: str) -> Markup:
    """Draw one row an advice, its name above its bar; a range that may cost money reaches left of zero.

    unit: the words under the scale ("soles menos al mes"); costs: those left of zero ("pagarías más").
    """
    scale = savings_scale(rows)
    parts, top = [], 0.0
    for row in rows:
        drawn, taken = _row(row, top, scale, caption.name)
        parts.append(drawn)
        top += taken
    return picture(
        caption,
        hatch(caption.name, "saves", "costs"),
        _grid(scale, top, unit, costs),
        *parts,
        kind="savings",
        height_px=round(top) + AXIS_PX,
    )


def savings_scale(rows: Sequence[Saving]) -> Across:
    """Return the scale that holds every range and zero."""
    smallest = float(min((row.low for row in rows), default=Decimal(0)))
    largest = float(max((row.high for row in rows), default=Decimal(0)))
    smallest, largest = min(smallest, 0.0), max(largest, 0.0)
    return Across(smallest, largest if largest - smallest > NOTHING else 1.0)


def _row(row: Saving, top: float, scale: Across, name: str) -> tuple[Markup, float]:
    lines = wrapped(row.name, characters=int((PHONE_PX - FIGURE_PX) / CHARACTER_PX), most=3)
    # The range stands under its figure, beside a short bar; a long one makes room for it.
    under = row.range and scale.x(row.high) > RANGE_FROM
    label_px = LINE_PX * max(len(lines), 2 if under else 1)
    bar_top = top + label_px + 8
    middle = bar_top + BAR_PX / 2
    costs = row.expected < 0
    left, right = sorted((scale.x(0), scale.x(row.expected)))
    bar = element(
        "rect",
        x=percent(left),
        width=percent(max(right - left, 0.3)),
        y=pixels(bar_top),
        height=BAR_PX,
        class_="chart-costs" if costs else "chart-saves",
        fill=hatch_fill(name, "costs" if costs else "saves"),
    )
    parts = [bar, *_whisker(row, middle, scale)]
    strong = "chart-text chart-text--strong chart-text--over"
    look = f"chart-text chart-text--{'limit' if costs else 'saves'} chart-text--over"
    label = text_lines(lines, x="0%", y=top + 13, class_=strong, anchor="start")
    amount = text(row.figure, x="100%", y=top + 13, class_=look, anchor="end")
    if row.range:
        amount += text(row.range, x="100%", y=top + 13 + LINE_PX, class_="chart-text chart-text--over", anchor="end")
    words = row.words or f"{row.name}: {row.figure}"
    return mark(words, *parts) + label + amount, label_px + 8 + BAR_PX + ROW_GAP_PX


def _whisker(row: Saving, middle: float, scale: Across) -> list[Markup]:
    low, high = percent(scale.x(row.low)), percent(scale.x(row.high))
    caps = [line(x1=x, x2=x, y1=middle - 5, y2=middle + 5, class_="chart-whisker") for x in (low, high)]
    return [line(x1=low, x2=high, y1=middle, y2=middle, class_="chart-whisker"), *caps]


def _grid(scale: Across, bottom: float, unit: str, costs: str) -> Markup:
    parts = []
    base = bottom - ROW_GAP_PX + 8
    for soles in scale.ticks():
        x = percent(scale.x(soles))
        parts.append(line(x1=x, x2=x, y1=0, y2=base, class_="chart-grid" if soles else "chart-axis"))
        shown = f"{MINUS}{figure(-soles)}" if soles < 0 else figure(soles)
        parts.append(
            text(
                shown,
                x=x,
                y=base + 15,
                class_="chart-text",
                anchor="middle" if soles or scale.smallest < 0 else "start",
            )
        )
    parts.append(text(unit, x="100%", y=base + 31, class_="chart-text", anchor="end"))
    if scale.smallest < 0:
        parts.append(text(costs, x="0%", y=base + 31, class_="chart-text chart-text--limit", anchor="start"))
    return Markup("").join(parts)
