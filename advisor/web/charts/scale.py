"""Vertical scales that start at zero, and the lines of a grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from advisor.web.charts.svg import line, percent, pixels, text

GUTTER = 9.0  # per cent of the width kept at the left for the figures of the scale
MOST_TICKS = 4


@dataclass(frozen=True)
class Scale:
    """From a value to a height: zero at `bottom_px`, `largest` at `top_px`."""

    largest: float
    top_px: float
    bottom_px: float

    def y(self, value: float) -> float:
        """Return the height in pixels from the top of the picture at which `value` stands."""
        return self.bottom_px - (self.bottom_px - self.top_px) * value / self.largest

    def ticks(self) -> list[float]:
        """Return round values from zero, at most five of them."""
        step = _round_step(self.largest / MOST_TICKS)
        return [step * i for i in range(int(self.largest / step + 1e-9) + 1)]

    def grid(self, *, skip_near: float | None = None) -> Markup:
        """Return hairlines with their figures at the left; `skip_near` leaves out the figure under a named line."""
        parts = []
        for value in self.ticks():
            y = self.y(value)
            look = "chart-grid" if value else "chart-axis"
            parts.append(line(x1=percent(GUTTER), x2="100%", y1=y, y2=y, class_=look))
            if skip_near is None or abs(self.y(skip_near) - y) > 9:
                parts.append(text(figure(value), x=percent(GUTTER - 2), y=y + 4, class_="chart-text", anchor="end"))
        return Markup("").join(parts)


def scale_for(values: Iterable[float], *, top_px: float, bottom_px: float) -> Scale:
    """Return the scale that holds all values; a picture of nothing but zeros still gets one."""
    return Scale(largest=max([*values, 0.0]) * 1.02 or 1.0, top_px=top_px, bottom_px=bottom_px)


def figure(value: float) -> str:
    """Write a value of the scale as in Peru: 1,200 and 0.4."""
    return f"{value:,.0f}" if value == round(value) else f"{value:.2f}".rstrip("0")


def height(scale: Scale, value: float) -> str:
    """Return the height in pixels of a bar of `value`."""
    return pixels(scale.bottom_px - scale.y(value))


def _round_step(at_least: float) -> float:
    magnitude = 10.0 ** len(str(int(at_least))) / 10 if at_least >= 1 else 0.01
    while True:
        for factor in (1, 2, 2.5, 5):
            step = factor * magnitude
            if step >= at_least and (step == round(step) or step < 1):
                return step
        magnitude *= 10
