"""What reading a file yields: series and bills, what was decided and why, what could not be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import MINUTES_PER_DAY, BillPeriod, Quality, UsageSeries
from advisor.ingest.paper.document import BillDocument

# A page shows the first of them; whoever gives a file of many clients gets all back, to correct them.
REFUSED_ROWS_KEPT, REFUSED_ROWS_READ = 50, 5_000


class UnableToReadFile(Exception):
    """The file cannot be used at all; `finding` says why, in a code and values for one sentence."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.finding = Finding(code=code, severity=Severity.ERROR, params=params)


@dataclass(frozen=True)
class Decision:
    """One thing the reader settled: what about, the value chosen, and the evidence for it as a code with values."""

    key: str
    value: str
    evidence: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One thing the file leaves open: the choices, the one taken meanwhile, and what each would mean."""

    key: str
    choices: tuple[str, ...]
    chosen: str
    params: Mapping[str, object] = field(default_factory=dict)
    consequences: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def as_document(self) -> dict[str, object]:
        """Return the question as plain containers."""
        return {
            "key": self.key,
            "choices": list(self.choices),
            "chosen": self.chosen,
            "params": dict(self.params),
            "consequences": {choice: dict(values) for choice, values in self.consequences.items()},
        }


@dataclass(frozen=True)
class RefusedRow:
    """A row that was left out: its line in the file, its cells as they stand, the bad column and the reason."""

    row: int
    cells: tuple[str, ...]
    bad_column: int | None
    code: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class RowCounts:
    """Every line of the file has one fate: lines = header + blank + read, and read = used + ignored + refused."""

    lines: int
    header: int
    blank: int
    read: int
    used: int
    ignored: int
    refused: int


@dataclass(frozen=True, eq=False)
class SupplyRead:
    """One channel of one supply point.

    unit: the unit the file states (values are already in kWh); values: how many values the file gave (for a register
    the differences between readings); series: None where the file holds bills.
    local_days: each slot is a day of the local clock, which in a zone with clock changes may last 23 or 25 hours; the
    series then keeps nominal days, and `interval_starts` the true ones.
    details: what else each bill says, beside `bills`; empty where the file holds bars only.
    """

    supply_point: str | None
    channel: str
    unit: str
    step_minutes: int | None
    series: UsageSeries | None
    bills: tuple[BillPeriod, ...] = ()
    values: int = 0
    local_days: bool = False
    details: tuple[Mapping[str, object] | None, ...] = ()

    @property
    def total_kwh(self) -> float:
        """Sum of the values, kWh."""
        if self.series is not None:
            return self.series.total_kwh
        return float(sum(bill.kwh or 0.0 for bill in self.bills))

    def interval_starts(self, zone: tzinfo) -> Iterator[datetime]:
        """Yield the start of each interval, then the end of the last, as aware times of `zone`."""
        if self.series is None:
            return
        first = self.series.start.astimezone(zone)
        for index in range(len(self.series) + 1):
            if self.local_days:
                yield datetime.combine(first.date() + timedelta(days=index), time(), tzinfo=zone)
            else:
                yield (self.series.start + index * self.series.step).astimezone(zone)

    def span(self, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
        """Return the start of the first interval and the end of the last on the clock of `zone`."""
        if self.series is None:
            if not self.bills:
                return None, None
            ends = self.bills[0].start, self.bills[-1].end
            return tuple(datetime.combine(day, time(), tzinfo=zone) for day in ends)
        first = self.series.start.astimezone(zone)
        if self.local_days:
            days = len(self.series) * self.series.step_minutes // MINUTES_PER_DAY
            return first, datetime.combine(first.date() + timedelta(days=days), time(), tzinfo=zone)
        return first, self.series.end.astimezone(zone)

    def as_document(self, zone: tzinfo) -> dict[str, object]:
        """Return the supply in the shape of the JSON contract of `read`."""
        start, end = self.span(zone)
        document: dict[str, object] = {
            "supply_point": self.supply_point,
            "channel": self.channel,
            "unit": "kWh",
            "unit_in_file": self.unit,
            "step_minutes": self.step_minutes,
            "start": start.isoformat() if start else None,
            "end": end.isoformat() if end else None,
            "intervals": len(self.series) if self.series is not None else len(self.bills),
            "measured": self._count(Quality.MEASURED),
            "estimated": self._count(Quality.ESTIMATED),
            "missing": self._count(Quality.MISSING),
            "values": self.values,
            "total_kwh": round(self.total_kwh, 6),
        }
        if self.bills:
            document["bills"] = [
                {
                    "start": bill.start.isoformat(),
                    "end": bill.end.isoformat(),
                    "kwh": bill.kwh,
                    "total": None if bill.total is None else str(bill.total),
                    "estimated": bill.estimated,
                }
                for bill in self.bills
            ]
        return document

    def _count(self, quality: Quality) -> int:
        if self.series is not None:
            return self.series.count(quality)
        if quality is Quality.MISSING:
            return sum(bill.kwh is None for bill in self.bills)
        estimated = quality is Quality.ESTIMATED
        return sum(bill.kwh is not None and bill.estimated == estimated for bill in self.bills)


@dataclass(frozen=True, eq=False)
class ReadResult:
    """Everything understood of one file, with the zone used for its naive times; document: of a bill on paper.

    signature: hex digest of what makes the kind of file (header, separator, labels before the table), not of its data.
    """

    format: str
    encoding: str
    zone: tzinfo
    kind: str
    supplies: tuple[SupplyRead, ...]
    rows: RowCounts
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    decisions: tuple[Decision, ...] = ()
    refused_rows: tuple[RefusedRow, ...] = ()
    header: tuple[str, ...] = ()
    preview: tuple[tuple[int, tuple[str, ...]], ...] = ()
    document: BillDocument | None = None
    signature: str = ""

    @property
    def timezone(self) -> str:
        """Name of the zone."""
        return str(getattr(self.zone, "key", None) or self.zone)

    def supply(self, channel: str) -> SupplyRead | None:
        """Return the first supply of a channel, or None."""
        return next((supply for supply in self.supplies if supply.channel == channel), None)

    def as_document(self) -> dict[str, object]:
        """Return the JSON contract of `read`; a bill on paper is of the kind "bills" and has its `document`."""
        return {
            "format": self.format,
            "encoding": self.encoding,
            "timezone": self.timezone,
            "kind": self.kind if self.document is None else "bills",
            **({"document": self.document.as_document()} if self.document else {}),
            "signature": self.signature,
            "supplies": [supply.as_document(self.zone) for supply in self.supplies],
            "findings": [finding.as_document() for finding in self.findings],
            "rows": {
                name: getattr(self.rows, name)
                for name in ("read", "used", "refused", "ignored", "lines", "header", "blank")
            },
            "questions": [question.as_document() for question in self.questions],
            "decisions": [
                {
                    "key": decision.key,
                    "value": decision.value,
                    "evidence": decision.evidence,
                    "params": dict(decision.params),
                }
                for decision in self.decisions
            ],
            "refused_rows": [
                {
                    "row": row.row,
                    "cells": list(row.cells),
                    "bad_column": row.bad_column,
                    "code": row.code,
                    "params": dict(row.params),
                }
                for row in self.refused_rows[:REFUSED_ROWS_KEPT]
            ],
        }
