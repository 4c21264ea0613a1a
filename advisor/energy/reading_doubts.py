"""A reading that does not fit the ones around it: what may have happened, to be asked before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from advisor.energy.register_growth import SLIP_TOLERANCE_KWH
from advisor.energy.registers import RegisterReading

# An assumption: the connection of a home in low voltage rarely carries more than this for long (10 kW, 45 A at 220 V).
MOST_PLAUSIBLE_KW = 10.0
SHORTEST_STRETCH = timedelta(hours=1)


class Explanation(str, Enum):
    """What a person may answer; SLIP keeps nothing."""

    SLIP = "slip"
    NEW_METER = "new_meter"
    ROLLED_OVER = "rolled_over"
    RIGHT = "right"


@dataclass(frozen=True)
class Doubt:
    """kind: lower (than the reading before), above_next (higher than the one after) or too_fast; other: that reading.

    kwh: what the new reading would mean since `other` (a rollover: once it is counted as one), or None; digits: whole
    digits of a register that rolled over; explanations: the possible answers.
    """

    kind: str
    other: RegisterReading
    kwh: float | None
    digits: int | None
    explanations: tuple[Explanation, ...]


def doubt_of(new: RegisterReading, others: Sequence[RegisterReading]) -> Doubt | None:
    """Return what is doubtful of a new reading beside the others of the same meter, or None.

    A rollover is offered where the register was in its last tenth and began again in its first, and what then was used
    is plausible.
    """
    before = max((r for r in others if r.at < new.at), key=lambda r: r.at, default=None)
    after = min((r for r in others if r.at > new.at), key=lambda r: r.at, default=None)
    if before is not None and new.index_kwh < before.index_kwh - SLIP_TOLERANCE_KWH:
        digits = rolled_digits(before.index_kwh, new.index_kwh)
        on = RegisterReading(new.at, new.index_kwh + 10.0**digits) if digits else None
        if on is None or _mean_kw(before, on) > MOST_PLAUSIBLE_KW:
            return Doubt("lower", before, None, None, (Explanation.SLIP, Explanation.NEW_METER))
        rolled, kwh = (Explanation.ROLLED_OVER,), on.index_kwh - before.index_kwh
        return Doubt("lower", before, kwh, digits, (Explanation.SLIP, Explanation.NEW_METER, *rolled))
    if after is not None and new.index_kwh > after.index_kwh + SLIP_TOLERANCE_KWH:
        return Doubt("above_next", after, None, None, (Explanation.SLIP, Explanation.NEW_METER))
    if before is not None and _mean_kw(before, new) > MOST_PLAUSIBLE_KW:
        kwh = new.index_kwh - before.index_kwh
        return Doubt("too_fast", before, kwh, None, (Explanation.SLIP, Explanation.RIGHT, Explanation.NEW_METER))
    return None


def rolled_digits(before_kwh: float, after_kwh: float) -> int | None:
    """Return the whole digits of a register that may have gone from all nines to zero between two readings."""
    digits = len(str(int(before_kwh)))
    size = 10.0**digits
    return digits if digits >= 4 and before_kwh >= 0.9 * size and after_kwh < 0.1 * size else None


def _mean_kw(before: RegisterReading, after: RegisterReading) -> float:
    return (after.index_kwh - before.index_kwh) / (max(after.at - before.at, SHORTEST_STRETCH) / timedelta(hours=1))
