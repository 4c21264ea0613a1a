"""Forecast step: months from bills for every home, hours for those with interval data, in one call for many."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from advisor.assessment.data import LEAST_INTERVAL_DAYS, HomeData
from advisor.assessment.outlook import HOURS_AHEAD, MONTHS_AHEAD, Outlook
from advisor.energy.findings import Finding
from advisor.forecasting.forecasts import HourForecast, PeriodForecast
from advisor.forecasting.hourly import forecast_hours
from advisor.forecasting.monthly import TooFewBills, forecast_bills
from advisor.forecasting.next_bill import UnableToForecast, forecast_next_bill
from advisor.forecasting.registry import Models

Holidays = Callable[[int], frozenset[date]]
# A step above an hour says nothing of hours; the days of such a series still make bills.
LONGEST_STEP_MINUTES = 60

log = logging.getLogger(__name__)


def forecast_homes(homes: Sequence[HomeData], *, models: Models, holidays: Holidays) -> list[Outlook | None]:
    """Forecast each home, in order; None for a home whose data break the forecast, without touching the others."""
    hours = _hours(homes, models, holidays)
    return [_outlook(data, hours.get(place), models) for place, data in enumerate(homes)]


def _outlook(data: HomeData, hours: HourForecast | None, models: Models) -> Outlook | None:
    try:
        months = _months(data, models)
        next_bill = _next_bill(data, months, models)
        months = _with_first(months, next_bill)
    except UnableToForecast as unable:
        return Outlook(None, months, hours, (unable.finding,))
    except Exception:
        log.exception("a home could not be forecast")
        return None
    findings: tuple[Finding, ...] = tuple(
        finding for part in (next_bill, months, hours) if part is not None for finding in part.findings
    )
    return Outlook(next_bill, months, hours, findings)


def _months(data: HomeData, models: Models) -> PeriodForecast | None:
    days = (data.next_end - data.next_start).days
    try:
        return forecast_bills(
            data.bills, periods=MONTHS_AHEAD, next_start=data.next_start, period_days=days, model=models.bills
        )
    except TooFewBills:
        return None


def _next_bill(data: HomeData, months: PeriodForecast | None, models: Models) -> PeriodForecast | None:
    """Return the bill now running: from the meter where there is one, else the first month of the bills' forecast."""
    if data.series is None or (months is not None and _older_than_bills(data)):
        return None if months is None else _first(months)
    return forecast_next_bill(
        data.series,
        zone=data.zone,
        start=data.next_start,
        end=data.next_end,
        made_at=data.series.end,
        model=models.totals,
    )


def _older_than_bills(data: HomeData) -> bool:
    """Say whether the meter's data stopped before the last paper bill, which then knows more."""
    return not data.derived and data.series.end.astimezone(data.zone).date() < data.bills[-1].end


def _first(months: PeriodForecast) -> PeriodForecast:
    return PeriodForecast(months.periods[:1], months.levels, months.kwh[:1], months.method)


def _with_first(months: PeriodForecast | None, next_bill: PeriodForecast | None) -> PeriodForecast | None:
    """Return the months with the next bill as the first, so that the two never disagree."""
    if months is None or next_bill is None or months.levels != next_bill.levels:
        return months or next_bill
    kwh = np.vstack([next_bill.kwh, months.kwh[1:]])
    return PeriodForecast(months.periods, months.levels, kwh, months.method, months.findings)


def _hours(homes: Sequence[HomeData], models: Models, holidays: Holidays) -> dict[int, HourForecast]:
    """Forecast the coming hours of homes with interval data, by place; series that end together go together."""
    groups: dict[tuple[ZoneInfo, datetime], list[int]] = defaultdict(list)
    for place, data in enumerate(homes):
        fine = data.series is not None and data.series.step_minutes <= LONGEST_STEP_MINUTES
        if fine and data.interval_days >= LEAST_INTERVAL_DAYS:
            groups[data.zone, data.series.end].append(place)
    found: dict[int, HourForecast] = {}
    for (zone, made_at), places in groups.items():
        days = _holidays_around(made_at, holidays)
        histories = [homes[place].series for place in places]
        try:
            forecasts = forecast_hours(
                histories, zone=zone, made_at=made_at, horizon_hours=HOURS_AHEAD, model=models.hourly, holidays=days
            )
        except Exception:
            log.exception("the hours of %s homes could not be forecast", len(places))
            continue
        found.update(zip(places, forecasts, strict=True))
    return found


def _holidays_around(made_at: datetime, holidays: Holidays) -> frozenset[date]:
    years = {(made_at + timedelta(days=days)).year for days in (-366, 0, 8)}
    return frozenset().union(*(holidays(year) for year in range(min(years), max(years) + 1)))
