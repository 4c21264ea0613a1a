"""The window before the origin: what is read, and what may not be."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np

from advisor.energy.usage import UsageSeries
from advisor.forecasting.windows import SUNDAY, hourly_tail, weekdays_around, windows_of

LIMA = ZoneInfo("America/Lima")
MADE_AT = datetime(2026, 3, 2, 5, 0, tzinfo=timezone.utc)


def series(kwh: list[float], *, step_minutes: int, start: datetime) -> UsageSeries:
    return UsageSeries.measured(start=start, step_minutes=step_minutes, kwh=np.array(kwh))


def test_quarters_are_summed_to_hours_and_an_hour_with_a_gap_is_unknown():
    start = MADE_AT - timedelta(hours=2)
    tail = hourly_tail(series([1, 2, 3, 4, 5, np.nan, 7, 8], step_minutes=15, start=start), origin=MADE_AT, hours=3)
    np.testing.assert_array_equal(tail, [np.nan, 10.0, np.nan])


def test_an_interval_that_is_not_over_at_the_origin_is_not_read():
    day = series([24.0, 48.0], step_minutes=1440, start=MADE_AT - timedelta(hours=36))
    tail = hourly_tail(day, origin=MADE_AT, hours=36)
    np.testing.assert_array_equal(tail[:24], np.full(24, 1.0))
    assert np.isnan(tail[24:]).all()


def test_a_series_that_ends_early_leaves_the_last_hours_unknown():
    tail = hourly_tail(series([1, 2], step_minutes=60, start=MADE_AT - timedelta(hours=5)), origin=MADE_AT, hours=4)
    np.testing.assert_array_equal(tail, [2.0, np.nan, np.nan, np.nan])


def test_the_window_carries_the_clock_of_the_home():
    windows = windows_of([series([1.0], step_minutes=60, start=MADE_AT)], zone=LIMA, made_at=MADE_AT)
    assert windows.hour.tolist() == [0]
    assert windows.weekday[0, 56] == 0  # 2 March 2026 is a Monday
    assert windows.known_days.tolist() == [0.0]


def test_a_holiday_counts_as_a_sunday():
    thursday = date(2026, 3, 5)
    assert weekdays_around(date(2026, 3, 2), {thursday})[56 + 3] == SUNDAY
    assert weekdays_around(date(2026, 3, 2))[56 + 3] == 3
