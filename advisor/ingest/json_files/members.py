"""Members of a JSON body, one by one: each is judged, and what is wrong is said with its place and the value seen."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone

MOST_PROBLEMS = 20
LONGEST_VALUE = 80
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a body: where (a JSON pointer), what (a code), and the values of its sentence."""

    pointer: str
    code: str
    params: Mapping[str, object]


class BadBody(ValueError):
    """The body cannot be used; `problems` holds the first of them, `count` how many there are."""

    def __init__(self, problems: Sequence[Problem], count: int) -> None:
        super().__init__(f"{count} problems, the first at {problems[0].pointer}: {problems[0].code}")
        self.problems = tuple(problems)
        self.count = count


class Problems:
    """Collects what is wrong with a body."""

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.count = 0

    def add(self, pointer: str, code: str, **params: object) -> None:
        """Note one problem; a `value` is kept as short text."""
        self.count += 1
        if len(self.kept) < MOST_PROBLEMS:
            shown = {name: _short(value) if name == "value" else value for name, value in params.items()}
            self.kept.append(Problem(pointer, code, shown))

    def bad(self) -> BadBody:
        """Return what is raised for the problems noted."""
        return BadBody(self.kept, self.count)

    def stop_if_any(self) -> None:
        """Raise BadBody if anything was noted."""
        if self.count:
            raise self.bad()


def known_members(given: object, *, pointer: str, known: Collection[str], needed: Collection[str], problems: Problems):
    """Return the object, or None with problems: not an object, a member nobody knows, one that is missing."""
    if not isinstance(given, dict):
        problems.add(pointer, "not_an_object", value=given)
        return None
    before = problems.count
    for name in given:
        if name not in known:
            problems.add(f"{pointer}/{escaped(name)}", "unknown_member", value=name, known=", ".join(known))
    for name in needed:
        if name not in given:
            problems.add(f"{pointer}/{name}", "missing_member", member=name)
    return given if problems.count == before else None


def items(given: object, *, pointer: str, most: int, problems: Problems) -> list:
    """Return a list that is neither empty nor too long; else an empty one with its problem."""
    if not isinstance(given, list):
        problems.add(pointer, "not_a_list", value=given)
    elif not given:
        problems.add(pointer, "empty_list")
    elif len(given) > most:
        problems.add(pointer, "too_many_items", count=len(given), limit=most)
    else:
        return given
    return []


def moment(given: object, *, pointer: str, problems: Problems, until: datetime | None = None) -> int | None:
    """Return a moment on the minute as minutes since 1970 (UTC)."""
    told = instant(given, pointer=pointer, problems=problems, until=until)
    if told is None:
        return None
    seconds = told.timestamp()
    if seconds % 60:
        problems.add(pointer, "moment_with_seconds", value=given)
        return None
    return int(seconds) // 60


def instant(given: object, *, pointer: str, problems: Problems, until: datetime | None = None) -> datetime | None:
    """Return a moment written in ISO 8601; it needs an offset and lies in a sensible year, not after `until`."""
    try:
        told = datetime.fromisoformat(given) if isinstance(given, str) else None
    except ValueError:
        told = None
    if told is None:
        problems.add(pointer, "not_a_moment", value=given)
        return None
    if told.tzinfo is None:
        problems.add(pointer, "moment_without_offset", value=given)
        return None
    if not EARLIEST_YEAR <= told.year < LATEST_YEAR:
        problems.add(pointer, "moment_far_off", value=given)
        return None
    if until is not None and told > until:
        problems.add(pointer, "moment_in_the_future", value=given)
        return None
    return told


def utc(minutes: int) -> datetime:
    """Return the aware moment of minutes since 1970."""
    return datetime.fromtimestamp(minutes * 60, tz=timezone.utc)


def day(given: object, *, pointer: str, problems: Problems) -> date | None:
    """Return a calendar day written as year-month-day."""
    try:
        told = date.fromisoformat(given) if isinstance(given, str) and len(given) == 10 else None
    except ValueError:
        told = None
    if told is None or not EARLIEST_YEAR <= told.year < LATEST_YEAR:
        problems.add(pointer, "not_a_day", value=given)
        return None
    return told


def amount(given: object, *, pointer: str, problems: Problems) -> float | None:
    """Return a finite number that is not negative; text is no number."""
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        problems.add(pointer, "not_a_number_in_json", value=given)
        return None
    try:
        value = float(given)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        problems.add(pointer, "number_too_large", value=given)
        return None
    if value < 0:
        problems.add(pointer, "number_below_zero", value=given)
        return None
    return value


def choice(given: object, *, pointer: str, choices: Sequence[str], problems: Problems) -> str | None:
    """Return one of the words known here."""
    if isinstance(given, str) and given in choices:
        return given
    problems.add(pointer, "not_a_choice", value=given, choices=", ".join(choices))
    return None


def whole_step(given: object, *, pointer: str, problems: Problems) -> int | None:
    """Return the length of an interval in minutes: whole, and a day holds it a whole number of times."""
    if isinstance(given, bool) or not isinstance(given, int) or given <= 0 or 1440 % given:
        problems.add(pointer, "step_not_of_a_day", value=given)
        return None
    return given


def escaped(name: str) -> str:
    """Return a member's name as a part of a JSON pointer (RFC 6901)."""
    return name[:LONGEST_VALUE].replace("~", "~0").replace("/", "~1")


def _short(value: object) -> str:
    """Return the value as it stood, cut: a whole list is not sent back."""
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    words = {None: "null", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return words[value]
    try:
        text = str(value)
    except ValueError:  # a number of thousands of digits
        text = "…"
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
