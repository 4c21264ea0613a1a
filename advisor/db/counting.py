"""What one layer brings to a month beside all others, counted in its own intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from advisor.db.blocks import MonthSlots
from advisor.db.combining import combined


@dataclass(frozen=True)
class MergeCounts:
    """Intervals of an upload that carry a value, by what became of them, and what differed.

    added: nothing else tells of them; replaced: another source does, this one counts; kept: the other source counts;
    differing: of the last two, those where the other source says another energy.
    """

    added: int = 0
    replaced: int = 0
    kept: int = 0
    differing: int = 0

    def __add__(self, other: MergeCounts) -> MergeCounts:
        return MergeCounts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def brought(layer: MonthSlots, *, others: Sequence[MonthSlots]) -> MergeCounts:
    """Compare the month without a layer to the month with it; the order in which layers came has no part in it."""
    told = layer.quality > 0
    before = combined(others)
    if before is None:
        return MergeCounts(added=int(told.sum()))
    after = combined([*others, layer])
    step, source = after.step_minutes, int(layer.sources.max())
    intervals = len(layer.units)
    had = (before.at_step(step).quality > 0).reshape(intervals, -1)
    ours = (after.sources == source).reshape(intervals, -1).any(axis=1) & told
    overlap = told & had.any(axis=1)
    return MergeCounts(
        added=int((ours & ~overlap).sum()),
        replaced=int((ours & overlap).sum()),
        kept=int((told & ~ours).sum()),
        differing=int((overlap & had.all(axis=1) & _differs(layer, before.at_step(step))).sum()),
    )


def _differs(layer: MonthSlots, other: MonthSlots) -> np.ndarray:
    """Say for each interval of the layer whether the other's energy over it is another."""
    scale = min(layer.scale_kwh, other.scale_kwh)
    theirs = other.at_scale(scale).units.reshape(len(layer.units), -1).sum(axis=1)
    return layer.at_scale(scale).units != theirs
