"""Outlook: the next bill and twelve months as quantiles of kWh, their soles, and the chance to stay within 140 kWh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from advisor.assessment.pricing import Pricing
from advisor.energy.facts import FOSE_LIMIT_KWH
from advisor.energy.findings import Finding
from advisor.forecasting.forecasts import HourForecast, PeriodForecast, share_below

SHOWN = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
MONTHS_AHEAD = 12
HOURS_AHEAD = 168


@dataclass(frozen=True, eq=False)
class Outlook:
    """What is expected of a home: its next bill, the coming months and, with interval data, the coming hours.

    next_bill: a forecast of one period, None where the data allow none.
    """

    next_bill: PeriodForecast | None
    months: PeriodForecast | None
    hours: HourForecast | None
    findings: tuple[Finding, ...] = ()

    @property
    def expected_kwh(self) -> float | None:
        """The middle of the next bill's usage."""
        return float(self.next_bill.quantile(0.5)[0]) if self.next_bill is not None else None


def next_bill_document(outlook: Outlook, pricing: Pricing | None) -> dict[str, object] | None:
    """Return the next bill: kWh and soles at 10, 50 and 90 %, and the chance to stay within 140 kWh."""
    forecast = outlook.next_bill
    if forecast is None:
        return None
    (start, end), kwh = forecast.periods[0], _shown(forecast, 0)
    return {
        **_period(start, end),
        "kwh": {name: round(value, 1) for name, value in kwh.items()},
        "total": _soles(kwh, pricing),
        "probability_within_140": round(share_below(forecast.levels, forecast.kwh[0], FOSE_LIMIT_KWH), 3),
        "method": forecast.method,
    }


def months_document(outlook: Outlook, pricing: Pricing | None) -> list[dict[str, object]]:
    """Return the coming months with kWh and soles, at today's prices."""
    forecast = outlook.months
    if forecast is None:
        return []
    documents = []
    for place, (start, end) in enumerate(forecast.periods):
        kwh = _shown(forecast, place)
        rounded = {name: round(value, 1) for name, value in kwh.items()}
        documents.append({**_period(start, end), "kwh": rounded, "total": _soles(kwh, pricing)})
    return documents


def hours_document(outlook: Outlook, zone) -> list[dict[str, object]]:
    """Return the coming hours on the clock of the home, kWh at 10, 50 and 90 % and the mean, which alone adds up."""
    forecast = outlook.hours
    if forecast is None:
        return []
    columns = {name: forecast.quantile(level) for name, level in SHOWN.items()} | {"mean": forecast.mean()}
    first = np.datetime64(forecast.start.replace(tzinfo=None), "h")
    starts = [(first + hour).astype(object).replace(tzinfo=forecast.start.tzinfo) for hour in range(len(forecast))]
    return [
        {
            "start": start.astimezone(zone).isoformat(),
            "kwh": {name: round(float(values[place]), 3) for name, values in columns.items()},
        }
        for place, start in enumerate(starts)
    ]


def _shown(forecast: PeriodForecast, place: int) -> dict[str, float]:
    return {name: float(forecast.quantile(level)[place]) for name, level in SHOWN.items()}


def _soles(kwh: dict[str, float], pricing: Pricing | None) -> dict[str, str] | None:
    """Bill each quantile: the bill rises with the usage, so the quantiles of kWh are those of soles."""
    return {name: str(pricing.total(value)) for name, value in kwh.items()} if pricing is not None else None


def _period(start: date, end: date) -> dict[str, str]:
    return {"start": start.isoformat(), "end": end.isoformat()}
