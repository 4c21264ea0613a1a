"""Past cases for the rules of totals and bills: reading dates drawn at random, never calendar months."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from advisor.energy.usage import BillPeriod
from advisor.forecasting.bill_history import BillHistory, bill_features, months_ahead, read_bills
from advisor.forecasting.days import weekday_factors
from advisor.forecasting.totals import read_history
from advisor.forecasting.training.homes import Home
from advisor.forecasting.training.rules import Cases

TOTAL_DAYS = (1, 3, 7, 14, 30, 60)
DAYS_AHEAD = (1, 3, 7, 14, 30)
HISTORIES, HISTORY_SHARES = (14, 28, 56, 10_000), (0.1, 0.1, 0.2, 0.6)
MONTHS = (1, 2, 3, 6, 9, 13)
WELL_KNOWN = 0.9
READINGS_PER_HOME = 6
SUM_FROM = 6
BILL_DAYS = (27, 34)
"""Days between two readings in the simulated bills; the regulator's rule is about thirty."""


def total_cases(homes: Sequence[Home], days: int, *, per_home: int, rng: np.random.Generator) -> Cases:
    """Draw origins of each home; the truth is the mean day of the `days` days after."""
    return _day_cases(homes, days, per_home, rng, _mean_day)


def day_cases(homes: Sequence[Home], ahead: int, *, per_home: int, rng: np.random.Generator) -> Cases:
    """Draw origins of each home; the truth is the day `ahead` days after, its weekday taken out."""
    return _day_cases(homes, ahead, per_home, rng, _last_day)


def _day_cases(
    homes: Sequence[Home], days: int, per_home: int, rng: np.random.Generator, truth_of: Callable[..., float]
) -> Cases:
    rows = []
    for index, home in enumerate(homes):
        daily = home.daily().astype(np.float64)
        if len(daily) < 14 + days:
            continue
        for origin in np.unique(rng.integers(14, len(daily) - days + 1, per_home)):
            first = max(0, origin - int(rng.choice(HISTORIES, p=HISTORY_SHARES)))
            history = read_history(daily[first:origin], days)
            if history is None:
                continue
            truth = truth_of(daily[first:origin], daily[origin : origin + days])
            if np.isfinite(truth) and truth > 0:
                ratio = np.log(max(truth, 0.02 * history.level_kwh) / history.level_kwh)
                rows.append((history.features, ratio, history.unsteadiness, history.level_kwh, index))
    return cases_of(rows)


def _mean_day(before: np.ndarray, after: np.ndarray) -> float:
    return float(np.nanmean(after)) if np.isfinite(after).mean() >= WELL_KNOWN else float("nan")


def _last_day(before: np.ndarray, after: np.ndarray) -> float:
    # the origin is called weekday 0 here: only the days' places in the week matter
    return float(after[-1] / weekday_factors(before, 0)[(len(after) - 1) % 7])


def bill_cases(homes: Sequence[Home], *, rng: np.random.Generator) -> BillCases:
    """Draw histories of 3 to 36 bills of 27 to 34 days, and the bills that followed up to thirteen months ahead."""
    rows, years = [], []
    for index, home in enumerate(homes):
        for bills in _readings(home, rng):
            for known in range(3, len(bills)):
                history = read_bills(bills[max(0, known - int(rng.integers(3, 37))) : known])
                ahead = [b for b in bills[known:] if b.kwh]
                if len(history) < 3 or history.level_kwh <= 0 or not ahead:
                    continue
                cases = [_BillCase(history, bill, index) for bill in ahead]
                cases = [case for case in cases if case.months <= MONTHS[-1]]
                rows += cases
                years += [cases] if len(cases) >= SUM_FROM else []
    return BillCases(tuple(rows), tuple(years))


class _BillCase:
    """One bill seen from one history: what was known, how far ahead, what came."""

    def __init__(self, history: BillHistory, bill: BillPeriod, home: int) -> None:
        self.history, self.bill, self.home = history, bill, home
        known = bill_features(history, bill.start, bill.end)
        self.features, self.season = known.values, known.season
        self.months = months_ahead(history, bill.start, bill.end)
        self.kwh_day = bill.kwh / bill.days

    def row(self) -> tuple:
        level = self.history.level_kwh
        ratio = np.log(max(self.kwh_day, 0.05 * level) / level)
        return self.features, ratio, self.history.unsteadiness, level, self.home


@dataclass(frozen=True, eq=False)
class BillCases:
    """Single bills ahead, and runs of six bills or more ahead of the same history."""

    single: tuple[_BillCase, ...]
    runs: tuple[list[_BillCase], ...]

    def between(self, months_from: float, months: float, *, season: bool) -> list[_BillCase]:
        """Return the single bills more than `months_from` and up to `months` ahead."""
        return [c for c in self.single if months_from < c.months <= months and c.season == season]


def cases_of(rows: list[tuple]) -> Cases:
    """Stack rows of (features, log ratio, unsteadiness, level, home); homes weigh by the root of their level."""
    if not rows:
        return Cases(np.zeros((0, 1)), *(np.zeros(0) for _ in range(3)), np.zeros(0, dtype=np.int64))
    features, ratio, unsteadiness, level, home = zip(*rows, strict=True)
    weight = np.sqrt(np.array(level))
    home_index = np.array(home)
    weight = weight / np.bincount(home_index)[home_index]
    return Cases(np.stack(features), np.array(ratio), np.array(unsteadiness), weight / weight.mean(), home_index)


def _readings(home: Home, rng: np.random.Generator) -> Iterator[list[BillPeriod]]:
    """Cut a home's days into bills between random reading dates, several times."""
    daily = home.daily().astype(np.float64)
    first_day = home.first_day.astype(date)
    for _ in range(READINGS_PER_HOME):
        place, bills = int(rng.integers(0, 28)), []
        while True:
            days = int(rng.integers(*BILL_DAYS))
            if place + days > len(daily):
                break
            part = daily[place : place + days]
            known = np.isfinite(part).mean() >= WELL_KNOWN
            kwh = float(np.nanmean(part) * days) if known else None
            start = first_day + timedelta(days=place)
            bills.append(BillPeriod(start, start + timedelta(days=days), kwh))
            place += days
        yield bills
