"""Find the single values of a bill: by patterns over its rows first, then beside, below or before their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from advisor.ingest.paper.document import DATES, Place
from advisor.ingest.paper.layouts import BillLayout, Label
from advisor.ingest.paper.values import DATE, read_date, read_number
from advisor.ingest.paper.words import Cell, Row, plain_text

Value = str | Decimal | date
Values = dict[str, tuple[Value, Place]]

ROWS_BELOW, POINTS_BELOW, CELLS_BESIDE = 3, 45.0, 4
LONGEST_PERIOD_DAYS = 100
_BEFORE_VALUE = re.compile(r"^[\s:.°º#-]*(?:\(?(?:s/\.?\s*/?\s*)?(?:kw\.?h?)?\)?|\(s/\.?\)|en\s+soles)[\s:.]*")
_DAY_OF_READING = re.compile(rf"^\(?\s*(?:{DATE})\s*\)?$")
_AFTER_NUMBER = r"\s*(?:kw\.?h?|kwh|soles|dias)?\.?"
_SUPPLY = r"\d[\d-]{4,14}(?![\d.,/])"
_TARIFF = r"[bm]t\s?\d[a-z]?(?![a-z0-9])"
_CONNECTION = r"(?:mono|tri)fasic[oa]"
CONNECTIONS = {"mono": "single_phase", "trif": "three_phase"}


def find_values(rows: Sequence[Row], layout: BillLayout) -> Values:
    """Return what the layout finds, by name: the value and where it stands; what is in doubt stays absent."""
    found: Values = {}
    lines = [_Line(row) for row in rows]
    for pattern in layout.patterns:
        for line in lines:
            for match in pattern.finditer(line.plain):
                for name, text in match.groupdict().items():
                    if text is not None and name not in found:
                        _keep(found, name, text, line.place(*match.span(name)))
    for name, labels in layout.labels.items():
        near = None if name in found else _by_label(name, labels, rows, layout)
        if near:
            _keep(found, name, *near)
    return _plausible(found)


class _Line:
    """A row as one text, with the way back from a place in it to the words."""

    def __init__(self, row: Row) -> None:
        self.spans: list[tuple[int, int, Cell]] = []
        parts, at = [], 0
        for cell in row:
            for word in cell.words:
                self.spans.append((at, at + len(word.text), Cell((word,))))
                parts.append(word.text)
                at += len(word.text) + 1
        self.text = " ".join(parts)
        self.plain = plain_text(self.text)

    def place(self, start: int, end: int) -> Place:
        touched = [cell.words[0] for first, last, cell in self.spans if first < end and start < last]
        return Cell(tuple(touched)).place(self.text[start:end])


def _by_label(name: str, labels: Sequence[Label], rows: Sequence[Row], layout: BillLayout) -> tuple[str, Place] | None:
    """Return the text that stands at one of the labels of a value, the first label first, and its place."""
    kind = kind_of(name, layout)
    for label in labels:
        words = re.compile(rf"(?<![a-z0-9]){re.escape(label.words)}(?![a-z0-9])")
        for number, row in enumerate(rows):
            for position, cell in enumerate(row):
                match = words.search(cell.plain)
                if not match:
                    continue
                rest = _BEFORE_VALUE.sub("", cell.plain[match.end() :])
                inside = re.match(kind, rest)
                # "Fecha lectura anterior 30 JUN 2026": the 30 is a day of the month.
                if inside and name not in DATES and re.match(DATE, rest):
                    inside = None
                if name not in DATES:
                    rest = _DAY_OF_READING.sub("", rest)
                if inside and "right" in label.sides:
                    text = _original(cell, inside.group())
                    return text, cell.place(text)
                # With other words before or behind it the label is part of another one.
                if rest or match.start() > 0:
                    continue
                for side in label.sides:
                    # "Lectura actual 05/08/2026": the label has its value, and what stands below is another's.
                    if side in ("below", "above") and _has_value(row[position + 1 : position + 2]):
                        continue
                    near = next(_near(rows, number, position, side, kind), None)
                    if near is not None:
                        return near.text, near.place()
    return None


def kind_of(name: str, layout: BillLayout) -> str:
    """Return the pattern of a value of this name, over plain text."""
    if name in DATES:
        return rf"(?:{DATE})"
    fixed = {"supply_number": _SUPPLY, "tariff_option": _TARIFF, "connection": _CONNECTION}
    return fixed.get(name) or rf"(?:{layout.number.replace('S/', 's/')})(?![\d/]){_AFTER_NUMBER}"


def _near(rows: Sequence[Row], number: int, position: int, side: str, kind: str) -> Iterator[Cell]:
    """Yield the cells on one side of a label that hold nothing but such a value, the nearest first."""
    row, cell = rows[number], rows[number][position]
    if side in ("right", "left"):
        beside = row[position + 1 :] if side == "right" else row[:position][::-1]
        for other in beside[:CELLS_BESIDE]:
            if re.fullmatch(kind, other.plain):
                yield other
            elif not _has_value([other]):
                return
        return
    steps = range(1, ROWS_BELOW + 1) if side == "below" else range(-1, -ROWS_BELOW - 1, -1)
    for step in steps:
        if not 0 <= number + step < len(rows):
            return
        for other in rows[number + step]:
            far = other.page != cell.page or abs(other.top - cell.top) > POINTS_BELOW
            if not far and cell.overlaps(other) and re.fullmatch(kind, other.plain):
                yield other


def _has_value(cells: Sequence[Cell]) -> bool:
    return any(re.fullmatch(rf"(?:{DATE})|[\s\d.,:/*-]+", cell.plain) for cell in cells)


def _original(cell: Cell, part: str) -> str:
    at = cell.plain.rfind(part)
    return cell.text[at : at + len(part)]


def _keep(found: Values, name: str, text: str, place: Place) -> None:
    value = _value(name, text)
    if value is not None:
        found[name] = (value, place)


def _value(name: str, text: str) -> Value | None:
    if name in DATES:
        return read_date(text)
    if name == "supply_number":
        return re.sub(r"\D", "", text)[:15] or None
    if name == "tariff_option":
        return text.replace(" ", "").upper()
    if name == "connection":
        return CONNECTIONS.get(plain_text(text)[:4])
    return read_number(re.sub(r"(?i)(kw\.?h?|soles|dias)\.?\s*$", "", text))


def _plausible(found: Values) -> Values:
    """Complete the period from its days, and drop what cannot be: dates in the wrong order, a negative usage."""
    kept = dict(found)
    days = kept.pop("days", None)
    if "start" not in kept and "end" in kept and days is not None and 0 < days[0] < LONGEST_PERIOD_DAYS:
        kept["start"] = (kept["end"][0] - timedelta(days=int(days[0])), days[1])
    if _told(kept, "start", "end") and not 0 < (kept["end"][0] - kept["start"][0]).days <= LONGEST_PERIOD_DAYS:
        del kept["start"]
    for name in ("kwh", "unit_price", "meter_factor", "contracted_power_kw", "previous_reading", "current_reading"):
        if name in kept and kept[name][0] < 0:
            del kept[name]
    return kept


def _told(found: Mapping, *names: str) -> bool:
    return all(name in found for name in names)
