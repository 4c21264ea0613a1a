"""Pictures by hour: the week, the coming days, a day with the sun."""

from __future__ import annotations

import math

from flask_babel import gettext as _

from advisor.web.charts.bands import BandWords, DayMark, HourBand, forecast_band
from advisor.web.charts.gallery.example import Example, numbers
from advisor.web.charts.heatmap import PeakWindow, week_by_hour
from advisor.web.charts.solar_day import SolarHour, SolarWords, solar_day
from advisor.web.charts.svg import Caption
from advisor.web.filters import kwh, number

DAY = [0.1, 0.1, 0.1, 0.1, 0.1, 0.15, 0.35, 0.4, 0.2, 0.15, 0.15, 0.2, 0.3, 0.25, 0.15, 0.15, 0.2, 0.3]
DAY += [0.55, 0.7, 0.75, 0.6, 0.35, 0.2]  # kWh of each hour of an ordinary day


def time_examples() -> tuple[Example, ...]:
    """Return the examples."""
    return (
        _week(),
        _hours(),
        _solar("solar", _("A day with panels: more sun than use at noon"), peak_kwh=0.75),
        _solar("solar-small", _("A day with panels: a small system, all of it used"), peak_kwh=0.12),
        _solar("solar-none", _("A day with panels: no sun"), peak_kwh=0.0),
    )


def _day_names() -> list[str]:
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]


def _hour(hour: int) -> str:
    return _("{hour} h").format(hour=hour)


def _week() -> Example:
    week: list[list[float | None]] = [[value * (0.8 if day > 4 else 1) for value in DAY] for day in range(7)]
    week[2][3:6] = [None] * 3
    days = _day_names()
    title = _("A third of your energy goes between 18 and 23 h")

    def words(day: int, hour: int) -> str:
        value = week[day][hour]
        place = {"day": days[day], "hour": hour}
        if value is None:
            return _("%(day)s, %(hour)s h: no data", **place)
        return _("%(day)s, %(hour)s h: %(usage)s", usage=kwh(value, 2), **place)

    drawing = week_by_hour(
        week,
        days=days,
        caption=Caption(_("Usage by weekday and hour"), title, "example-week"),
        peak=PeakWindow(18, 23, _("peak hours")),
        hour=_("{hour} h"),
        cell_words=words,
    )
    rows = ((_hour(h), *(None if row[h] is None else number(row[h], 2) for row in week)) for h in range(24))
    table = numbers(_("Mean usage of each hour, in kWh"), _("Hour"), days, rows)
    return Example("week", title, _("The week by hour: three hours were never measured"), drawing, table)


def _hours() -> Example:
    used = [None if 20 <= i <= 25 else DAY[i % 24] * (0.9 + 0.2 * math.sin(i)) for i in range(48)]
    expected = [DAY[i % 24] for i in range(72)]
    hours = [
        HourBand(value * 0.6, value, value * 1.5, _("%(hour)s h: about %(usage)s", hour=i % 24, usage=kwh(value, 2)))
        for i, value in enumerate(expected)
    ]
    names = _day_names()
    title = _("Tomorrow would take about %(usage)s", usage=kwh(sum(expected[:24]), 1))
    drawing = forecast_band(
        hours,
        caption=Caption(_("Usage of the next days, hour by hour, in kWh"), title, "example-hours"),
        words=BandWords(_("what you used"), _("what we expect, with its range")),
        days=[DayMark(24 * i, names[i]) for i in range(5)],
        history_kwh=used,
    )
    rows = ((_hour(i), number(hour.low, 2), number(hour.expected, 2), number(hour.high, 2))
            for i, hour in enumerate(hours[:24]))  # fmt: skip
    table = numbers(_("Expected usage of each hour, in kWh"), _("Hour"), [_("low"), _("likely"), _("high")], rows)
    when = _("The next days by hour: measured, with a gap, then the forecast in its range")
    return Example("hours", title, when, drawing, table)


def _solar(name: str, when: str, *, peak_kwh: float) -> Example:
    sun = [peak_kwh * max(0.0, math.sin(math.pi * (i - 5.5) / 12.5)) if 6 <= i <= 17 else 0.0 for i in range(24)]
    hours = [
        SolarHour(
            generation,
            load,
            _("%(hour)s h: %(sun)s from the roof, %(usage)s used", hour=i, sun=kwh(generation, 2), usage=kwh(load, 2)),
        )
        for i, (generation, load) in enumerate(zip(sun, DAY, strict=True))
    ]
    met = sum(min(hour.generation_kwh, hour.load_kwh) for hour in hours)
    title = (
        _("Of what your roof would generate in a day, you would use %(usage)s yourself", usage=kwh(met, 1))
        if peak_kwh
        else _("Your roof would generate nothing that day")
    )
    words = SolarWords(
        generation=_("what the roof generates"),
        load=_("what you use"),
        used=_("you use it"),
        left_over=_("left over"),
        hour=_("{hour} h"),
    )
    caption = Caption(_("A mean day with solar panels, in kWh an hour"), title, f"example-{name}")
    rows = ((_hour(i), number(hour.generation_kwh, 2), number(hour.load_kwh, 2)) for i, hour in enumerate(hours))
    columns = [_("what the roof generates"), _("what you use")]
    table = numbers(caption.title, _("Hour"), columns, rows)
    return Example(name, title, when, solar_day(hours, caption=caption, words=words), table)
