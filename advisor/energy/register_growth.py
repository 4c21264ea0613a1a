"""What a register grew by between readings, as arrays: slips, rollovers and resets told apart by the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

SLIP_TOLERANCE_KWH = 0.1
"""A reading this little below the one before is rounding, not a fall."""
_LONGEST_SLIP = 24
"""Readings in a row that may be out of line together: a sensor that reports zero for a day of hours."""
_FEWEST_DIGITS = 4
"""No electricity register rolls over before 9 999 of its own units; a counter that does begins again every day."""
_UNUSUAL = 20.0
"""Times the usual growth beyond which a fall from near the top is a new meter and not a rollover."""


@dataclass(frozen=True, eq=False)
class Growth:
    """Energy between the readings that count.

    kept: indices of the readings that count, in time order; kwh: what the register grew by between each two of them,
    NaN where it cannot be known; slips, rollovers, resets: indices of readings out of line, and of those after a fall.
    """

    kept: np.ndarray
    kwh: np.ndarray
    slips: list[int]
    rollovers: set[int]
    resets: set[int]


def grow(at_s: np.ndarray, index_kwh: np.ndarray, *, digits: int | None = None, unit_kwh: float = 1.0) -> Growth:
    """Return the growth between readings in time order, one a moment; never negative, nothing counted twice.

    at_s: seconds; index_kwh: the index in kWh. digits: whole digits of the register in its own unit of `unit_kwh`; None
    takes a fall for a rollover only where the index stood in the last tenth before a full power of ten (of at least
    four digits) and what then was used is usual for this meter. A fall of up to SLIP_TOLERANCE_KWH is rounding: the
    highest index so far stands. A reading, or up to a day of hours of them, away from neighbours that agree is a slip.
    """
    falls = np.flatnonzero(np.diff(index_kwh) < -SLIP_TOLERANCE_KWH) + 1
    slips = _slips(at_s, index_kwh, falls) if len(falls) else []
    keep = np.ones(len(index_kwh), dtype=bool)
    keep[slips] = False
    kept = np.flatnonzero(keep)
    values = index_kwh[kept].astype(np.float64)
    if len(values) < 2:
        return Growth(kept, np.empty(0), slips, set(), set())
    steps = np.diff(values)
    fell = np.flatnonzero(steps < -SLIP_TOLERANCE_KWH)
    usual_kw = _usual_growth(steps, np.diff(at_s[kept]))
    rollovers, resets = set(), set()
    begins = np.zeros(len(values), dtype=bool)
    for place in fell:
        hours = (at_s[kept[place + 1]] - at_s[kept[place]]) / 3600.0
        most = None if usual_kw is None else _UNUSUAL * usual_kw * hours
        size = _rolled_size(values[place], values[place + 1], digits=digits, unit_kwh=unit_kwh, most_kwh=most)
        if size is not None:
            values[place + 1 :] += size
            rollovers.add(int(kept[place + 1]))
        else:
            begins[place + 1] = True
            resets.add(int(kept[place + 1]))
    kwh = np.empty(len(values) - 1)
    edges = [0, *np.flatnonzero(begins).tolist(), len(values)]
    for low, high in pairwise(edges):
        kwh[low : high - 1] = np.diff(np.maximum.accumulate(values[low:high]))
    kwh[np.flatnonzero(begins) - 1] = np.nan
    return Growth(kept, kwh, slips, rollovers, resets)


def _usual_growth(steps: np.ndarray, seconds: np.ndarray) -> float | None:
    """Return the mean power of all rises in kW, or None where there are fewer than two."""
    rising = steps > 0
    if rising.sum() < 2:
        return None
    grown = steps >= 0
    return float(steps[grown].sum() / (seconds[grown].sum() / 3600.0))


def _rolled_size(
    before: float, after: float, *, digits: int | None, unit_kwh: float, most_kwh: float | None
) -> float | None:
    """Return the size of the register (kWh) where a fall is a rollover, or None."""
    whole = digits if digits is not None else len(str(int(before / unit_kwh)))
    size = 10.0**whole * unit_kwh
    grown = after - before + size
    if before >= size or not 0 <= grown < size / 2:
        return None
    if digits is not None:
        return size
    evident = whole >= _FEWEST_DIGITS and before >= 0.9 * size and most_kwh is not None and grown <= most_kwh
    return size if evident else None


def _slips(at_s: np.ndarray, index: np.ndarray, falls: np.ndarray) -> list[int]:
    """Return the readings without which the register keeps rising; a fall that stays low is none of them.

    At each fall either the readings before it are too high or those after it too low: a run of them that was entered
    or left by a jump. Where both could be, the shorter run goes, of two single readings the one farther from the line
    between its neighbours.
    """
    removed: set[int] = set()
    for fall in falls.tolist():
        low = fall
        while low in removed:
            low += 1
        high = low - 1
        while high in removed:
            high -= 1
        if high < 0 or low >= len(index) or index[low] >= index[high] - SLIP_TOLERANCE_KWH:
            continue
        runs = [run for run in (_too_low(index, high, low), _too_high(index, high, low)) if run is not None]
        if not runs:
            continue
        if len(runs) == 2 and len(runs[0]) == len(runs[1]) == 1:
            run = max(runs, key=lambda one: _away(at_s, index, one[0]))
        else:
            run = min(runs, key=len)
        removed.update(run)
    return sorted(removed)


def _too_low(index: np.ndarray, high: int, low: int) -> range | None:
    """Return the run of readings from `low` on that ends with a jump back to the level before it."""
    for after in range(low + 1, min(low + 1 + _LONGEST_SLIP, len(index))):
        if index[after] >= index[high]:
            jump = index[after] - index[after - 1]
            return range(low, after) if after == low + 1 or jump >= 0.9 * (index[high] - index[low]) else None
    return None


def _too_high(index: np.ndarray, high: int, low: int) -> range | None:
    """Return the run of readings up to `high` that began with a jump away from the level after it."""
    for before in range(high - 1, max(high - 1 - _LONGEST_SLIP, -1), -1):
        if index[before] <= index[low]:
            jump = index[before + 1] - index[before]
            return (
                range(before + 1, high + 1) if before == high - 1 or jump >= 0.9 * (index[high] - index[low]) else None
            )
    return None


def _away(at_s: np.ndarray, index: np.ndarray, place: int) -> float:
    before, after = place - 1, place + 1
    if before < 0 or after >= len(index):
        return 0.0
    share = (at_s[place] - at_s[before]) / max(1e-9, at_s[after] - at_s[before])
    return float(abs(index[place] - (index[before] + share * (index[after] - index[before]))))
