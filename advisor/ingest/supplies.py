"""From judged rows to the series of each supply point and channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.ingest.columns import Columns
from advisor.ingest.day_rows import place_days
from advisor.ingest.extract import Extract
from advisor.ingest.fate import Fates
from advisor.ingest.grid import Placed, add_up, origin_of, place_register, place_values, to_series
from advisor.ingest.layouts import Layout
from advisor.ingest.quantity import MOST_KW, REGISTER
from advisor.ingest.results import Decision, Question, SupplyRead, UnableToReadFile
from advisor.ingest.settled import Units, settle_units
from advisor.ingest.signed import apply_sign
from advisor.ingest.stamps import DAY_MINUTES, END
from advisor.ingest.streams import Channel, Part, rows_of
from advisor.ingest.wide import named_by_clock
from advisor.ingest.words import UNITS_KWH

_MANY_CONFLICTS = 20
_CONFLICT_SHARE = 0.2
"""Beyond this share of intervals with two different values the table is not understood; the last one is no answer."""
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass
class Built:
    """What building the supplies gave."""

    supplies: list[SupplyRead] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Timing:
    """Start of each row's interval in UTC seconds, and how long intervals are."""

    start: np.ndarray
    stamp: str
    step_minutes: int
    zone: tzinfo

    def local_days(self, rows: np.ndarray) -> np.ndarray | None:
        """Day numbers of daily rows; None where rows are not at local midnight or the clocks never change."""
        if self.step_minutes != DAY_MINUTES or not len(rows):
            return None
        utc = [_EPOCH + timedelta(seconds=int(second)) for second in self.start[rows]]
        moments = [moment.astimezone(self.zone) for moment in utc]
        # Where clocks change at midnight a day begins at one.
        before = [(moment - timedelta(minutes=1)).astimezone(self.zone) for moment in utc]
        if len({moment.utcoffset() for moment in moments}) == 1 or any(
            moment.date() == last.date() for moment, last in zip(moments, before, strict=True)
        ):
            return None
        return np.array([moment.toordinal() for moment in moments], dtype=np.int64)


def build_supplies(
    data: Extract,
    channels: list[Channel],
    timing: Timing,
    *,
    columns: Columns,
    fates: Fates,
    order: np.ndarray,
    layout: Layout | None,
    answers: Mapping[str, str],
) -> Built:
    """Build one SupplyRead for each supply point and channel, and note on each row what happened to it."""
    units, decisions, questions = settle_units(
        data,
        channels,
        timing.start,
        columns=columns,
        order=order,
        step_minutes=timing.step_minutes,
        layout=layout,
        answers=answers,
    )
    built = Built(decisions=decisions, questions=questions)
    for code, supply in enumerate(data.supplies):
        rows = order[data.supply[order] == code]
        for channel in channels if len(rows) else ():
            read = _one(
                data,
                channel,
                timing,
                rows,
                supply,
                columns=columns,
                fates=fates,
                units=units,
                built=built,
            )
            if read is not None:
                built.supplies.append(read)
    return built


def _one(
    data: Extract,
    channel: Channel,
    timing: Timing,
    rows: np.ndarray,
    supply: str | None,
    *,
    columns: Columns,
    fates: Fates,
    units: Units,
    built: Built,
) -> SupplyRead | None:
    days = timing.local_days(rows)
    step_seconds = timing.step_minutes * 60
    lasting = timing.start[rows]
    origin = origin_of(lasting, step_seconds) if len(lasting) else 0
    parts: list[Placed] = []
    streams = _streams(channel, columns)
    for part in streams:
        own = rows_of(data, part, rows)
        if columns.wide:
            positions, raw, own = _wide(data, columns, own, timing, origin, fates, built)
            values = raw * units.factors(part, own)
        else:
            column = columns.values[part.position].index
            raw = data.values[own, part.position]
            signed, turned = apply_sign(raw, part, channel, own, fates=fates, column=column)
            if turned is not None and turned not in built.decisions:
                built.decisions.append(turned)
            values = signed * units.factors(part, own)
            positions = (timing.start[own] - origin) / step_seconds
            if days is not None:
                positions = (days[np.isin(rows, own)] - days[0]).astype(np.float64)
        register = channel.quantity == REGISTER
        if register:
            unit_kwh = UNITS_KWH[units.name(part, own)]
            placed = place_register(
                positions, values, data.estimated[own], step_minutes=timing.step_minutes, unit_kwh=unit_kwh
            )
        else:
            placed = place_values(positions, values, data.estimated[own])
        _note(placed, own, fates, built, register=register, data=data, columns=columns, position=part.position)
        parts.append(placed)
    total = add_up(parts)
    if not len(total.kwh) or np.isnan(total.kwh).all():
        return None
    unit, kwh = units.name(streams[0], rows_of(data, streams[0], rows)), total.kwh
    _remark(total, channel, timing.step_minutes, built)
    if days is not None:
        first = (
            datetime.fromordinal(int(days[0]) + total.first_slot).replace(tzinfo=timing.zone).astimezone(timezone.utc)
        )
        series = to_series(
            Placed(kwh, total.quality, 0), origin=int(first.timestamp()), step_minutes=timing.step_minutes
        )
    else:
        series = to_series(total, origin=origin, step_minutes=timing.step_minutes)
    return SupplyRead(
        supply_point=supply,
        channel=channel.channel,
        unit=unit,
        step_minutes=timing.step_minutes,
        series=series,
        values=total.values,
        local_days=days is not None,
    )


