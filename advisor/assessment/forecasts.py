"""Forecast step: months from bills for every home, hours for those with interval data, in one call for many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from advisor.assessment.data import HomeData
from advisor.assessment.outlook import MONTHS_AHEAD, Outlook
from advisor.forecasting.forecasts import PeriodForecast
from advisor.forecasting.monthly import BillsModel, TooFewBills, forecast_bills

Holidays = Callable[[int], frozenset[date]]


@dataclass(frozen=True, eq=False)
class Models:
    """The trained models in use; None where one is absent, then its rule answers with a label."""

    bills: BillsModel | None = None

    def version_for(self, outlook: Outlook | None) -> str:
        return "rules"


def forecast_homes(homes: Sequence[HomeData], *, models: Models, holidays: Holidays) -> list[Outlook]:
    return [_outlook(data, models) for data in homes]


def _outlook(data: HomeData, models: Models) -> Outlook:
    months = _months(data, models)
    if months is None:
        return Outlook(None, None, None)
    first = PeriodForecast(months.periods[:1], months.levels, months.kwh[:1], months.method, ())
    return Outlook(first, months, None, months.findings)


def _months(data: HomeData, models: Models) -> PeriodForecast | None:
    days = (data.next_end - data.next_start).days
    try:
        return forecast_bills(
            data.bills, periods=MONTHS_AHEAD, next_start=data.next_start, period_days=days, model=models.bills
        )
    except TooFewBills:
        return None
