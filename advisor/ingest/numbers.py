"""Numbers as meters write them. Never float(): it takes nan, inf, 1_000, 1e309 and digits of other scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

BLANKS = frozenset(
    {"", "-", "--", "nan", "null", "none", "n/a", "na", "n.d.", "nd", "s/d", "#n/a", "unavailable", "unknown"}
)
_PLAIN = set("0123456789.-+\n")
_POINT = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:[, '\u00a0\u202f][0-9]{3})+)(?:\.[0-9]*)?|[-+]?\.[0-9]+")
_COMMA = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:[. '\u00a0\u202f][0-9]{3})+)(?:,[0-9]*)?|[-+]?,[0-9]+")
_SCIENCE = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]{1,2}")
_GROUP = re.compile(r"[-+]?[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")
_UNIT_TAIL = re.compile(r"\s*(?:[kM]?Wh?|kwh)$")


def is_number(cell: str) -> bool:
    """Say whether a cell reads as a number in either decimal style."""
    return bool(_POINT.fullmatch(cell) or _COMMA.fullmatch(cell) or _SCIENCE.fullmatch(cell))


@dataclass
class DecimalEvidence:
    """What the cells seen so far say about the decimal sign.

    votes: cells only one reading allows; grouped: cells as 1.234, which both allow; whole: numbers above zero without
    any sign.
    """

    votes: dict[str, int] = field(default_factory=lambda: {".": 0, ",": 0})
    grouped: dict[str, int] = field(default_factory=lambda: {".": 0, ",": 0})
    whole: int = 0

    def add(self, cells: Iterable[str]) -> DecimalEvidence:
        """Take more cells into account."""
        for cell in cells:
            point, comma = cell.count("."), cell.count(",")
            if not point and not comma:
                self.whole += cell.isdigit() and cell.strip("0") != ""
            elif not is_number(cell):
                continue
            elif point and comma:
                self.votes["." if cell.rfind(".") > cell.rfind(",") else ","] += 1
            elif point > 1 or comma > 1:
                self.votes["," if point else "."] += 1
            elif _GROUP.fullmatch(cell):
                self.grouped["." if point else ","] += 1
            else:
                self.votes["." if point else ","] += 1
        return self

    def sign(self) -> tuple[str | None, bool]:
        """Return the decimal sign (None where no cell shows one) and whether the other reading is as good."""
        if self.votes["."] or self.votes[","]:
            return (".", False) if self.votes["."] >= self.votes[","] else (",", False)
        if not self.grouped["."] and not self.grouped[","]:
            return None, False
        seen, other = (".", ",") if self.grouped["."] >= self.grouped[","] else (",", ".")
        # Decimals cut of their zeros leave ten numbers with two decimals for each whole one. Many whole numbers, and
        # none with one or two decimals, are what thousands signs look like.
        if self.whole >= max(3, 0.02 * self.grouped[seen]):
            return other, False
        # 1.234 alone: in a meter file three decimals are far commoner than a thousands sign without decimals.
        return seen, True


def decimal_evidence(cells: Iterable[str]) -> tuple[str | None, bool]:
    """Find the decimal sign, "." or ",", from all cells of a column.

    Returns (sign or None where no cell shows one, whether the other reading is as good). Certain are: both signs in a
    cell (the last is decimal), a sign twice (thousands), a sign not followed by exactly three digits, a leading zero.
    """
    return DecimalEvidence().add(cells).sign()


def parse_number(cell: str, decimal: str) -> float | None:
    """Read one number with the given decimal sign; None where the cell is not one."""
    pattern, other = (_POINT, ",") if decimal == "." else (_COMMA, ".")
    if not pattern.fullmatch(cell):
        trimmed = _UNIT_TAIL.sub("", cell)
        if trimmed != cell and trimmed:
            return parse_number(trimmed, decimal)
        if decimal == "." and _SCIENCE.fullmatch(cell):
            value = float(cell)
            return value if abs(value) < 1e15 else None
        return None
    plain = cell.replace(other, "").replace(" ", "").replace("'", "").replace("\u00a0", "").replace("\u202f", "")
    value = float(plain.replace(",", "."))
    return value if abs(value) < 1e15 else None


def parse_numbers(cells: list[str], decimal: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read a column: (values with NaN where blank or bad, mask of blanks, mask of bad cells)."""
    joined = "\n".join(cells)
    # The other sign groups thousands, which numpy does not read.
    plain = joined.replace(",", ".") if decimal == "," else joined
    if "" not in cells and ("." if decimal == "," else ",") not in joined and set(plain) <= _PLAIN:
        try:
            values = np.array(plain.split("\n"), dtype=np.float64)
            if len(values) == len(cells) and (not len(values) or np.abs(values).max() < 1e15):
                none = np.zeros(len(cells), dtype=bool)
                return values, none, none.copy()
        except ValueError:
            pass
    values = np.full(len(cells), np.nan)
    blank = np.zeros(len(cells), dtype=bool)
    bad = np.zeros(len(cells), dtype=bool)
    for index, cell in enumerate(cells):
        value = parse_number(cell, decimal)
        if value is not None:
            values[index] = value
        elif cell.lower() in BLANKS:
            blank[index] = True
        else:
            bad[index] = True
    return values, blank, bad
