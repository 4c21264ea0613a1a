"""Gzip files and ZIP archives: each file inside is read as if it had come alone."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from advisor.energy.findings import Finding, Severity
from advisor.ingest.containers.merging import merge_home, merge_results
from advisor.ingest.containers.unpacking import Counter, Member, gunzipped, unpacked, zip_members
from advisor.ingest.results import Decision, ReadResult, UnableToReadFile

GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_TAR_MARK, _TAR_AT = b"ustar", 257
_WORKBOOKS = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}
_DOCUMENTS = {"word/document.xml": "docx", "ppt/presentation.xml": "pptx"}
ReadOne = Callable[[Path], ReadResult]
ReadOfHome = Callable[[str | None], ReadOne]
Outcome = ReadResult | UnableToReadFile


def kind_of_zip(names: frozenset[str]) -> str:
    """Return what a ZIP archive is by the files it must hold: xlsx, xlsb, ods, docx, pptx, or zip for plain files."""
    return next((kind for name, kind in (_WORKBOOKS | _DOCUMENTS).items() if name in names), "zip")


def names_in_zip(source: Path | bytes) -> frozenset[str]:
    """Return the names of all files of an archive. Raises UnableToReadFile as `zip_members`."""
    with zip_members(source) as (archive, _members):
        return frozenset(archive.namelist())


@contextmanager
def unzipped(source: Path | bytes) -> Iterator[Path]:
    """Yield the content of a gzip file as a file that is not again an archive. Raises UnableToReadFile."""
    with gunzipped(source) as path:
        _no_archive(path)
        yield path


def read_archive(source: Path | bytes, *, reader_of: ReadOfHome, told: str | None = None) -> ReadResult:
    """Read the files of a ZIP archive of one household and put them together.

    reader_of: gives the reader of a file for one of its supplies, or for all (None); told: the supply of the home,
    where it was told. A file that cannot be used is a finding with its name. Raises UnableToReadFile where none can be.
    """
    outcomes = list(read_members(source, read_one=reader_of(None)))
    read = [(name, outcome) for name, outcome in outcomes if isinstance(outcome, ReadResult)]
    failed = [(name, outcome) for name, outcome in outcomes if isinstance(outcome, UnableToReadFile)]
    if not read:
        raise _all_failed(failed)
    container = Decision("container", "zip", "first_bytes", {"count": len(outcomes), "used": len(read)})
    format = read[0][1].format if len(read) == 1 else "zip"
    if told is None:
        merged = merge_results(read, format=format, decisions=[container])
    else:
        again = _Again(source, reader_of)
        merged = merge_home(read, format=format, told=told, read_again=again, decisions=[container])
    remarks = [
        Finding("member_unreadable", Severity.WARNING, {"member": name, "code": unable.finding.code})
        for name, unable in failed
    ]
    return replace(merged, findings=(*merged.findings, *remarks))


def read_members(source: Path | bytes, *, read_one: ReadOne) -> Iterator[tuple[str, Outcome]]:
    """Yield the name and the reading of each file of a ZIP archive, one at a time, or why it cannot be used.

    Raises UnableToReadFile where the archive itself is refused; its limits hold for all its files together.
    """
    packed = len(source) if isinstance(source, bytes) else source.stat().st_size
    counter = Counter(packed)
    with zip_members(source) as (archive, members):
        for member in members:
            yield member.name, _read_member(archive, member, counter, read_one)


class _Again:
    """Reads files of an archive once more for one supply; all of it in one pass."""

    def __init__(self, source: Path | bytes, reader_of: ReadOfHome) -> None:
        self.source, self.reader_of = source, reader_of
        self.outcomes: dict[str, dict[str, Outcome]] = {}

    def __call__(self, name: str, point: str) -> ReadResult:
        if point not in self.outcomes:
            self.outcomes[point] = dict(read_members(self.source, read_one=self.reader_of(point)))
        outcome = self.outcomes[point][name]
        if isinstance(outcome, UnableToReadFile):
            raise outcome
        return outcome


def _read_member(archive: zipfile.ZipFile, member: Member, counter: Counter, read_one: ReadOne) -> Outcome:
    if member.refused:
        return UnableToReadFile(member.refused)
    with unpacked(archive, member, counter) as path:
        try:
            _no_archive(path)
            return read_one(path)
        except UnableToReadFile as unable:
            return unable


def _no_archive(path: Path) -> None:
    """Refuse an archive in an archive; a workbook is one file to the person, though a ZIP to us."""
    with path.open("rb") as stream:
        head = stream.read(_TAR_AT + len(_TAR_MARK))
    plain_zip = head.startswith(ZIP) and kind_of_zip(names_in_zip(path)) == "zip"
    if head.startswith(GZIP) or head.endswith(_TAR_MARK) or plain_zip:
        raise UnableToReadFile("nested_archive")


def _all_failed(failed: list[tuple[str, UnableToReadFile]]) -> UnableToReadFile:
    if not failed:
        return UnableToReadFile("archive_empty")
    if len(failed) == 1:
        return failed[0][1]
    name, unable = failed[0]
    return UnableToReadFile("no_member_readable", count=len(failed), member=name, code=unable.finding.code)
