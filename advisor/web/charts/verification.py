"""Whether a change worked: what was used beside what would have been used, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from advisor.web.charts.bars import gaps
from advisor.web.charts.curves import across, area, curve, hit, plot, runs
from advisor.web.charts.scale import GUTTER, Scale, scale_for
from advisor.web.charts.svg import Caption, element, line, picture, pixels, text

TOP_PX, BOTTOM_PX, HEIGHT_PX = 40, 188, 212
NAMED_MONTHS = 4  # the latest, over which the two names stand
POINT_PX = 4


@dataclass(frozen=True)
class Adjusted:
    """What would have been used without the change, kWh, and its 90 % range."""

    low: float
    expected: float
    high: float


@dataclass(frozen=True)
class Month:
    """One month: measured kWh and the adjusted baseline; None where unknown. `words` for who points at it."""

    label: str
    measured: float | None
    baseline: Adjusted | None
    words: str = ""


@dataclass(frozen=True)
class Change:
    """What was done before month number `before` (0 the first), in words."""

    before: int
    words: str


@dataclass(frozen=True)
class VerificationWords:
    """The names at the lines, and the words in the slot of a month without a figure."""

    measured: str
    baseline: str
    missing: str


def verification(months: Sequence[Month], change: Change, *, caption: Caption, words: VerificationWords) -> Markup:
    """Draw the measured line with its points, the adjusted baseline dashed in its band, and when things changed."""
    count = max(1, len(months))
    measured = [month.measured for month in months]
    known = [value for value in measured if value is not None]
    highs = [month.baseline.high for month in months if month.baseline]
    scale = scale_for([*known, *highs], top_px=TOP_PX, bottom_px=BOTTOM_PX)
    return picture(
        caption,
        scale.grid(),
        _change(change, count),
        plot(*_lines(months, scale), slots=count, height_px=HEIGHT_PX),
        *gaps(measured, words.missing, slot=(100 - GUTTER) / count, bottom_px=BOTTOM_PX),
        *(_month(month, i, count, scale) for i, month in enumerate(months)),
        *_names(months, scale, words),
        kind="verification",
        height_px=HEIGHT_PX,
    )


def _lines(months: Sequence[Month], scale: Scale) -> list[Markup]:
    parts = []
    for run in runs([month.baseline for month in months]):
        upper = [(i, baseline.high) for i, baseline in run]
        lower = [(i, max(0.0, baseline.low)) for i, baseline in run]
        expected = [(i, max(0.0, baseline.expected)) for i, baseline in run]
        parts.append(element("path", d=area(upper, lower, scale), class_="chart-band"))
        parts.append(element("path", d=curve(expected, scale), class_="chart-expected"))
    for run in runs([month.measured for month in months]):
        parts.append(element("path", d=curve(run, scale), class_="chart-used"))
    return parts


def _month(month: Month, i: int, count: int, scale: Scale) -> Markup:
    middle = across(i + 0.5, count)
    label = text(month.label, x=middle, y=BOTTOM_PX + 17, class_="chart-text")
    if month.measured is None:
        return label
    point = element("circle", cx=middle, cy=pixels(scale.y(month.measured)), r=POINT_PX, class_="chart-point")
    told = hit(i, count, month.words, top_px=TOP_PX, bottom_px=BOTTOM_PX) if month.words else Markup("")
    return point + told + label


def _change(change: Change, count: int) -> Markup:
    """Return the upright line of the change with its words at the side that has more room."""
    right = change.before * 2 <= count
    x = across(change.before, count)
    aside = across(change.before + 0.15 if right else change.before - 0.15, count)
    anchor = "start" if right else "end"
    return line(x1=x, x2=x, y1=2, y2=BOTTOM_PX, class_="chart-change") + text(
        change.words, x=aside, y=13, class_="chart-text chart-text--limit", anchor=anchor
    )


def _names(months: Sequence[Month], scale: Scale, words: VerificationWords) -> list[Markup]:
    """Return the names of the two lines at the right: the higher line's above, the lower's below."""
    late = months[-NAMED_MONTHS:]
    used = [month.measured for month in late if month.measured is not None]
    bands = [month.baseline for month in late if month.baseline]
    both = [
        (month.measured, month.baseline.expected) for month in late if month.baseline and month.measured is not None
    ]
    less = sum(measured - expected for measured, expected in both) <= 0
    names = []
    over = "chart-text--over"
    if bands:
        edge = scale.y(max(band.high for band in bands)) if less else scale.y(min(band.low for band in bands))
        names.append(_name(words.baseline, edge, above=less, look=f"chart-text chart-text--usage {over}"))
    if used:
        edge = scale.y(min(used)) if less else scale.y(max(used))
        names.append(_name(words.measured, edge, above=not less, look=f"chart-text chart-text--strong {over}"))
    return names


def _name(words: str, edge: float, *, above: bool, look: str) -> Markup:
    y = edge - 9 if above else edge + 20
    return text(words, x="100%", y=min(max(y, 30), BOTTOM_PX - 4), class_=look, anchor="end")
