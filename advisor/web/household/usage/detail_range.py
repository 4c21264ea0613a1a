"""Which days of readings are shown: asked for in the address, or the last year there is."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for
from flask_babel import gettext as _

from advisor.web.filters import day_year

LONGEST_DAYS = 366
WEEK, YEAR = 7, 365
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """Whole local days, both ends included."""

    first: date
    last: date

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def query(self) -> dict[str, str]:
        """The parameters of an address of these days."""
        return {"desde": self.first.isoformat(), "hasta": self.last.isoformat()}

    def each(self) -> list[date]:
        return [self.first + timedelta(days=i) for i in range(self.count)]

    def meets(self, other: Days) -> bool:
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True)
class Asked:
    """The days to show; remark: why they are not the ones asked for, or empty."""

    days: Days
    remark: str = ""


def asked_days(query: Mapping[str, str], *, stored: Days) -> Asked:
    """Return the days of `desde` and `hasta`, or the last year of what is stored, with the reason where they are bad.

    stored: from the first to the last day with readings. One end alone asks for that one day.
    """
    usual = year_of(stored, stored=stored)
    given = {name: query[name].strip() for name in ("desde", "hasta") if query.get(name, "").strip()}
    if not given:
        return Asked(usual)
    try:
        ends = {name: date.fromisoformat(value) for name, value in given.items()}
    except ValueError:
        return Asked(usual, _("These dates cannot be read. Here are your latest readings."))
    days = Days(ends.get("desde", ends.get("hasta")), ends.get("hasta", ends.get("desde")))
    if days.last < days.first:
        return Asked(usual, _("The second date comes before the first. Here are your latest readings."))
    if days.count > LONGEST_DAYS:
        return Asked(usual, _("We show one year at most at a time. Here are your latest readings."))
    if not days.meets(stored):
        told = _("Your readings go from %(first)s to %(last)s. Here are the latest.", **_ends(stored))
        return Asked(usual, told)
    return Asked(days)


def year_of(days: Days, *, stored: Days) -> Days:
    """Return the year that ends with these days, or what of it is stored."""
    return Days(min(days.last, max(stored.first, days.last - timedelta(days=YEAR - 1))), days.last)


def month_of(days: Days) -> Days:
    """Return the calendar month of the last of these days."""
    return _month(days.last)


def week_of(days: Days) -> Days:
    """Return Monday to Sunday around the last of these days."""
    monday = days.last - timedelta(days=days.last.weekday())
    return Days(monday, monday + timedelta(days=WEEK - 1))


def day_of(days: Days) -> Days:
    """Return the last of these days."""
    return Days(days.last, days.last)


def before(days: Days) -> Days:
    """Return the window of the same kind just before: the month before a month, else as many days."""
    end = days.first - _ONE_DAY
    return _month(end) if days == month_of(days) else Days(end - timedelta(days=days.count - 1), end)


def after(days: Days) -> Days:
    """Return the window of the same kind just after."""
    begin = days.last + _ONE_DAY
    return _month(begin) if days == month_of(days) else Days(begin, begin + timedelta(days=days.count - 1))


def loaded_days(days: Days, *, stored: Days) -> Days:
    """Return the year the script may move in: the last one if it holds these days, else one around them."""
    spare = timedelta(days=(LONGEST_DAYS - days.count) // 2)
    last = stored.last if (stored.last - days.first).days < LONGEST_DAYS else min(stored.last, days.last + spare)
    first = max(stored.first, last - timedelta(days=LONGEST_DAYS - 1))
    return Days(min(first, days.first), max(last, days.last))


def detail_url(days: Days) -> str:
    """Return the address of the page of these days."""
    return url_for("usage.detail", **days.query)


def _month(day: date) -> Days:
    return Days(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def _ends(days: Days) -> dict[str, str]:
    return {"first": day_year(days.first), "last": day_year(days.last)}
