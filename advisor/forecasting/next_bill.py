"""The running bill of a home with a meter file: what was metered so far, and a distribution of the days left."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone, tzinfo

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import UsageSeries
from advisor.forecasting.forecasts import LEVELS, PeriodForecast
from advisor.forecasting.totals import LEVEL_DAYS, YEAR_DAYS, TotalsModel, forecast_total
from advisor.forecasting.windows import hour_of, hourly_tail

METERED_AND_TOTAL, SIMPLE = "metered_and_total", "metered_and_mean"
LONGEST_DAYS = 2 * YEAR_DAYS
LEAST_KNOWN_HOURS = 20


class UnableToForecast(Exception):
    """No forecast can be made; finding: why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.code} {dict(finding.params)}")
        self.finding = finding


def forecast_next_bill(
    series: UsageSeries,
    *,
    zone: tzinfo,
    start: date,
    end: date,
    made_at: datetime,
    model: TotalsModel | None,
) -> PeriodForecast:
    """Forecast the usage of the billing period [start, end) that is running or about to begin, kWh.

    Energy of intervals that were over at `made_at` counts as it is; hours without a value, and those to come, are
    days "left", whose total has its own distribution. Where the data end before the period begins, the days between
    widen that distribution. Under 14 known days, or without a model, the method is "metered_and_mean" with a finding
    `forecast_simple`. Raises UnableToForecast where no day is known.
    """
    first, last = _instant(start, zone), _instant(end, zone)
    seen = series.between(series.start, made_at)
    over = int((made_at - seen.start) // seen.step)
    seen = seen.between(seen.start, seen.start + max(over, 0) * seen.step)
    metered = seen.between(first, last)
    known_days = np.isfinite(metered.kwh).sum() * seen.step / timedelta(days=1)
    left_days = max((last - first) / timedelta(days=1) - known_days, 0.0)
    if left_days < 1e-6:
        return PeriodForecast(((start, end),), LEVELS, np.full((1, len(LEVELS)), metered.total_kwh), METERED_AND_TOTAL)
    daily = days_before(seen, origin=hour_of(seen.end))
    ahead_days = left_days + max((first - seen.end) / timedelta(days=1), 0.0)
    total = forecast_total(daily, ahead_days, model)
    findings: tuple[Finding, ...] = ()
    if total is None or model is None:
        reason = "short_history" if total is None else "no_model"
        findings = (Finding("forecast_simple", Severity.WARNING, {"reason": reason}),)
    left = (_from_few_days(daily, left_days) if total is None else total * (left_days / ahead_days)) + metered.total_kwh
    method = SIMPLE if findings else METERED_AND_TOTAL
    return PeriodForecast(((start, end),), LEVELS, left[None, :], method, findings)


def days_before(series: UsageSeries, *, origin: datetime) -> np.ndarray:
    """Sum the series over 24-hour days that end at `origin`, newest last, kWh; NaN with over four hours unknown."""
    days = min(max(1, int((origin - series.start) // timedelta(days=1))), LONGEST_DAYS + LEVEL_DAYS)
    hours = hourly_tail(series, origin=origin, hours=days * 24).reshape(days, 24)
    known = np.isfinite(hours).sum(axis=1)
    sums = np.where(np.isfinite(hours), hours, 0.0).sum(axis=1)
    return np.where(known >= LEAST_KNOWN_HOURS, sums * 24 / np.maximum(known, 1), np.nan)


def _from_few_days(daily_kwh: np.ndarray, days: float) -> np.ndarray:
    """Spread the known days' own quantiles over the days left: wide, because little is known."""
    known = daily_kwh[np.isfinite(daily_kwh)]
    if not len(known):
        raise UnableToForecast(Finding("no_usage_known", Severity.ERROR))
    return np.quantile(known, LEVELS) * days


def _instant(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(timezone.utc)
