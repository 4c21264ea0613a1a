"""Workbooks (XLSX, XLSB, XLS, ODS): the sheet that holds the table, its cells as the text a table is read from."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from itertools import islice
from pathlib import Path

from advisor.ingest.containers.cells import is_typed, rows_of
from advisor.ingest.containers.merging import merge_home, merge_results
from advisor.ingest.containers.unpacking import opened
from advisor.ingest.containers.workbooks import MAX_SHEETS, check_workbook
from advisor.ingest.dialect import Row
from advisor.ingest.reader import read_table
from advisor.ingest.results import Decision, Question, ReadResult, UnableToReadFile
from advisor.ingest.rowsource import RowSource
from advisor.ingest.supply_names import KEY
from advisor.ingest.table import SAMPLE_ROWS, Table, find_table

ALL = "*"
"""Answer to the question `sheet`: all of them together. No program allows a sheet of this name."""
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, eq=False)
class BookSheet:
    """A sheet of a workbook; typed: its numbers are cells of numbers, so that no decimal sign is open."""

    name: str
    visible: bool
    rows: Callable[[], Iterator[Row]]
    count: int
    typed: bool


@dataclass(frozen=True, eq=False)
class _Found:
    """A sheet that holds a table."""

    name: str
    visible: bool
    rows: Callable[[], Iterator[Row]]
    table: Table
    count: int
    typed: bool


def read_workbook(source: Path | bytes, kind: str, *, zone: tzinfo, answers: Mapping[str, str]) -> ReadResult:
    """Read the table of a workbook; row numbers are those of the sheet.

    kind: xlsx, xlsb, xls or ods. Raises UnableToReadFile as `read_table`, and workbook_damaged, workbook_encrypted,
    too_many_sheets, sheet_too_large, or what refuses an archive.
    """
    found = _sheets(source, kind)
    chosen, decision, question = _chosen(found, answers)
    sources = {sheet.name: _source(sheet, kind, decision, question) for sheet in chosen}
    if len(sources) == 1:
        return read_table(*sources.values(), zone=zone, answers=answers)
    told = answers.get(KEY)
    others = {key: answer for key, answer in answers.items() if key != KEY}
    results = [(name, read_table(rows, zone=zone, answers=others)) for name, rows in sources.items()]
    if told is None:
        return merge_results(results, format=kind)

    def read_again(name: str, supply: str) -> ReadResult:
        return read_table(sources[name], zone=zone, answers={**others, KEY: supply})

    return merge_home(results, format=kind, told=told, read_again=read_again)


def _source(sheet: _Found, kind: str, decision: Decision, question: Question | None) -> RowSource:
    return RowSource(
        format=kind,
        encoding="utf-16" if kind in ("xls", "xlsb") else "utf-8",
        rows=sheet.rows,
        decimal="." if sheet.typed else None,
        decisions=(decision,),
        questions=(question,) if question else (),
    )


def book_sheets(source: Path | bytes, kind: str) -> Iterator[BookSheet]:
    """Yield the sheets of a workbook, those people see first. Raises UnableToReadFile as `read_workbook`."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    if kind == "xls":
        _no_password(source)
    errors = {} if kind == "xls" else check_workbook(source)
    try:
        book = CalamineWorkbook.from_object(io.BytesIO(source) if isinstance(source, bytes) else str(source))
        told = book.sheets_metadata
        if len(told) > MAX_SHEETS:
            raise UnableToReadFile("too_many_sheets", limit=MAX_SHEETS)
        for sheet in sorted(told, key=lambda sheet: sheet.visible is not SheetVisibleEnum.Visible):
            held = book.get_sheet_by_name(sheet.name)
            # Parts are numbered in the order of the sheets by every program known; a wrong guess only loses a remark.
            part = errors.get(f"xl/worksheets/sheet{told.index(sheet) + 1}.xml")
            rows = rows_of(held, part.errors if part else {})
            visible = sheet.visible is SheetVisibleEnum.Visible
            yield BookSheet(sheet.name, visible, rows, held.total_height, is_typed(held))
    except CalamineError as damage:
        raise UnableToReadFile("workbook_damaged") from damage


def _sheets(source: Path | bytes, kind: str) -> list[_Found]:
    """Return the sheets that hold a table, those people see first."""
    found, refusals = [], []
    for sheet in book_sheets(source, kind):
        try:
            table = _table(sheet.rows)
        except UnableToReadFile as unable:
            refusals.append((sheet.count, unable))
        else:
            found.append(_Found(sheet.name, sheet.visible, sheet.rows, table, sheet.count, sheet.typed))
    if not found:
        raise max(refusals, key=lambda refused: refused[0])[1] if refusals else UnableToReadFile("empty_file")
    return found


def _no_password(source: Path | bytes) -> None:
    """Refuse a workbook with a password, which lies as a package of that name in a file like an old workbook's."""
    before = b""
    with opened(source) as stream:
        while block := stream.read(1 << 20):
            if _PACKAGE in before + block:
                raise UnableToReadFile("workbook_encrypted")
            before = block[-len(_PACKAGE) :]


def _table(rows: Callable[[], Iterator[Row]]) -> Table:
    table = find_table(list(islice(rows(), SAMPLE_ROWS)))
    if not any(kind.number > 0.5 and kind.date < 0.5 for kind in table.kinds):
        raise UnableToReadFile("no_value_column", columns=", ".join(name for name in table.names if name)[:200])
    return table


def _chosen(found: list[_Found], answers: Mapping[str, str]) -> tuple[list[_Found], Decision, Question | None]:
    """Return the sheets to read, why, and the question where several could be meant."""
    rivals = [sheet for sheet in found if sheet.visible] or found
    told = next((sheet for sheet in found if sheet.name == answers.get("sheet")), None)
    most = max(rivals, key=lambda sheet: sheet.count)
    alike = len(rivals) > 1 and len({_kind_of(sheet.table) for sheet in rivals}) == 1
    if len(rivals) == 1 and told in (None, most):
        return [most], Decision("sheet", most.name, "only_table"), None
    together = alike and told is None
    taken = rivals if together else [told or most]
    evidence = "answered" if told or answers.get("sheet") == ALL else "same_header" if together else "most_rows"
    value = ALL if together else taken[0].name
    choices = (*((ALL,) if alike else ()), *(sheet.name for sheet in rivals))
    consequences = {sheet.name: {"rows": sheet.count} for sheet in rivals}
    if alike:
        consequences[ALL] = {"rows": sum(sheet.count for sheet in rivals)}
    question = Question("sheet", choices, value, {"count": len(rivals)}, consequences)
    return taken, Decision("sheet", value, evidence, {"count": len(rivals)}), question


def _kind_of(table: Table) -> tuple[str, ...]:
    return tuple(_SPACES.sub(" ", name.strip().lower()) for name in table.names)
