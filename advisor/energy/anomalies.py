"""What looks wrong in a home's interval data: found by stated rules, shown, and left to the household to judge.

Every threshold is an assumption unless a source stands beside it; benchmarks/results-anomalies.md says how often each
rule speaks on real homes and how many injected faults it finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

import numpy as np

from advisor.energy.usage import MINUTES_PER_DAY, Quality, UsageSeries

# A home with the option BT5B has at most 20 kW: www.luzdelsur.com.pe/en/pregunta/maximetros.
HOME_LIMIT_KW = 20.0
# Assumption: above the contracted power a protection trips; half as much again allows for its tolerance.
OVER_CONTRACTED = 1.5
# Assumption: an outage shorter than this could hide in any busy hour.
SHORTEST_OUTAGE_SLOTS = 2
# Assumption: the catch-up holds the energy of the gap within a factor of two, and towers over its neighbours.
CATCH_UP_SHARE = (0.5, 2.0)
CATCH_UP_OVER_USUAL = 4.0
# Assumption: a refrigerator alone changes the last digits within a day; two days of one value is a meter that stands.
STUCK_HOURS = 48
STUCK_SLOTS = 24
# Assumption: a home that nearly always uses something (zeros in less than one slot of a hundred) is never off two days.
DEAD_HOURS = 48
SELDOM_ZERO = 0.01
# Assumption: four weeks before and after; appliances and seasons do not triple a home's days from one to the next.
LEVEL_DAYS = 28
LEVEL_FACTOR = 3.0


class AnomalyKind(str, Enum):
    """What kind of thing looks wrong."""

    CATCH_UP = "catch_up"
    STUCK = "stuck"
    IMPOSSIBLE = "impossible"
    LEVEL_CHANGE = "level_change"
    DEAD = "dead"


@dataclass(frozen=True)
class Anomaly:
    """A stretch [start, end) (UTC) that looks wrong, the energy stored in it, and the figures behind it."""

    kind: AnomalyKind
    start: datetime
    end: datetime
    kwh: float
    params: Mapping[str, object] = field(default_factory=dict)


def find_anomalies(series: UsageSeries, *, contracted_kw: float | None = None) -> tuple[Anomaly, ...]:
    """Return what looks wrong in a series, oldest first; contracted_kw is the power of the supply, where known."""
    found = [*_catch_up(series), *_impossible(series, contracted_kw), *_stuck(series), *_dead(series), *_level(series)]
    return tuple(sorted(found, key=lambda anomaly: (anomaly.start, anomaly.kind.value)))


def _catch_up(series: UsageSeries) -> Iterator[Anomaly]:
    """Find a gap followed by one interval that holds the gap's energy."""
    missing = series.quality == Quality.MISSING
    usual = float(np.nanmean(series.kwh)) if not missing.all() else 0.0
    for low, high in _runs(missing):
        if high - low < SHORTEST_OUTAGE_SLOTS or high >= len(series) or low == 0:
            continue
        expected = usual * (high - low + 1)
        around = series.kwh[max(0, low - 24) : min(len(series), high + 25)]
        others = np.delete(around, high - max(0, low - 24))
        kwh, most = float(series.kwh[high]), float(np.nanmax(others, initial=0.0))
        within = CATCH_UP_SHARE[0] * expected <= kwh <= CATCH_UP_SHARE[1] * expected
        if usual > 0 and within and kwh >= CATCH_UP_OVER_USUAL * usual and kwh > most:
            yield _anomaly(series, AnomalyKind.CATCH_UP, low, high + 1, gap_slots=high - low, usual_kwh=usual)


