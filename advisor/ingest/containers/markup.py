"""Tables that portals save as .xls but are pages (HTML) or XML of 2003: their rows as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import tzinfo
from html.parser import HTMLParser
from pathlib import Path
from xml.etree.ElementTree import ParseError

from advisor.ingest.containers.unpacking import opened
from advisor.ingest.decode import TextSource
from advisor.ingest.dialect import Row
from advisor.ingest.green_button.feed import local
from advisor.ingest.reader import read_table
from advisor.ingest.results import Decision, ReadResult, UnableToReadFile
from advisor.ingest.rowsource import RowSource

MOST_ROWS = 300_000
MOST_CELLS = 3_000_000
_LONGEST_CELL = 1_000
_SPACES = re.compile(r"\s+")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?")


def read_page(text: TextSource, *, zone: tzinfo, answers: Mapping[str, str]) -> ReadResult:
    """Read the longest table of an HTML page; rows are numbered within that table. Raises UnableToReadFile."""
    tables = _Tables()
    for _number, line in text.lines():
        tables.feed(line + "\n")
    tables.close()
    longest = max(tables.tables, key=len, default=[])
    if len(longest) < 2:
        raise UnableToReadFile("page_without_table")
    return _read(longest, "html", text.encoding, zone, answers)


def read_workbook_xml(source: Path | bytes, *, zone: tzinfo, answers: Mapping[str, str]) -> ReadResult:
    """Read the longest sheet of an XML workbook of 2003. Raises UnableToReadFile."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    sheets: list[list[list[str]]] = []
    try:
        with opened(source) as stream:
            for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
                name = local(element)
                if event == "start" and name == "Worksheet":
                    sheets.append([])
                elif event == "end" and name == "Row" and sheets:
                    _add_row(sheets, element)
                    element.clear()
    except DefusedXmlException as declared:
        raise UnableToReadFile("xml_entities", line=1, member="") from declared
    except ParseError as damage:
        raise UnableToReadFile("xml_damaged", line=damage.position[0], column=damage.position[1] + 1) from damage
    longest = max(sheets, key=len, default=[])
    if not longest:
        raise UnableToReadFile("empty_file")
    return _read(longest, "xml_workbook", "utf-8", zone, answers)


def _read(table: list[list[str]], kind: str, encoding: str, zone: tzinfo, answers: Mapping[str, str]) -> ReadResult:
    rows = RowSource(
        format=kind,
        encoding=encoding,
        rows=lambda: (Row(number, list(cells)) for number, cells in enumerate(table, start=1)),
        decisions=(Decision("container", kind, "first_bytes"),),
    )
    return read_table(rows, zone=zone, answers=answers)


def _add_row(sheets: list[list[list[str]]], element) -> None:
    """Add a row to the last sheet; a row or cell may say its number, and skip those before it."""
    rows = sheets[-1]
    told = _index(element)
    if told > MOST_ROWS or len(rows) >= MOST_ROWS:
        raise UnableToReadFile("too_large", rows=max(told, len(rows)), limit_rows=MOST_ROWS)
    rows.extend([] for _ in range(len(rows) + 1, told))
    cells: list[str] = []
    for cell in element:
        if local(cell) != "Cell":
            continue
        column = min(_index(cell), 2_000)
        cells.extend("" for _ in range(len(cells) + 1, column))
        data = next((child for child in cell if local(child) == "Data"), None)
        written = "".join(data.itertext()) if data is not None else ""
        moment = _MOMENT.fullmatch(written.strip())
        cells.append(f"{moment[1]} {moment[2]}" if moment else _plain(written))
    rows.append(cells)


def _index(element) -> int:
    told = next((value for name, value in element.attrib.items() if name.rpartition("}")[2] == "Index"), "0")
    return int(told) if told.isdecimal() and len(told) < 10 else 0


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text[:_LONGEST_CELL]).strip()


class _Tables(HTMLParser):
    """Collects the rows of every table; a table inside a cell is a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.open: list[list[list[str]]] = []
        self.cells: list[list[str] | None] = []
        self.text: list[list[str] | None] = []
        self.count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.open.append([])
            self.tables.append(self.open[-1])
            self.cells.append(None)
            self.text.append(None)
        elif self.open and tag == "tr":
            self._end_row()
            self.cells[-1] = []
        elif self.open and tag in ("td", "th"):
            self._end_cell()
            if self.cells[-1] is None:
                self.cells[-1] = []
            self.text[-1] = []
            spans = next((value for name, value in attrs if name == "colspan"), None) or "1"
            beyond = min(int(spans), 200) - 1 if spans.isdecimal() and len(spans) < 6 else 0
            self.pending = beyond
        elif self.open and tag == "br" and self.text[-1] is not None:
            self.text[-1].append(" ")

    def handle_endtag(self, tag: str) -> None:
        if not self.open:
            return
        if tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self.open.pop()
            self.cells.pop()
            self.text.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.text[-1] is not None:
            self.text[-1].append(data[:_LONGEST_CELL])

    def close(self) -> None:
        super().close()
        while self.open:
            self.handle_endtag("table")

    def _end_cell(self) -> None:
        if self.text[-1] is None:
            return
        self.cells[-1].append(_plain("".join(self.text[-1])))
        self.cells[-1].extend("" for _ in range(self.pending))
        self.count += 1 + self.pending
        self.text[-1] = None
        if self.count > MOST_CELLS:
            raise UnableToReadFile("too_large", rows=len(self.open[-1]), limit_rows=MOST_ROWS)

    def _end_row(self) -> None:
        self._end_cell()
        if self.cells[-1] is not None:
            self.open[-1].append(self.cells[-1])
            self.cells[-1] = None
