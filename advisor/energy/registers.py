"""Register readings to usage: what the index of a meter grew by, through rollovers, replacements and typing slips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.energy.register_growth import grow
from advisor.energy.usage import Quality, UsageSeries

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
    register was then used); None reads one only where the numbers show it (see `grow`). Findings: register_duplicate,
    register_conflict (two indexes at one moment: the later row counts), register_slip (readings out of line with their
    neighbours are left out), register_rollover, register_reset (usage unknown; params say what the new register has
    counted).
    """
    ordered, findings = _ordered(readings)
    at_s = np.array([_seconds(reading.at) for reading in ordered], dtype=np.float64)
    growth = grow(at_s, np.array([reading.index_kwh for reading in ordered], dtype=np.float64), digits=digits)
    findings += [_finding("register_slip", Severity.WARNING, ordered[place]) for place in growth.slips]
    kept = [ordered[place] for place in growth.kept]
    kwh = [None if np.isnan(value) else float(value) for value in growth.kwh]
    for (before, after), place, value in zip(pairwise(kept), growth.kept[1:], kwh, strict=True):
        if place in growth.rollovers:
            findings.append(_finding("register_rollover", Severity.INFO, after, kwh=value))
        elif place in growth.resets:
            params = {"before_kwh": before.index_kwh, "after_kwh": after.index_kwh}
            findings.append(_finding("register_reset", Severity.WARNING, after, **params))
    usages = [RegisterUsage(a.at, b.at, value) for (a, b), value in zip(pairwise(kept), kwh, strict=True)]
    return tuple(usages), tuple(findings)


def readings_to_series(
    readings: Sequence[RegisterReading],
    *,
    step_minutes: int,
    digits: int | None = None,
    longest_spread: timedelta = LONGEST_SPREAD,
    edge_tolerance: timedelta = timedelta(0),
) -> tuple[UsageSeries, tuple[Finding, ...]]:
    """Return usage on a regular grid from readings at any moments; the sum of the series is what the register grew by.

    The index is taken as rising evenly between readings. An interval is MEASURED where readings stand at both its ends
    (or around them, no further apart than `edge_tolerance`), ESTIMATED where it was cut out of a longer stretch,
    MISSING where the stretch is longer than `longest_spread` or its usage unknown. The grid starts and ends at full
    steps inside the readings. Raises ValueError below two readings.
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
    after = np.clip(np.searchsorted(edges_s, grid_s), 0, len(edges_s) - 1)
    apart = np.where(edges_s[after] == grid_s, 0.0, edges_s[after] - edges_s[np.maximum(after - 1, 0)])
    read = apart <= edge_tolerance.total_seconds()
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


def _finding(code: str, severity: Severity, reading: RegisterReading, **params: float) -> Finding:
    values = {"at": reading.at.isoformat(), "index_kwh": reading.index_kwh, **params}
    return Finding(code, severity, values, row=reading.row)


def _seconds(moment: datetime) -> float:
    return moment.astimezone(timezone.utc).timestamp()
