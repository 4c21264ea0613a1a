"""The bill as one bar: each part as long as its share of the total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from advisor.web.charts.svg import Caption, element, line, mark, percent, picture, text

FILLS = ("energy", "lighting", "fixed", "tax", "levy", "other")
BAR_PX, ROW_PX = 20, 24
GAP = 0.4  # per cent left free between two parts, so that colour is not alone in telling them apart


@dataclass(frozen=True)
class BillPart:
    """One part of the bill: its name, its amount in soles, one of `FILLS`, and the amount as written."""

    name: str
    amount: Decimal
    fill: str
    figure: str = ""


def bill_parts(parts: Sequence[BillPart], *, caption: Caption) -> Markup:
    """Draw the parts in the order of the list; a negative amount (a refund, rounding) takes no length."""
    drawn = _bar(parts)
    return picture(caption, *drawn, kind="parts", height_px=BAR_PX) if drawn else Markup("")


def named_bill_parts(parts: Sequence[BillPart], *, caption: Caption) -> Markup:
    """Draw the parts with their names and figures below, for where no list stands beside: an e-mail, a report."""
    rows = []
    for i, part in enumerate(parts):
        y = BAR_PX + 12 + ROW_PX * i
        rows.append(element("rect", x="0%", width=10, y=y + 5, height=10, class_=f"bill-fill--{part.fill}"))
        rows.append(element("svg", text(part.name, x="18", y=14, class_="chart-text", anchor="start"), x="0%", y=y))
        rows.append(text(part.figure, x="100%", y=y + 14, class_="chart-text chart-text--strong", anchor="end"))
        rows.append(line(x1="0%", x2="100%", y1=y + ROW_PX - 3, y2=y + ROW_PX - 3, class_="chart-grid"))
    return picture(caption, *_bar(parts), *rows, kind="parts", height_px=BAR_PX + 12 + ROW_PX * len(parts))


def swatch(fill: str) -> Markup:
    """Draw the small square that ties a line of the list to its part of the bar."""
    if fill not in FILLS:
        raise ValueError(f"no such part of a bill: {fill!r}")
    square = element("rect", width="100%", height="100%", class_=f"bill-fill--{fill}")
    return element("svg", square, class_="swatch", aria_hidden="true", width=10, height=10)


def _bar(parts: Sequence[BillPart]) -> list[Markup]:
    shown = [part for part in parts if part.amount > 0]
    total = sum((part.amount for part in shown), Decimal(0))
    left, drawn = 0.0, []
    for part in shown:
        width = float(100 * part.amount / total)
        place = {"x": percent(left), "width": percent(max(width - GAP, 0.3)), "y": 0, "height": BAR_PX}
        words = f"{part.name}: {part.figure}" if part.figure else part.name
        drawn.append(mark(words, element("rect", **place, class_=f"bill-fill--{part.fill}")))
        left += width
    return drawn
