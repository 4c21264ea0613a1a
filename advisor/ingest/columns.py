"""Which column is what: times, values with their channel and unit, supply point, status, label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from advisor.ingest.layouts import Layout
from advisor.ingest.results import UnableToReadFile
from advisor.ingest.table import ColumnKind, Table, preamble_unit
from advisor.ingest.times import NO_TIME, parse_time
from advisor.ingest.wide import name_without_number, wide_slots
from advisor.ingest.words import is_unit, means, plain, role_of, unit_in

_MOSTLY = 0.6


@dataclass(frozen=True)
class ValueColumn:
    """One column of values. role: import, consumption, export or generation."""

    index: int
    name: str
    role: str
    unit: str | None


@dataclass(frozen=True)
class Columns:
    """The role of each column (indices into a row). slots: minutes of the day of each value column of a wide file."""

    date: int
    clock: int | None
    ordinal: int | None
    ordinal_minutes: int | None
    end_date: int | None
    end_clock: int | None
    values: tuple[ValueColumn, ...]
    supply: int | None
    status: int | None
    unit: int | None
    label: int | None
    slots: tuple[int, ...] = ()
    slot_minutes: int | None = None
    left_out: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    other_commodity: tuple[str, ...] = ()

    @property
    def wide(self) -> bool:
        return bool(self.slots)


def find_columns(table: Table, layout: Layout | None, answers: Mapping[str, str]) -> Columns:
    """Give every column its role from its name, its cells and the layout. Raises UnableToReadFile(no_value_column)."""
    kinds, names = table.kinds, table.names
    dates = _date_columns(table)
    start, end = _start_and_end(table, dates, layout)
    taken = set(dates)
    clocks = [index for index, kind in enumerate(kinds) if index not in taken and kind.filled and kind.clock >= 0.8]
    slots, slot_columns, slot_minutes = wide_slots(table.names)
    taken |= set(clocks)
    clock = end_clock = ordinal = minutes = None
    if not slots and not _has_time(kinds[start]):
        clock = _right_of(start, clocks, dates)
        if end is not None:
            end_clock = _right_of(end, [index for index in clocks if index != clock], dates)
        if clock is None:
            ordinal, minutes = _ordinal(table, taken)
            taken |= {ordinal} if ordinal is not None else set()
    supply = _supply(table, taken)
    taken |= {supply} - {None}
    status = _first(
        index
        for index in range(len(names))
        if index not in taken and means(names[index], "status") and kinds[index].number < 0.9
    )
    taken |= {status} - {None}
    unit = _first(
        index
        for index, kind in enumerate(kinds)
        if index not in taken and kind.distinct and all(map(is_unit, kind.distinct))
    )
    taken |= {unit} - {None}
    label = _label(table, taken)
    found = Columns(
        date=start,
        clock=clock,
        ordinal=ordinal,
        ordinal_minutes=minutes,
        end_date=end,
        end_clock=end_clock,
        values=(),
        supply=supply,
        status=status,
        unit=unit,
        label=label,
        slots=slots,
        slot_minutes=slot_minutes,
    )
    if slots:
        stated = next(
            (unit_in(names[index]) for index in slot_columns if unit_in(names[index])), None
        ) or preamble_unit(table)
        role = role_of(name_without_number(names[slot_columns[0]])) or "import"
        role = role if role in {"export", "generation"} else "import"
        values = tuple(ValueColumn(index, names[index], role, stated) for index in slot_columns)
        return replace(found, values=values)
    return _with_values(found, table, taken, layout, answers)


def _with_values(
    found: Columns, table: Table, taken: set[int], layout: Layout | None, answers: Mapping[str, str]
) -> Columns:
    names, kinds = table.names, table.kinds
    numeric = [
        index for index, kind in enumerate(kinds) if index not in taken and kind.filled and kind.number >= _MOSTLY
    ]
    roles = {index: (layout.role(names[index]) if layout else None) or role_of(names[index]) for index in numeric}
    commodity = tuple(names[index] for index in numeric if roles[index] == "other_commodity")
    usable = [
        index
        for index in numeric
        if roles[index] not in {"not_energy", "other_commodity", "money", "ignore"}
        and not _is_label(kinds[index], len(numeric))
    ]
    directed = [index for index in usable if roles[index] in {"import", "consumption", "export", "generation"}]
    chosen = {index: str(roles[index]) for index in directed}
    candidates: tuple[str, ...] = ()
    if not any(role != "export" for role in chosen.values()):
        rest = [index for index in usable if index not in chosen and roles[index] != "net"]
        if directed and rest:
            # "StandNormaal; StandDal; TerugleveringNormaal; …": what is not said to be export is what the home took.
            chosen.update(dict.fromkeys(rest, "import"))
        elif not directed:
            options = _best_candidates(rest or usable, names)
            if options:
                wanted = answers.get("value_column")
                pick = next((index for index in options if names[index] == wanted), options[0])
                chosen[pick] = "import"
                candidates = tuple(names[index] or str(index + 1) for index in options) if len(options) > 1 else ()
    if not chosen:
        raise UnableToReadFile("no_value_column", columns=", ".join(name for name in names if name)[:200])
    shared = preamble_unit(table)
    values = tuple(
        ValueColumn(index, names[index] or str(index + 1), role, table.units[index] or unit_in(names[index]) or shared)
        for index, role in sorted(chosen.items())
    )
    left_out = tuple(names[index] for index in usable if index not in chosen and names[index])
    return replace(found, values=values, left_out=left_out, candidates=candidates, other_commodity=commodity)


def _best_candidates(indices: Sequence[int], names: Sequence[str]) -> list[int]:
    with_unit = [index for index in indices if unit_in(names[index])]
    return with_unit or list(indices)


def _is_label(kind: ColumnKind, numeric_columns: int) -> bool:
    """Say whether a numeric column is an identifier: one long value, or a constant beside columns that vary."""
    if len(kind.distinct) != 1 or kind.filled < 3:
        return False
    digits = kind.distinct[0]
    return (digits.isdigit() and len(digits) >= 8) or (numeric_columns > 1 and digits.isdigit() and digits != "0")


def _date_columns(table: Table) -> list[int]:
    found = [index for index, kind in enumerate(table.kinds) if kind.filled and kind.date >= _MOSTLY]
    strong = [index for index in found if table.kinds[index].compact < 0.5]
    if strong:
        return strong
    named = [index for index in found if means(table.names[index], "time") or means(table.names[index], "start")]
    if not (named or found):
        raise UnableToReadFile(
            "no_time_column", lines=len(table.sample), first_cell=plain(table.sample[0].cells[0])[:60]
        )
    return (named or found)[:1]


def _start_and_end(table: Table, dates: list[int], layout: Layout | None) -> tuple[int, int | None]:
    names, kinds = table.names, table.kinds
    varied = [index for index in dates if len(kinds[index].distinct) > 1] or dates
    starts = [index for index in varied if means(names[index], "start")]
    ends = [index for index in varied if means(names[index], "end") and index not in starts]
    if starts and ends:
        return starts[0], ends[0]
    if len(varied) == 2 and not starts and not ends:
        times = [[parse_time(cell) for cell in kinds[index].distinct[:20]] for index in varied]
        if len(times[0]) == len(times[1]) and all(a[:5] < b[:5] for a, b in zip(*times, strict=True)):
            return varied[0], varied[1]
    timed = [index for index in varied if means(names[index], "time")] or varied
    return (starts or ends or timed)[0], None


def _supply(table: Table, taken: set[int]) -> int | None:
    """Return the column that names the supply point; of several the one with codes, not with names of places."""
    found = [
        index
        for index, name in enumerate(table.names)
        if index not in taken and means(name, "supply_point") and table.kinds[index].filled
    ]
    coded = [index for index in found if sum(map(str.isdigit, table.kinds[index].distinct[0])) >= 6]
    return _first(coded or found)


def _has_time(kind: ColumnKind) -> bool:
    return any(parse_time(cell)[4] != NO_TIME or (cell.isdigit() and len(cell) >= 10) for cell in kind.distinct)


def _right_of(date: int, clocks: list[int], dates: list[int]) -> int | None:
    stop = min((index for index in dates if index > date), default=10_000)
    return (
        _first(index for index in clocks if date < index < stop)
        if any(date < index < stop for index in clocks)
        else _first(clocks)
    )


def _ordinal(table: Table, taken: set[int]) -> tuple[int | None, int | None]:
    for index, (name, kind) in enumerate(zip(table.names, table.kinds, strict=True)):
        if index in taken or not kind.filled or not means(name, "hour"):
            continue
        if all(cell.isdigit() and len(cell) <= 3 for cell in kind.distinct):
            numbers = {int(cell) for cell in kind.distinct}
            highest = max(numbers)
            per_day = next((count for count in (25, 50, 100) if highest <= count), None)
            # distinct holds at most 60 values, enough to see more than 50.
            if per_day is not None:
                return index, {25: 60, 50: 30, 100: 15}[per_day]
    return None, None


def _label(table: Table, taken: set[int]) -> int | None:
    for index, kind in enumerate(table.kinds):
        if index in taken or not kind.distinct or kind.number > 0.5 or len(kind.distinct) > 20:
            continue
        told = [
            role_of(value) in {"import", "consumption", "export", "generation", "other_commodity"}
            for value in kind.distinct
        ]
        if all(told) and (len(told) > 1 or means(table.names[index], "label")):
            return index
    return None


def _first(indices) -> int | None:
    return next(iter(indices), None)
