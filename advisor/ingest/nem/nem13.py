"""NEM13: two readings of a meter and the energy between them, as periods between days of the market's clock."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, tzinfo

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import BillPeriod
from advisor.ingest.decode import TextSource
from advisor.ingest.dialect import find_separator, split_line
from advisor.ingest.records import record_layout
from advisor.ingest.results import (
    REFUSED_ROWS_KEPT,
    Decision,
    ReadResult,
    RefusedRow,
    RowCounts,
    SupplyRead,
    UnableToReadFile,
)
from advisor.ingest.signature import digest
from advisor.ingest.supply_names import left_out, name_of, settled, told_home
from advisor.ingest.words import UNITS_KWH

_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{0,12})?", re.ASCII)


def read_periods(text: TextSource, *, zone: tzinfo, answers: Mapping[str, str]) -> ReadResult:
    """Read the periods of a NEM13 file; those of several registers of one supply are added up.

    answers: with a meter (NMI) under "supply" the others are left out. Raises UnableToReadFile.
    """
    layout = record_layout("nem12")
    at = layout["reading"]
    held: dict[tuple, dict[tuple, list]] = defaultdict(lambda: defaultdict(list))
    units, refused, lines, blank, header, used = [], [], 0, 0, 0, 0
    separator = find_separator([next(line for _, line in text.lines() if line.strip())])
    for number, line in text.lines():
        lines = number
        cells = [cell.strip() for cell in split_line(line, separator) or line.split(separator)]
        if not any(cells):
            blank += 1
        elif cells[0] != "250":
            header += 1
        else:
            problem = _problem(cells, at, layout)
            if problem:
                refused.append(RefusedRow(number, tuple(cells), problem[0], problem[1], {"value": problem[2][:60]}))
                continue
            used += 1
            unit = layout["units"][cells[at["unit"]].upper()]
            units.append(unit)
            channel = layout["channels"].get(cells[at["direction"]][:1].upper(), "import")
            qualities = {cells[at[name]][:1].upper() for name in ("from_quality", "until_quality")}
            estimated = bool(qualities & set(layout["estimated"]))
            period = _day(cells[at["from"]]), _day(cells[at["until"]])
            # The same register told twice holds its later row.
            held[cells[at["supply"]], channel][period].append(
                (cells[at["suffix"]], float(cells[at["quantity"]]) * UNITS_KWH[unit], estimated)
            )
    if not held:
        raise UnableToReadFile("no_rows", header="NEM13")
    told = told_home(answers, (name for name, _ in held))
    others = {key: rows for key, rows in held.items() if told and name_of(key[0]) != told}
    held = {key: rows for key, rows in held.items() if key not in others}
    ignored = sum(len(registers) for periods in others.values() for registers in periods.values())
    used -= ignored
    supplies = tuple(_supply(name, channel, periods, units[0]) for (name, channel), periods in held.items())
    findings = [
        Finding(row.code, Severity.WARNING, {"count": len(refused), **row.params}, row=row.row) for row in refused[:1]
    ]
    return ReadResult(
        format="nem13",
        encoding=text.encoding,
        zone=zone,
        kind="bills",
        supplies=supplies,
        rows=RowCounts(lines, header, blank, used + ignored + len(refused), used, ignored, len(refused)),
        findings=(*left_out(name for name, _ in others), *findings),
        decisions=(
            Decision("unit", units[0], "stated"),
            Decision("bill_dates", "from_until", "from_until"),
            *([settled(told)] if others else []),
        ),
        refused_rows=tuple(refused[:REFUSED_ROWS_KEPT]),
        signature=digest("nem13"),
    )


def _supply(name: str, channel: str, periods: dict[tuple, list], unit: str) -> SupplyRead:
    bills = []
    for (start, end), registers in sorted(periods.items()):
        last = {suffix: (kwh, estimated) for suffix, kwh, estimated in registers}
        kwh = sum(value for value, _ in last.values())
        bills.append(BillPeriod(start, end, kwh, estimated=any(estimated for _, estimated in last.values())))
    return SupplyRead(name or None, channel, unit, None, None, tuple(bills), len(bills))


def _problem(cells: list[str], at: dict, layout: dict) -> tuple[int | None, str, str] | None:
    """Return the column, code and value of what is wrong with a row, or None."""
    if len(cells) <= at["unit"]:
        return None, "too_few_cells", str(len(cells))
    for name in ("from", "until"):
        if _day(cells[at[name]]) is None:
            return at[name], "not_a_time", cells[at[name]]
    if _day(cells[at["until"]]) <= _day(cells[at["from"]]):
        return at["until"], "not_a_time", cells[at["until"]]
    if not _NUMBER.fullmatch(cells[at["quantity"]]):
        return at["quantity"], "not_a_number", cells[at["quantity"]]
    if cells[at["unit"]].upper() not in layout["units"]:
        return at["unit"], "unknown_unit", cells[at["unit"]]
    return None


def _day(cell: str) -> date | None:
    try:
        return datetime.strptime(cell[:8], "%Y%m%d").date() if len(cell) >= 8 else None
    except ValueError:
        return None
