"""From judged rows to the series of each supply point and channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.ingest.columns import Columns
from advisor.ingest.extract import Extract
from advisor.ingest.fate import Fates
from advisor.ingest.grid import Placed, add_up, origin_of, place_register, place_values, to_series
from advisor.ingest.layouts import Layout
from advisor.ingest.quantity import MOST_KW, REGISTER, decide_unit
from advisor.ingest.results import Decision, Question, SupplyRead
from advisor.ingest.signed import apply_sign
from advisor.ingest.stamps import DAY_MINUTES, END
from advisor.ingest.streams import Channel, Part, rows_of, to_kwh
from advisor.ingest.words import unit_in

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
        moments = [(_EPOCH + timedelta(seconds=int(second))).astimezone(self.zone) for second in self.start[rows]]
        if len({moment.utcoffset() for moment in moments}) == 1 or any(
            moment.hour or moment.minute for moment in moments
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
    built = Built()
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
                layout=layout,
                answers=answers,
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
    layout: Layout | None,
    answers: Mapping[str, str],
    built: Built,
) -> SupplyRead | None:
    days = timing.local_days(rows)
    step_seconds = timing.step_minutes * 60
    lasting = timing.start[rows]
    origin = origin_of(lasting, step_seconds) if len(lasting) else 0
    unit_of_rows = data.units[int(data.unit[rows[0]])] if columns.unit is not None else None
    parts: list[Placed] = []
    daily = 0.0
    for part in _streams(channel, columns):
        own = rows_of(data, part, rows)
        if columns.wide:
            positions, values, own = _wide(data, columns, own, timing, origin, fates)
        else:
            column = columns.values[part.position].index
            raw = data.values[own, part.position]
            values, turned = apply_sign(raw, part, channel, own, fates=fates, column=column)
            if turned is not None and turned not in built.decisions:
                built.decisions.append(turned)
            positions = (timing.start[own] - origin) / step_seconds
            if days is not None:
                positions = (days[np.isin(rows, own)] - days[0]).astype(np.float64)
        place = place_register if channel.quantity == REGISTER else place_values
        placed = place(positions, values, data.estimated[own])
        register = channel.quantity == REGISTER
        _note(placed, own, fates, built, register=register, data=data, columns=columns, position=part.position)
        parts.append(placed)
        daily += _per_day(placed, timing.step_minutes)
    total = add_up(parts)
    if not len(total.kwh):
        return None
    stated = (unit_in(unit_of_rows) if unit_of_rows else None) or channel.unit
    if channel.quantity == "power" and not stated:
        daily *= timing.step_minutes / 60.0
    known = total.kwh[~np.isnan(total.kwh)]
    whole = timing.step_minutes < DAY_MINUTES and bool((known == np.rint(known)).all())
    unit, decision, question = decide_unit(
        stated=stated,
        quantity=channel.quantity,
        daily_total=daily,
        whole=whole,
        answers=answers,
        layout=layout.unit if layout else None,
    )
    if decision not in built.decisions:
        built.decisions.append(decision)
    if question is not None and all(asked.key != "unit" for asked in built.questions):
        built.questions.append(question)
    kwh = to_kwh(total.kwh, unit=unit, quantity=channel.quantity, step_minutes=timing.step_minutes)
    spread = float(
        to_kwh(np.array([total.spread_kwh]), unit=unit, quantity=channel.quantity, step_minutes=timing.step_minutes)[0]
    )
    total = Placed(
        kwh, total.quality, total.first_slot, spread_slots=total.spread_slots, spread_kwh=spread, values=total.values
    )
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
    data: Extract, columns: Columns, own: np.ndarray, timing: Timing, origin: int, fates: Fates
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lay the columns of each day one after another in time; a day with a negative value is refused whole."""
    negative = (data.values[own] < 0).any(axis=1)
    if negative.any():
        first = int((data.values[own[negative][0]] < 0).argmax())
        fates.refuse(own[negative], "negative_value", columns.values[first].index)
        own = own[~negative]
    offsets = np.array(columns.slots, dtype=np.int64) * 60
    moments = timing.start[own][:, None] + offsets[None, :]
    values = data.values[own][:, : len(columns.slots)]
    return ((moments - origin) / (timing.step_minutes * 60)).ravel(), values.ravel(), np.repeat(own, len(columns.slots))


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
    fates.refuse(own[placed.off_grid], "between_steps" if not register else "reading_between_steps", columns.date)
    fates.refuse(own[placed.slips], "reading_out_of_line", column)
    if not columns.slots:
        fates.ignore(own[placed.duplicates], "duplicate_row")
    for rows, code in ((placed.conflicts, "conflicting_row"), (placed.falls, "register_fell")):
        if rows:
            lines = sorted({int(data.lines[own[row]]) for row in rows})
            name = columns.values[position].name
            built.findings.append(Finding(code, Severity.WARNING, {"count": len(lines), "column": name}, row=lines[0]))


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


def _per_day(placed: Placed, step_minutes: int) -> float:
    known = int((~np.isnan(placed.kwh)).sum()) if len(placed.kwh) else 0
    return float(np.nansum(placed.kwh)) / known * DAY_MINUTES / step_minutes if known else 0.0


def starts_of(stamps: np.ndarray, *, stamp: str, step_minutes: int) -> np.ndarray:
    """Return the start of each interval from its stamp."""
    return stamps - step_minutes * 60 if stamp == END else stamps
