"""One cell that holds a date, a time or both: its parts as numbers, with the order of day and month left open."""

from __future__ import annotations

import re
import unicodedata

NO_TIME = -1
NO_OFFSET = -32768
BLANK, BAD, YEAR_FIRST, OPEN_ORDER, EPOCH, YEAR_MONTH = range(6)  # what a cell turned out to be

# Three letters (four where two months share three) name a month in es, en, pt, fr, it, nl and de.
_MONTHS = (
    ("jan", "ene", "gen", "janv"),
    ("feb", "fev"),
    ("mar", "maa", "mrt", "maerz", "marz"),
    ("abr", "apr", "avr"),
    ("may", "mai", "mei", "mag"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("ago", "aug", "aou"),
    ("sep", "set"),
    ("oct", "out", "ott", "okt"),
    ("nov",),
    ("dic", "dec", "dez"),
)
ZONES = {
    "z": 0,
    "utc": 0,
    "gmt": 0,
    "wet": 0,
    "west": 60,
    "bst": 60,
    "cet": 60,
    "cest": 120,
    "eet": 120,
    "eest": 180,
    "msk": 180,
    "pet": -300,
    "cot": -300,
    "ect": -300,
    "bot": -240,
    "brt": -180,
    "uyt": -180,
    "est": -300,
    "edt": -240,
    "cdt": -300,
    "mst": -420,
    "mdt": -360,
    "pst": -480,
    "pdt": -420,
    "aest": 600,
    "aedt": 660,
    "nzst": 720,
    "nzdt": 780,
}
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"(?:\s*(?P<half>[ap])\.?\s*m\.?)?(?:\s*(?P<zone>[a-z]{1,4}|[+-]\d{2}:?(?:\d{2})?))?"
)
_TAIL = rf"(?:(?:\s*[t,]\s*|\s+|\s+-\s+|_){_CLOCK})?"
ISO = re.compile(rf"(?P<a>\d{{4}})(?P<mark>[-/.])(?P<b>\d{{1,2}})(?P=mark)(?P<c>\d{{1,2}}){_TAIL}", re.ASCII)
OPEN = re.compile(rf"(?P<a>\d{{1,2}})(?P<mark>[-/.])(?P<b>\d{{1,2}})(?P=mark)(?P<c>\d{{4}}|\d{{2}}){_TAIL}", re.ASCII)
_NAMED = re.compile(
    rf"(?P<a>\d{{1,2}})(?:[-/. ]|\s+de\s+)(?P<b>[a-z]{{3,10}})\.?"
    rf"(?:[-/. ]|, |\s+del?\s+)(?P<c>\d{{4}}|\d{{2}}){_TAIL}",
    re.ASCII,
)
_MONTH_FIRST = re.compile(rf"(?P<b>[a-z]{{3,10}})\.?[- ](?P<a>\d{{1,2}}),?[- ](?P<c>\d{{4}}){_TAIL}", re.ASCII)
_COMPACT = re.compile(
    r"(?P<a>(?:19|20)\d{2})(?P<b>[01]\d)(?P<c>[0-3]\d)"
    r"(?:[t_ ]?(?P<hour>[0-2]\d)(?P<minute>[0-5]\d)(?P<second>[0-5]\d)?(?P<zone>z)?)?",
    re.ASCII,
)
_COMPACT_SPACED = re.compile(rf"(?P<a>(?:19|20)\d{{2}})(?P<b>[01]\d)(?P<c>[0-3]\d){_TAIL}", re.ASCII)
# Numbers have points too: 2024.5 is a reading and no month of May; 05.2024 could only be one.
_MONTH = re.compile(
    r"(?:(?P<a>(?:19|20)\d{2})[-/](?P<b>\d{1,2})|(?P<b2>\d{1,2})[-/](?P<a2>(?:19|20)\d{2})"
    r"|(?P<b3>0[1-9]|1[0-2])\.(?P<a4>20\d{2})"
    r"|(?P<name>[a-z]{3,10})\.?(?:[-/. ]|\s+del?\s+)(?P<a3>\d{4}|\d{2}))",
    re.ASCII,
)
_EPOCH = re.compile(r"(?P<seconds>\d{10})(?P<thousandths>\d{3})?(?:\.\d+)?", re.ASCII)
_WEEKDAY = re.compile(r"^[a-z]{2,10}\.?,?\s+(?=\d)")
_CLOCK_ONLY = re.compile(_CLOCK, re.ASCII)


