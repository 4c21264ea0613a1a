"""Sheets with one row a client and bill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import BillPeriod
from advisor.ingest.clock import DAY_FIRST, DAY_SECONDS, MONTH_FIRST, NO_MOMENT, date_orders, local_seconds
from advisor.ingest.dialect import Row
from advisor.ingest.portfolio.cells import (
    Noted,
    Told,
    cell_at,
    is_blank,
    read_amount,
    read_kwh,
    read_told,
    settle_decimal,
)
from advisor.ingest.portfolio.header import Header
from advisor.ingest.portfolio.months import month_in
from advisor.ingest.portfolio.results import Client, SheetRow
from advisor.ingest.portfolio.wide import LEAST_MONTHS, check_row, client_of, month_span
from advisor.ingest.results import Decision, Question
from advisor.ingest.timecells import TimeCells, parse_times
from advisor.ingest.times import BAD, YEAR_MONTH
from advisor.ingest.words import means

# Periods between two readings (product: 26 to 35 days); beyond these a row is looked at, not refused.
USUAL_DAYS = range(20, 46)
MOST_DAYS = 400
_FIRST_DAY = date(1970, 1, 1)
_YES = frozenset({"si", "sí", "s", "yes", "y", "x", "1", "true", "verdadero"})


@dataclass
class _Line:
    """A row on its way to a bill; day: the only date of a row that has one."""

    row: Row
    told: Told
    noted: Noted
    start: date | None = None
    end: date | None = None
    day: date | None = None
    kwh: float | None = None
    bill: BillPeriod | None = None


def read_long(
    body: Sequence[Row], header: Header, answers: Mapping[str, str]
) -> tuple[list[SheetRow], list[Client], tuple[Decision, ...], tuple[Question, ...], list[Finding]]:
    """Judge every row and put the bills of each client together.

    With start and end the period is what they say; a month is the calendar month; a single date is the reading at the
    end of the period, which began at the one before, and the oldest period is assumed to have the usual length.
    """
    figures = [cell_at(row.cells, index) for row in body for index in (header.kwh, header.amount) if index is not None]
    decimal, decided, asked = settle_decimal(figures, answers)
    dates, how, order_decided, order_asked = _dates(body, header, answers)
    lines = []
    for row, (start, end, day) in zip(body, dates, strict=True):
        noted = Noted()
        told = read_told(row.cells, header.roles, noted)
        check_row(row, header, noted)
        line = _Line(row, told, noted, start, end, day)
        line.kwh = read_kwh(cell_at(row.cells, header.kwh), header.kwh, noted, decimal=decimal, factor=header.factor)
        _check_dates(line, header)
        lines.append(line)
    findings = []
    by_client: dict[str, list[_Line]] = {}
    for line in lines:
        if line.told.reference and not line.noted.refused:
            by_client.setdefault(line.told.reference, []).append(line)
    clients = []
    for reference, own in by_client.items():
        assumed = _lay_out(own, header, decimal=decimal, calendar=how == "calendar_month")
        findings += assumed
        client = _client(reference, own)
        if client is not None:
            clients.append(client)
    rows = [
        SheetRow(line.row.line, tuple(line.row.cells), line.told.reference or None, tuple(line.noted.remarks))
        for line in lines
    ]
    decisions = (*decided, *order_decided, Decision("bill_dates", how, "columns"))
    told = [replace(findings[0], params={"clients": len(findings)})] if findings else []
    return rows, clients, decisions, (*asked, *order_asked), told


def _dates(body: Sequence[Row], header: Header, answers: Mapping[str, str]):
    """Return (start, end, day) of each row, how periods are told, decisions and questions."""
    columns = [index for index in (header.start, header.end, header.month) if index is not None]
    parsed = [_with_months(parse_times([cell_at(row.cells, index) for row in body]), body, index) for index in columns]
    order, decisions, questions = _order(TimeCells.join(parsed), parsed, body, header, answers)
    days = [[_day(second) for second in local_seconds(cells, order)] for cells in parsed]
    if header.start is not None:
        return [(start, end, None) for start, end in zip(*days, strict=True)], "from_until", decisions, questions
    known = [day for day in days[0] if day is not None]
    calendar = bool((parsed[0].kind == YEAR_MONTH).mean() > 0.5) or (bool(known) and all(day.day == 1 for day in known))
    if calendar:
        spans = [month_span(day.year, day.month) if day else (None, None) for day in days[0]]
        return [(start, end, None) for start, end in spans], "calendar_month", decisions, questions
    return [(None, None, day) for day in days[0]], "end", decisions, questions


def _with_months(cells: TimeCells, body: Sequence[Row], index: int) -> TimeCells:
    """Read as months the cells that are no dates, as "Enero 2025" or "setiembre del 25"."""
    kind, a, b, c = (np.array(part) for part in (cells.kind, cells.a, cells.b, cells.c))
    for position in np.flatnonzero(kind == BAD):
        name = month_in(cell_at(body[position].cells, index))
        if name is not None and len(name.readings) == 1 and name.readings[0][0] is not None:
            kind[position], a[position], b[position], c[position] = YEAR_MONTH, *name.readings[0], 1
    return TimeCells(kind, a, b, c, cells.seconds, cells.offset)


def _order(
    cells: TimeCells, parsed: Sequence[TimeCells], body: Sequence[Row], header: Header, answers: Mapping[str, str]
):
    orders = date_orders(cells)
    if not orders:
        return DAY_FIRST, (Decision("date_order", "year_first", "unambiguous"),), ()
    if answers.get("date_order") in (DAY_FIRST, MONTH_FIRST):
        return answers["date_order"], (Decision("date_order", answers["date_order"], "answered"),), ()
    if len(orders) == 1:
        return orders[0], (Decision("date_order", orders[0], "day_above_12"),), ()
    scores = {order: _usual_share(parsed, order, body, header) for order in orders}
    best = max(orders, key=lambda order: (scores[order], order == DAY_FIRST))
    if scores[best] - min(scores.values()) > 0.3 or bool((cells.a == cells.b).all()):
        return best, (Decision("date_order", best, "usual_periods"),), ()
    differs = int(np.flatnonzero(cells.a != cells.b)[0])
    sample = f"{int(cells.a[differs]):02d}/{int(cells.b[differs]):02d}/{int(cells.c[differs])}"
    question = Question("date_order", tuple(orders), best, params={"sample": sample})
    return best, (Decision("date_order", best, "default"),), (question,)


def _usual_share(parsed: Sequence[TimeCells], order: str, body: Sequence[Row], header: Header) -> float:
    """Return the share of periods with a usual length when dates are read in this order."""
    days = [local_seconds(cells, order) // DAY_SECONDS for cells in parsed]
    if header.start is not None:
        lengths = [end - start for start, end in zip(*days, strict=True)]
    else:
        by_client: dict[str, list[int]] = {}
        for row, day in zip(body, days[0], strict=True):
            by_client.setdefault(cell_at(row.cells, header.roles.reference), []).append(int(day))
        lengths = [after - before for own in by_client.values() for before, after in pairwise(sorted(set(own)))]
    return sum(length in USUAL_DAYS for length in lengths) / len(lengths) if lengths else 0.0


def _check_dates(line: _Line, header: Header) -> None:
    noted, cells = line.noted, line.row.cells
    if line.day is not None:
        return
    for index, day in ((header.start, line.start), (header.end, line.end), (header.month, line.start)):
        if index is not None and day is None:
            noted.refuse(index, "date_not_understood", cell=cell_at(cells, index)[:60])
            return
    if line.end <= line.start:
        noted.refuse(header.end, "period_backwards")
    elif (line.end - line.start).days > MOST_DAYS:
        noted.refuse(header.end, "period_too_long", days=(line.end - line.start).days)


def _lay_out(own: list[_Line], header: Header, *, decimal: str, calendar: bool) -> list[Finding]:
    """Give each row of a client its period and bill; refuse what stands twice or overlaps; return what was assumed."""
    findings = []
    if own[0].day is not None:
        findings = _from_ends(own)
    elif header.start is not None:
        _with_last_day(own)
    seen: list[_Line] = []
    for line in sorted(own, key=lambda line: (line.start, line.row.line)):
        if line.noted.refused:
            continue
        clash = next((other for other in seen if other.start < line.end and line.start < other.end), None)
        if clash is not None:
            same = (clash.start, clash.end) == (line.start, line.end)
            column = header.start if header.start is not None else header.month
            line.noted.refuse(column, "bill_repeated" if same else "bill_overlaps", first_row=clash.row.line)
            continue
        seen.append(line)
        days = (line.end - line.start).days
        if not calendar and days not in USUAL_DAYS:
            line.noted.warn(header.end if header.end is not None else header.month, "period_unusual", days=days)
        cells = line.row.cells
        amount = (
            read_amount(cell_at(cells, header.amount), header.amount, line.noted, decimal=decimal)
            if header.amount is not None
            else None
        )
        line.bill = BillPeriod(line.start, line.end, line.kwh, amount, _estimated(cell_at(cells, header.estimated)))
    return findings


def _with_last_day(own: list[_Line]) -> None:
    """Make periods half-open where the file's last day is inside: "01/05 to 31/05", then "01/06"."""
    spans = sorted({(line.start, line.end) for line in own})
    follow = [before[1] + timedelta(days=1) == after[0] for before, after in pairwise(spans)]
    if follow and all(follow):
        for line in own:
            line.end += timedelta(days=1)


