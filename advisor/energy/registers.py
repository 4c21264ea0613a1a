"""Register readings to usage: what the index of a meter grew by, through rollovers, replacements and typing slips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import Quality, UsageSeries

SLIP_TOLERANCE_KWH = 0.1
LONGEST_SPREAD = timedelta(days=1)


@dataclass(frozen=True)
class RegisterReading:
    """The cumulative index of a meter (kWh) at an aware moment; `row` is its line in the file, if it came from one."""

    at: datetime
    index_kwh: float
    row: int | None = None


@dataclass(frozen=True)
class RegisterUsage:
    """Usage between two readings next to each other; kwh is None where it cannot be known (a replaced meter)."""

    start: datetime
    end: datetime
    kwh: float | None


def usage_between(
    readings: Sequence[RegisterReading], *, digits: int | None = None
) -> tuple[tuple[RegisterUsage, ...], tuple[Finding, ...]]:
    """Return the usage between readings, in order of time, never negative, and what was found on the way.

    digits: whole-kWh digits of the register, which allow a fall to be read as a rollover (only where less than half the
    register was then used). Findings: register_duplicate, register_conflict (two indexes at one moment: the later row
    counts), register_slip (one reading out of line with both neighbours is left out), register_rollover, register_reset
    (usage unknown; params say what the new register has counted).
    """
    ordered, findings = _ordered(readings)
    kept, slips = _without_slips(ordered, digits)
    findings += slips
    usages = []
    for before, after in pairwise(kept):
        kwh, finding = _growth(before, after, digits)
        usages.append(RegisterUsage(before.at, after.at, kwh))
        findings += [finding] if finding else []
    return tuple(usages), tuple(findings)


def readings_to_series(
    readings: Sequence[RegisterReading],
    *,
    step_minutes: int,
    digits: int | None = None,
    longest_spread: timedelta = LONGEST_SPREAD,
) -> tuple[UsageSeries, tuple[Finding, ...]]:
    """Return usage on a regular grid from readings at any moments; the sum of the series is what the register grew by.

    The index is taken as rising evenly between readings. An interval is MEASURED where readings stand at both its ends,
    ESTIMATED where it was cut out of a longer stretch, MISSING where the stretch is longer than `longest_spread` or its
    usage unknown. The grid starts and ends at full steps inside the readings. Raises ValueError below two readings.
    """
    usages, findings = usage_between(readings, digits=digits)
    if not usages:
        raise ValueError(f"two readings at different moments are needed, received {len(readings)}")
    edges_s = np.array([_seconds(usages[0].start), *(_seconds(usage.end) for usage in usages)], dtype=np.float64)
    known = np.array([u.kwh is not None and u.end - u.start <= longest_spread for u in usages])
    grown = np.concatenate([[0.0], np.cumsum([u.kwh if ok else 0.0 for u, ok in zip(usages, known, strict=True)])])
    step_s = step_minutes * 60
    first, last = -(-edges_s[0] // step_s) * step_s, edges_s[-1] // step_s * step_s
    grid_s = np.arange(first, last + step_s / 2, step_s)
    kwh = np.maximum(0.0, np.diff(np.interp(grid_s, edges_s, grown)))
    unknown_s = np.concatenate([[0.0], np.cumsum(np.where(known, 0.0, np.diff(edges_s)))])
    missing = np.diff(np.interp(grid_s, edges_s, unknown_s)) > 0
    read = np.isin(grid_s, edges_s)
    quality = np.where(read[:-1] & read[1:], Quality.MEASURED, Quality.ESTIMATED)
    quality = np.where(missing, Quality.MISSING, quality).astype(np.uint8)
    start = datetime.fromtimestamp(first, tz=timezone.utc)
    return UsageSeries(start, step_minutes, np.where(missing, np.nan, kwh), quality), findings


def _ordered(readings: Sequence[RegisterReading]) -> tuple[list[RegisterReading], list[Finding]]:
    """Sort by time and keep one reading a moment."""
    findings: list[Finding] = []
    kept: list[RegisterReading] = []
    for reading in sorted(readings, key=lambda r: r.at):
        if not np.isfinite(reading.index_kwh) or reading.index_kwh < 0:
            findings.append(_finding("register_unreadable", Severity.WARNING, reading))
        elif kept and kept[-1].at == reading.at:
            same = kept[-1].index_kwh == reading.index_kwh
            code, severity = ("register_duplicate", Severity.INFO) if same else ("register_conflict", Severity.WARNING)
            findings.append(_finding(code, severity, reading, kept_kwh=reading.index_kwh))
            kept[-1] = reading
        else:
            kept.append(reading)
    return kept, findings


def _without_slips(readings: list[RegisterReading], digits: int | None) -> tuple[list[RegisterReading], list[Finding]]:
    """Leave out a reading that falls out of line while its neighbours agree with each other.

    At each fall either the reading before it was typed too high or the one after it too low; it is the one without
    which the register keeps rising. A fall that stays low is not a slip but a reset or a rollover.
    """
    kept, findings = list(readings), []
    place = 1
    while place < len(kept):
        if kept[place].index_kwh >= kept[place - 1].index_kwh - SLIP_TOLERANCE_KWH:
            place += 1
            continue
        slip = _slip_at(kept, place)
        if slip is None or (digits is not None and _rolled_over_kwh(kept[place - 1], kept[place], digits) is not None):
            place += 1
            continue
        findings.append(_finding("register_slip", Severity.WARNING, kept[slip]))
        del kept[slip]
        place = max(1, slip)
    return kept, findings


def _slip_at(readings: list[RegisterReading], place: int) -> int | None:
    """Return which of the two readings of a fall is the slip: the one that rises to its neighbours when left out."""
    high, low = place - 1, place
    too_low = low + 1 < len(readings) and readings[low + 1].index_kwh >= readings[high].index_kwh
    too_high = high > 0 and readings[high - 1].index_kwh <= readings[low].index_kwh
    if too_low and not too_high:
        return low
    if too_high and not too_low:
        return high
    if not too_low:
        return None
    return max((high, low), key=lambda i: abs(readings[i].index_kwh - _between_neighbours(readings, i)))


def _between_neighbours(readings: list[RegisterReading], place: int) -> float:
    before, at, after = readings[place - 1], readings[place], readings[place + 1]
    share = (at.at - before.at) / (after.at - before.at)
    return before.index_kwh + share * (after.index_kwh - before.index_kwh)


def _growth(before: RegisterReading, after: RegisterReading, digits: int | None) -> tuple[float | None, Finding | None]:
    grown = after.index_kwh - before.index_kwh
    if grown >= 0:
        return grown, None
    if grown >= -SLIP_TOLERANCE_KWH:
        return 0.0, None
    rolled = None if digits is None else _rolled_over_kwh(before, after, digits)
    if rolled is not None:
        return rolled, _finding("register_rollover", Severity.INFO, after, kwh=rolled)
    params = {"before_kwh": before.index_kwh, "after_kwh": after.index_kwh}
    return None, _finding("register_reset", Severity.WARNING, after, **params)


def _rolled_over_kwh(before: RegisterReading, after: RegisterReading, digits: int) -> float | None:
    size = 10.0**digits
    grown = after.index_kwh - before.index_kwh + size
    return grown if before.index_kwh < size and 0 <= grown < size / 2 else None


def _finding(code: str, severity: Severity, reading: RegisterReading, **params: float) -> Finding:
    values = {"at": reading.at.isoformat(), "index_kwh": reading.index_kwh, **params}
    return Finding(code, severity, values, row=reading.row)


def _seconds(moment: datetime) -> float:
    return moment.astimezone(timezone.utc).timestamp()
