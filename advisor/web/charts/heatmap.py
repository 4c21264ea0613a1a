"""The week by hour: one cell for each hour of each weekday, darker where more is used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from advisor.web.charts.scale import GUTTER
from advisor.web.charts.svg import Caption, element, line, percent, picture, pixels, text

LEVELS = 6  # shades, 0 the palest; even steps from zero to the largest cell
ROW_PX, HOURS = 24, 24
LABELLED_HOURS = (0, 6, 12, 18)


@dataclass(frozen=True)
class PeakWindow:
    """The hours of the evening peak, [first_hour, end_hour), and their name as drawn."""

    first_hour: int
    end_hour: int
    name: str


def week_by_hour(
    week_kwh: Sequence[Sequence[float | None]],
    *,
    days: Sequence[str],
    caption: Caption,
    peak: PeakWindow,
    hour: str,
    cell_words: Callable[[int, int], str] | None = None,
) -> Markup:
    """Draw 7 rows of 24 mean hourly usages, kWh; Monday first; an hour without data stays an empty frame.

    days: the seven short names; hour: how a clock hour is written, with `{hour}` in it ("{hour} h").
    cell_words: the words of a cell for who points at it, by weekday (0 Monday) and hour.
    """
    largest = max((v for row in week_kwh for v in row if v is not None), default=0.0) or 1.0
    column = (100 - GUTTER) / HOURS
    parts = []
    for i, row in enumerate(week_kwh):
        parts.append(text(days[i], x=percent(GUTTER - 0.8), y=i * ROW_PX + 16, class_="chart-text", anchor="end"))
        for j, value in enumerate(row):
            words = cell_words(i, j) if cell_words else ""
            parts.append(_cell(value, largest, GUTTER + j * column, i * ROW_PX, column, words))
    bottom = 7 * ROW_PX
    for h in LABELLED_HOURS:
        where = percent(GUTTER + h * column)
        parts.append(text(hour.format(hour=h), x=where, y=bottom + 16, class_="chart-text", anchor="start"))
    left, right = GUTTER + peak.first_hour * column, GUTTER + peak.end_hour * column
    parts.append(line(x1=percent(left), x2=percent(right), y1=bottom + 23, y2=bottom + 23, class_="chart-peak"))
    middle = percent((left + right) / 2)
    parts.append(text(peak.name, x=middle, y=bottom + 38, class_="chart-text chart-text--limit"))
    return picture(caption, *parts, kind="week", height_px=bottom + 44)


def level(value: float, largest: float) -> int:
    """Return the shade of a value, 0 to `LEVELS` - 1."""
    return min(LEVELS - 1, int(LEVELS * max(0.0, value) / largest))


def _cell(value: float | None, largest: float, left: float, top: float, column: float, words: str) -> Markup:
    """Return one cell; it is the mark itself, since a group for each of 168 would make the page heavy."""
    shade = "chart-heat--none" if value is None else f"chart-heat--{level(value, largest)}"
    return element(
        "rect",
        *([element("title", words)] if words else ()),
        x=percent(left),
        y=pixels(top),
        width=percent(column),
        height=ROW_PX,
        class_=f"chart-heat {shade}{' chart-mark' if words else ''}",
    )
