"""The one entrance for every file: what it is by its first bytes, then the reader that knows it."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

from advisor.ingest.containers.archives import GZIP, ZIP, kind_of_zip, names_in_zip, read_archive, unzipped
from advisor.ingest.containers.markup import read_page, read_workbook_xml
from advisor.ingest.containers.sheets import read_workbook
from advisor.ingest.decode import decode
from advisor.ingest.green_button.reader import read_green_button
from advisor.ingest.json_files.body import read_own_body
from advisor.ingest.nem.nem12 import is_nem, read_nem
from advisor.ingest.paper.result import kind_of_bill, read_bill
from advisor.ingest.reader import read_table
from advisor.ingest.results import Decision, ReadResult, UnableToReadFile
from advisor.ingest.rowsource import text_rows
from advisor.ingest.supply_names import KEY

HEAD_BYTES = 4096
WORKBOOKS = ("xlsx", "xlsb", "ods")
_WORKBOOK_XML = "urn:schemas-microsoft-com:office:spreadsheet"
_OLE = b"\xd0\xcf\x11\xe0"


def read_file(
    source: Path | bytes, *, zone: tzinfo, filename: str = "", answers: Mapping[str, str] | None = None
) -> ReadResult:
    """Read one file of meter data or bills, storing nothing.

    zone: the zone of times that state none; answers: what the person chose for the questions of an earlier reading,
    by question key; with the name of a supply under "supply" the others are left out; filename: the name the person
    gave it, never used as evidence. Expected faults of rows are findings and refused rows. Raises UnableToReadFile,
    with one finding, for a file that cannot be used at all.
    """
    answers = answers or {}
    head = head_of(source)
    if head.startswith(GZIP):
        with unzipped(source) as path:
            inner = read_file(path, zone=zone, filename=filename, answers=answers)
        return replace(inner, decisions=(Decision("container", "gzip", "first_bytes"), *inner.decisions))
    if head.startswith(ZIP):
        return _read_zip(source, zone=zone, answers=answers)
    if head.startswith(_OLE):
        return read_workbook(source, "xls", zone=zone, answers=answers)
    bill = kind_of_bill(head)
    if bill:
        return read_bill(source, bill, zone=zone)
    text = head_text(head)
    if text.startswith(("{", "[")):
        own = read_own_body(source, zone=zone)
        if own is not None:
            return own
    if text.startswith("<"):
        return _read_markup(source, text.lower(), zone=zone, answers=answers)
    if is_nem(text):
        return read_nem(source, zone=zone, answers=answers)
    return read_table(text_rows(source), zone=zone, answers=answers)


def _read_markup(source: Path | bytes, head: str, *, zone: tzinfo, answers: Mapping[str, str]) -> ReadResult:
    """Read a page with a table, an XML workbook or a Green Button file, as told near the beginning."""
    if _WORKBOOK_XML in head:
        return read_workbook_xml(source, zone=zone, answers=answers)
    if "<html" in head or "<table" in head or head.startswith("<!doctype html"):
        return read_page(decode(source, markup=True), zone=zone, answers=answers)
    return read_green_button(source, zone=zone, answers=answers)


def _read_zip(source: Path | bytes, *, zone: tzinfo, answers: Mapping[str, str]) -> ReadResult:
    kind = kind_of_zip(names_in_zip(source))
    if kind in WORKBOOKS:
        return read_workbook(source, kind, zone=zone, answers=answers)
    if kind != "zip":
        raise UnableToReadFile("format_not_yet", kind=kind)
    others = {key: answer for key, answer in answers.items() if key != KEY}

    def reader_of(supply: str | None):
        told = others if supply is None else {**others, KEY: supply}
        return lambda path: read_file(path, zone=zone, answers=told)

    return read_archive(source, reader_of=reader_of, told=answers.get(KEY))


def head_of(source: Path | bytes) -> bytes:
    """Return the first bytes of a file."""
    if isinstance(source, bytes):
        return source[:HEAD_BYTES]
    with source.open("rb") as stream:
        return stream.read(HEAD_BYTES)


def head_text(head: bytes) -> str:
    """Return the beginning of a file as text without leading blanks, as far as it can be told; else ""."""
    codec = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8"
    return head.decode(codec, errors="ignore").lstrip("\ufeff \t\r\n")
