"""Rows that hold a day: which moment each column is, also on days of 23 and 25 hours.

24 columns may be the hours of the clock or those that passed since midnight, which are the same but on the days when
clocks change. The file itself tells: on a day of 23 hours either the hour that was skipped is empty, or the last one
is. What it does not tell stays missing, with a finding.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone, tzinfo

import numpy as np

CLOCK, PASSED = "clock", "passed"
_DAY, _HOUR = 86_400, 3600
_MOSTLY = 0.9


@dataclass(frozen=True, eq=False)
class DayRows:
    """Per row and column: UTC seconds, and the value with NaN where it is of no interval or of one not known.

    unclear: mask of the days whose hours cannot be told apart; surplus: of those with energy in an hour too many.
    """

    moments: np.ndarray
    values: np.ndarray
    unclear: np.ndarray
    surplus: np.ndarray


@dataclass(frozen=True)
class _Change:
    """A day when clocks change: how much longer it is than others (s), and how long after its start they do (s)."""

    longer: int
    after: int


def place_days(
    values: np.ndarray,
    midnights: np.ndarray,
    *,
    slots: tuple[int, ...],
    step_minutes: int,
    by_clock: bool,
    zone: tzinfo,
) -> DayRows:
    """Give each value of rows of a day its moment.

    values: rows × columns; midnights: UTC seconds at which each row's day began; slots: minutes since midnight each
    column stands for, one of them twice (or beyond the day) where there is a column for the hour more; by_clock: the
    columns are named by clock times, not numbered; zone: whose clock the file follows.
    """
    seconds = np.array(slots, dtype=np.int64) * 60
    extra = np.array([slot >= 1440 or slot in slots[:place] for place, slot in enumerate(slots)])
    moments = midnights[:, None] + seconds[None, :]
    kept = values.astype(np.float64).copy()
    unclear, surplus = np.zeros(len(values), dtype=bool), np.zeros(len(values), dtype=bool)
    known = {int(midnight): _change(int(midnight), zone) for midnight in np.unique(midnights)}
    changes = [known[int(midnight)] for midnight in midnights]
    told = [_told(kept[row], seconds, extra, change) for row, change in enumerate(changes) if change]
    counted_on = bool((seconds >= _DAY).any())
    by_clock |= bool(extra.any()) and not counted_on
    usual = _settled(told, by_clock=by_clock, counted_on=counted_on)
    for row, change in enumerate(changes):
        if change is None:
            surplus[row] = bool((np.nan_to_num(kept[row, extra]) != 0).any())
            kept[row, extra] = np.nan
            continue
        own = usual
        if change.longer < 0:
            own = _told(kept[row], seconds, extra, change) or _not_against(usual, kept[row], seconds, extra, change)
        elif counted_on and np.isnan(kept[row, extra]).any():
            own = None
        if own == PASSED and (counted_on or not extra.any()):
            offsets = np.arange(len(slots)) * step_minutes * 60
            there = offsets < _DAY + change.longer
        elif change.longer < 0:
            offsets, there = _shorter(seconds, extra, change, own)
        else:
            offsets, there = _longer(kept[row], seconds, extra, change, own)
        moments[row] = midnights[row] + offsets
        lost = ~there & ~np.isnan(kept[row]) & ((kept[row] != 0) | (change.longer > 0))
        unclear[row] = bool(lost.any())
        kept[row, ~there] = np.nan
    return DayRows(moments, kept, unclear, surplus)


def _change(midnight: int, zone: tzinfo) -> _Change | None:
    """Return how the clock changes on the day that begins at a moment; None on nearly all days."""
    start = datetime.fromtimestamp(midnight, timezone.utc)
    local, last = start.astimezone(zone), (start - timedelta(seconds=1)).astimezone(zone)
    tomorrow = datetime.combine(local.date() + timedelta(days=1), time(), tzinfo=zone)
    longer = int(tomorrow.timestamp()) - midnight - _DAY
    if not longer or abs(longer) > 2 * _HOUR or last.date() == local.date():
        return None
    before = last.utcoffset()
    low, high = 0, _DAY + longer
    while high - low > 60:
        middle = (low + high) // 120 * 60
        same = (start + timedelta(seconds=middle)).astimezone(zone).utcoffset() == before
        low, high = (middle, high) if same else (low, middle)
    return _Change(longer, 0 if local.utcoffset() != before else high)


def _told(values: np.ndarray, seconds: np.ndarray, extra: np.ndarray, change: _Change) -> str | None:
    """Return what a day of 23 hours tells about the columns by the hour it has empty."""
    if change.longer > 0:
        return None
    skipped, last = _skipped_and_last(seconds, extra, change)
    if (skipped == last).all():
        return CLOCK
    empty = [_empty(values, part, ~extra) for part in (skipped, last)]
    return None if empty[0] == empty[1] else CLOCK if empty[0] else PASSED


def _skipped_and_last(seconds: np.ndarray, extra: np.ndarray, change: _Change) -> tuple[np.ndarray, np.ndarray]:
    skipped = ~extra & (seconds >= change.after) & (seconds < change.after - change.longer)
    return skipped, ~extra & (seconds >= _DAY + change.longer) & (seconds < _DAY)


def _empty(values: np.ndarray, part: np.ndarray, counted: np.ndarray) -> bool:
    """Say whether columns are blank, or zero in a day that hardly knows zeros, while the others are not."""
    there = values[part]
    if np.isnan(there).all():
        return True
    rest = values[counted & ~part]
    return bool((np.nan_to_num(there) == 0).all() and (rest > 0).mean() >= _MOSTLY)


def _settled(told: list[str | None], *, by_clock: bool, counted_on: bool) -> str | None:
    """Return what the columns of the file are: as its days of 23 hours agree, else as their names say."""
    votes = Counter(kind for kind in told if kind)
    if len(votes) == 1:
        return next(iter(votes))
    if votes:
        return None
    return CLOCK if by_clock else PASSED if counted_on else None


def _not_against(
    usual: str | None, values: np.ndarray, seconds: np.ndarray, extra: np.ndarray, change: _Change
) -> str | None:
    """Return what the file's columns are, where the hour that then has no place holds no energy on this day."""
    skipped, last = _skipped_and_last(seconds, extra, change)
    nowhere = skipped if usual == CLOCK else last
    return usual if (np.nan_to_num(values[nowhere]) == 0).all() else None


def _shorter(seconds: np.ndarray, extra: np.ndarray, change: _Change, own: str | None) -> tuple[np.ndarray, np.ndarray]:
    """Return seconds since midnight, and which columns are known, on a day that lacks an hour."""
    after = seconds >= change.after - change.longer
    there = ~extra & ((seconds < change.after) | (after & (own == CLOCK)))
    return np.where(after, seconds + change.longer, seconds), there


def _longer(
    values: np.ndarray, seconds: np.ndarray, extra: np.ndarray, change: _Change, own: str | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the same on a day that has an hour twice; one column for both hours leaves both unknown."""
    twice = (seconds >= change.after - change.longer) & (seconds < change.after)
    later = (seconds >= change.after) | extra
    second = extra & twice
    both = second.any() and not np.isnan(values[second]).any()
    there = ~extra & ((seconds < change.after - change.longer) | ((seconds >= change.after) & (own == CLOCK)))
    if both:
        there |= twice
    return np.where(later, seconds + change.longer, seconds), there
