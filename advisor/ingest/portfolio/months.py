"""Months as the headers of a sheet spell them: "ene-25", "2025-01", "Enero 2025", "01/2025", "Consumo Jan 25 (kWh)"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_NAMES = (
    ("enero", "january", "janeiro", "janvier", "gennaio", "januar"),
    ("febrero", "february", "fevereiro", "fevrier", "febbraio", "februar"),
    ("marzo", "march", "marco", "mars", "maerz"),
    ("abril", "april", "avril", "aprile"),
    ("mayo", "may", "maio", "mai", "maggio"),
    ("junio", "june", "junho", "juin", "giugno"),
    ("julio", "july", "julho", "juillet", "luglio"),
    ("agosto", "august", "aout"),
    ("setiembre", "septiembre", "september", "setembro", "septembre", "settembre"),
    ("octubre", "october", "outubro", "octobre", "ottobre", "oktober"),
    ("noviembre", "november", "novembro", "novembre"),
    ("diciembre", "december", "dezembro", "decembre", "dicembre", "dezember"),
)
_YEAR = r"(?P<year>(?:19|20)\d{2}|'?\d{2})"
_MARK = r"[-/._ ]{0,3}"
_NAME_FIRST = re.compile(rf"(?<![a-z])(?P<name>[a-z]{{3,10}})\.?(?:\s*(?:del?|of)\s+|{_MARK}){_YEAR}(?!\d)")
_YEAR_FIRST = re.compile(rf"(?<!\d){_YEAR}{_MARK}(?P<name>[a-z]{{3,10}})(?![a-z])")
_NAME_ALONE = re.compile(r"(?<![a-z])(?P<name>[a-z]{3,10})(?![a-z])")
_FULL_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})([-/.])(?P<month>\d{1,2})\2\d{1,2}(?:[ t]00:00(?::00)?)?(?!\d)"
)
_OPEN_DATE = re.compile(
    r"(?<!\d)(?P<a>\d{1,2})([-/.])(?P<b>\d{1,2})\2(?P<year>(?:19|20)\d{2})(?:[ t]00:00(?::00)?)?(?!\d)"
)
_NUMBERS = (
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?:[-/._ ]m?)(?P<month>\d{1,2})(?![\d/.-])"),
    re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?!\d)"),
    re.compile(r"(?<![\d/.-])(?P<month>\d{1,2})[-/._ ](?P<year>(?:19|20)\d{2})(?!\d)"),
)
_SHORT = re.compile(r"(?<![\d/.-])(?P<a>\d{2})[-/.](?P<b>\d{2})(?![\d/.-])")


@dataclass(frozen=True)
class MonthName:
    """A month in a header: what it can mean, as (year or None, month), the usual first; rest: the other words."""

    readings: tuple[tuple[int | None, int], ...]
    rest: str


def month_in(text: str) -> MonthName | None:
    """Find the month a header names, or None."""
    words = _plain(text)
    for find in (_dated, _named, _numbered, _bare):
        found = find(words)
        if found is not None:
            (start, end), readings = found
            if any(1 <= month <= 12 for _year, month in readings):
                return MonthName(readings, f"{words[:start]} {words[end:]}".strip())
    return None


def settle(names: Sequence[MonthName], *, years: Sequence[int | None]) -> list[tuple[int, int] | None]:
    """Choose one reading for all headers: the one whose months follow each other best; None where no year is known.

    years: for each header the year written above it, used where the header itself has none.
    """
    choices = max((len(name.readings) for name in names), default=0)
    best: list[tuple[int, int] | None] = [None] * len(names)
    best_score: tuple[int, int] | None = None
    for choice in range(choices):
        taken = [name.readings[min(choice, len(name.readings) - 1)] for name in names]
        months = [_complete(year or above, month) for (year, month), above in zip(taken, years, strict=True)]
        known = [year * 12 + month for year, month in filter(None, months)]
        if not known:
            continue
        distinct = len(set(known))
        score = (distinct, distinct - (max(known) - min(known) + 1))
        if best_score is None or score > best_score:
            best, best_score = months, score
    return best


def year_in(text: str) -> int | None:
    """Return the only year a text names, or None."""
    years = set(re.findall(r"(?<!\d)((?:19|20)\d{2})(?!\d)", text))
    return int(years.pop()) if len(years) == 1 else None


def _dated(words: str):
    if match := _FULL_DATE.search(words):
        return match.span(), ((int(match["year"]), int(match["month"])),)
    if match := _OPEN_DATE.search(words):
        year, a, b = int(match["year"]), int(match["a"]), int(match["b"])
        return match.span(), ((year, b), (year, a))
    return None


def _named(words: str):
    for pattern in (_NAME_FIRST, _YEAR_FIRST):
        for match in pattern.finditer(words):
            if month := _month(match["name"]):
                year = match["year"].lstrip("'")
                return match.span(), ((int(year) if len(year) == 4 else 2000 + int(year), month),)
    return None


def _numbered(words: str):
    for pattern in _NUMBERS:
        if match := pattern.search(words):
            return match.span(), ((int(match["year"]), int(match["month"])),)
    if match := _SHORT.search(words):
        a, b = int(match["a"]), int(match["b"])
        return match.span(), ((2000 + b, a), (2000 + a, b))
    return None


def _bare(words: str):
    for match in _NAME_ALONE.finditer(words):
        if month := _month(match["name"]):
            return match.span(), ((None, month),)
    return None


def _month(word: str) -> int | None:
    return next((number for number, names in enumerate(_NAMES, start=1) if _begins(word, names)), None)


def _begins(word: str, names: Sequence[str]) -> bool:
    return any(name.startswith(word) for name in names)


def _complete(year: int | None, month: int) -> tuple[int, int] | None:
    return (year, month) if year is not None and 1 <= month <= 12 else None


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.strip().lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