def _impossible(series: UsageSeries, contracted_kw: float | None) -> Iterator[Anomaly]:
    """Find intervals whose mean power no such supply can carry, apart from catch-ups."""
    limit = HOME_LIMIT_KW if contracted_kw is None else min(HOME_LIMIT_KW, OVER_CONTRACTED * contracted_kw)
    hours = series.step_minutes / 60
    caught = {anomaly.end for anomaly in _catch_up(series)}
    for low, high in _runs(np.nan_to_num(series.kwh) > limit * hours):
        found = _anomaly(series, AnomalyKind.IMPOSSIBLE, low, high, limit_kw=limit)
        if found.end not in caught:
            peak = float(np.nanmax(series.kwh[low:high])) / hours
            yield _anomaly(series, AnomalyKind.IMPOSSIBLE, low, high, limit_kw=limit, peak_kw=peak)


def _stuck(series: UsageSeries) -> Iterator[Anomaly]:
    """Find one value other than zero repeated far too long."""
    same = np.concatenate([[False], np.diff(series.kwh) == 0]) & (np.nan_to_num(series.kwh) > 0)
    same &= series.quality == Quality.MEASURED
    longest = max(STUCK_SLOTS, STUCK_HOURS * 60 // series.step_minutes)
    for low, high in _runs(same):
        if high - low + 1 >= longest:
            yield _anomaly(series, AnomalyKind.STUCK, low - 1, high, value_kwh=float(series.kwh[low]))


def _dead(series: UsageSeries) -> Iterator[Anomaly]:
    """Find zeros for days in a home that is otherwise hardly ever at zero."""
    longest = max(2, DEAD_HOURS * 60 // series.step_minutes)
    zero = series.kwh == 0
    long_runs = [(low, high) for low, high in _runs(zero) if high - low >= longest]
    told = ~np.isnan(series.kwh)
    for low, high in long_runs:
        told[low:high] = False
    if not told.any() or float(zero[told].mean()) >= SELDOM_ZERO:
        return
    for low, high in long_runs:
        yield _anomaly(series, AnomalyKind.DEAD, low, high)


def _level(series: UsageSeries) -> Iterator[Anomaly]:
    """Find the day from which usage is on another level: another meter, another unit or factor of it."""
    per_day = MINUTES_PER_DAY // series.step_minutes
    days = len(series) // per_day
    if days < 2 * LEVEL_DAYS:
        return
    with np.errstate(invalid="ignore"):
        daily = series.kwh[: days * per_day].reshape(days, per_day).sum(axis=1)
    windows = np.lib.stride_tricks.sliding_window_view(daily, LEVEL_DAYS)
    # Quartiles and not means: nearly all days of one side are above nearly all of the other.
    whole = ~np.isnan(windows).any(axis=1)
    low, high = (np.where(whole, np.quantile(np.nan_to_num(windows), q, axis=1), np.nan) for q in (0.1, 0.9))
    before, after = slice(0, days - 2 * LEVEL_DAYS + 1), slice(LEVEL_DAYS, days - LEVEL_DAYS + 1)
    rises, falls = low[after] >= LEVEL_FACTOR * high[before], high[after] * LEVEL_FACTOR <= low[before]
    for first, last in _runs((rises & (high[before] > 0)) | (falls & (low[before] > 0))):
        steps = [abs(np.diff([windows[at].sum(), windows[at + LEVEL_DAYS].sum()])[0]) for at in range(first, last)]
        day = first + int(np.argmax(steps)) + LEVEL_DAYS
        medians = [
            float(np.median(daily[part])) for part in (slice(day - LEVEL_DAYS, day), slice(day, day + LEVEL_DAYS))
        ]
        place = day * per_day
        yield _anomaly(series, AnomalyKind.LEVEL_CHANGE, place, place + per_day, before=medians[0], after=medians[1])


def _anomaly(series: UsageSeries, kind: AnomalyKind, low: int, high: int, **params: object) -> Anomaly:
    start, end = series.start + low * series.step, series.start + high * series.step
    return Anomaly(kind, start, end, float(np.nansum(series.kwh[low:high])), params)


def _runs(chosen: np.ndarray) -> list[tuple[int, int]]:
    """Return [low, high) of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], chosen, [False]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