def _streams(channel: Channel, columns: Columns) -> list[Part]:
    """Return the parts to place: every one, or in a file with one row a day one for each label."""
    if not columns.wide:
        return list(channel.parts)
    return list({part.label: part for part in reversed(channel.parts)}.values())


def _wide(
    data: Extract, columns: Columns, own: np.ndarray, timing: Timing, origin: int, fates: Fates, built: Built
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lay the columns of each day one after another in time; a day with a negative value is refused whole."""
    negative = (data.values[own] < 0).any(axis=1)
    if negative.any():
        first = int((data.values[own[negative][0]] < 0).argmax())
        fates.refuse(own[negative], "negative_value", columns.values[first].index)
        own = own[~negative]
    days = place_days(
        data.values[own][:, : len(columns.slots)],
        timing.start[own],
        slots=columns.slots,
        step_minutes=timing.step_minutes,
        by_clock=named_by_clock(columns.values[0].name),
        zone=timing.zone,
    )
    for mask, code in ((days.unclear, "clock_change_unclear"), (days.surplus, "surplus_hour")):
        lines = sorted({int(line) for line in data.lines[own[mask]]})
        if lines:
            built.findings.append(Finding(code, Severity.WARNING, {"count": len(lines)}, row=lines[0]))
    positions = (days.moments - origin) / (timing.step_minutes * 60)
    return positions.ravel(), days.values.ravel(), np.repeat(own, len(columns.slots))


def _note(
    placed: Placed,
    own: np.ndarray,
    fates: Fates,
    built: Built,
    *,
    register: bool,
    data: Extract,
    columns: Columns,
    position: int,
) -> None:
    column = columns.values[position].index
    if len(placed.conflicts) >= _MANY_CONFLICTS and len(placed.conflicts) > _CONFLICT_SHARE * len(own):
        raise UnableToReadFile("several_values_each", count=len(placed.conflicts), row=int(data.lines[own].min()))
    fates.refuse(own[placed.off_grid], "between_steps" if not register else "reading_between_steps", columns.date)
    fates.refuse(own[placed.slips], "reading_out_of_line", column)
    if not columns.slots:
        fates.ignore(own[placed.duplicates], "duplicate_row")
    for rows, code, severity in (
        (placed.conflicts, "conflicting_row", Severity.WARNING),
        (placed.falls, "register_fell", Severity.WARNING),
        (placed.rollovers, "register_rolled_over", Severity.INFO),
    ):
        if rows:
            lines = sorted({int(data.lines[own[row]]) for row in rows})
            name = columns.values[position].name
            built.findings.append(Finding(code, severity, {"count": len(lines), "column": name}, row=lines[0]))


def _remark(total: Placed, channel: Channel, step_minutes: int, built: Built) -> None:
    missing = int(np.isnan(total.kwh).sum())
    if missing:
        gaps = int(np.diff(np.concatenate(([0], np.isnan(total.kwh).astype(np.int8), [0]))).clip(0).sum())
        built.findings.append(
            Finding(
                "gaps",
                Severity.INFO,
                {
                    "channel": channel.channel,
                    "slots": missing,
                    "gaps": gaps,
                    "share": round(missing / len(total.kwh), 4),
                },
            )
        )
    if total.partial:
        built.findings.append(
            Finding("partial_values", Severity.WARNING, {"channel": channel.channel, "count": total.partial})
        )
    if total.spread_slots:
        params = {"channel": channel.channel, "slots": total.spread_slots, "kwh": round(total.spread_kwh, 3)}
        built.findings.append(Finding("register_gap_spread", Severity.INFO, params))
    top = float(np.nanmax(total.kwh)) * 60.0 / step_minutes
    if top > MOST_KW:
        built.findings.append(
            Finding(
                "implausible_power",
                Severity.WARNING,
                {"channel": channel.channel, "kw": round(top, 1), "limit_kw": MOST_KW},
            )
        )
    if np.nansum(total.kwh) == 0:
        built.findings.append(Finding("all_zero", Severity.INFO, {"channel": channel.channel}))


def starts_of(stamps: np.ndarray, *, stamp: str, step_minutes: int) -> np.ndarray:
    """Return the start of each interval from its stamp."""
    return stamps - step_minutes * 60 if stamp == END else stamps
