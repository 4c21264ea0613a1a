"""From bytes to lines of text: which encoding, is it text at all, how many physical lines."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from advisor.ingest.results import UnableToReadFile
from advisor.ingest.scripts import script_codec

MAX_BYTES = 256 * 1024 * 1024
LONGEST_LINE = 100_000
_BLOCK = 1 << 20
_ENDLESS = 4 * _BLOCK
_FOREIGN = (  # first bytes of files people send by mistake; the answer tells them what to export instead
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "xlsx"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"\x1f\x8b", "gzip"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"SQLite format 3", "database"),
)


@dataclass(frozen=True)
class TextSource:
    """A file known to be text in `encoding`; its lines can be read as often as needed without holding them all."""

    source: Path | bytes
    encoding: str
    codec: str

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield (1-based physical line, text without its line end). LF, CRLF and CR all end a line."""
        raw = io.BytesIO(self.source) if isinstance(self.source, bytes) else self.source.open("rb")
        with io.TextIOWrapper(raw, encoding=self.codec, newline=None) as text:
            for number, line in enumerate(text, start=1):
                yield number, line[:-1] if line.endswith("\n") else line


def decode(source: Path | bytes, *, markup: bool = False) -> TextSource:
    """Find the encoding of a file by strict decoding of all of it. markup: pages are expected, not refused.

    Order: byte-order mark, UTF-16 by its zero bytes, UTF-8, then Windows Latin-1. Raises UnableToReadFile with
    empty_file, too_large, endless_line, format_not_yet or not_text.
    """
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size == 0:
        raise UnableToReadFile("empty_file")
    if size > MAX_BYTES:
        raise UnableToReadFile("too_large", megabytes=round(size / 1e6), limit_megabytes=round(MAX_BYTES / 1e6))
    _check_line_ends(source)
    head = _head(source)
    for magic, kind in _FOREIGN:
        if head.startswith(magic):
            raise UnableToReadFile("format_not_yet", kind=kind)
    encoding, codec = _encoding(source, head)
    text = TextSource(source=source, encoding=encoding, codec=codec)
    _check_content(text, head.decode(codec, errors="ignore"), markup=markup)
    return text


def _check_line_ends(source: Path | bytes) -> None:
    """Refuse a file with a line no table has: it would be held, cut and copied as one piece."""
    without, line = 0, 1
    for block in _blocks(source):
        ends = block.count(b"\n") or block.count(b"\r")
        without = 0 if ends else without + len(block)
        line += ends
        if without > _ENDLESS:
            raise UnableToReadFile("endless_line", line=line, megabytes=_ENDLESS >> 20)


def _head(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:4096]
    with source.open("rb") as stream:
        return stream.read(4096)


def _blocks(source: Path | bytes) -> Iterator[bytes]:
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block


def _encoding(source: Path | bytes, head: bytes) -> tuple[str, str]:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if _decodes(source, "utf-16"):
            return "utf-16", "utf-16"
        raise UnableToReadFile("not_text")
    zeros_at_odd, zeros_at_even = head[1::2].count(0), head[0::2].count(0)
    for zeros, others, codec in (
        (zeros_at_odd, zeros_at_even, "utf-16-le"),
        (zeros_at_even, zeros_at_odd, "utf-16-be"),
    ):
        if zeros > len(head) // 3 and not others and _decodes(source, codec):
            return codec, codec
    if any(b"\x00" in block for block in _blocks(source)):
        raise UnableToReadFile("nul_bytes", line=_line_of_nul(source))
    if _decodes(source, "utf-8"):
        return "utf-8", "utf-8-sig"
    script = script_codec(head)
    if script and _decodes(source, script):
        return script, script
    # cp1252 leaves five bytes undefined; Latin-1 takes them, and a control character is caught below.
    return ("windows-1252", "cp1252") if _decodes(source, "cp1252") else ("iso-8859-1", "latin-1")


def _decodes(source: Path | bytes, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)(errors="strict")
    try:
        for block in _blocks(source):
            if "\x00" in decoder.decode(block):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _line_of_nul(source: Path | bytes) -> int:
    line = 1
    for block in _blocks(source):
        at = block.find(b"\x00")
        if at >= 0:
            return line + block.count(b"\n", 0, at)
        line += block.count(b"\n")
    return line


def _check_content(text: TextSource, head: str, *, markup: bool) -> None:
    body = head.lstrip("\ufeff \t\r\n")
    if not body and all(not line.strip() for _, line in text.lines()):
        raise UnableToReadFile("empty_file")
    controls = sum(character < " " and character not in "\t\r\n\f" for character in body)
    if controls > len(body) // 100:
        raise UnableToReadFile("not_text")
    if body.startswith("<") and not markup:
        raise UnableToReadFile("format_not_yet", kind="html" if "<html" in body.lower() else "xml")
    if body.startswith(("{", "[{")):
        raise UnableToReadFile("format_not_yet", kind="json")
