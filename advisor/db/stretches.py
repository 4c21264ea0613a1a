"""What a household decided of stretches of its data, applied to combined months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np

from advisor.db.blocks import MonthSlots
from advisor.db.layers import Correction, CorrectionAction
from advisor.energy.usage import Quality


@dataclass(frozen=True)
class _Stretch:
    """The slots of one month that lie wholly inside a correction: indexes [low, high) of its arrays."""

    slots: MonthSlots
    low: int
    high: int

    @property
    def chosen(self) -> slice:
        return slice(self.low, self.high)

    @property
    def minutes(self) -> int:
        return (self.high - self.low) * self.slots.step_minutes


def corrected(months: Mapping[date, MonthSlots], corrections: Iterable[Correction]) -> dict[date, MonthSlots]:
    """Apply the corrections that stand, oldest first, to the months of one channel.

    KEEP changes nothing, DISCARD makes the slots missing, SPREAD shares the energy of the stretch equally over all its
    slots, as estimated; where the stretch has no missing slot (another file filled the gap) there is nothing to spread.
    """
    outcome = dict(months)
    for correction in sorted(corrections, key=lambda row: row.id):
        stretches = [part for slots in outcome.values() if (part := _part(slots, correction)) is not None]
        if correction.action is CorrectionAction.DISCARD:
            outcome.update((part.slots.month, _discarded(part)) for part in stretches)
        elif correction.action is CorrectionAction.SPREAD:
            outcome.update((slots.month, slots) for slots in _spread(stretches))
    return outcome


def _part(slots: MonthSlots, correction: Correction) -> _Stretch | None:
    low = max(0, -_slots_between(correction.start, slots.start, slots.step_minutes))
    high = min(len(slots.units), _slots_between(slots.start, correction.end, slots.step_minutes))
    return _Stretch(slots, low, high) if low < high else None


def _slots_between(start: datetime, end: datetime, step_minutes: int) -> int:
    return int((end - start).total_seconds() // 60) // step_minutes


def _discarded(part: _Stretch) -> MonthSlots:
    return _changed(part, units=np.uint64(0), quality=Quality.MISSING, sources=np.uint32(0))


def _spread(stretches: list[_Stretch]) -> list[MonthSlots]:
    quality = np.concatenate([part.slots.quality[part.chosen] for part in stretches]) if stretches else np.zeros(0)
    if not quality.any() or quality.all():
        return []
    scale = min(part.slots.scale_kwh for part in stretches)
    stretches = [replace(part, slots=part.slots.at_scale(scale)) for part in stretches]
    energy = sum(int(part.slots.units[part.chosen].sum()) for part in stretches)
    source = max(int(part.slots.sources[part.chosen].max()) for part in stretches)
    minutes = sum(part.minutes for part in stretches)
    spread, passed = [], 0
    for part in sorted(stretches, key=lambda part: part.slots.start):
        edges = passed + np.arange(part.high - part.low + 1, dtype=np.uint64) * np.uint64(part.slots.step_minutes)
        # Whole units up to each edge: their differences are as equal as can be and add up exactly.
        units = np.diff(edges * np.uint64(energy) // np.uint64(minutes))
        spread.append(_changed(part, units=units, quality=Quality.ESTIMATED, sources=np.uint32(source)))
        passed += part.minutes
    return spread


def _changed(part: _Stretch, *, units: object, quality: Quality, sources: object) -> MonthSlots:
    columns = {"units": units, "quality": quality, "sources": sources}
    arrays = {name: getattr(part.slots, name).copy() for name in columns}
    for name, value in columns.items():
        arrays[name][part.chosen] = value
    return replace(part.slots, **arrays)
