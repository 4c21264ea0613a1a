"""A long text file as several shorter ones, each with the lines above the table, so that any length can be read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from advisor.ingest.rowsource import text_rows
from advisor.ingest.table import SAMPLE_ROWS, find_table

LINES_A_PART = 500_000
LARGEST_HEAD = 1_000_000


def parts_of(path: Path, *, lines: int = LINES_A_PART) -> Iterator[Path]:
    """Yield temporary files that together hold every line of a text, or the file itself where it is short enough.

    Each part begins with the header and, after the first, with the last line of the one before: a register needs both
    readings of an interval, and a line told twice counts once. A part is removed when the next is asked for. Lines are
    kept as bytes; text in UTF-16 and whatever is no text is not cut. Raises UnableToReadFile where no table is found.
    """
    with path.open("rb") as stream:
        short = sum(1 for _ in islice(stream, lines + 1)) <= lines
    head = None if short else _head(path)
    if head is None:
        yield path
        return
    with path.open("rb") as stream:
        top = list(islice(stream, head))
        last: bytes = b""
        while block := list(islice(stream, lines)):
            with tempfile.NamedTemporaryFile(prefix="part-") as part:
                part.writelines([*top, last, *block])
                part.flush()
                last = block[-1] if block[-1].endswith(b"\n") else block[-1] + b"\n"
                yield Path(part.name)


def _head(path: Path) -> int | None:
    """Return how many lines stand above the data, or None where the file cannot be cut by lines."""
    with path.open("rb") as stream:
        start = stream.read(LARGEST_HEAD)
    if (
        b"\x00" in start
        or b"\n" not in start
        or start.startswith((b"\x1f\x8b", b"PK", b"%PDF", b"<", b"{", b"100,NEM"))
    ):
        return None
    whole = start[: start.rfind(b"\n") + 1]
    return find_table(list(islice(text_rows(whole).rows(), SAMPLE_ROWS))).first_data_line - 1
