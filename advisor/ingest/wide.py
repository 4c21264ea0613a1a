"""Files with one row a day: which columns are the hours, half hours or quarter hours of the day."""

from __future__ import annotations

import re

from advisor.ingest.words import means

ORDINAL_MINUTES = {23: 60, 24: 60, 25: 60, 46: 30, 48: 30, 50: 30, 92: 15, 96: 15, 100: 15}
_ONE_MORE = {25: 24, 50: 48, 100: 96}
_CLOCK_NAME = re.compile(
    r"\D*?(\d{1,2})[:.h](\d{2})(?::\d{2})?(?:\s*(?:[-/~\u2013\u2014\u301c\uff5e]|a|to|al|as|bis|do|tot|til)\s*(\d{1,2})[:.h](\d{2})(?::\d{2})?)?\D*"
)
_NUMBERED = re.compile(r"(.*?)[ _]*0*(\d{1,3})\D*")


def wide_slots(names: tuple[str, ...]) -> tuple[tuple[int, ...], tuple[int, ...], int | None]:
    """Find 24, 48 or 96 columns of one day: named by clock times, or numbered 1 to N behind one name.

    Returns the minutes since midnight each stands for, their indices and the step. 25 columns have an hour more, as the
    25th or as one told twice (2, 2A); 23 lack one.
    """
    clocked = [(index, match) for index, name in enumerate(names) if (match := _CLOCK_NAME.fullmatch(name))]
    if len(clocked) in ORDINAL_MINUTES:
        minutes = ORDINAL_MINUTES[len(clocked)]
        starts = [int(match[1]) * 60 + int(match[2]) for _, match in clocked]
        ends_named = clocked[0][1][3] is None and starts[0] == minutes
        shift = minutes if ends_named else 0
        return (
            tuple(start - shift if start >= shift else start + 1440 - shift for start in starts),
            tuple(index for index, _ in clocked),
            minutes,
        )
    groups: dict[str, list[tuple[int, int]]] = {}
    for index, name in enumerate(names):
        if (match := _NUMBERED.fullmatch(name)) and not means(name, "not_energy"):
            groups.setdefault(match[1].strip().lower(), []).append((int(match[2]), index))
    for members in groups.values():
        count = len(members)
        first = members[0][0]
        if (
            count in ORDINAL_MINUTES
            and [number for number, _ in members] == list(range(first, first + count))
            and first in (0, 1)
        ):
            minutes = ORDINAL_MINUTES[count]
            return tuple(position * minutes for position in range(count)), tuple(index for _, index in members), minutes
        numbers = [number for number, _ in members]
        once = list(dict.fromkeys(numbers))
        if count in _ONE_MORE and once == list(range(first, first + _ONE_MORE[count])) and first in (0, 1):
            minutes = ORDINAL_MINUTES[count]
            return tuple((number - first) * minutes for number in numbers), tuple(i for _, i in members), minutes
    return (), (), None


def named_by_clock(name: str) -> bool:
    """Say whether the name of a column of a day is a clock time, not a number."""
    return _CLOCK_NAME.fullmatch(name) is not None


def name_without_number(name: str) -> str:
    """Return the part of a numbered name that says what it counts: "kWh_1" is "kWh"."""
    match = _NUMBERED.fullmatch(name)
    return match[1] if match else name
