"""Training samples: windows of homes at many origins, some histories cut short, some with gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.forecasting.features import network_inputs
from advisor.forecasting.training.homes import Home, NoTrainingData
from advisor.forecasting.windows import (
    HISTORY_DAYS,
    HISTORY_HOURS,
    HORIZON_DAYS,
    HORIZON_HOURS,
    MINIMUM_DAYS,
    HourWindows,
)

MINIMUM_KNOWN = 0.5
ANY_HOUR_SHARE = 0.3
SHORT_SHARE = 0.4
GAP_SHARE = 0.15
CHUNK = 256


@dataclass(frozen=True, eq=False)
class Drawn:
    """Windows and what came after them: truth (n, 168) kWh, NaN unknown; home (n,), the place in the list of homes."""

    windows: HourWindows
    truth: np.ndarray
    home: np.ndarray

    def __len__(self) -> int:
        return len(self.truth)


@dataclass(frozen=True, eq=False)
class Samples:
    """Hours to learn from: rows float32 (n, inputs), truth float32 (n,) in units of scale_kwh (n,), home (n,)."""

    rows: np.ndarray
    truth: np.ndarray
    scale_kwh: np.ndarray
    home: np.ndarray

    def part(self, chosen: np.ndarray) -> Samples:
        return Samples(self.rows[chosen], self.truth[chosen], self.scale_kwh[chosen], self.home[chosen])


def draw_windows(homes: Sequence[Home], *, per_home: int, rng: np.random.Generator, vary: bool) -> Drawn:
    """Draw windows with origins spread over each home's calendar.

    With `vary`, 30 % begin at any hour instead of midnight, 40 % bring only 14 to 55 days of history and 15 % have
    a gap; without, every window begins at midnight with all the history there is.
    """
    drawn = [window for i, home in enumerate(homes) for window in _windows(i, home, per_home, rng, vary)]
    if not drawn:
        raise NoTrainingData("no home is long enough for a window")
    windows = HourWindows(*(np.stack([getattr(w, name) for w in drawn]) for name in ("kwh", "hour", "weekday")))
    return Drawn(windows, np.stack([w.truth for w in drawn]), np.array([w.home for w in drawn]))


def samples_of(drawn: Drawn) -> Samples:
    """Turn windows into single hours with the network's inputs; hours of unknown truth are dropped."""
    parts = []
    for start in range(0, len(drawn), CHUNK):
        chosen = slice(start, start + CHUNK)
        inputs = network_inputs(drawn.windows.part(chosen))
        truth = (drawn.truth[chosen] / inputs.scale_kwh[:, None]).astype(np.float32)
        known = np.isfinite(truth)
        scale = np.broadcast_to(inputs.scale_kwh[:, None], truth.shape)[known]
        home = np.broadcast_to(drawn.home[chosen][:, None], truth.shape)[known]
        parts.append((inputs.rows[known], truth[known], scale, home))
    return Samples(*(np.concatenate(column) for column in zip(*parts, strict=True)))


@dataclass(frozen=True, eq=False)
class _Window:
    home: int
    kwh: np.ndarray
    hour: int
    weekday: np.ndarray
    truth: np.ndarray


def _windows(index: int, home: Home, count: int, rng: np.random.Generator, vary: bool) -> Iterator[_Window]:
    first, last = MINIMUM_DAYS * 24, len(home.kwh) - HORIZON_HOURS
    if last < first:
        return
    places = np.linspace(first, last, count) + (rng.uniform(-72, 72, count) if vary else 0)
    for place in places:
        origin = int(np.clip(place, first, last))
        if not vary or rng.random() >= ANY_HOUR_SHARE:
            origin -= origin % 24
        kwh = np.full(HISTORY_HOURS, np.nan)
        days = HISTORY_DAYS
        if vary and rng.random() < SHORT_SHARE:
            days = MINIMUM_DAYS if rng.random() < 0.3 else int(rng.integers(MINIMUM_DAYS + 1, HISTORY_DAYS))
        brought = min(days * 24, origin)
        kwh[HISTORY_HOURS - brought :] = home.kwh[origin - brought : origin]
        if vary and rng.random() < GAP_SHARE:
            start = int(rng.integers(HISTORY_HOURS - brought, HISTORY_HOURS))
            kwh[start : start + int(rng.integers(1, 96))] = np.nan
        truth = home.kwh[origin : origin + HORIZON_HOURS]
        if np.isfinite(kwh[-brought:]).mean() < MINIMUM_KNOWN or np.isfinite(truth).mean() < MINIMUM_KNOWN:
            continue
        if not np.nansum(kwh) > 0:
            continue
        yield _Window(index, kwh, origin % 24, _weekdays(home, origin // 24), truth)


def _weekdays(home: Home, day: int) -> np.ndarray:
    # 1970-01-01 was a Thursday; holidays of the homes' countries are not in the data
    first = home.first_day.astype(np.int64) + day - HISTORY_DAYS
    return (first + 3 + np.arange(HISTORY_DAYS + HORIZON_DAYS + 1)) % 7
