"""Forecasts as a line with its 80 % band (hours) or as hatched bars with whiskers (months)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from advisor.web.charts.bars import ForecastBar, LimitLine, monthly_bars
from advisor.web.charts.curves import across, area, curve, hit, plot, runs
from advisor.web.charts.scale import GUTTER, scale_for
from advisor.web.charts.svg import CHARACTER_PX, PHONE_PX, Caption, element, line, percent, picture, text

TOP_PX, BOTTOM_PX, HEIGHT_PX = 26, 178, 202


@dataclass(frozen=True)
class HourBand:
    """The forecast of one hour, kWh; `words` says the hour and figures for who points at it."""

    low: float
    expected: float
    high: float
    words: str = ""


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
    upper = [(now + i, hour.high) for i, hour in enumerate(hours)]
    lower = [(now + i, hour.low) for i, hour in enumerate(hours)]
    curves = [
        element("path", d=area(upper, lower, scale), class_="chart-band"),
        *(element("path", d=curve(run, scale), class_="chart-used") for run in runs(history_kwh)),
        element("path", d=curve(expected, scale), class_="chart-expected") if expected else Markup(""),
    ]
    marks = [
        hit(now + i, count, hour.words, top_px=TOP_PX, bottom_px=BOTTOM_PX)
        for i, hour in enumerate(hours)
        if hour.words
    ]
    return picture(
        caption,
        scale.grid(),
        _days(days, count),
        plot(*curves, slots=count, height_px=HEIGHT_PX),
        _names(words, now, count),
        *marks,
        kind="band",
        height_px=HEIGHT_PX,
    )


def months_band(months: Sequence[ForecastBar], *, caption: Caption, limit: LimitLine | None = None) -> Markup:
    """Draw the coming months: hatched, since none has happened, each with the whisker of its range."""
    return monthly_bars((), caption=caption, missing="", forecast=months, limit=limit)


def _days(days: Sequence[DayMark], count: int) -> Markup:
    parts = []
    for day in days:
        where = across(day.hour, count)
        parts.append(line(x1=where, x2=where, y1=TOP_PX, y2=BOTTOM_PX + 4, class_="chart-grid"))
        middle = across(min(day.hour + 12, (day.hour + count) / 2), count)
        parts.append(text(day.label, x=middle, y=BOTTOM_PX + 17, class_="chart-text"))
    return Markup("").join(parts)


def _names(words: BandWords, now: int, count: int) -> Markup:
    if not now:
        return text(words.expected, x=percent(GUTTER), y=14, class_="chart-text chart-text--usage", anchor="start")
    where = across(now, count)
    wide = 100 * len(words.expected) * CHARACTER_PX / PHONE_PX
    after = GUTTER + (100 - GUTTER) * (now + 2) / count
    begins = max(GUTTER, min(after, 100 - wide))
    ends = min(GUTTER + (100 - GUTTER) * (now - 2) / count, begins - 3)
    return (
        line(x1=where, x2=where, y1=TOP_PX - 8, y2=BOTTOM_PX, class_="chart-now")
        + text(words.used, x=percent(ends), y=14, class_="chart-text chart-text--strong", anchor="end")
        + text(words.expected, x=percent(begins), y=14, class_="chart-text chart-text--usage", anchor="start")
    )
