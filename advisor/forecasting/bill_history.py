"""What twelve bars say: usage a day now, its swing, and the home's own same season last year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from advisor.energy.usage import BillPeriod

YEAR = timedelta(days=365)
DAYS_PER_MONTH = 365.25 / 12
RECENT_DAYS = (45, 100, 200)
LEVEL_DAYS = 365
SEASON_AFTER_DAYS = 330
SEASON_OVERLAP = 0.6
FEATURES = 3
LARGEST_LOG_RATIO = 1.0


@dataclass(frozen=True, eq=False)
class BillHistory:
    """Known bills in order, as kWh a day over [start, end); an estimated bill is joined with the one after it."""

    starts: np.ndarray
    ends: np.ndarray
    kwh_day: np.ndarray

    def __len__(self) -> int:
        return len(self.kwh_day)

    @property
    def end(self) -> date:
        return date.fromordinal(int(self.ends[-1]))

    @property
    def has_season(self) -> bool:
        """Whether the bills reach back about a year, so that last year's season is known."""
        return int(self.ends[-1] - self.starts[0]) >= SEASON_AFTER_DAYS

    def mean_between(self, start: float, end: float, *, known: float) -> float:
        """Mean kWh a day of the bills' days in [start, end) (ordinals); NaN if under `known` of it is covered."""
        overlap = np.clip(np.minimum(self.ends, end) - np.maximum(self.starts, start), 0, None)
        if overlap.sum() <= 0 or overlap.sum() < known * (end - start):
            return float("nan")
        return float((overlap * self.kwh_day).sum() / overlap.sum())

    @property
    def level_kwh(self) -> float:
        """Mean kWh a day over the last year, or over what there is of it."""
        return self.mean_between(self.ends[-1] - LEVEL_DAYS, self.ends[-1], known=0.0)

    @property
    def unsteadiness(self) -> float:
        """Standard deviation of ln(kWh a day) over the last year's bills."""
        recent = self.kwh_day[self.ends > self.ends[-1] - LEVEL_DAYS]
        return float(np.log(np.maximum(recent, _floor(self.level_kwh)) / self.level_kwh).std())


def read_bills(bills: Sequence[BillPeriod]) -> BillHistory:
    """Order the bills, drop the unknown, join each estimated bill with its successor.

    An estimated reading only moves usage between two bills: the sum of the two is what the meter counted.
    Later bills that overlap an earlier one are kept as they are; callers check that first.
    """
    rows: list[list[float]] = []
    open_estimate = False
    for bill in sorted(bills, key=lambda b: b.start):
        if bill.kwh is None or not np.isfinite(bill.kwh) or bill.kwh < 0:
            open_estimate = False
            continue
        start, end = bill.start.toordinal(), bill.end.toordinal()
        if open_estimate and rows[-1][1] == start:
            rows[-1][1] = end
            rows[-1][2] += bill.kwh
        else:
            rows.append([start, end, bill.kwh])
        open_estimate = bill.estimated
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    return BillHistory(table[:, 0], table[:, 1], table[:, 2] / np.maximum(table[:, 1] - table[:, 0], 1))


def season_kwh(history: BillHistory, start: date, end: date) -> float:
    """Mean kWh a day of the same days last year (or two, three years ago); NaN where the bills do not cover them."""
    for years in (1, 2, 3):
        first, last = (start - years * YEAR).toordinal(), (end - years * YEAR).toordinal()
        if first < history.ends[-1]:
            mean = history.mean_between(first, last, known=SEASON_OVERLAP)
            if np.isfinite(mean):
                return mean
    return float("nan")


@dataclass(frozen=True, eq=False)
class BillFeatures:
    """Three ratios (natural logarithms, 0 where unknown) that bend the level, and whether they hold a season."""

    values: np.ndarray
    season: bool


def bill_features(history: BillHistory, start: date, end: date) -> BillFeatures:
    """Describe what the bills say of the period [start, end).

    With a known year: the last 45 days against the level; the same days last year against the level; the last 100
    days against the same days a year before. Without: the last 45, 100 and 200 days against the level.
    """
    level, now = history.level_kwh, history.ends[-1]
    recent = [_log_ratio(history.mean_between(now - days, now, known=0.5), level) for days in RECENT_DAYS]
    season = season_kwh(history, start, end) if history.has_season else float("nan")
    if not np.isfinite(season):
        return BillFeatures(np.array(recent), season=False)
    then = history.mean_between(now - YEAR.days - RECENT_DAYS[1], now - YEAR.days, known=0.5)
    growth = recent[1] - _log_ratio(then, level) if np.isfinite(then) else 0.0
    return BillFeatures(np.array([recent[0], _log_ratio(season, level), growth]), season=True)


def months_ahead(history: BillHistory, start: date, end: date) -> float:
    """Months from the end of the last known bill to the middle of the period."""
    return ((start.toordinal() + end.toordinal()) / 2 - history.ends[-1]) / DAYS_PER_MONTH


def _log_ratio(kwh_day: float, level: float) -> float:
    if not np.isfinite(kwh_day):
        return 0.0
    return float(np.clip(np.log(max(kwh_day, _floor(level)) / level), -LARGEST_LOG_RATIO, LARGEST_LOG_RATIO))


def _floor(level: float) -> float:
    # an empty month has no logarithm; a twentieth of the home's level stands for it
    return max(0.05 * level, 1e-6)
