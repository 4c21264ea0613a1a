"""National holidays of Peru, by rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache


@dataclass(frozen=True)
class HolidayRule:
    """One holiday a year: a month and day, or days after Easter; `since`: first year it was kept (None: always)."""

    key: str
    month: int | None = None
    day: int | None = None
    easter_offset_days: int | None = None
    since: int | None = None

    def in_year(self, year: int) -> date | None:
        """Return the day of the holiday in a year, or None where it was not yet one."""
        if self.since is not None and year < self.since:
            return None
        if self.easter_offset_days is not None:
            return easter_sunday(year) + timedelta(days=self.easter_offset_days)
        return date(year, self.month, self.day)


# The list the forecaster is trained with; the reference document `holidays.yaml` repeats it with names, laws and
# sources, and a test holds the two together. Easter Sunday is not an official holiday.
PERU_HOLIDAYS = (
    HolidayRule("new_year", 1, 1),
    HolidayRule("holy_thursday", easter_offset_days=-3),
    HolidayRule("good_friday", easter_offset_days=-2),
    HolidayRule("labour_day", 5, 1),
    HolidayRule("battle_of_arica", 6, 7, since=2024),
    HolidayRule("saint_peter_and_saint_paul", 6, 29),
    HolidayRule("air_force_day", 7, 23, since=2023),
    HolidayRule("independence_day", 7, 28),
    HolidayRule("armed_forces_day", 7, 29),
    HolidayRule("battle_of_junin", 8, 6, since=2022),
    HolidayRule("saint_rose", 8, 30),
    HolidayRule("battle_of_angamos", 10, 8),
    HolidayRule("all_saints", 11, 1),
    HolidayRule("immaculate_conception", 12, 8),
    HolidayRule("battle_of_ayacucho", 12, 9, since=2022),
    HolidayRule("christmas", 12, 25),
)


def easter_sunday(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm, as in Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    f = (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=256)
def national_holidays(year: int, rules: tuple[HolidayRule, ...] = PERU_HOLIDAYS) -> frozenset[date]:
    """Return the national holidays of a year; days off decreed for the public sector alone are not among them."""
    return frozenset(day for rule in rules if (day := rule.in_year(year)) is not None)
