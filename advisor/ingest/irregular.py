"""Readings at moments that follow no step, as a home system writes them when a value changed: made hours or days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.energy.registers import RegisterReading, readings_to_series
from advisor.energy.usage import Quality, UsageSeries
from advisor.ingest.columns import Columns
from advisor.ingest.extract import Extract
from advisor.ingest.layouts import Layout
from advisor.ingest.quantity import REGISTER
from advisor.ingest.results import Decision, Question, SupplyRead
from advisor.ingest.stamps import DAY_MINUTES, find_step_minutes
from advisor.ingest.streams import Channel
from advisor.ingest.units import ENERGY, POWER_CHOICES, decide_unit
from advisor.ingest.words import UNITS_KWH, unit_in

HOUR_S = 3600
LONGEST_HOLD_S = HOUR_S
"""A power value counts until the next row, and no longer than this: after it nobody knows."""
_COVERED = 0.9
_OFF_GRID = 0.25


@dataclass(frozen=True, eq=False)
class Irregular:
    """What readings at odd moments gave."""

    supplies: tuple[SupplyRead, ...]
    step_minutes: int
    decisions: tuple[Decision, ...]
    questions: tuple[Question, ...]
    findings: tuple[Finding, ...]


def is_irregular(moments: np.ndarray, channels: Sequence[Channel], layout: Layout | None) -> bool:
    """Say whether rows stand at moments without a step: known so of the layout, or registers off every grid."""
    if layout is not None and layout.irregular:
        return True
    if not channels or any(channel.quantity != REGISTER for channel in channels):
        return False
    distinct = np.unique(moments)
    step, share = find_step_minutes(distinct)
    if step is None or share < 0.2:
        return len(distinct) > 2
    remainders = distinct % (step * 60)
    values, counts = np.unique(remainders, return_counts=True)
    apart = np.abs((remainders - values[counts.argmax()] + step * 30) % (step * 60) - step * 30)
    return bool((apart > 0.1 * step * 60).mean() > _OFF_GRID)


def read_irregular(
    data: Extract,
    moments: np.ndarray,
    channels: Sequence[Channel],
    *,
    columns: Columns,
    order: np.ndarray,
    answers: Mapping[str, str],
) -> Irregular:
    """Make hours of readings an hour or less apart, else days. moments: UTC seconds; order: usable rows by time."""
    distances = np.diff(np.unique(moments[order]))
    step_minutes = 60 if not len(distances) or float(np.median(distances)) <= HOUR_S else DAY_MINUTES
    supplies: list[SupplyRead] = []
    decisions, questions, findings = [], [], []
    for code, name in enumerate(data.supplies):
        rows = order[data.supply[order] == code]
        for channel in channels if len(rows) else ():
            values = _added(data, channel, rows)
            kept = rows if channel.quantity != REGISTER else rows[~np.isnan(values)]
            values = values if channel.quantity != REGISTER else values[~np.isnan(values)]
            if len(kept) < 2:
                continue
            seconds = moments[kept].astype(np.float64)
            unit, decision, question = _unit(data, channel, columns, kept, seconds, values, answers)
            decisions += [decision] if decision not in decisions else []
            questions += [question] if question and not questions else []
            if channel.quantity == REGISTER:
                series, found = _of_register(seconds, values * UNITS_KWH[unit], data.lines[kept], step_minutes)
            else:
                series, found = _of_power(seconds, values * UNITS_KWH[unit], step_minutes), ()
            findings += found
            supplies.append(SupplyRead(name, channel.channel, unit, step_minutes, series, values=len(kept) - 1))
    register = all(channel.quantity == REGISTER for channel in channels)
    code = "irregular_readings" if register else "power_held"
    findings.append(Finding(code, Severity.INFO, {"minutes": step_minutes}))
    return Irregular(tuple(supplies), step_minutes, tuple(decisions), tuple(questions), tuple(findings))


def _added(data: Extract, channel: Channel, rows: np.ndarray) -> np.ndarray:
    """Return the sum of a channel's columns in each row (tariffs, phases); unknown where one of them is."""
    return data.values[rows][:, sorted({part.position for part in channel.parts})].sum(axis=1)


def _unit(
    data: Extract,
    channel: Channel,
    columns: Columns,
    rows: np.ndarray,
    seconds: np.ndarray,
    values: np.ndarray,
    answers: Mapping[str, str],
) -> tuple[str, Decision, Question | None]:
    stated = columns.values[channel.parts[0].position].unit
    if columns.unit is not None:
        stated = unit_in(data.units[int(data.unit[rows[0]])]) or stated
    if stated:
        return stated, Decision("unit", stated, "stated"), None
    known = values[~np.isnan(values)]
    if channel.quantity == REGISTER:
        days = max((seconds[-1] - seconds[0]) / 86_400, 1e-6)
        daily, choices = float(np.maximum(np.diff(known), 0).sum()) / days, ENERGY
    else:
        daily, choices = float(known.mean()) * 24, POWER_CHOICES
    return decide_unit(daily_total=daily, choices=choices, step_minutes=60, answers=answers)


def _of_register(
    seconds: np.ndarray, index_kwh: np.ndarray, lines: np.ndarray, step_minutes: int
) -> tuple[UsageSeries, tuple[Finding, ...]]:
    readings = [
        RegisterReading(datetime.fromtimestamp(float(at), tz=timezone.utc), float(index), int(line))
        for at, index, line in zip(seconds, index_kwh, lines, strict=True)
    ]
    # Readings of days apart are known in their sum, as in a regular file with holes; hours are not guessed over days.
    longest = timedelta(days=1) if step_minutes < DAY_MINUTES else timedelta(days=31)
    return readings_to_series(readings, step_minutes=step_minutes, longest_spread=longest)


def _of_power(seconds: np.ndarray, kw: np.ndarray, step_minutes: int) -> UsageSeries:
    """Hold each power value (kW) until the next row; a blank row, or LONGEST_HOLD_S without a row, ends it."""
    step_s = step_minutes * 60
    until = np.append(np.minimum(seconds[1:], seconds[:-1] + LONGEST_HOLD_S), seconds[-1])
    known = ~np.isnan(kw)
    # Energy and known time grow along straight lines between these corners.
    corners = np.column_stack((seconds, until)).ravel()
    grown = np.cumsum(
        np.column_stack((np.zeros(len(kw)), np.where(known, kw, 0.0) * (until - seconds) / HOUR_S)).ravel()
    )
    covered = np.cumsum(np.column_stack((np.zeros(len(kw)), np.where(known, until - seconds, 0.0))).ravel())
    first, last = -(-seconds[0] // step_s) * step_s, seconds[-1] // step_s * step_s
    grid = np.arange(first, last + step_s / 2, step_s)
    energy, time = np.diff(np.interp(grid, corners, grown)), np.diff(np.interp(grid, corners, covered))
    enough = time >= _COVERED * step_s
    kwh = np.where(enough, energy * step_s / np.maximum(time, 1.0), np.nan)
    full = time >= step_s - 1.0
    quality = np.where(full, Quality.MEASURED, np.where(enough, Quality.ESTIMATED, Quality.MISSING)).astype(np.uint8)
    return UsageSeries(datetime.fromtimestamp(float(first), tz=timezone.utc), step_minutes, kwh, quality)
