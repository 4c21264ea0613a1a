"""Bars of months and days, bars in a row of a table, and the way to the limit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from advisor.web.charts.bands import months_band
from advisor.web.charts.bars import Bar, ForecastBar, LimitLine, daily_bars, monthly_bars
from advisor.web.charts.gallery.example import Example, ExampleTable, numbers
from advisor.web.charts.progress import Reached, progress_to_limit
from advisor.web.charts.sparkbars import sparkbars
from advisor.web.charts.svg import Caption
from advisor.web.filters import day, kwh, month, month_letter, month_short, month_year_short, number

YEAR = (128.0, 131.5, 142.0, 150.4, None, 147.0, 141.2, 126.0, 121.9, 119.0, 124.3, 130.0)
ESTIMATED = 8  # the month of YEAR whose reading was estimated
EMPTY = (None,) * 12


def usage_examples() -> tuple[Example, ...]:
    """Return the examples."""
    return (
        _months("months", _("Months: one without data, one estimated, some above 140 kWh"), YEAR, forecast=True),
        _months("months-none", _("Months: no data at all"), EMPTY),
        _months("months-one", _("Months: a single bill"), (96.0,)),
        _months("months-huge", _("Months: very large figures"), tuple(9000.0 + 450 * i for i in range(12))),
        _months("months-tiny", _("Months: almost nothing is used"), (0.2, 0.0, 0.4, 0.31), limited=False),
        _coming(),
        _days(),
        _progress("progress", _("The limit: on the way to stay under it"), used=102, end=136),
        _progress("progress-over", _("The limit: it would be passed"), used=118, end=163),
        _progress("progress-new", _("The limit: the period has just begun"), used=None, end=131),
        _spark("spark", _("Bars in a row of a table: a month without data, some above the limit"), YEAR),
        _spark("spark-none", _("Bars in a row of a table: no data"), EMPTY),
    )


def _limit() -> LimitLine:
    return LimitLine(140, _("%(kwh)s kWh", kwh=number(140)))


def _ends(count: int) -> list[date]:
    return [date(2025 + (i + 7) // 12, (i + 7) % 12 + 1, 4) for i in range(count)]


def _title(values: Sequence[float | None]) -> str:
    known = [(value, end) for value, end in zip(values, _ends(len(values)), strict=True) if value is not None]
    if not known:
        return _("We do not know your usage yet")
    most, end = max(known)
    return _("You used the most in %(month)s: %(kwh)s", month=month(end), kwh=kwh(most, 1))


def _table(values: Sequence[float | None]) -> ExampleTable:
    rows = (
        (month_year_short(end), None if value is None else number(value, 1))
        for value, end in zip(values, _ends(len(values)), strict=True)
    )
    return numbers(_("Usage of each bill by the month of its reading"), _("Month"), ["kWh"], rows)


def _bar(value: float | None, end: date, *, estimated: bool = False) -> Bar:
    words = {"month": month(end)}
    told = _("%(month)s: no data", **words) if value is None else _("%(month)s: %(kwh)s", kwh=kwh(value, 1), **words)
    return Bar(month_letter(end), value, told, estimated)


def _months(name: str, when: str, values: Sequence[float | None], *, forecast=False, limited=True) -> Example:
    title = _title(values)
    bars = [
        _bar(value, end, estimated=len(values) == len(YEAR) and forecast and i == ESTIMATED)
        for i, (value, end) in enumerate(zip(values, _ends(len(values)), strict=True))
    ]
    drawing = monthly_bars(
        bars,
        caption=Caption(_("Usage of each bill, in kWh"), title, f"example-{name}"),
        missing=_("no data"),
        forecast=[_forecast(date(2026, 8, 4), 121, 137, 152)] if forecast else [],
        limit=_limit() if limited else None,
    )
    return Example(name, title, when, drawing, _table(values))


def _forecast(end: date, low: float, expected: float, high: float) -> ForecastBar:
    words = _("%(month)s, forecast: between %(low)s and %(high)s", month=month(end), low=number(low), high=kwh(high))
    return ForecastBar(month_short(end), low, expected, high, words)


def _coming() -> Example:
    ends = [date(2026, 8 + i, 4) for i in range(5)]
    months = [_forecast(end, 112 + 6 * i, 128 + 8 * i, 142 + 11 * i) for i, end in enumerate(ends)]
    title = _("You would pass 140 kWh from %(month)s", month=month(ends[2]))
    rows = ((month_year_short(end), number(item.low), number(item.expected), number(item.high))
            for end, item in zip(ends, months, strict=True))  # fmt: skip
    return Example(
        "coming",
        title,
        _("The coming months: nothing of it has happened, so nothing is solid"),
        months_band(months, caption=Caption(_("The next bills, in kWh"), title, "example-coming"), limit=_limit()),
        numbers(_("Expected usage of the next bills, in kWh"), _("Month"), [_("low"), _("likely"), _("high")], rows),
    )


def _days() -> Example:
    values = [None if 9 <= i <= 13 else 3.2 + (i * 7 % 5) * 0.6 for i in range(31)]
    bars = [
        Bar(number(i + 1) if i % 5 == 0 and i < 30 else "", value, _day_words(i, value), estimated=i in (8, 14))
        for i, value in enumerate(values)
    ]
    title = _("An ordinary day takes %(usage)s", usage=kwh(4.4, 1))
    caption = Caption(_("Usage of each day, in kWh"), title, "example-days")
    rows = ((number(i + 1), None if value is None else number(value, 1)) for i, value in enumerate(values))
    return Example(
        "days",
        title,
        _("Days: a stretch without data, two days with hours missing"),
        daily_bars(bars, caption=caption, missing=_("no data")),
        numbers(_("Usage of each day, in kWh"), _("Day"), ["kWh"], rows),
    )


def _day_words(i: int, value: float | None) -> str:
    if value is None:
        return ""
    return _("%(day)s: %(usage)s", day=day(date(2026, 7, i + 1)), usage=kwh(value, 1))


def _progress(name: str, when: str, *, used: int | None, end: int) -> Example:
    title = _("You stay under 140 kWh") if end <= 140 else _("You would pass 140 kWh")
    drawing = progress_to_limit(
        used=Reached(used, _("today: %(usage)s", usage=kwh(used))) if used is not None else None,
        expected=Reached(end, _("end of the period: %(usage)s", usage=kwh(end))),
        limit=_limit(),
        caption=Caption(_("Where the next bill stands against the limit"), title, f"example-{name}"),
    )
    rows = ((_("used so far"), None if used is None else number(used)), (_("end of the period"), number(end)))
    return Example(name, title, when, drawing, numbers(title, _("When"), ["kWh"], rows))


def _spark(name: str, when: str, values: Sequence[float | None]) -> Example:
    title = _title(values)
    return Example(name, title, when, sparkbars(values, words=title, limit_kwh=140), _table(values))
