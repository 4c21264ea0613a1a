"""What all layers of one month say together: a pure function of the set of them, whatever order they came in.

1. What was measured comes before what was estimated, the finest step first; at one step the newest upload wins.
2. A measured interval longer than the common grid keeps its energy: what finer measured slots inside it do not account
   for (never less than nothing) is spread equally over its other slots, as estimated, since only the sum was metered.
   So no energy is counted twice, and one finer file leaves the sum of every other interval as it was metered.
3. Where nothing was measured, estimates follow, the newest upload first; a longer one gives each slot an equal part.
4. A blank says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from advisor.db.blocks import MonthSlots
from advisor.energy.usage import Quality


def combined(layers: Iterable[MonthSlots]) -> MonthSlots | None:
    """Return one local month as its layers have it together, on their common finest grid; None without a value.

    Each layer is of another upload, whose id is in its `sources`, and begins with the month.
    """
    told = sorted((layer for layer in layers if layer.quality.any()), key=_rank)
    if not told:
        return None
    step = math.gcd(*(layer.step_minutes for layer in told))
    scale = min(layer.scale_kwh for layer in told)
    told = [layer.at_scale(scale) for layer in told]
    count = len(told[0].units) * told[0].step_minutes // step
    outcome = replace(
        told[0],
        step_minutes=step,
        units=np.zeros(count, np.uint64),
        quality=np.zeros(count, np.uint8),
        sources=np.zeros(count, np.uint32),
    )
    for coarse in sorted({layer.step_minutes for layer in told}):
        _place_measured(outcome, [layer for layer in told if layer.step_minutes == coarse])
    for layer in reversed(told):
        _place_estimated(outcome, layer.at_step(step), layer.quality == Quality.ESTIMATED)
    return outcome


def _rank(layer: MonthSlots) -> tuple[int, int]:
    """Order layers by upload, oldest first, those without one before; the step only settles what cannot differ."""
    return int(layer.sources.max()), layer.step_minutes


def _place_measured(outcome: MonthSlots, layers: Sequence[MonthSlots]) -> None:
    """Write the measured intervals of layers of one step into the slots that nothing finer measured."""
    units, sources = np.zeros_like(layers[0].units), np.zeros_like(layers[0].sources)
    told = np.zeros(len(units), bool)
    for layer in layers:
        measured = layer.quality == Quality.MEASURED
        units[measured], sources[measured] = layer.units[measured], layer.sources[measured]
        told |= measured
    parts = layers[0].step_minutes // outcome.step_minutes
    # What measured intervals of finer steps left free; such a slot still holds 0 units.
    free = (outcome.quality == Quality.MISSING).reshape(-1, parts)
    open_slots = free.sum(axis=1)
    known = outcome.units.reshape(-1, parts).sum(axis=1)
    remainder = np.where(units > known, units - np.minimum(known, units), 0).astype(np.uint64)
    share, rest = np.divmod(remainder, np.maximum(open_slots, 1).astype(np.uint64))
    place = np.cumsum(free, axis=1) - 1
    spread = share[:, None] + (place < rest[:, None].astype(np.int64))
    chosen = free & told[:, None]
    flat = chosen.ravel()
    outcome.units[flat] = spread[chosen]
    outcome.sources[flat] = np.repeat(sources, parts)[flat]
    outcome.quality[flat] = Quality.MEASURED if parts == 1 else Quality.ESTIMATED


def _place_estimated(outcome: MonthSlots, cut: MonthSlots, estimated: np.ndarray) -> None:
    """Write the estimates of a layer, cut to the grid, into the slots that still hold nothing."""
    parts = len(cut.units) // len(estimated)
    free = (outcome.quality == Quality.MISSING) & np.repeat(estimated, parts)
    outcome.units[free], outcome.sources[free] = cut.units[free], cut.sources[free]
    outcome.quality[free] = Quality.ESTIMATED
