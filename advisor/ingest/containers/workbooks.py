"""Whether a workbook is safe to open: how large its sheets claim to be, entities, cells with errors. XLSX and ODS."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from advisor.ingest.containers.unpacking import Counter, Member, blocks_of, zip_members
from advisor.ingest.results import UnableToReadFile

MAX_SHEETS = 200
MAX_CELLS = 6_000_000
"""Cells of the rectangle a sheet spans: the library keeps about 70 bytes for each, empty ones included."""
_KEPT_ERRORS = 10_000
_CARRY = 1 << 17
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr\s*=\s*[\"'](\d{1,10})[\"']")
_COLUMN = re.compile(rb"<(?:\w+:)?c\b[^>]*?\sr\s*=\s*[\"']([A-Za-z]{1,6})\d")
_ERROR = re.compile(
    rb"<c\b(?=[^>]*\st=[\"']e[\"'])[^>]*?\sr=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*>(?:<f\b.*?</f>|<f[^>]*/>)?<v>([^<]{1,20})</v>",
    re.DOTALL,
)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml$", re.IGNORECASE)


@dataclass
class Span:
    """How far a sheet reaches (numbers of its last row and column) and what its error cells show, by (row, column)."""

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def check_workbook(source: Path | bytes) -> Mapping[str, Span]:
    """Look through all parts of a workbook, counted, before a library opens it; return the span of each sheet's part.

    Raises UnableToReadFile: what `zip_members` raises, archive_ratio, archive_too_large, xml_entities, too_many_sheets,
    sheet_too_large.
    """
    packed = len(source) if isinstance(source, bytes) else source.stat().st_size
    counter, spans = Counter(packed), {}
    with zip_members(source) as (archive, members):
        for member in members:
            span = _look_through(archive, member, counter)
            if _SHEET_PART.match(member.info.filename):
                spans[member.info.filename] = span
    return spans


def _look_through(archive: zipfile.ZipFile, member: Member, counter: Counter) -> Span:
    span, lines, sheets = Span(), 1, 0
    name = member.info.filename
    is_sheet, is_book = bool(_SHEET_PART.match(name)), name.lower() == "xl/workbook.xml"
    for carried, text in _windows(archive, member, counter):
        declared = _DECLARES.search(text)
        if declared and name.lower().endswith((".xml", ".rels")):
            line = lines + text.count(b"\n", carried, declared.start())
            raise UnableToReadFile("xml_entities", line=line, member=member.name)
        lines += text.count(b"\n", carried)
        if is_sheet:
            _measure(span, text, member.name)
        if is_book:
            sheets += sum(match.end() > carried for match in _SHEET.finditer(text))
            if sheets > MAX_SHEETS:
                raise UnableToReadFile("too_many_sheets", limit=MAX_SHEETS)
    return span


def _windows(archive: zipfile.ZipFile, member: Member, counter: Counter) -> Iterator[tuple[int, bytes]]:
    """Yield (bytes seen before, text): each block with the end of the last, from its last opened element on."""
    rest = b""
    try:
        with archive.open(member.info) as stream:
            for block in blocks_of(stream, counter):
                text = rest + block
                yield len(rest), text
                cut = max(text.rfind(b"<c "), text.rfind(b"<row"), text.rfind(b"<!"), text.rfind(b"<sheet "), 0)
                rest = text[max(cut, len(text) - _CARRY) :] if cut else text[-64:]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as damage:
        raise UnableToReadFile("archive_damaged") from damage


def _measure(span: Span, text: bytes, name: str) -> None:
    span.rows = max(span.rows, max(map(int, set(_ROW.findall(text))), default=0))
    for letters in set(_COLUMN.findall(text)):
        span.columns = max(span.columns, column_number(letters.decode()))
    if span.rows * max(1, span.columns) > MAX_CELLS:
        raise UnableToReadFile(
            "sheet_too_large", member=name, line=span.rows, column=column_letters(span.columns), limit_cells=MAX_CELLS
        )
    if b't="e"' in text and len(span.errors) < _KEPT_ERRORS:
        for letters, row, shown in _ERROR.findall(text):
            span.errors[int(row), column_number(letters.decode())] = shown.decode("utf-8", errors="replace")


def column_number(letters: str) -> int:
    """Return the number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column from its number."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
