"""Files with one row a month: bills as periods between reading dates."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import BillPeriod
from advisor.ingest.clock import DAY_SECONDS, NO_MOMENT
from advisor.ingest.columns import Columns
from advisor.ingest.extract import Extract
from advisor.ingest.fate import Fates, Fetch
from advisor.ingest.moments import Moments
from advisor.ingest.numbers import parse_number
from advisor.ingest.results import Decision, SupplyRead
from advisor.ingest.table import Table
from advisor.ingest.words import UNITS_KWH, means

MOST_BILLS = 5000
_FIRST_DAY = date(1970, 1, 1)


def read_bills(
    data: Extract, moments: Moments, *, fates: Fates, columns: Columns, table: Table, fetch: Fetch
) -> tuple[tuple[SupplyRead, ...], list[Finding], list[Decision]]:
    """Make bill periods of each supply point.

    With a start and an end column the period is what they say. With calendar months it is the month. With one date
    a row, that is the reading date at the end of the period, which began at the date before; the beginning of the
    oldest one is assumed, at the usual length, and reported.
    """
    findings: list[Finding] = []
    decisions: list[Decision] = []
    unit = next((value.unit for value in columns.values if value.unit), None) or "kWh"
    money = _money_column(table, columns)
    usable = fates.usable() & (moments.local != NO_MOMENT)
    supplies = []
    for code, supply in enumerate(data.supplies):
        rows = np.flatnonzero(usable & (data.supply == code))
        rows = rows[np.argsort(moments.local[rows], kind="stable")][:MOST_BILLS]
        if not len(rows):
            continue
        rows, conflict = _once(rows, moments, data, columns, fates)
        if conflict is not None:
            findings.append(conflict)
        periods, how = _periods(rows, moments)
        totals = np.array([_usage(data, columns, row) for row in rows])
        if how != "from_until" and _are_readings(totals, columns):
            # Readings of the meter, not usage: each period lies between two of them.
            days = [end if how == "end" else start for start, end in periods]
            periods, how, rows, totals = list(pairwise(days)), "readings", rows[1:], np.diff(totals)
        decisions.append(Decision("bill_dates", how, "columns" if how == "from_until" else "dates"))
        cells = fetch(data.lines[rows]) if money is not None else {}
        kwh = totals * UNITS_KWH[unit]
        bills = []
        for row, (start, end), value in zip(rows, periods, kwh, strict=True):
            if not np.isnan(value) and value < 0:
                fates.refuse([row], "negative_value", columns.values[0].index)
                continue
            texts = cells[int(data.lines[row])].cells if money is not None else []
            amount = _amount(texts[money], data.decimal) if money is not None and money < len(texts) else None
            bills.append(
                BillPeriod(start, end, None if np.isnan(value) else float(value), amount, bool(data.estimated[row]))
            )
        if how == "end" and bills:
            findings.append(
                Finding("first_period_assumed", Severity.INFO, {"days": bills[0].days, "end": bills[0].end.isoformat()})
            )
        supplies.append(
            SupplyRead(
                supply, "import", unit, None, None, tuple(bills), values=sum(bill.kwh is not None for bill in bills)
            )
        )
    return tuple(supplies), findings, _distinct(decisions)


def _are_readings(totals: np.ndarray, columns: Columns) -> bool:
    """Say whether the numbers of months are a register: never falling, and large beside what they grow by."""
    known = totals[~np.isnan(totals)]
    if len(known) < 3 or len(known) < len(totals):
        return False
    steps = np.diff(known)
    worded = any(means(column.name, "cumulative") for column in columns.values)
    rising = bool((steps >= 0).all() and (steps > 0).sum() >= 2)
    return rising and (worded or (len(known) >= 6 and np.median(steps) < 0.2 * np.median(known)))


def _distinct(decisions: list[Decision]) -> list[Decision]:
    found: list[Decision] = []
    for decision in decisions:
        if decision not in found:
            found.append(decision)
    return found


def _usage(data: Extract, columns: Columns, row: int) -> float:
    values = [
        data.values[row, position]
        for position, column in enumerate(columns.values)
        if column.role in {"import", "consumption"}
    ]
    known = [value for value in values if not np.isnan(value)]
    return float(sum(known)) if known else float("nan")


def _once(
    rows: np.ndarray, moments: Moments, data: Extract, columns: Columns, fates: Fates
) -> tuple[np.ndarray, Finding | None]:
    """Keep the last row of each day; a row before it with the same usage is a duplicate, another one a conflict."""
    days = moments.local[rows] // DAY_SECONDS
    again = np.concatenate((days[1:] == days[:-1], [False]))
    usage = np.array([_usage(data, columns, row) for row in rows])
    same = again & np.isclose(usage, np.append(usage[1:], np.nan), equal_nan=True)
    fates.ignore(rows[same], "duplicate_row")
    other = rows[again & ~same]
    if not len(other):
        return rows[~again], None
    lines = sorted(int(line) for line in data.lines[other])
    params = {"count": len(lines), "column": columns.values[0].name}
    return rows[~again], Finding("conflicting_row", Severity.WARNING, params, row=lines[0])


def _periods(rows: np.ndarray, moments: Moments) -> tuple[list[tuple[date, date]], str]:
    days = [_FIRST_DAY + timedelta(days=int(second // DAY_SECONDS)) for second in moments.local[rows]]
    lengths = moments.length[rows] // DAY_SECONDS
    if (lengths > 0).all():
        # "01/05 to 31/05" then "01/06": the last day is inside; [start, end) ends the day after.
        inclusive = len(days) > 1 and all(
            day + timedelta(days=int(length) + 1) == after
            for day, length, after in zip(days, lengths, days[1:], strict=False)
        )
        return [
            (day, day + timedelta(days=int(length) + inclusive)) for day, length in zip(days, lengths, strict=True)
        ], "from_until"
    if moments.months or all(day.day == 1 for day in days):
        return [(day, (day.replace(day=1) + timedelta(days=32)).replace(day=1)) for day in days], "calendar_month"
    usual = int(np.median([(after - before).days for before, after in pairwise(days)])) if len(days) > 1 else 30
    return list(zip([days[0] - timedelta(days=usual), *days[:-1]], days, strict=True)), "end"


def _money_column(table: Table, columns: Columns) -> int | None:
    taken = {value.index for value in columns.values}
    found = [
        index
        for index, name in enumerate(table.names)
        if index not in taken and means(name, "money") and table.kinds[index].number > 0.6
    ]
    total = [index for index in found if means(table.names[index], "totals")]
    return (total or found or [None])[0]


def _amount(cell: str, decimal: str) -> Decimal | None:
    value = parse_number(cell.removeprefix("S/").strip(), decimal)
    return None if value is None else Decimal(str(round(value, 2)))
