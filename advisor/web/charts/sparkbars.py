"""Twelve months in the height of a table's row."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from advisor.web.charts.scale import Scale, height, scale_for
from advisor.web.charts.svg import element, line, percent, pixels

WIDTH_PX, HEIGHT_PX, FOOT_PX = 96, 28, 27
BAR_SHARE = 0.8


def sparkbars(kwh: Sequence[float | None], *, words: str = "", limit_kwh: float | None = None) -> Markup:
    """Draw tiny bars, oldest first; a month without a figure stays empty, what passes the limit is above its line.

    words: what the bars show; without words the row says it already, and the drawing is hidden from readers.
    """
    known = [value for value in kwh if value is not None]
    marked = limit_kwh if limit_kwh is not None and max(known, default=0.0) > limit_kwh else None
    scale = scale_for(known, top_px=1, bottom_px=FOOT_PX)
    slot = 100 / max(1, len(kwh))
    bars = [
        part
        for i, value in enumerate(kwh)
        if value is not None
        for part in _bar(value, i * slot + slot * (1 - BAR_SHARE) / 2, slot * BAR_SHARE, scale, marked)
    ]
    parts = [line(x1="0%", x2="100%", y1=FOOT_PX + 0.5, y2=FOOT_PX + 0.5, class_="chart-grid"), *bars]
    if marked is not None:
        y = scale.y(marked)
        parts.append(line(x1="0%", x2="100%", y1=y, y2=y, class_="chart-limit chart-limit--thin"))
    told = {"role": "img"} if words else {"aria_hidden": "true"}
    return element(
        "svg",
        element("title", words) if words else Markup(""),
        *parts,
        class_="chart-spark",
        width=WIDTH_PX,
        height=HEIGHT_PX,
        xmlns="http://www.w3.org/2000/svg",
        **told,
    )


def _bar(value: float, left: float, wide: float, scale: Scale, limit: float | None) -> list[Markup]:
    place = {"x": percent(left), "width": percent(wide)}
    below = value if limit is None else min(value, limit)
    parts = [element("rect", **place, y=pixels(scale.y(below)), height=height(scale, below), class_="chart-usage")]
    if limit is not None and value > limit:
        tall = pixels(scale.y(limit) - scale.y(value))
        parts.append(element("rect", **place, y=pixels(scale.y(value)), height=tall, class_="chart-over"))
    return parts
