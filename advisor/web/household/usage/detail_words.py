"""Words of the readings page: hours, days, steps, and the ticks under the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date, get_day_names
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from advisor.energy.usage import MINUTES_PER_DAY
from advisor.web.charts.envelope import Tick
from advisor.web.filters import day, day_year, month, month_short
from advisor.web.household.usage.detail_range import Days, month_of

# Up to so many days every day is named, then every second, Mondays, every second Monday, months; then every second.
DAILY, SECOND_DAYS, MONDAYS, SECOND_MONDAYS, MONTHS = 7, 14, 35, 70, 217
NAMED_HOURS = (0, 6, 12, 18)
LAST_PLACE = 0.93  # a label that begins further to the right would leave the picture


@dataclass(frozen=True)
class TickWords:
    """What stands under the picture, for this page and for the script that draws other windows into it."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    hour: str
    weekday: str
    date: str


def tick_words() -> TickWords:
    """Return the words in the language of the request; Monday first."""
    names = get_day_names("abbreviated", locale=get_locale())
    return TickWords(
        months=tuple(month_short(date(2026, number, 1)) for number in range(1, 13)),
        weekdays=tuple(names[i].rstrip(".").lower() for i in range(7)),
        hour=_("{hour} h"),
        weekday=_("{weekday} {day}"),
        date=_("{day} {month}"),
    )


def ticks(days: Days, *, shares: Sequence[float], words: TickWords) -> list[Tick]:
    """Return the ticks of a window whose days begin at `shares`; a label without room at the right is left out."""
    if days.count == 1:
        return [Tick(hour / 24, words.hour.format(hour=hour)) for hour in NAMED_HOURS]
    named = ((shares[i], _label(each, days, words)) for i, each in enumerate(days.each()) if _named(each, i, days))
    return [Tick(at, label if at <= LAST_PLACE else "") for at, label in named]


def _named(each: date, index: int, days: Days) -> bool:
    if days.count <= DAILY:
        return True
    if days.count <= SECOND_DAYS:
        return index % 2 == 0
    if days.count <= MONDAYS:
        return each.weekday() == 0
    if days.count <= SECOND_MONDAYS:
        return each.weekday() == 0 and each.toordinal() // 7 % 2 == 0
    return each.day == 1 and (days.count <= MONTHS or each.month % 2 == 1)


def _label(each: date, days: Days, words: TickWords) -> str:
    if days.count <= SECOND_DAYS:
        return words.weekday.format(weekday=words.weekdays[each.weekday()], day=each.day)
    if days.count <= SECOND_MONDAYS:
        return words.date.format(day=each.day, month=words.months[each.month - 1])
    return words.months[each.month - 1]


def days_words(days: Days) -> str:
    """Say which days: one of them, a month, or from when to when."""
    if days.count == 1:
        return weekday_date(days.first)
    if days == month_of(days):
        return _("in %(month)s", month=month(days.first))
    if (days.first.year, days.first.month) == (days.last.year, days.last.month):
        of = {"month": format_date(days.first, "MMMM", locale=get_locale()), "year": str(days.first.year)}
        return _("from %(month)s %(first)s to %(last)s, %(year)s", first=days.first.day, last=days.last.day, **of)
    first = day(days.first) if days.first.year == days.last.year else day_year(days.first)
    return _("from %(first)s to %(last)s", first=first, last=day_year(days.last))


def weekday_date(value: date) -> str:
    """Write a day with its weekday and year."""
    return _("%(weekday)s %(date)s", weekday=_weekday(value), date=day_year(value))


def weekday_day(value: date) -> str:
    """Write a day with its weekday, without the year."""
    return _("%(weekday)s %(date)s", weekday=_weekday(value), date=day(value))


def hours_words(begin: datetime, end: datetime) -> str:
    """Say from which hour to which, on a clock of 24 hours; midnight at the end is 24."""
    last = _clock(end) if end.date() == begin.date() else "24"
    return _("from %(first)s to %(last)s h", first=_clock(begin), last=last)


def clock(value: datetime) -> str:
    """Write a time of day: `18:30`."""
    return f"{value:%H:%M}"


def step_words(step_minutes: int) -> str:
    """Say how often the meter gives a reading."""
    if step_minutes >= MINUTES_PER_DAY:
        return _("kWh of each day.")
    known = {15: _("kWh of each quarter of an hour."), 30: _("kWh of each half hour."), 60: _("kWh of each hour.")}
    return known.get(step_minutes) or ngettext("kWh of each minute.", "kWh of every %(num)s minutes.", step_minutes)


def _clock(value: datetime) -> str:
    return str(value.hour) if value.minute == 0 else clock(value)


def _weekday(value: date) -> str:
    return format_date(value, "EEEE", locale=get_locale())
