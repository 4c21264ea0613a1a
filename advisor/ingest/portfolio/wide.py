"""Sheets with one row a client and its months side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from advisor.energy.usage import BillPeriod
from advisor.ingest.dialect import Row
from advisor.ingest.portfolio.cells import Noted, Told, cell_at, read_amount, read_kwh, read_told, settle_decimal
from advisor.ingest.portfolio.header import Header, MonthColumn
from advisor.ingest.portfolio.results import Client, SheetRow
from advisor.ingest.results import Decision, Question, UnableToReadFile

# With fewer there is no result (advisor/assessment/data.py says the same).
LEAST_MONTHS = 3
# A judgement: a month of eight times the home's usual one is a slip of the keyboard more often than a truth.
FAR_FROM_USUAL = 8.0
_MONTHS_FOR_USUAL = 6


def read_wide(
    body: Sequence[Row], header: Header, answers: Mapping[str, str]
) -> tuple[list[SheetRow], list[Client], tuple[Decision, ...], tuple[Question, ...]]:
    """Judge every row and make a client of each good one; months are calendar months.

    Raises UnableToReadFile: portfolio_month_twice.
    """
    _once(header.months)
    figures = [cell_at(row.cells, column.index) for row in body for column in header.months]
    decimal, decisions, questions = settle_decimal(figures, answers)
    first_seen: dict[str, int] = {}
    rows, clients = [], []
    for row in body:
        noted = Noted()
        told = read_told(row.cells, header.roles, noted)
        check_row(row, header, noted)
        bills = _bills(row.cells, header.months, noted, decimal=decimal)
        if not noted.refused:
            _check_months(bills, header, noted)
        earlier = first_seen.setdefault(told.reference, row.line) if told.reference else row.line
        if earlier != row.line:
            noted.refuse(header.roles.reference, "client_repeated", cell=told.reference, first_row=earlier)
        rows.append(SheetRow(row.line, tuple(row.cells), told.reference or None, tuple(noted.remarks)))
        if not noted.refused:
            clients.append(client_of(told, row.line, bills=tuple(bills)))
    return rows, clients, (*decisions, Decision("bill_dates", "calendar_month", "columns")), questions


def client_of(told: Told, row: int, *, bills: tuple[BillPeriod, ...] = ()) -> Client:
    """Make a client of what its row tells."""
    return Client(
        reference=told.reference,
        name=told.name,
        row=row,
        department=told.department,
        distributor=told.distributor,
        tariff_option=told.tariff,
        supply_number=told.supply,
        bills=bills,
    )


def check_row(row: Row, header: Header, noted: Noted) -> None:
    """Refuse a row whose line is broken or that has more filled cells than the header."""
    if row.fault:
        noted.refuse(None, row.fault, count=1)
    elif any(row.cells[len(header.names) :]):
        noted.refuse(None, "too_many_cells", count=1)


def month_span(year: int, month: int) -> tuple[date, date]:
    """Return the half-open span of a calendar month."""
    first = date(year, month, 1)
    return first, (first + timedelta(days=32)).replace(day=1)


def _bills(cells: Sequence[str], months: Sequence[MonthColumn], noted: Noted, *, decimal: str) -> list[BillPeriod]:
    """Read the months of one row, oldest first, from the first to the last that has a figure."""
    kwh: dict[tuple[int, int], float | None] = {}
    amounts: dict[tuple[int, int], Decimal | None] = {}
    for column in months:
        cell = cell_at(cells, column.index)
        if column.amount:
            amounts[column.year, column.month] = read_amount(cell, column.index, noted, decimal=decimal)
        else:
            kwh[column.year, column.month] = read_kwh(cell, column.index, noted, decimal=decimal, factor=column.factor)
    known = sorted(month for month, value in kwh.items() if value is not None)
    if not known:
        return []
    return [
        BillPeriod(*month_span(*month), kwh.get(month), amounts.get(month)) for month in _from_to(known[0], known[-1])
    ]


def _from_to(first: tuple[int, int], last: tuple[int, int]):
    for number in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1]):
        yield number // 12, number % 12 + 1


def _check_months(bills: Sequence[BillPeriod], header: Header, noted: Noted) -> None:
    known = [bill.kwh for bill in bills if bill.kwh is not None]
    if not known:
        noted.refuse(None, "client_without_usage")
        return
    if len(known) < LEAST_MONTHS:
        noted.warn(None, "few_months", months=len(known), needed=LEAST_MONTHS)
    missing = len(bills) - len(known)
    if missing:
        noted.warn(None, "months_missing", count=missing)
    usual = median(known)
    if len(known) < _MONTHS_FOR_USUAL or usual <= 0:
        return
    columns = {(column.year, column.month): column.index for column in header.months if not column.amount}
    for bill in bills:
        if bill.kwh is not None and bill.kwh > FAR_FROM_USUAL * usual:
            index = columns[bill.start.year, bill.start.month]
            noted.warn(index, "kwh_far_from_usual", kwh=bill.kwh, usual_kwh=round(usual, 1))


def _once(months: Sequence[MonthColumn]) -> None:
    seen: set[tuple[int, int, bool]] = set()
    for column in months:
        key = (column.year, column.month, column.amount)
        if key in seen:
            raise UnableToReadFile("portfolio_month_twice", month=f"{column.month:02d}/{column.year}")
        seen.add(key)
