"""Lines and areas over regular slots: an inner picture stretched to its width, whose strokes keep theirs.

Across, a point is a number of slots from the left; what stands for a slot is drawn at its middle, half a slot further.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from markupsafe import Markup

from advisor.web.charts.scale import GUTTER, Scale
from advisor.web.charts.svg import element, percent, pixels

Points = Sequence[tuple[float, float]]
Value = TypeVar("Value")


def plot(*curves: Markup, slots: int, height_px: float) -> Markup:
    """Return the inner picture that holds the curves, right of the figures of the scale."""
    return element(
        "svg",
        *curves,
        x=percent(GUTTER),
        y=0,
        width=percent(100 - GUTTER),
        height=pixels(height_px),
        viewBox=f"0 0 {slots} {pixels(height_px)}",
        preserveAspectRatio="none",
        class_="chart-plot",
    )


def across(slot: float, slots: int) -> str:
    """Return where the left edge of a slot stands in the whole picture."""
    return percent(GUTTER + (100 - GUTTER) * slot / slots)


def runs(values: Sequence[Value | None]) -> list[list[tuple[int, Value]]]:
    """Return the stretches with data, each value with its slot: a gap breaks the line and is never bridged."""
    stretches: list[list[tuple[int, Value]]] = [[]]
    for i, value in enumerate(values):
        if value is None:
            stretches.append([])
        else:
            stretches[-1].append((i, value))
    return [stretch for stretch in stretches if stretch]


def curve(points: Points, scale: Scale) -> str:
    """Return the path through the middles of the points' slots."""
    return "M" + "L".join(f"{round(slot + 0.5, 4):g},{pixels(scale.y(value))}" for slot, value in points)


def area(upper: Points, lower: Points, scale: Scale) -> str:
    """Return the path around what lies between two lines."""
    return curve([*upper, *reversed(lower)], scale) + "Z" if upper else ""


def hit(slot: float, slots: int, words: str, *, top_px: float, bottom_px: float) -> Markup:
    """Return an unseen column over a slot that says its words when it is pointed at, since a thin line cannot be."""
    return element(
        "rect",
        element("title", words),
        x=across(slot, slots),
        y=pixels(top_px),
        width=percent((100 - GUTTER) / slots),
        height=pixels(bottom_px - top_px),
        class_="chart-hit chart-mark",
    )