def _from_ends(own: list[_Line]) -> list[Finding]:
    days = sorted({line.day for line in own})
    usual = int(median((after - before).days for before, after in pairwise(days))) if len(days) > 1 else 30
    before = dict(zip(days, [days[0] - timedelta(days=usual), *days[:-1]], strict=True))
    for line in own:
        line.start, line.end = before[line.day], line.day
    return [Finding("first_periods_assumed", Severity.INFO)]


def _client(reference: str, own: list[_Line]) -> Client | None:
    """Make the client of its good rows; what one row leaves out another may tell."""
    good = [line for line in own if line.bill is not None and not line.noted.refused]
    known = [line for line in good if line.bill.kwh is not None]
    if not known:
        for line in good:
            line.noted.refuse(None, "client_without_usage")
        return None
    if len(known) < LEAST_MONTHS:
        good[0].noted.warn(None, "few_months", months=len(known), needed=LEAST_MONTHS)
    told = good[0].told
    for line in good[1:]:
        told = Told(*(mine or other for mine, other in zip(vars(told).values(), vars(line.told).values(), strict=True)))
    name = next((line.told.name for line in good if line.told.name != reference), reference)
    bills = tuple(sorted((line.bill for line in good), key=lambda bill: bill.start))
    return client_of(replace(told, name=name), good[0].row.line, bills=bills)


def _estimated(cell: str) -> bool:
    return not is_blank(cell) and (cell.strip().lower() in _YES or means(cell, "estimated") or means(cell, "averaged"))


def _day(second: int) -> date | None:
    return None if second == NO_MOMENT else _FIRST_DAY + timedelta(days=int(second // DAY_SECONDS))
