"""From stamped energies, as records and XML state them, to supplies on a grid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone, tzinfo

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import BillPeriod
from advisor.ingest.grid import Placed, add_up, origin_of, place_register, place_values, to_series
from advisor.ingest.results import SupplyRead, UnableToReadFile
from advisor.ingest.stamps import find_step_minutes

_DAY, _BILL_DAYS = 86_400, 20


@dataclass(frozen=True, eq=False)
class Stream:
    """One register or meter reading of one channel.

    starts: UTC seconds; seconds: lengths of the intervals (for a register 0); kwh: energy of each, or the register;
    NaN where it is missing; estimated: by value.
    """

    supply_point: str | None
    channel: str
    unit: str
    starts: np.ndarray
    seconds: np.ndarray
    kwh: np.ndarray
    estimated: np.ndarray
    register: bool = False


@dataclass
class Supplies:
    """What streams gave: supplies, remarks, how many values were repeated."""

    supplies: list[SupplyRead] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    duplicates: int = 0


def supplies_of(streams: Sequence[Stream], *, zone: tzinfo) -> Supplies:
    """Put the streams of each supply and channel on one grid; registers of one channel are added up.

    A channel told in two steps keeps its finest. Periods of weeks become bills between days of `zone`.
    """
    made = Supplies()
    groups: dict[tuple, list[Stream]] = defaultdict(list)
    for stream in streams:
        if len(stream.starts) and not np.isnan(stream.kwh).all():
            groups[stream.supply_point, stream.channel].append(stream)
    for held in groups.values():
        steps = [_step_minutes(stream) for stream in held]
        finest = min(steps)
        chosen = [stream for stream, step in zip(held, steps, strict=True) if step == finest]
        if len(chosen) < len(held):
            params = {"channel": held[0].channel, "count": len(held) - len(chosen)}
            made.findings.append(Finding("coarser_readings_left_out", Severity.INFO, params))
        if finest >= _BILL_DAYS * 1440:
            made.supplies.append(_bills(chosen, zone))
        else:
            made.supplies.append(_intervals(chosen, finest, zone, made))
    return made


def _step_minutes(stream: Stream) -> int:
    if stream.register:
        step, share = find_step_minutes(np.sort(stream.starts))
        if step is None or share < 0.2:
            raise UnableToReadFile("no_regular_step", rows=len(stream.starts))
        return step
    seconds = int(np.median(stream.seconds))
    # A day on which clocks change lasts 23 or 25 hours; the median of a few may be one of them.
    if abs(seconds - _DAY) <= 3600:
        return 1440
    if seconds >= _BILL_DAYS * _DAY:
        return seconds // 60
    if seconds < 60 or seconds % 60 or _DAY % seconds:
        raise UnableToReadFile("no_regular_step", rows=len(stream.starts))
    return seconds // 60


def _intervals(streams: list[Stream], step: int, zone: tzinfo, made: Supplies) -> SupplyRead:
    seconds = step * 60
    origin = origin_of(np.concatenate([stream.starts for stream in streams]), seconds)
    placed = []
    for stream in streams:
        place = place_register if stream.register else place_values
        order = np.argsort(stream.starts, kind="stable") if stream.register else slice(None)
        positions = (stream.starts[order] - origin) / seconds
        one = place(positions, stream.kwh[order], stream.estimated[order])
        made.duplicates += len(one.duplicates)
        for rows, code in ((one.conflicts, "conflicting_value"), (one.off_grid, "between_steps")):
            if rows:
                made.findings.append(Finding(code, Severity.WARNING, {"count": len(rows), "channel": stream.channel}))
        placed.append(one)
    total = add_up(placed)
    _remark_gaps(total, streams[0].channel, made)
    series = to_series(total, origin=origin, step_minutes=step)
    first = streams[0]
    return SupplyRead(
        supply_point=first.supply_point,
        channel=first.channel,
        unit=first.unit,
        step_minutes=step,
        series=series,
        values=total.values,
        local_days=step == 1440 and _midnight(series.start, zone),
    )


def _midnight(start: datetime, zone: tzinfo) -> bool:
    local = start.astimezone(zone)
    return (local.hour, local.minute) == (0, 0)


def _remark_gaps(total: Placed, channel: str, made: Supplies) -> None:
    empty = np.isnan(total.kwh)
    if empty.any():
        gaps = int(np.diff(np.concatenate(([0], empty.astype(np.int8)))).clip(0).sum())
        params = {"channel": channel, "slots": int(empty.sum()), "gaps": gaps, "share": round(float(empty.mean()), 4)}
        made.findings.append(Finding("gaps", Severity.INFO, params))


def _bills(streams: list[Stream], zone: tzinfo) -> SupplyRead:
    periods: dict[tuple, BillPeriod] = {}
    for stream in streams:
        for start, length, kwh, guessed in zip(
            stream.starts, stream.seconds, stream.kwh, stream.estimated, strict=True
        ):
            first, last = (
                datetime.fromtimestamp(int(moment), timezone.utc).astimezone(zone).date()
                for moment in (start, start + length)
            )
            value = None if np.isnan(kwh) else float(kwh)
            periods[first, last] = BillPeriod(first, last, value, estimated=bool(guessed))
    bills = tuple(periods[key] for key in sorted(periods))
    return SupplyRead(streams[0].supply_point, streams[0].channel, streams[0].unit, None, None, bills, len(bills))
