"""Vertical scales and the lines of a grid; a scale starts at zero unless a drawing says in words that it does not."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from advisor.web.charts.svg import line, percent, pixels, text

GUTTER = 9.0  # per cent of the width kept at the left for the figures of the scale
WIDEST_FIGURE = 4  # letters of a figure that the margin holds on the narrowest phone
MOST_TICKS = 4
MINUS = "\N{MINUS SIGN}"  # as wide as the digits, unlike a hyphen
ROOM = 1.02  # how far the scale goes beyond the largest value, so that a bar never touches the edge
NOTHING = 0.001  # kWh or soles: below this there is nothing to see, and steps would have no round figures


@dataclass(frozen=True)
class Scale:
    """From a value to a height: `smallest` at `bottom_px`, `largest` at `top_px`."""

    largest: float
    top_px: float
    bottom_px: float
    smallest: float = 0.0
    empty: bool = False

    def y(self, value: float) -> float:
        """Return the height in pixels from the top of the picture at which `value` stands."""
        share = (value - self.smallest) / (self.largest - self.smallest)
        return self.bottom_px - (self.bottom_px - self.top_px) * share

    def ticks(self) -> list[float]:
        """Return round values from zero, at most five of them."""
        if self.empty:
            return [0.0]
        step = round_step(self.largest / MOST_TICKS)
        return [step * i for i in range(int(self.largest / step + 1e-9) + 1)]

    def grid(self, *, skip_near: float | None = None) -> Markup:
        """Return hairlines with their figures at the left; `skip_near` leaves out the figure under a named line."""
        parts = []
        for value in self.ticks():
            y = self.y(value)
            look = "chart-grid" if value else "chart-axis"
            parts.append(line(x1=percent(GUTTER), x2="100%", y1=y, y2=y, class_=look))
            if skip_near is None or abs(self.y(skip_near) - y) > 9:
                parts.append(_figure(value, y))
        return Markup("").join(parts)


def _figure(value: float, y: float) -> Markup:
    """Write a figure beside its line; one too wide for the margin stands on the line, at its beginning."""
    written = figure(value)
    if len(written) > WIDEST_FIGURE:
        return text(written, x="0", y=y - 3, class_="chart-text chart-text--over", anchor="start")
    return text(written, x=percent(GUTTER - 2), y=y + 4, class_="chart-text", anchor="end")


def scale_for(values: Iterable[float], *, top_px: float, bottom_px: float) -> Scale:
    """Return the scale from zero that holds all values; of nothing, or of nothing but zeros, one with only its axis."""
    largest = max([*values, 0.0])
    if largest <= NOTHING:
        return Scale(largest=1.0, top_px=top_px, bottom_px=bottom_px, empty=True)
    return Scale(largest=largest * ROOM, top_px=top_px, bottom_px=bottom_px)


def figure(value: float) -> str:
    """Write a value of the scale as in Peru: 1,200 and 0.4."""
    return f"{value:,.0f}" if abs(value - round(value)) < 1e-9 else f"{value:,.4f}".rstrip("0")


def height(scale: Scale, value: float) -> str:
    """Return the height in pixels of a bar of `value`."""
    return pixels(scale.bottom_px - scale.y(value))


def round_step(at_least: float) -> float:
    """Return 1, 2, 2.5 or 5 times a power of ten; whole from one upwards, where halves would be odd to read."""
    magnitude = 10.0 ** math.floor(math.log10(at_least))
    steps = (factor * magnitude for factor in (1, 2, 2.5, 5, 10))
    return next(step for step in steps if step >= at_least * (1 - 1e-9) and (step < 1 or step == round(step)))
