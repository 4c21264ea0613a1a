"""A column of cells with dates and times as arrays: cells of one shape are cut at the same places at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.ingest.times import (
    BAD,
    ISO,
    NO_OFFSET,
    NO_TIME,
    OPEN,
    OPEN_ORDER,
    YEAR_FIRST,
    ZONES,
    parse_time,
)

_SHAPE = str.maketrans("123456789", "000000000")
_FEWEST_ALIKE = 64


@dataclass(frozen=True)
class TimeCells:
    """A column of times in parts. kind: what each cell is; a, b, c: the date's parts as written (year first where
    known); seconds: of the day or NO_TIME; offset: minutes east of UTC or NO_OFFSET; EPOCH keeps its seconds in `a`."""

    kind: np.ndarray
    a: np.ndarray
    b: np.ndarray
    c: np.ndarray
    seconds: np.ndarray
    offset: np.ndarray

    @classmethod
    def join(cls, parts: list[TimeCells]) -> TimeCells:
        """Put chunks of one column together."""
        names = ("kind", "a", "b", "c", "seconds", "offset")
        return cls(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def parse_times(cells: list[str]) -> TimeCells:
    """Read a column. Cells of one shape are cut at the same places at once; rare shapes one by one."""
    fast = _same_shape(cells)
    if fast is not None:
        return _columns(fast)
    shapes: dict[str, list[int]] = {}
    for index, cell in enumerate(cells):
        shapes.setdefault(cell.translate(_SHAPE), []).append(index)
    seen: dict[str, tuple[int, int, int, int, int, int]] = {}
    table = np.empty((len(cells), 6), dtype=np.int64)
    for places in shapes.values():
        alike = _same_shape([cells[place] for place in places])
        if alike is not None:
            table[places] = alike
            continue
        for place in places:
            cell = cells[place]
            parts = seen.get(cell)
            if parts is None:
                parts = seen[cell] = parse_time(cell)
            table[place] = parts
    return _columns(table)


def _columns(table: np.ndarray) -> TimeCells:
    kinds = (np.uint8, np.int64, np.int16, np.int16, np.int32, np.int16)
    return TimeCells(*(table[:, index].astype(kind) for index, kind in enumerate(kinds)))


def _same_shape(cells: list[str]) -> np.ndarray | None:
    """Read cells that share length and every non-digit with the first one, a row of parts each; None where not."""
    if len(cells) < _FEWEST_ALIKE or not cells[0].isascii():
        return None
    length = len(cells[0])
    joined = "".join(cells)
    if not length or len(joined) != length * len(cells) or not joined.isascii():
        return None
    letters = np.frombuffer(joined.encode("ascii"), dtype=np.uint8).reshape(len(cells), length)
    digit = (letters >= 48) & (letters <= 57)
    if (digit != digit[0]).any() or (letters[:, ~digit[0]] != letters[0, ~digit[0]]).any():
        return None
    text = cells[0].lower()
    match, kind = ISO.fullmatch(text), YEAR_FIRST
    if not match:
        match, kind = OPEN.fullmatch(text), OPEN_ORDER
    if not match:
        return None

    def number(name: str) -> np.ndarray:
        low, high = match.span(name)
        return (letters[:, low:high].astype(np.int64) - 48) @ (10 ** np.arange(high - low - 1, -1, -1, dtype=np.int64))

    table = np.empty((len(cells), 6), dtype=np.int64)
    table[:, 0] = kind
    for column, name in ((1, "a"), (2, "b"), (3, "c")):
        table[:, column] = number(name)
    if kind == OPEN_ORDER and len(match["c"]) == 2:
        table[:, 3] += 2000
    table[:, 4], table[:, 5] = NO_TIME, NO_OFFSET
    if match["hour"]:
        second = number("second") if match["second"] else 0
        hour, minute = number("hour"), number("minute")
        if match["half"]:
            hour = np.where((hour < 1) | (hour > 12), 99, hour % 12 + (12 if match["half"] == "p" else 0))
        table[:, 4] = hour * 3600 + minute * 60 + second
        table[(minute > 59) | (second > 59) | (table[:, 4] > 86400), 0] = BAD
    if match["zone"]:
        if match["zone"][0] in "+-":
            low, _ = match.span("zone")
            ends = letters[:, low + 1 : match.end("zone")].astype(np.int64) - 48
            ends = ends[:, digit[0, low + 1 : match.end("zone")]]
            minutes = (ends[:, 0] * 10 + ends[:, 1]) * 60 + (ends[:, 2] * 10 + ends[:, 3] if ends.shape[1] == 4 else 0)
            table[:, 5] = -minutes if match["zone"][0] == "-" else minutes
        elif match["zone"] in ZONES:
            table[:, 5] = ZONES[match["zone"]]
        else:
            return None
    return table
