"""Archives of strangers, unpacked with counters: what headers say of sizes is not believed, names are never paths.

Why these limits stands in docs/security.md: a year of one-minute readings of a whole household is 20 to 40 MB of text.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import struct
import tempfile
import zipfile
import zlib
from collections import Counter as Counts
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from advisor.ingest.results import UnableToReadFile

MAX_UNPACKED = 256 * 1024 * 1024
MAX_RATIO = 120
RATIO_COUNTS_FROM = 16 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_DIRECTORY = 4 * 1024 * 1024
_BLOCK = 1 << 18
_END, _END_SIZE, _LOCAL, _LOCAL_SIZE, _LONGEST_COMMENT = b"PK\x05\x06", 22, b"PK\x03\x04", 30, 65_535
_DESCRIPTOR_MOST = 24
_LOCATOR_64, _BOTH_64 = 20, 76
_DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile, struct.error, NotImplementedError, ValueError)


@dataclass(frozen=True)
class Member:
    """One file of an archive: a name to show, and why it is not read, if so (a code)."""

    name: str
    info: zipfile.ZipInfo
    refused: str | None = None


class Counter:
    """Counts what comes out of an archive of `packed` bytes, and stops it when it is too much."""

    def __init__(self, packed: int) -> None:
        self.packed, self.unpacked = max(1, packed), 0

    def add(self, size: int) -> None:
        """Count. Raises UnableToReadFile: archive_too_large, archive_ratio."""
        self.unpacked += size
        if self.unpacked > MAX_UNPACKED:
            raise UnableToReadFile("archive_too_large", limit_megabytes=MAX_UNPACKED >> 20)
        if self.unpacked > RATIO_COUNTS_FROM and self.unpacked > MAX_RATIO * self.packed:
            raise UnableToReadFile("archive_ratio", ratio=MAX_RATIO)


@contextmanager
def opened(source: Path | bytes) -> Iterator[IO[bytes]]:
    """Open a file or bytes for reading."""
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
        yield stream


@contextmanager
def gunzipped(source: Path | bytes) -> Iterator[Path]:
    """Yield a temporary file with the content of a gzip file. Raises UnableToReadFile."""
    packed = len(source) if isinstance(source, bytes) else source.stat().st_size
    with opened(source) as raw, gzip.GzipFile(fileobj=raw) as stream, _written(stream, Counter(packed)) as path:
        yield path


@contextmanager
def unpacked(archive: zipfile.ZipFile, member: Member, counter: Counter) -> Iterator[Path]:
    """Yield a temporary file, with a name of its own, that holds a member. Raises UnableToReadFile."""
    try:
        stream = archive.open(member.info)
    except (*_DAMAGE, RuntimeError) as damage:
        raise UnableToReadFile("archive_damaged") from damage
    with stream, _written(stream, counter) as path:
        yield path


@contextmanager
def _written(stream: IO[bytes], counter: Counter) -> Iterator[Path]:
    descriptor, name = tempfile.mkstemp(prefix="member-")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            for block in blocks_of(stream, counter):
                out.write(block)
        yield path
    finally:
        path.unlink(missing_ok=True)


def blocks_of(stream: IO[bytes], counter: Counter) -> Iterator[bytes]:
    """Yield what comes out of an archive, counted. Raises UnableToReadFile."""
    while True:
        try:
            block = stream.read(_BLOCK)
        except (*_DAMAGE, OSError) as damage:
            raise UnableToReadFile("archive_damaged") from damage
        if not block:
            return
        counter.add(len(block))
        yield block


@contextmanager
def zip_members(source: Path | bytes) -> Iterator[tuple[zipfile.ZipFile, list[Member]]]:
    """Yield a ZIP archive with its files in their order, folders left out.

    Refused as a whole: more files or a larger directory than allowed, an encrypted file, a directory that is not the
    only one or whose files overlap or leave room between them (then two programs would see two archives). Raises
    UnableToReadFile: archive_damaged, archive_encrypted, archive_ambiguous, too_many_members.
    """
    with opened(source) as stream:
        start = _directory(stream)
        try:
            archive = zipfile.ZipFile(stream)
        except (*_DAMAGE, OSError, RuntimeError) as damage:
            raise UnableToReadFile("archive_damaged") from damage
        with archive:
            entries = archive.infolist()
            if len(entries) > MAX_MEMBERS:
                raise UnableToReadFile("too_many_members", limit=MAX_MEMBERS)
            if any(entry.flag_bits & 1 for entry in entries):
                raise UnableToReadFile("archive_encrypted")
            if not start == archive.start_dir == _tiled(stream, entries):
                raise UnableToReadFile("archive_ambiguous")
            yield archive, _shown(entries)


def _directory(stream: IO[bytes]) -> int:
    """Return where the central directory starts, by the record at the very end of the file."""
    total = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, total - _END_SIZE - _LONGEST_COMMENT))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise UnableToReadFile("archive_damaged")
    count, size, start, comment = struct.unpack("<HLLH", tail[at + 10 : at + _END_SIZE])
    end = total - len(tail) + at
    if tail[at - _LOCATOR_64 : at].startswith(b"PK\x06\x07") and tail[at - _BOTH_64 : at].startswith(b"PK\x06\x06"):
        count, size, start = struct.unpack("<QQQ", tail[at - _BOTH_64 + 32 : at - _LOCATOR_64])
        end -= _BOTH_64
    if count > MAX_MEMBERS or size > MAX_DIRECTORY:
        raise UnableToReadFile("too_many_members", limit=MAX_MEMBERS)
    if len(tail) - at - _END_SIZE != comment or start + size != end:
        raise UnableToReadFile("archive_ambiguous" if start + size < end else "archive_damaged")
    return start


def _tiled(stream: IO[bytes], entries: list[zipfile.ZipInfo]) -> int:
    """Return where the last file ends if the files fill the archive from its first byte one after another, else -1."""
    at = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if not 0 <= entry.header_offset - at <= (_DESCRIPTOR_MOST if at else 0):
            return -1
        stream.seek(entry.header_offset)
        header = stream.read(_LOCAL_SIZE)
        if len(header) < _LOCAL_SIZE or not header.startswith(_LOCAL):
            raise UnableToReadFile("archive_damaged")
        name, extra = struct.unpack("<HH", header[26:30])
        at = entry.header_offset + _LOCAL_SIZE + name + extra + entry.compress_size
    stream.seek(0, os.SEEK_END)
    return next((start for start in range(at, at + _DESCRIPTOR_MOST + 1) if _signature_at(stream, start)), -1)


def _signature_at(stream: IO[bytes], start: int) -> bool:
    stream.seek(start)
    return stream.read(4) in (b"PK\x01\x02", _END)


def _shown(entries: list[zipfile.ZipInfo]) -> list[Member]:
    """Return the files with names that tell them apart: the last part, else the whole, else with a number."""
    files = [entry for entry in entries if not entry.is_dir() and not _of_the_system(entry.filename)]
    lasts = Counts(shown_name(entry.filename) for entry in files)
    told = [name if lasts[name := shown_name(entry.filename)] == 1 else _printable(entry.filename) for entry in files]
    members, seen = [], Counts()
    for entry, name in zip(files, told, strict=True):
        seen[name] += 1
        kind = stat.S_IFMT(entry.external_attr >> 16)
        shown = name if seen[name] == 1 else f"{name} ({seen[name]})"
        members.append(Member(shown, entry, "not_a_file" if kind and kind != stat.S_IFREG else None))
    return members


def _of_the_system(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1] in (".DS_Store", "Thumbs.db", "desktop.ini")


def shown_name(name: str) -> str:
    """Return the last part of a name without control characters, to show and nothing else."""
    return _printable(name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1])


def _printable(name: str) -> str:
    return "".join(character for character in name if character.isprintable())[:120] or "?"
