"""The bill as one bar: each part as long as its share of the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from advisor.web.charts.svg import Caption, element, percent, picture

FILLS = ("energy", "lighting", "fixed", "tax", "levy", "other")
HEIGHT_PX = 20
GAP = 0.4  # per cent left free between two parts, so that colour is not alone in telling them apart


@dataclass(frozen=True)
class BillPart:
    """One part of the bill: its name, its amount in soles (0 or more) and one of `FILLS`."""

    name: str
    amount: Decimal
    fill: str


def bill_parts(parts: Sequence[BillPart], *, caption: Caption) -> Markup:
    """Draw the parts in the order of the list; a negative amount (a refund, rounding) takes no length."""
    shown = [part for part in parts if part.amount > 0]
    total = sum((part.amount for part in shown), Decimal(0))
    if not total:
        return Markup("")
    left, drawn = 0.0, []
    for part in shown:
        width = float(100 * part.amount / total)
        drawn.append(
            element(
                "rect",
                element("title", part.name),
                x=percent(left),
                width=percent(max(width - GAP, 0.3)),
                y=0,
                height=HEIGHT_PX,
                class_=f"bill-fill--{part.fill}",
            )
        )
        left += width
    return picture(caption, *drawn, kind="parts", height_px=HEIGHT_PX)


def swatch(fill: str) -> Markup:
    """Draw the small square that ties a line of the list to its part of the bar."""
    if fill not in FILLS:
        raise ValueError(f"no such part of a bill: {fill!r}")
    square = element("rect", width="100%", height="100%", class_=f"bill-fill--{fill}")
    return element("svg", square, class_="swatch", aria_hidden="true", width=10, height=10)
