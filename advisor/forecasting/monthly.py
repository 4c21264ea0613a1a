"""Months ahead from bars alone: three to thirty-six bills of uneven length, some missing; all in kWh a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import BillPeriod
from advisor.forecasting.bill_history import (
    BillHistory,
    bill_features,
    months_ahead,
    read_bills,
    season_kwh,
)
from advisor.forecasting.forecasts import LEVELS, PeriodForecast
from advisor.forecasting.logrule import LogRule

MINIMUM_BILLS = 3
MOST_BILLS = 36
POOLED, SIMPLE = "pooled_bills", "own_bills"


class TooFewBills(Exception):
    """A forecast from bills needs at least three bills with their usage.

    known: how many there are.
    """

    def __init__(self, known: int) -> None:
        super().__init__(f"a forecast needs {MINIMUM_BILLS} bills with usage, received {known}")
        self.known = known


@dataclass(frozen=True)
class BillsModel:
    """Rules by months ahead (each for up to that many), apart for homes with and without a known year.

    year: the rule for the sum of six months or more.
    """

    with_season: Mapping[int, LogRule]
    without_season: Mapping[int, LogRule]
    year: LogRule
    version: str

    def rule_for(self, months: float, *, season: bool) -> LogRule:
        """Return the rule for a period whose middle lies so many months ahead."""
        rules = self.with_season if season else self.without_season
        known = sorted(rules)
        return rules[next((n for n in known if months <= n), known[-1])]


def forecast_bills(
    bills: Sequence[BillPeriod],
    *,
    periods: int,
    next_start: date | None = None,
    period_days: int = 30,
    model: BillsModel | None = None,
) -> PeriodForecast:
    """Forecast the usage of the coming billing periods, kWh.

    The periods follow each other from `next_start` (default: where the last bill ends), `period_days` long each.
    With under about a year of bills no season is assumed; with more, the season is the home's own last year.
    Without a model the method is "own_bills": last year's days or the recent mean, spread by the home's own bills.
    Raises TooFewBills with under three known bills.
    """
    history = read_bills(sorted(bills, key=lambda b: b.start)[-MOST_BILLS:])
    known = sum(bill.kwh is not None for bill in bills)
    if known < MINIMUM_BILLS or len(history) < 2:
        raise TooFewBills(known)
    spans = coming_periods(next_start or max(bill.end for bill in bills), periods, period_days)
    days = np.array([(end - start).days for start, end in spans])
    findings = [] if history.has_season else [Finding("no_season_known", params={"bills": known})]
    if history.level_kwh <= 0:
        findings.append(Finding("no_usage_in_bills", Severity.WARNING))
        return PeriodForecast(spans, LEVELS, np.zeros((periods, len(LEVELS))), SIMPLE, tuple(findings))
    if model is None:
        findings.append(Finding("forecast_simple", Severity.WARNING, {"reason": "no_model"}))
        daily = np.stack([_own_quantiles(history, start, end) for start, end in spans])
        return PeriodForecast(spans, LEVELS, daily * days[:, None], SIMPLE, tuple(findings))
    daily = np.stack([_pooled_quantiles(history, start, end, model) for start, end in spans])
    return PeriodForecast(spans, LEVELS, daily * days[:, None], POOLED, tuple(findings))


def forecast_sum(medians_kwh: np.ndarray, bills: Sequence[BillPeriod], model: BillsModel) -> np.ndarray:
    """Return the kWh of six or more coming periods together at each level: errors of months partly cancel."""
    width = model.year.width(read_bills(bills).unsteadiness)
    return medians_kwh.sum() * np.exp(width * np.array(model.year.errors))


def coming_periods(start: date, count: int, days: int) -> tuple[tuple[date, date], ...]:
    """Return `count` half-open periods of `days` days, one after the other."""
    if count < 1 or days < 1:
        raise ValueError(f"periods and their days must be at least one, received {count} and {days}")
    step = timedelta(days=days)
    return tuple((start + i * step, start + (i + 1) * step) for i in range(count))


def _pooled_quantiles(history: BillHistory, start: date, end: date, model: BillsModel) -> np.ndarray:
    features = bill_features(history, start, end)
    rule = model.rule_for(months_ahead(history, start, end), season=features.season)
    return history.level_kwh * rule.ratios(features.values, history.unsteadiness)


def _own_quantiles(history: BillHistory, start: date, end: date) -> np.ndarray:
    """Last year's days where a year is known, else the mean of about three bills; normal in the logarithm."""
    recent = history.mean_between(history.ends[-1] - 100, history.ends[-1], known=0.0)
    season = season_kwh(history, start, end) if history.has_season else float("nan")
    centre = season if np.isfinite(season) else recent
    spread = history.unsteadiness * np.sqrt(1 + 1 / len(history))
    return centre * np.exp(spread * np.array([NormalDist().inv_cdf(level) for level in LEVELS]))
