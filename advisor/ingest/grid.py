"""From stamped values to a regular grid: duplicates, gaps, register differences. A gap is NaN, never zero."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

import numpy as np

from advisor.energy.register_growth import grow
from advisor.energy.usage import Quality, UsageSeries

SNAP = 0.1
"""A stamp up to this share of a step beside its grid line belongs to it: loggers write 00:00:07."""
DAY_SECONDS = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_SLOTS_MOST = 40_000_000
_SILENT_SHARE = 0.2


@dataclass(frozen=True, eq=False)
class Placed:
    """Values on a grid that begins at `origin` (in the unit of the positions), with what happened to the rows.

    Rows are given by their index in the input.
    """

    kwh: np.ndarray
    quality: np.ndarray
    first_slot: int
    duplicates: list[int] = field(default_factory=list)
    conflicts: list[int] = field(default_factory=list)
    off_grid: list[int] = field(default_factory=list)
    falls: list[int] = field(default_factory=list)
    rollovers: list[int] = field(default_factory=list)
    slips: list[int] = field(default_factory=list)
    partial: int = 0
    spread_slots: int = 0
    spread_kwh: float = 0.0
    values: int = 0


def slots_of(positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (nearest slot of each position, mask of positions that lie between slots)."""
    nearest = np.rint(positions).astype(np.int64)
    return nearest, np.abs(positions - nearest) > SNAP


def origin_of(moments: np.ndarray, step_seconds: int) -> int:
    """Return a moment that most rows share a grid with: the commonest remainder of the step.

    A remainder of seconds, as of loggers that write 00:00:07 or 23:59:59, is that of the full minute beside it.
    """
    remainders, counts = np.unique(moments % step_seconds, return_counts=True)
    commonest = int(remainders[counts.argmax()])
    minute = round(commonest / 60) * 60
    return minute if abs(commonest - minute) <= SNAP * step_seconds else commonest


def place_values(positions: np.ndarray, values: np.ndarray, estimated: np.ndarray) -> Placed:
    """Put interval values on the grid. positions: in steps; NaN values leave their slot missing.

    Of two different values for one slot the later row wins and is reported; equal ones count as duplicates.
    """
    slots, between = slots_of(positions)
    rows, duplicates, conflicts = _one_a_slot(slots, values, np.flatnonzero(~between & ~np.isnan(values)))
    return _on_grid(
        slots[rows],
        values[rows],
        estimated[rows],
        duplicates=duplicates,
        conflicts=conflicts,
        off_grid=[int(row) for row in np.flatnonzero(between)],
        values=len(rows),
    )


def place_register(
    positions: np.ndarray,
    readings: np.ndarray,
    estimated: np.ndarray,
    *,
    step_minutes: int = 60,
    unit_kwh: float = 1.0,
) -> Placed:
    """Turn register readings (kWh) into energy between them, on the grid.

    The difference of two readings more than one step apart is spread evenly over the steps between and marked
    estimated: its sum is known, its course is not. Slips, rollovers and resets are told apart by `grow`; where the
    register begins again the interval is missing. unit_kwh: the unit whose digits the meter shows.
    """
    slots, between = slots_of(positions)
    rows, duplicates, conflicts = _one_a_slot(slots, readings, np.flatnonzero(~between & ~np.isnan(readings)))
    growth = grow(slots[rows] * (step_minutes * 60.0), readings[rows], unit_kwh=unit_kwh)
    placed = {
        "duplicates": duplicates,
        "conflicts": conflicts,
        "off_grid": [int(row) for row in np.flatnonzero(between)],
        "slips": [int(row) for row in rows[growth.slips]],
        "rollovers": sorted(int(rows[place]) for place in growth.rollovers),
    }
    rows = rows[growth.kept]
    if len(rows) < 2:
        return _on_grid(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0, dtype=bool), **placed)
    steps, energy = np.diff(slots[rows]), growth.kwh
    falls = np.isnan(energy)
    where = np.repeat(slots[rows[:-1]], steps) + _within(steps)
    spread = np.repeat(steps > 1, steps)
    guessed = spread | np.repeat(estimated[rows[1:]], steps)
    long = (steps > 1) & ~falls
    return _on_grid(
        where,
        np.repeat(energy / steps, steps),
        guessed,
        falls=[int(row) for row in rows[1:][falls]],
        spread_slots=int(steps[long].sum()),
        spread_kwh=float(energy[long].sum()),
        values=int((~falls).sum()),
        **placed,
    )


