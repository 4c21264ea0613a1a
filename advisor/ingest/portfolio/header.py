"""Where the clients of a sheet begin and which column is what: words of the header, weighed with the cells below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from advisor.ingest.dialect import Row
from advisor.ingest.numbers import BLANKS, is_number
from advisor.ingest.portfolio.months import MonthName, month_in, settle, year_in
from advisor.ingest.portfolio.results import Roles
from advisor.ingest.times import BAD, BLANK, parse_time
from advisor.ingest.words import UNITS_KWH, means, role_of, unit_in

_LOOKED_AT = 40
_PROBE = 400
LEAST_MONTH_COLUMNS = 2
MOST_MONTH_COLUMNS = 60


@dataclass(frozen=True)
class MonthColumn:
    """A column with the figure of one month; amount: soles, else energy that `factor` turns into kWh."""

    index: int
    year: int
    month: int
    amount: bool
    factor: float


@dataclass(frozen=True)
class Header:
    """The header of a sheet: its position among the rows, and the columns.

    months: of a sheet with one row a client. start, end, month, kwh, amount, estimated: of one with a row a bill.
    yearless: month columns of which nothing says the year.
    """

    position: int
    names: tuple[str, ...]
    roles: Roles
    months: tuple[MonthColumn, ...] = ()
    start: int | None = None
    end: int | None = None
    month: int | None = None
    kwh: int | None = None
    factor: float = 1.0
    amount: int | None = None
    estimated: int | None = None
    yearless: bool = False

    @property
    def wide(self) -> bool:
        return bool(self.months) or self.yearless


def find_header(rows: Sequence[Row]) -> Header | None:
    """Return the header of the first rows that can be one, or None where the sheet names no clients."""
    filled = [position for position, row in enumerate(rows) if any(row.cells)][:_LOOKED_AT]
    wide = [found for position in filled if (found := _wide(rows, position)) is not None]
    if wide:
        return max(wide, key=lambda header: (not header.yearless, len(header.months), -header.position))
    return next((found for position in filled if (found := _long(rows, position)) is not None), None)


def _wide(rows: Sequence[Row], position: int) -> Header | None:
    cells = rows[position].cells
    named = [(index, name) for index, cell in enumerate(cells) if (name := _month(cell)) is not None]
    if not LEAST_MONTH_COLUMNS <= len(named) <= MOST_MONTH_COLUMNS:
        return None
    # A row of data may hold dates too: the header of months has words or months, and no plain numbers beside them.
    others = [cell for index, cell in enumerate(cells) if cell and index not in {index for index, _ in named}]
    if not others or any(is_number(cell) for cell in others):
        return None
    below = _below(rows, position)
    settled = settle([name for _, name in named], years=_years_above(rows, position, [index for index, _ in named]))
    months = tuple(
        MonthColumn(index, *known, amount=_is_amount(cells[index]), factor=_factor(cells[index], name))
        for (index, name), known in zip(named, settled, strict=True)
        if known is not None and not means(name.rest, "not_energy")
    )
    if sum(not column.amount for column in months) < LEAST_MONTH_COLUMNS and any(settled):
        return None
    roles = _roles(cells, below, taken={index for index, _ in named})
    if roles is None:
        return None
    return Header(position, tuple(cells), roles, months=months, yearless=not months)


def _long(rows: Sequence[Row], position: int) -> Header | None:
    cells = rows[position].cells
    if len([cell for cell in cells if cell]) < 3 or any(is_number(cell) for cell in cells if cell):
        return None
    below = _below(rows, position)
    if not below:
        return None
    dated = [
        index
        for index in range(len(cells))
        if _share(below, index, _is_date) > 0.5 and not means(cells[index], "supply_number")
    ]
    starts = [index for index in dated if means(cells[index], "start")]
    ends = [index for index in dated if means(cells[index], "end") and index not in starts]
    start = starts[0] if starts and ends else None
    end = ends[0] if starts and ends else None
    month = None if start is not None else next(iter([*starts, *ends, *dated]), None)
    taken = {index for index in (start, end, month) if index is not None}
    numeric = [
        index
        for index in range(len(cells))
        if index not in taken and cells[index] and _share(below, index, is_number) > 0.5
    ]
    amount = _best([index for index in numeric if _is_amount(cells[index])], cells)
    energy = [index for index in numeric if not _is_amount(cells[index]) and _is_energy(cells[index])]
    kwh = next((index for index in energy if unit_in(cells[index])), next(iter(energy), None))
    if kwh is None or not taken:
        return None
    estimated = next(
        (i for i, cell in enumerate(cells) if i not in {*taken, kwh, amount} and means(cell, "estimated")), None
    )
    roles = _roles(cells, below, taken=taken | {kwh, amount, estimated} - {None})
    if roles is None:
        return None
    return Header(
        position, tuple(cells), roles, start=start, end=end, month=month, kwh=kwh,
        factor=UNITS_KWH.get(unit_in(cells[kwh]) or "kWh", 1.0), amount=amount, estimated=estimated,
    )  # fmt: skip


def _roles(cells: Sequence[str], below: Sequence[Row], *, taken: set[int | None]) -> Roles | None:
    """Give each other column its role by its name; which one tells the clients apart, by its cells too."""
    free = [index for index, cell in enumerate(cells) if cell and index not in taken]

    def named(group: str) -> int | None:
        found = next((index for index in free if means(cells[index], group)), None)
        if found is not None:
            free.remove(found)
        return found

    tariff, supply, distributor = named("tariff_option"), named("supply_number"), named("distributor")
    reference, department = named("client_reference"), named("department")
    province = named("province")
    names = [index for index in free if means(cells[index], "client_name")]
    if reference is None and names:
        # "Cliente" may be a code or a name: codes are short, without spaces, and never twice the same word.
        coded = [index for index in names if _share(below, index, _is_code) > 0.8]
        reference = coded[0] if coded else None
    name = next((index for index in names if index != reference), None)
    if reference is None:
        reference = supply if supply is not None else name
    if reference is None:
        return None
    place = department if department is not None else province
    return Roles(reference, name, place, distributor, tariff, supply)


def _years_above(rows: Sequence[Row], position: int, columns: Sequence[int]) -> list[int | None]:
    """Return the year above each column: in the row above, as merged cells leave it, or alone in the text."""
    above = next((rows[i].cells for i in range(position - 1, -1, -1) if any(rows[i].cells)), [])
    years, last = {}, None
    for index in range(max(columns) + 1):
        last = (year_in(above[index]) if index < len(above) else None) or last
        years[index] = last
    found = [years[index] for index in columns]
    if all(year is None for year in found):
        told = {year for row in rows[:position] for cell in row.cells if (year := year_in(cell))}
        found = [next(iter(told))] * len(columns) if len(told) == 1 else found
    return found


@cache
def _month(cell: str) -> MonthName | None:
    return month_in(cell) if cell and len(cell) <= 60 else None


def _factor(cell: str, name: MonthName) -> float:
    return UNITS_KWH.get(unit_in(cell) or unit_in(name.rest) or "kWh", 1.0)


def _is_amount(cell: str) -> bool:
    return unit_in(cell) is None and (means(cell, "money") or "S/" in cell.upper())


def _is_energy(cell: str) -> bool:
    return unit_in(cell) is not None or role_of(cell) in {"import", "consumption", "net"} or means(cell, "energy")


def _best(found: Sequence[int], cells: Sequence[str]) -> int | None:
    return next((index for index in found if means(cells[index], "totals")), next(iter(found), None))


def _below(rows: Sequence[Row], position: int) -> list[Row]:
    return [row for row in rows[position + 1 : position + 1 + _PROBE] if any(row.cells)]


def _share(rows: Sequence[Row], index: int, accepts) -> float:
    cells = [row.cells[index] for row in rows if index < len(row.cells) and row.cells[index].lower() not in BLANKS]
    return sum(map(accepts, cells)) / len(cells) if cells else 0.0


def _is_date(cell: str) -> bool:
    return not is_number(cell) and parse_time(cell)[0] not in (BLANK, BAD)


def _is_code(cell: str) -> bool:
    return len(cell) <= 24 and " " not in cell and any(map(str.isdigit, cell))
