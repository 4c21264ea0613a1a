"""Numbers as meters write them. Never float(): it takes nan, inf, 1_000, 1e309 and digits of other scripts."""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def decimal_evidence(cells: Iterable[str]) -> tuple[str | None, bool]:
    """Find the decimal sign, "." or ",", from all cells of a column.

    Returns (sign or None where no cell shows one, whether the other reading is as good). Certain are: both signs in a
    cell (the last is decimal), a sign twice (thousands), a sign not followed by exactly three digits, a leading zero.
    """
    votes = {".": 0, ",": 0}
    grouped = {".": 0, ",": 0}
    for cell in cells:
        point, comma = cell.count("."), cell.count(",")
        if (not point and not comma) or not is_number(cell):
            continue
        if point and comma:
            votes["." if cell.rfind(".") > cell.rfind(",") else ","] += 1
        elif point > 1 or comma > 1:
            votes["," if point else "."] += 1
        elif _GROUP.fullmatch(cell):
            grouped["." if point else ","] += 1
        else:
            votes["." if point else ","] += 1
    if votes["."] or votes[","]:
        return (".", False) if votes["."] >= votes[","] else (",", False)
    if grouped["."] or grouped[","]:
        # 1.234 alone: in a meter file three decimals are far commoner than a thousands sign without decimals.
        return (".", True) if grouped["."] >= grouped[","] else (",", True)
    return None, False


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
    plain = joined.replace(",", ".") if decimal == "," and "." not in joined else joined
    if "" not in cells and set(plain) <= _PLAIN and "," not in plain:
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
