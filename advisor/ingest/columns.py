"""Which column is what: times, values with their channel and unit, supply point, status, label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from advisor.ingest.layouts import Layout
from advisor.ingest.results import UnableToReadFile
from advisor.ingest.roles import ValueColumn, choose_values
from advisor.ingest.table import ColumnKind, Table, preamble_unit
from advisor.ingest.times import NO_TIME, parse_time
from advisor.ingest.wide import name_without_number, wide_slots
from advisor.ingest.words import DIRECTIONS, direction_of, is_commodity_unit, is_unit, means, plain, role_of, unit_in

_MOSTLY = 0.6


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
        index for index, kind in enumerate(kinds) if index not in taken and kind.distinct and _are_units(kind.distinct)
    )
    taken |= {unit} - {None}
    label = _label(table, taken)
    if unit is None and label is not None and all(map(unit_in, kinds[label].distinct)):
        unit = label
    if label is None and supply is None:
        supply = _sensor(table, taken)
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
        told = direction_of(name_without_number(names[slot_columns[0]]))
        role = told if told in {"export", "generation"} else "import"
        values = tuple(ValueColumn(index, names[index], role, stated) for index in slot_columns)
        return replace(found, values=values)
    chosen = choose_values(table, taken, layout, answers)
    return replace(
        found,
        values=chosen.values,
        left_out=chosen.left_out,
        candidates=chosen.candidates,
        other_commodity=chosen.other_commodity,
    )


def _date_columns(table: Table) -> list[int]:
    dated = [index for index, kind in enumerate(table.kinds) if kind.filled and kind.date >= _MOSTLY]
    # When a row was made or revised is no time of the energy in it.
    found = [index for index in dated if not means(table.names[index], "row_made")] or dated
    strong = [index for index in found if table.kinds[index].compact < 0.5]
    if strong:
        return strong
    named = [index for index in found if means(table.names[index], "time") or means(table.names[index], "start")]
    if not (named or found):
        raise UnableToReadFile(
            "no_time_column", lines=len(table.sample), first_cell=plain(table.sample[0].cells[0])[:60]
        )
    # Dates of digits alone, as 20240301 or 1709600400, may be numbers: only a column of nothing else stands beside one.
    first = (named or found)[0]
    return [first, *(index for index in found if index == first + 1 and table.kinds[index].date > 0.99)]


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


def _are_units(cells: tuple[str, ...]) -> bool:
    return all(is_unit(cell) or is_commodity_unit(cell) for cell in cells)


def _sensor(table: Table, taken: set[int]) -> int | None:
    """Return the column that names the sensor or appliance of each row; of several the one that names a total."""
    found = [
        index
        for index, kind in enumerate(table.kinds)
        if index not in taken and kind.number < 0.5 and len(kind.distinct) > 1 and means(table.names[index], "sensor")
    ]
    totals = [index for index in found if any(means(name, "totals") for name in table.kinds[index].distinct)]
    return _first(totals or found)


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
        if index in taken or not kind.filled or not means(name, "hour") or unit_in(name):
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
    """Return the column whose cells tell the direction of each row's energy, or that it is gas or water."""
    for index, kind in enumerate(table.kinds):
        if index in taken or not kind.distinct or kind.number > 0.5 or len(kind.distinct) > 20:
            continue
        told = [role_of(value) for value in kind.distinct]
        named = means(table.names[index], "label")
        if all(role in DIRECTIONS or role == "other_commodity" for role in told) and (len(told) > 1 or named):
            if set(told) == {"other_commodity"}:
                raise UnableToReadFile("not_electricity", name=kind.distinct[0][:60])
            return index
    return None


def _first(indices: Iterable[int]) -> int | None:
    return next(iter(indices), None)
