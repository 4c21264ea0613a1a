"""Usage made of readings piece by piece: up to where later readings cannot change what earlier ones told.

What is made of the readings from such a place on, put behind what was made before, is what all readings together make.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import numpy as np

from advisor.energy.metered import gap_counts, step_of
from advisor.energy.register_growth import SLIP_TOLERANCE_KWH, grow
from advisor.energy.usage import MINUTES_PER_DAY

CLEAR_OF_FALLS = 60
"""Readings on either side without a fall: a fall removes at most 24 before or after it as slips, in a row 48."""
_NEAR_TOP = 0.9


@dataclass(frozen=True)
class Settled:
    """at: the reading to begin with; since: the grid time from which usage is made anew (UTC).

    until: a reading that changes up to here unsettles it; gaps: of the readings up to `at`, as of `gap_counts`.
    """

    at: datetime
    since: datetime
    until: datetime
    step_minutes: int
    gaps: tuple[int, ...]

    def step_with(self, moments: Sequence[datetime]) -> int:
        """Return the step that fits all readings; moments: those from `at` on."""
        return step_of(tuple(a + b for a, b in zip(self.gaps, gap_counts(moments), strict=True)))


def settled_power(moments: Sequence[datetime], *, step_minutes: int, earlier: Settled | None = None) -> Settled | None:
    """Return where readings of power are settled; moments: in order, from `earlier.at` on where there is one."""
    since = _grid(moments[-1], step_minutes, up=False)
    place = _last_until(moments, since)
    if place is None or step_minutes >= MINUTES_PER_DAY:
        return earlier
    return _settled(moments, place, since, until=since, step_minutes=step_minutes, earlier=earlier)


def settled_register(
    moments: Sequence[datetime],
    values: Sequence[float],
    *,
    step_minutes: int,
    digits: int | None = None,
    earlier: Settled | None = None,
) -> Settled | None:
    """Return where readings of a register are settled, `earlier` where no later place is, None where nothing is.

    At a reading that stands at the highest index so far, with no fall near. A fall from near the top of a register of
    unknown size is told by all readings together: behind one nothing is settled.
    """
    if step_minutes >= MINUTES_PER_DAY:
        return None
    index = np.array(values, dtype=np.float64)
    growth = grow(np.array([moment.timestamp() for moment in moments]), index, digits=digits)
    if digits is None and _falls_from_top(index):
        return None
    last = len(moments) - 1 - CLEAR_OF_FALLS
    place = _last_until(moments, _grid(moments[last], step_minutes, up=False)) if last >= 0 else None
    falls = np.flatnonzero(np.diff(index) < -SLIP_TOLERANCE_KWH)
    if place is None or (len(falls) and falls[-1] >= place - CLEAR_OF_FALLS):
        return earlier
    place = _highest_until(index, growth.kept, growth.resets | growth.rollovers, place)
    if len(falls) and falls[-1] >= place - CLEAR_OF_FALLS:
        return earlier
    since, until = _grid(moments[place], step_minutes, up=True), moments[place + CLEAR_OF_FALLS]
    return _settled(moments, place, since, until=until, step_minutes=step_minutes, earlier=earlier)


def _settled(moments, place: int, since: datetime, *, until: datetime, step_minutes: int, earlier) -> Settled:
    gaps = gap_counts(moments[: place + 1])
    if earlier is not None:
        gaps = tuple(a + b for a, b in zip(earlier.gaps, gaps, strict=True))
    return Settled(moments[place], since, until, step_minutes, gaps)


def _falls_from_top(index: np.ndarray) -> bool:
    before = index[:-1][np.diff(index) < -SLIP_TOLERANCE_KWH]
    return any(value >= _NEAR_TOP * 10.0 ** len(str(int(value))) for value in before if value >= 1000)


def _highest_until(index: np.ndarray, kept: np.ndarray, begins: set[int], place: int) -> int:
    """Return the last reading up to `place` that is not below one before it since the register last began."""
    first = max((begin for begin in begins if begin <= place), default=0)
    of_meter = kept[(kept >= first) & (kept <= place)]
    values = index[of_meter]
    return int(of_meter[np.flatnonzero(values >= np.maximum.accumulate(values))[-1]])


def _last_until(moments: Sequence[datetime], at: datetime) -> int | None:
    return next((place for place in range(len(moments) - 1, -1, -1) if moments[place] <= at), None)


def _grid(moment: datetime, step_minutes: int, *, up: bool) -> datetime:
    step_s = step_minutes * 60
    seconds = moment.timestamp() // step_s * step_s
    at = datetime.fromtimestamp(seconds, tz=timezone.utc)
    return at + timedelta(minutes=step_minutes) if up and at < moment else at
