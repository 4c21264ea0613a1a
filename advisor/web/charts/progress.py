"""How much of the limit is used, and how much more is likely before the period ends."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from advisor.web.charts.bars import LimitLine
from advisor.web.charts.svg import Caption, element, hatch, hatch_fill, line, mark, percent, picture, text

BAR_TOP_PX, BAR_PX, ROW_PX = 22, 22, 18
ROOM = 1.2  # how far the picture goes beyond the larger of limit and expected, so that the names have a place
LETTER = 2.1  # per cent of a phone's width that a letter of a name takes at most


@dataclass(frozen=True)
class Reached:
    """A level in kWh and its words ("hoy 102 kWh")."""

    kwh: float
    words: str


def progress_to_limit(*, used: Reached | None, expected: Reached, limit: LimitLine, caption: Caption) -> Markup:
    """Draw what is used (solid), what is expected by the end (hatched) and the limit (dashed)."""
    width = ROOM * max(limit.kwh, expected.kwh, used.kwh if used else 0.0)
    at_limit, at_end = 100 * limit.kwh / width, 100 * expected.kwh / width
    at_used = 100 * used.kwh / width if used else 0.0
    under = BAR_TOP_PX + BAR_PX
    over = expected.kwh > limit.kwh
    anchor = _inwards(at_end, expected.words)
    # The name of the limit stands at the right of its line or, when the line is passed, at its left.
    apart = over or (anchor == "start" and at_end + LETTER * len(expected.words) > at_limit)
    hatched = hatch_fill(caption.name)
    parts = [
        hatch(caption.name),
        _block(0, 100, class_="chart-ground"),
        mark(expected.words, _block(at_used, max(0.0, at_end - at_used), class_="chart-forecast", fill=hatched)),
        mark(used.words if used else "", _block(0, at_used, class_="chart-usage")),
        line(x1=percent(at_limit), x2=percent(at_limit), y1=BAR_TOP_PX - 8, y2=under + 5, class_="chart-limit"),
        text(
            limit.name,
            x=percent(at_limit),
            y=under + ROW_PX,
            class_="chart-text chart-text--limit",
            anchor="end" if over else "start",
        ),
        text(
            expected.words,
            x=percent(at_end),
            y=under + ROW_PX * (2 if apart else 1),
            class_="chart-text",
            anchor=anchor,
        ),
    ]
    if used:
        strong = "chart-text chart-text--strong"
        parts.append(text(used.words, x=percent(at_used), y=14, class_=strong, anchor=_inwards(at_used, used.words)))
    kind, rows = ("progress-over", 2) if apart else ("progress", 1)
    return picture(caption, *parts, kind=kind, height_px=under + ROW_PX * rows + 6)


def _block(left: float, wide: float, *, class_: str, fill: str | None = None) -> Markup:
    place = {"x": percent(left), "width": percent(wide), "y": BAR_TOP_PX, "height": BAR_PX}
    return element("rect", **place, class_=class_, fill=fill)


def _inwards(at: float, words: str) -> str:
    """Write to the left of the mark unless the words would not find room there."""
    return "end" if at >= LETTER * len(words) else "start"
