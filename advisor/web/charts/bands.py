"""Forecasts as a line with its 80 % band (hours) or as hatched bars with whiskers (months)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from advisor.web.charts.bars import ForecastBar, LimitLine, monthly_bars
from advisor.web.charts.scale import GUTTER, Scale, scale_for
from advisor.web.charts.svg import Caption, element, line, percent, picture, pixels, text

TOP_PX, BOTTOM_PX, HEIGHT_PX = 26, 178, 202


@dataclass(frozen=True)
class HourBand:
    """The forecast of one hour, kWh."""

    low: float
    expected: float
    high: float


@dataclass(frozen=True)
class BandWords:
    """The words drawn beside the line of what was used and the line of what is expected."""

    used: str
    expected: str


@dataclass(frozen=True)
class DayMark:
    """Where a day begins, in hours from the left, and its short name."""

    hour: int
    label: str


def forecast_band(
    hours: Sequence[HourBand],
    *,
    caption: Caption,
    words: BandWords,
    days: Sequence[DayMark],
    history_kwh: Sequence[float | None] = (),
) -> Markup:
    """Draw the last hours used (solid, broken where there is no data), then the forecast (dashed) inside its band."""
    count = max(1, len(history_kwh) + len(hours))
    known = [value for value in history_kwh if value is not None]
    scale = scale_for([*known, *(hour.high for hour in hours)], top_px=TOP_PX, bottom_px=BOTTOM_PX)
    now = len(history_kwh)
    expected = [(now + i, hour.expected) for i, hour in enumerate(hours)]
    curves = [
        element("path", d=_band(hours, now, scale), class_="chart-band"),
        *(element("path", d=_curve(run, scale), class_="chart-used") for run in _runs(history_kwh)),
        element("path", d=_curve(expected, scale), class_="chart-expected") if expected else Markup(""),
    ]
    plot = element(
        "svg",
        *curves,
        x=percent(GUTTER),
        y=0,
        width=percent(100 - GUTTER),
        height=HEIGHT_PX,
        viewBox=f"0 0 {count} {HEIGHT_PX}",
        preserveAspectRatio="none",
        class_="chart-plot",
    )
    return picture(
        caption, scale.grid(), _days(days, count), plot, _names(words, now, count), kind="band", height_px=HEIGHT_PX
    )


def months_band(months: Sequence[ForecastBar], *, caption: Caption, limit: LimitLine | None = None) -> Markup:
    """Draw the coming months: hatched, since none has happened, each with the whisker of its range."""
    return monthly_bars((), caption=caption, missing="", forecast=months, limit=limit)


def _across(hour: float, count: int) -> str:
    return percent(GUTTER + (100 - GUTTER) * hour / count)


def _days(days: Sequence[DayMark], count: int) -> Markup:
    parts = []
    for day in days:
        where = _across(day.hour, count)
        parts.append(line(x1=where, x2=where, y1=TOP_PX, y2=BOTTOM_PX + 4, class_="chart-grid"))
        middle = _across(min(day.hour + 12, (day.hour + count) / 2), count)
        parts.append(text(day.label, x=middle, y=BOTTOM_PX + 17, class_="chart-text"))
    return Markup("").join(parts)


def _names(words: BandWords, now: int, count: int) -> Markup:
    if not now:
        return text(words.expected, x=percent(GUTTER), y=14, class_="chart-text chart-text--usage", anchor="start")
    where = _across(now, count)
    return (
        line(x1=where, x2=where, y1=TOP_PX - 8, y2=BOTTOM_PX, class_="chart-now")
        + text(words.used, x=_across(now - 2, count), y=14, class_="chart-text chart-text--strong", anchor="end")
        + text(words.expected, x=_across(now + 2, count), y=14, class_="chart-text chart-text--usage", anchor="start")
    )


def _runs(values: Sequence[float | None]) -> list[list[tuple[float, float]]]:
    """Return the stretches with data: a gap breaks the line and is never bridged."""
    runs: list[list[tuple[float, float]]] = [[]]
    for i, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((i, value))
    return [run for run in runs if run]


def _curve(points: Sequence[tuple[float, float]], scale: Scale) -> str:
    return "M" + "L".join(f"{hour + 0.5:g},{pixels(scale.y(kwh))}" for hour, kwh in points)


def _band(hours: Sequence[HourBand], now: int, scale: Scale) -> str:
    if not hours:
        return ""
    upper = [(now + i, hour.high) for i, hour in enumerate(hours)]
    lower = [(now + i, hour.low) for i, hour in reversed(list(enumerate(hours)))]
    return _curve([*upper, *lower], scale) + "Z"
