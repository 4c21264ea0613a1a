"""NEM12 and NEM13: meter data of the Australian market, told by the records of `records/nem12.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timezone, tzinfo
from pathlib import Path

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.ingest.decode import TextSource, decode
from advisor.ingest.dialect import find_separator, split_line
from advisor.ingest.nem.nem13 import read_periods
from advisor.ingest.recorded import Stream, Supplies, supplies_of
from advisor.ingest.records import record_layout
from advisor.ingest.results import (
    REFUSED_ROWS_KEPT,
    Decision,
    ReadResult,
    RefusedRow,
    RowCounts,
    UnableToReadFile,
)
from advisor.ingest.signature import digest
from advisor.ingest.supply_names import left_out, name_of, settled, told_home
from advisor.ingest.words import UNITS_KWH

_BEGINS = re.compile(r'"?100"?\s*[,;\t|]\s*"?NEM1([23])', re.IGNORECASE)
_DAY = 86_400
_EPOCH = date(1970, 1, 1)
_PREVIEW = 5


def is_nem(head: str) -> bool:
    """Say whether a text begins as a file of the Australian market does."""
    return _BEGINS.match(head) is not None


def read_nem(source: Path | bytes, *, zone: tzinfo, answers: Mapping[str, str]) -> ReadResult:
    """Read a NEM12 or NEM13 file; times are of UTC+10 whatever `zone`. Raises UnableToReadFile.

    answers: with a meter (NMI) under "supply" the others are left out.
    """
    text = decode(source)
    head = next(line for _, line in text.lines() if line.strip())
    if _BEGINS.match(head)[1] == "3":
        return read_periods(text, zone=zone, answers=answers)
    return _Reader(record_layout("nem12"), find_separator([head]), answers).read(text, zone)


@dataclass
class _Open:
    """The stream that a 200 record opened: its days so far, in order of the file, and how many rows it used."""

    supply: str
    suffix: str
    factor: float
    unit: str
    minutes: int
    days: list[tuple[str, int, int, np.ndarray, np.ndarray]] = field(default_factory=list)
    rows: int = 0


class _Reader:
    def __init__(self, layout: Mapping, separator: str, answers: Mapping[str, str]) -> None:
        self.layout, self.separator, self.answers = layout, separator, answers
        self.others: set[str | None] = set()
        self.streams: dict[tuple, _Open] = {}
        self.left_out: set[str] = set()
        self.refused: list[RefusedRow] = []
        self.refused_count = self.lines = self.blank = self.header = self.used = self.ignored = 0
        self.preview: list[tuple[int, tuple[str, ...]]] = []
        self.ended = False
        # The stream that 300 records belong to (None: one that is not counted), and the last day, for 400 records.
        self.open: _Open | None = None
        self.day: tuple[np.ndarray, np.ndarray] | None = None

    def read(self, text: TextSource, zone: tzinfo) -> ReadResult:
        for number, line in text.lines():
            self.lines = number
            if not line.strip():
                self.blank += 1
                continue
            cells = [cell.strip() for cell in split_line(line, self.separator) or line.split(self.separator)]
            self._record(number, cells)
        kinds = sorted({(held.suffix, held.unit, held.minutes) for held in self.streams.values()})
        told = self._leave_out_others()
        supplies = supplies_of(self._streams(), zone=zone)
        if not supplies.supplies:
            raise UnableToReadFile("no_rows", header="NEM12")
        result = self._result(text, zone, supplies, signature=digest("nem12", kinds))
        if not self.others:
            return result
        decisions = (*result.decisions, settled(told))
        return replace(result, findings=(*left_out(self.others), *result.findings), decisions=decisions)

    def _leave_out_others(self) -> str | None:
        """Drop the streams of meters that are not the one told, their rows as ignored; return the one told."""
        told = told_home(self.answers, (held.supply or None for held in self.streams.values()))
        for key, held in list(self.streams.items()):
            if told is not None and name_of(held.supply or None) != told:
                del self.streams[key]
                self.others.add(held.supply or None)
                self.used, self.ignored = self.used - held.rows, self.ignored + held.rows
        return told

    def _record(self, number: int, cells: list[str]) -> None:
        kind = cells[0]
        if kind == "300":
            self._data(number, cells)
        elif kind == "400":
            self._part(number, cells)
        elif kind == "200":
            self._stream(number, cells)
        elif kind in ("100", "500", "900"):
            self.header += 1
            self.ended |= kind == "900"
        else:
            self._refuse(number, cells, 0, "other_text", cells[0])

    def _stream(self, number: int, cells: list[str]) -> None:
        at = self.layout["stream"]
        self.open = self.day = None
        if len(cells) <= max(at.values()):
            self._refuse(number, cells, None, "too_few_cells", len(cells))
            return
        suffix, unit, minutes = cells[at["suffix"]].upper(), cells[at["unit"]].upper(), cells[at["minutes"]]
        if minutes not in {str(known) for known in self.layout["minutes"]}:
            self._refuse(number, cells, at["minutes"], "not_a_number", minutes)
            return
        self.header += 1
        channel, named = self.layout["channels"].get(suffix[:1]), self.layout["units"].get(unit)
        if channel is None or named is None:
            self.left_out.add(f"{suffix} ({unit})")
            return
        name = cells[at["supply"]]
        key = (name, suffix, int(minutes))
        new = _Open(name, suffix, UNITS_KWH[named], named, int(minutes))
        self.open = self.streams.setdefault(key, new)

    def _data(self, number: int, cells: list[str]) -> None:
        at, self.day = self.layout["day"], None
        if self.open is None:
            self.ignored += 1
            return
        count = 1440 // self.open.minutes
        first, after = at["first_value"], at["first_value"] + count
        if len(cells) <= after:
            self._refuse(number, cells, None, "too_few_cells", len(cells))
            return
        day = _day_of(cells[at["date"]])
        if day is None:
            self._refuse(number, cells, at["date"], "not_a_time", cells[at["date"]])
            return
        values = np.empty(count)
        for index in range(count):
            value = _number(cells[first + index])
            if value is None:
                self._refuse(number, cells, first + index, "not_a_number", cells[first + index])
                return
            values[index] = value
        quality = cells[after][:1].upper()
        known = {*self.layout["measured"], *self.layout["estimated"], *self.layout["missing"], self.layout["by_parts"]}
        if quality not in known:
            self._refuse(number, cells, after, "unknown_quality", cells[after])
            return
        values *= self.open.factor
        estimated = np.full(count, quality in self.layout["estimated"])
        if quality in self.layout["missing"]:
            values[:] = np.nan
        updated = cells[after + at["updated"]] if len(cells) > after + at["updated"] else ""
        self.open.days.append((updated, number, (day - _EPOCH).days, values, estimated))
        self.day = (values, estimated)
        self._use()
        if len(self.preview) < _PREVIEW:
            self.preview.append((number, tuple(cells[: first + 4])))

    def _part(self, number: int, cells: list[str]) -> None:
        """Apply a 400 record: the quality of some values of the day above it."""
        at = self.layout["part"]
        if self.day is None:
            self.ignored += 1
            return
        values, estimated = self.day
        numbers = [cells[at[name]] if len(cells) > at[name] else "" for name in ("first", "last", "quality")]
        whole = all(cell.isascii() and cell.isdigit() and len(cell) <= 4 for cell in numbers[:2])
        if not (whole and 1 <= int(numbers[0]) <= int(numbers[1]) <= len(values)):
            self._refuse(number, cells, at["first"], "not_a_number", numbers[0])
            return
        window, quality = slice(int(numbers[0]) - 1, int(numbers[1])), numbers[2][:1].upper()
        estimated[window] = quality in self.layout["estimated"]
        if quality in self.layout["missing"]:
            values[window] = np.nan
        self._use()

    def _use(self) -> None:
        self.used += 1
        self.open.rows += 1

    def _refuse(self, number: int, cells: list[str], column: int | None, code: str, value: object) -> None:
        self.refused_count += 1
        if len(self.refused) < REFUSED_ROWS_KEPT:
            self.refused.append(RefusedRow(number, tuple(cells[:60]), column, code, {"value": str(value)[:60]}))

    def _streams(self) -> list[Stream]:
        streams = []
        for held in self.streams.values():
            if not held.days:
                continue
            # A day told again: the later update comes last and holds.
            days = sorted(held.days, key=lambda day: (day[0], day[1]))
            steps = np.arange(1440 // held.minutes, dtype=np.int64) * held.minutes * 60
            begins = np.array([day[2] for day in days], dtype=np.int64) * _DAY - self.layout["zone_hours"] * 3600
            starts = (begins[:, None] + steps).ravel()
            streams.append(
                Stream(
                    supply_point=held.supply or None,
                    channel=self.layout["channels"][held.suffix[:1]],
                    unit=held.unit,
                    starts=starts,
                    seconds=np.full(len(starts), held.minutes * 60),
                    kwh=np.concatenate([day[3] for day in days]),
                    estimated=np.concatenate([day[4] for day in days]),
                )
            )
        return streams

    def _result(self, text: TextSource, zone: tzinfo, made: Supplies, *, signature: str) -> ReadResult:
        findings = list(made.findings)
        if self.left_out:
            findings.append(Finding("columns_left_out", Severity.INFO, {"columns": ", ".join(sorted(self.left_out))}))
        if made.duplicates:
            findings.append(Finding("repeated_values", Severity.INFO, {"count": made.duplicates}))
        codes = [row.code for row in self.refused]
        for code in dict.fromkeys(codes):
            row = self.refused[codes.index(code)]
            findings.append(Finding(code, Severity.WARNING, {"count": codes.count(code), **row.params}, row=row.row))
        if not self.ended:
            findings.append(Finding("file_not_finished", Severity.WARNING, {"line": self.lines}))
        streams = list(self.streams.values())
        hours = self.layout["zone_hours"]
        return ReadResult(
            format=self.layout["key"],
            encoding=text.encoding,
            zone=zone,
            kind="interval",
            supplies=tuple(made.supplies),
            rows=RowCounts(
                lines=self.lines,
                header=self.header,
                blank=self.blank,
                read=self.used + self.ignored + self.refused_count,
                used=self.used,
                ignored=self.ignored,
                refused=self.refused_count,
            ),
            findings=tuple(findings),
            decisions=(
                Decision("encoding", text.encoding, "decodes"),
                Decision("timezone", f"UTC+{hours}", "market_time"),
                Decision("unit", streams[0].unit, "stated"),
                Decision("step", str(streams[0].minutes), "stated"),
                Decision("stamp", "start", "columns"),
            ),
            refused_rows=tuple(self.refused),
            preview=tuple(self.preview),
            signature=signature,
        )


def _day_of(cell: str) -> date | None:
    try:
        return datetime.strptime(cell, "%Y%m%d").replace(tzinfo=timezone.utc).date() if len(cell) == 8 else None
    except ValueError:
        return None


def _number(cell: str) -> float | None:
    """Return the value of a cell, NaN for an empty one, None for what is not a plain number."""
    if not cell:
        return float("nan")
    return float(cell) if re.fullmatch(r"-?\d{1,12}(?:\.\d{0,12})?|-?\.\d{1,12}", cell) and cell.isascii() else None
