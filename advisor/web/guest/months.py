"""The twelve billing periods that end on the day of the last reading and on the same day of the months before it."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from itertools import pairwise

BARS = 12


def reading_dates(last_reading: date, *, bars: int = BARS) -> tuple[date, ...]:
    """Return bars + 1 reading dates, the latest first; the day is kept, or the month's last day where it is missing.

    The bill prints no reading dates for old bars. Distributors read about every 30 days on nearly the same day of the
    month, so the same day is the best that can be filled in.
    """
    return tuple(_months_before(last_reading, count) for count in range(bars + 1))


def billing_periods(last_reading: date, *, bars: int = BARS) -> tuple[tuple[date, date], ...]:
    """Return the half-open periods [start, end) of the bars, the latest first."""
    dates = reading_dates(last_reading, bars=bars)
    return tuple((start, end) for end, start in pairwise(dates))


def _months_before(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