def parse_time(cell: str) -> tuple[int, int, int, int, int, int]:
    """Read one cell as (kind, a, b, c, seconds, offset)."""
    text = _plain(cell)
    if not text or text in {"nan", "null", "-"}:
        return (BLANK, 0, 0, 0, NO_TIME, NO_OFFSET)
    found = _parse(text)
    if found[0] == BAD and text[0].isalpha() and (trimmed := _WEEKDAY.sub("", text)) != text:
        # "mar. 05/03/2024" is a Tuesday in Spanish, and March alone would not have read.
        return _parse(trimmed)
    return found


def _parse(text: str) -> tuple[int, int, int, int, int, int]:
    match = ISO.fullmatch(text)
    if match:
        return _with_clock(YEAR_FIRST, int(match["a"]), int(match["b"]), int(match["c"]), match)
    match = OPEN.fullmatch(text)
    if match:
        return _with_clock(OPEN_ORDER, int(match["a"]), int(match["b"]), _year(match["c"]), match)
    match = _NAMED.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if match and (month := _month_number(match["b"])):
        return _with_clock(YEAR_FIRST, _year(match["c"]), month, int(match["a"]), match)
    match = _COMPACT.fullmatch(text) or _COMPACT_SPACED.fullmatch(text)
    if match:
        return _with_clock(YEAR_FIRST, int(match["a"]), int(match["b"]), int(match["c"]), match)
    match = _EPOCH.fullmatch(text)
    if match:
        return (EPOCH, int(match["seconds"]), 0, 0, NO_TIME, 0)
    match = _MONTH.fullmatch(text)
    if match:
        month = int(match["b"] or match["b2"] or match["b3"] or _month_number(match["name"]) or 0)
        if 1 <= month <= 12:
            year = match["a"] or match["a2"] or match["a4"] or match["a3"]
            return (YEAR_MONTH, _year(year), month, 1, NO_TIME, NO_OFFSET)
    return (BAD, 0, 0, 0, NO_TIME, NO_OFFSET)


def parse_clock(cell: str) -> int | None:
    """Read a time of day as seconds, 24:00 included; None where the cell is not one."""
    match = _CLOCK_ONLY.fullmatch(_plain(cell))
    if not match:
        return None
    seconds = _seconds(match)
    return None if seconds == NO_TIME else seconds


def _with_clock(kind: int, a: int, b: int, c: int, match: re.Match[str]) -> tuple[int, int, int, int, int, int]:
    seconds, offset = NO_TIME, NO_OFFSET
    groups = match.groupdict()
    if groups.get("hour"):
        seconds = _seconds(match)
        offset_found = _offset(groups.get("zone"))
        if seconds == NO_TIME or offset_found is None:
            return (BAD, 0, 0, 0, NO_TIME, NO_OFFSET)
        offset = offset_found
    return (kind, a, b, c, seconds, offset)


def _seconds(match: re.Match[str]) -> int:
    groups = match.groupdict()
    hour, minute, second = int(groups["hour"]), int(groups["minute"] or 0), int(groups.get("second") or 0)
    if half := groups.get("half"):
        if not 1 <= hour <= 12:
            return NO_TIME
        hour = hour % 12 + (12 if half == "p" else 0)
    total = hour * 3600 + minute * 60 + second
    return total if minute < 60 and second < 60 and total <= 86400 else NO_TIME


def _offset(zone: str | None) -> int | None:
    if not zone:
        return NO_OFFSET
    if zone[0] in "+-":
        digits = zone[1:].replace(":", "")
        minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
        return -minutes if zone[0] == "-" else minutes
    return ZONES.get(zone)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month_number(name: str | None) -> int | None:
    if not name:
        return None
    return next((number for number, starts in enumerate(_MONTHS, start=1) if name.startswith(starts)), None)


def _plain(cell: str) -> str:
    text = cell.strip().lower()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character)).replace("\u202f", " ")
