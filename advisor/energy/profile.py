"""The load profile of a home: usage by hour and day type, base load, peak window, load factor, usage of a year."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import Quality, UsageSeries

PEAK_HOURS = slice(18, 23)
DAYS_PER_YEAR = 365
MINIMUM_DAYS = 28
LOWEST_HOURS = 4
ANNUAL_METHOD = "mean_week_by_hour"
BASE_LOAD_METHOD = "lowest_four_hours_of_day"
DAY_TYPES = ("weekday", "saturday", "sunday")


@dataclass(frozen=True, eq=False)
class LoadProfile:
    """What the last year of an interval series says; None where the series is too short or its step too long.

    annual_kwh: kWh a year; base_load_w: watts; peak_window_share: share of energy used from 18 to 23 h; load_factor:
    mean ÷ peak demand; coverage: share of the intervals that have a value; days: days' worth of values; by_day_type:
    mean kWh of each hour, 24 floats a day type, holidays with Sundays; week: 7×24 mean kWh, Monday first (NaN: hour
    never seen).
    """

    annual_kwh: float | None
    base_load_w: float | None
    peak_window_share: float | None
    load_factor: float | None
    coverage: float
    days: float
    by_day_type: dict[str, np.ndarray] | None
    week: np.ndarray | None
    findings: tuple[Finding, ...]
    annual_kwh_method: str = ANNUAL_METHOD
    base_load_method: str = BASE_LOAD_METHOD


def load_profile(series: UsageSeries, zone: tzinfo, holidays: Collection[date] = frozenset()) -> LoadProfile:
    """Describe the last 365 days of a series on the clock of a zone. Gaps are left out, never counted as zero.

    annual_kwh: 365 days of the mean week, each hour of the week averaged over the times it was measured, so gaps that
    fall on one part of the day do not bend it; needs 28 days' worth of values covering every hour of the week.
    Seasons not measured are not corrected for.
    base_load_w: the mean of the lowest four hours of each whole day, median over days (the per-day rule is the
    statistical base load of Energy Sparks, `statistical_baseload_calculator.rb`: the mean of the lowest 8 half-hours
    of a day). Assumes that for four hours a day nothing but what is always on runs; the median keeps days away from
    home out.
    """
    recent = series.between(series.end - timedelta(days=DAYS_PER_YEAR), series.end)
    known = len(recent) - recent.count(Quality.MISSING)
    coverage = known / len(recent) if len(recent) else 0.0
    days = known * recent.step / timedelta(days=1)
    findings = []
    if days < MINIMUM_DAYS:
        params = {"days": round(days, 1), "needed_days": MINIMUM_DAYS}
        findings.append(Finding("profile_too_short", Severity.WARNING, params))
    hours = _hours(recent, zone)
    if hours is None:
        if len(recent):
            findings.append(Finding("step_too_long_for_hours", Severity.INFO, {"step_minutes": recent.step_minutes}))
        return LoadProfile(None, None, None, _load_factor(recent), coverage, days, None, None, tuple(findings))
    starts, kwh = hours
    week = _week(starts, kwh)
    enough = days >= MINIMUM_DAYS and not np.isnan(week).any()
    return LoadProfile(
        annual_kwh=float(week.sum()) / 7 * DAYS_PER_YEAR if enough else None,
        base_load_w=_base_load_w(starts, kwh),
        peak_window_share=_peak_window_share(week),
        load_factor=_load_factor(recent),
        coverage=coverage,
        days=days,
        by_day_type=_by_day_type(starts, kwh, holidays),
        week=week,
        findings=tuple(findings),
    )


def hourly(series: UsageSeries, zone: tzinfo) -> UsageSeries | None:
    """Gather intervals into clock hours of a zone; an hour with a gap is a gap. None where the step exceeds an hour.

    An hour is ESTIMATED if any of its parts is. Incomplete hours at both ends are left out.
    """
    parts, rest = divmod(60, series.step_minutes)
    if not parts or rest:
        return None
    if parts == 1 or not len(series):
        return series
    minute = int(series.local_starts(zone)[0].astype(np.int64) % 60)
    skipped = ((60 - minute) % 60) // series.step_minutes
    count = max(0, (len(series) - skipped) // parts)
    inside = slice(skipped, skipped + count * parts)
    return UsageSeries(
        series.start + skipped * series.step,
        60,
        series.kwh[inside].reshape(count, parts).sum(axis=1),
        series.quality[inside].reshape(count, parts).min(axis=1, initial=Quality.MEASURED),
    )


def _hours(series: UsageSeries, zone: tzinfo) -> tuple[np.ndarray, np.ndarray] | None:
    by_hour = hourly(series, zone)
    if by_hour is None or not len(by_hour):
        return None
    return by_hour.local_starts(zone).astype("datetime64[h]"), by_hour.kwh


def _hour_of_day(starts: np.ndarray) -> np.ndarray:
    return starts.astype(np.int64) % 24


def _weekday(starts: np.ndarray) -> np.ndarray:
    return (starts.astype("datetime64[D]").astype(np.int64) + 3) % 7  # 1 January 1970 was a Thursday


def _means(place: np.ndarray, kwh: np.ndarray, size: int) -> np.ndarray:
    """Mean kWh at each place, NaN where no value falls."""
    valid = ~np.isnan(kwh)
    sums = np.bincount(place[valid], weights=kwh[valid], minlength=size)
    counts = np.bincount(place[valid], minlength=size)
    return np.divide(sums, counts, out=np.full(size, np.nan), where=counts > 0)


def _week(starts: np.ndarray, kwh: np.ndarray) -> np.ndarray:
    return _means(_weekday(starts) * 24 + _hour_of_day(starts), kwh, 7 * 24).reshape(7, 24)


def _by_day_type(starts: np.ndarray, kwh: np.ndarray, holidays: Collection[date]) -> dict[str, np.ndarray]:
    weekday = _weekday(starts)
    kind = np.select([weekday < 5, weekday == 5], [0, 1], default=2)
    if holidays:
        kind[np.isin(starts.astype("datetime64[D]"), np.array(sorted(holidays), dtype="datetime64[D]"))] = 2
    means = _means(kind * 24 + _hour_of_day(starts), kwh, 3 * 24).reshape(3, 24)
    return dict(zip(DAY_TYPES, means, strict=True))


def _peak_window_share(week: np.ndarray) -> float | None:
    """Share of the mean week used in peak hours, 18:00 to 23:00 every day (Annex B of Res. 1908-2001-OS/CD)."""
    total = week.sum()
    if np.isnan(total) or total <= 0:
        return None
    return float(week[:, PEAK_HOURS].sum() / total)


def _load_factor(series: UsageSeries) -> float | None:
    values = series.kwh[~np.isnan(series.kwh)]
    if not len(values) or values.max() <= 0:
        return None
    return min(1.0, float(values.mean() / values.max()))


def _base_load_w(starts: np.ndarray, kwh: np.ndarray) -> float | None:
    days = starts.astype("datetime64[D]")
    first_of_day = np.flatnonzero(np.r_[True, days[1:] != days[:-1]])
    lowest = [
        np.sort(part)[:LOWEST_HOURS].mean()
        for part in np.split(kwh, first_of_day[1:])
        if len(part) >= 23 and not np.isnan(part).any()
    ]
    return float(np.median(lowest)) * 1000 if lowest else None