def add_up(parts: list[Placed]) -> Placed:
    """Add streams of one channel (tariffs, phases, labels) slot by slot; a slot no stream knows stays missing.

    A stream that is silent in many slots has nothing to say there (the night tariff by day). One that hardly ever is
    silent lacks a value: the sum of the others would be too low, so that slot is missing and counted as partial.
    """
    if len(parts) == 1:
        return parts[0]
    known = [part for part in parts if len(part.kwh)] or parts[:1]
    first = min(part.first_slot for part in known)
    last = max(part.first_slot + len(part.kwh) for part in known)
    total, any_known = np.zeros(last - first), np.zeros(last - first, dtype=bool)
    quality = np.full(last - first, int(Quality.MEASURED), dtype=np.uint8)
    for part in known:
        window = slice(part.first_slot - first, part.first_slot - first + len(part.kwh))
        there = ~np.isnan(part.kwh)
        total[window] += np.where(there, part.kwh, 0.0)
        any_known[window] |= there
        quality[window] = np.where(there, np.minimum(quality[window], part.quality), quality[window])
    lacking = np.zeros(last - first, dtype=bool)
    for part in known:
        window = slice(part.first_slot - first, part.first_slot - first + len(part.kwh))
        silent = np.isnan(part.kwh) & any_known[window]
        if 0 < silent.sum() < _SILENT_SHARE * any_known[window].sum():
            lacking[window] |= silent
    any_known &= ~lacking
    merged = {
        name: [row for part in parts for row in getattr(part, name)]
        for name in ("duplicates", "conflicts", "off_grid", "falls", "rollovers", "slips")
    }
    return Placed(
        kwh=np.where(any_known, total, np.nan),
        quality=np.where(any_known, quality, int(Quality.MISSING)).astype(np.uint8),
        first_slot=first,
        partial=int(lacking.sum()),
        spread_slots=max(part.spread_slots for part in parts),
        spread_kwh=sum(part.spread_kwh for part in parts),
        values=int(any_known.sum())
        if not any(part.spread_slots for part in parts)
        else max(part.values for part in parts),
        **merged,
    )


def to_series(placed: Placed, *, origin: int, step_minutes: int) -> UsageSeries:
    """Make the series; origin: UTC seconds of slot 0."""
    start = _EPOCH + timedelta(seconds=origin + placed.first_slot * step_minutes * 60)
    return UsageSeries(start=start, step_minutes=step_minutes, kwh=placed.kwh, quality=placed.quality)


def _on_grid(slots: np.ndarray, energy: np.ndarray, estimated: np.ndarray, **rest: object) -> Placed:
    known = ~np.isnan(energy)
    if not known.any():
        return Placed(np.empty(0), np.empty(0, dtype=np.uint8), 0, **rest)
    first, last = int(slots[known].min()), int(slots[known].max())
    if last - first >= _SLOTS_MOST:
        raise OverflowError("the grid would have more slots than any file has rows")
    kwh = np.full(last - first + 1, np.nan)
    quality = np.zeros(last - first + 1, dtype=np.uint8)
    inside = slots[known] - first
    kwh[inside] = energy[known]
    quality[inside] = np.where(estimated[known], int(Quality.ESTIMATED), int(Quality.MEASURED))
    return Placed(kwh, quality, first, **rest)


def _within(steps: np.ndarray) -> np.ndarray:
    ends = np.cumsum(steps)
    return np.arange(int(ends[-1])) - np.repeat(ends - steps, steps)


def _one_a_slot(slots: np.ndarray, values: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, list[int], list[int]]:
    """Order rows by slot and keep the later of those that share one; returns rows, equal ones and different ones."""
    rows = rows[np.argsort(slots[rows], kind="stable")]
    repeated = slots[rows][1:] == slots[rows][:-1]
    duplicates, conflicts = [], []
    for before, after in zip(rows[:-1][repeated], rows[1:][repeated], strict=True):
        (duplicates if abs(values[before] - values[after]) <= 1e-9 else conflicts).append(int(after))
    return rows[np.append(~repeated, True)[: len(rows)]], duplicates, conflicts
