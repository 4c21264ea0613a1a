"""On which clock times without an offset are: as answered, as the header or the text above it tells, or the home's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from advisor.ingest.clock import DAY_SECONDS, NO_MOMENT
from advisor.ingest.results import Question
from advisor.ingest.table import Table
from advisor.ingest.words import means

HOME = "home"
_UTC_WORD = re.compile(r"(?<![a-z])(?:utc|gmt)(?![a-z+\-\u2212/]|\s*[+\-\u2212]\s*\d)", re.IGNORECASE)
_OFFSET = re.compile(
    r"(?<![a-z])(?P<etc>etc/)?(?:utc|gmt)\s*(?P<sign>[+\-\u2212])\s*(?P<hour>\d{1,2})(?::?(?P<minute>[0-5]\d))?(?!\d)",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\d:.])(?P<sign>[+\-\u2212])(?P<hour>0\d|1[0-4]):(?P<minute>00|30|45)(?![\d:])")
_NAMED = re.compile(r"(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)/\w+(?:/\w+)?")
# "(UTC+01:00) Amsterdam, Berlin" names the clock of places, which changes in summer.
_PLACES = re.compile(r"\s*\((?:utc|gmt)[^)]*\)\s*[^\W\d]{3}", re.IGNORECASE)
_KNOWN = (
    "Europe/Madrid", "Europe/London", "Europe/Athens", "America/New_York", "America/Chicago", "America/Denver",
    "America/Los_Angeles", "America/Santiago", "America/Havana", "Atlantic/Azores", "Australia/Sydney",
    "Pacific/Auckland",
)  # fmt: skip
"""One zone for each way of changing clocks that meter files come from; none is taken without asking."""
_MOST_ZONES = 4


@dataclass(frozen=True)
class FileClock:
    """The zone of times that state none, its name, and how it is known: answered, header or given."""

    zone: tzinfo
    name: str
    evidence: str


def find_clock(table: Table, columns: Iterable[int | None], zone: tzinfo, answers: Mapping[str, str]) -> FileClock:
    """Find the clock of a file. columns: those with times; zone: the home's."""
    home = FileClock(zone, str(getattr(zone, "key", zone)), "given")
    answer = answers.get("timezone", "")
    answered = zone if answer == HOME else _zone_in(answer)
    if answered is not None:
        return FileClock(answered, home.name if answer == HOME else answer, "answered")
    names = [table.names[index] for index in columns if index is not None and index < len(table.names)]
    for text in (*names, *_told_above(table)):
        found = None if _PLACES.match(text) else _zone_in(text)
        if found is not None:
            return FileClock(found, _name(found), "header")
    return home


def _told_above(table: Table) -> list[str]:
    """Return the cells above the table that speak of a zone: "Zona horaria: UTC-5", "Zona horaria; -05:00"."""
    told = []
    for row in table.preamble:
        for index, cell in enumerate(row):
            labelled = means(cell, "time_zone") or (index > 0 and means(row[index - 1], "time_zone"))
            # "Creado 01/05/2024 10:00 UTC-5" is about the report.
            bare = _OFFSET.sub("", cell)
            if labelled or (_OFFSET.search(cell) and not any(map(str.isdigit, bare)) and len(cell) <= 60):
                told.append(cell)
    return told


def _zone_in(text: str) -> tzinfo | None:
    """Find a zone in a text: "UTC", "GMT-05:00", "(UTC+1)", "-05:00", "Europe/Madrid"."""
    match = _OFFSET.search(text) or _BARE.search(text)
    if match:
        minutes = int(match["hour"]) * 60 + int(match["minute"] or 0)
        # In Etc/GMT+5 the sign tells how far Greenwich is, not the place.
        east = (match["sign"] == "+") != bool(match.groupdict().get("etc"))
        return timezone(timedelta(minutes=minutes if east else -minutes)) if minutes <= 14 * 60 else None
    if _UTC_WORD.search(text):
        return timezone.utc
    named = _NAMED.search(text)
    try:
        return ZoneInfo(named[0]) if named else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _name(zone: tzinfo) -> str:
    return str(getattr(zone, "key", zone))


def clock_question(
    clock: FileClock, local: np.ndarray, skipped: np.ndarray, values: np.ndarray, streams: np.ndarray
) -> tuple[Question, ...]:
    """Ask for the clock where the times contradict the home's.

    Either they stand at a moment that its clocks skip, or an hour is told twice, or is the only one absent, on the day
    and at the hour when clocks of another zone change. local: naive clock seconds (NO_MOMENT where a cell states its
    own); skipped: mask; streams: rows of one register of one supply have one number.
    """
    if clock.evidence != "given" or not (local != NO_MOMENT).any():
        return ()
    others: list[str] = []
    if skipped.any():
        others = ["UTC", _name(_standard(clock.zone, int(local[skipped][0])))]
    else:
        zones = _zones_that_change(clock, local, values, streams)
        others = ["UTC", *zones[:_MOST_ZONES]] if zones else []
    if not others:
        return ()
    choices = tuple(dict.fromkeys([HOME, *others]))
    first = int(local[local != NO_MOMENT].min())
    consequences = {
        choice: {"first": _home_time(first, clock.zone if choice == HOME else _zone_in(choice), clock.zone)}
        for choice in choices
    }
    return (Question("timezone", choices, HOME, {"zone": clock.name}, consequences),)


def known_clock(answer: str, *, home: str) -> Question:
    """Return the question of the clock as answered for an earlier file, so that it can be answered differently."""
    return Question("timezone", tuple(dict.fromkeys((HOME, "UTC", answer))), answer, {"zone": home})


def _standard(zone: tzinfo, local: int) -> tzinfo:
    """Return the offset that holds in winter as a zone of its own."""
    year = (datetime(1970, 1, 1) + timedelta(seconds=local)).year
    offsets = [datetime(year, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)]
    return timezone(min(offset for offset in offsets if offset is not None))


def _home_time(local: int, zone: tzinfo | None, home: tzinfo) -> str:
    moment = (datetime(1970, 1, 1) + timedelta(seconds=local)).replace(tzinfo=zone or home)
    return moment.astimezone(home).strftime("%Y-%m-%d %H:%M")


def _zones_that_change(clock: FileClock, local: np.ndarray, values: np.ndarray, streams: np.ndarray) -> list[str]:
    stream = streams[local != NO_MOMENT][0]
    rows = np.flatnonzero((local != NO_MOMENT) & (streams == stream))
    distinct, counts = np.unique(local[rows], return_counts=True)
    if len(distinct) < 48:
        return []
    step = int(np.median(np.diff(distinct)))
    if not 0 < step <= 3600:
        return []
    years = set(range(*((datetime(1970, 1, 1) + timedelta(seconds=int(end))).year for end in distinct[[0, -1]])))
    years.add((datetime(1970, 1, 1) + timedelta(seconds=int(distinct[-1]))).year)
    found = []
    for name in _KNOWN:
        for year in years:
            for hour, longer in _changes_of(name, year):
                if (hour, longer) in _changes_of(clock.name, year):
                    continue
                told = (distinct >= hour) & (distinct < hour + 3600)
                if longer and told.any() and (counts[told] == 2).all():
                    alike = _told_alike(rows, local, values, hour)
                    found += [name] if not alike else []
                elif not longer and not told.any() and _whole_day_but(distinct, hour, step):
                    found.append(name)
    return list(dict.fromkeys(found))


def _told_alike(rows: np.ndarray, local: np.ndarray, values: np.ndarray, hour: int) -> bool:
    """Say whether the rows of an hour told twice only repeat themselves."""
    inside = rows[(local[rows] >= hour) & (local[rows] < hour + 3600)]
    inside = inside[np.argsort(local[inside], kind="stable")]
    return bool(np.array_equal(values[inside[0::2]], values[inside[1::2]], equal_nan=True))


def _whole_day_but(distinct: np.ndarray, hour: int, step: int) -> bool:
    """Say whether the hours around one that is absent are all there: half a day before and after."""
    around = (distinct >= hour - DAY_SECONDS // 2) & (distinct < hour + 3600 + DAY_SECONDS // 2)
    return int(around.sum()) == DAY_SECONDS // step


_known_changes: dict[tuple[str, int], frozenset[tuple[int, bool]]] = {}


def _changes_of(name: str, year: int) -> frozenset[tuple[int, bool]]:
    """Return the clock hours of a year that a zone shows twice (True) or skips (False), as local seconds."""
    key = (name, year)
    if key not in _known_changes:
        _known_changes[key] = frozenset(_find_changes(name, year))
    return _known_changes[key]


def _find_changes(name: str, year: int) -> Iterable[tuple[int, bool]]:
    zone = _zone_in(name)
    begin = int(datetime(year, 1, 1, tzinfo=timezone.utc).timestamp())
    if not isinstance(zone, ZoneInfo):
        return
    for day in range(begin, begin + 366 * DAY_SECONDS, DAY_SECONDS):
        offsets = [datetime.fromtimestamp(day + hour * 3600, zone).utcoffset() for hour in (0, 24)]
        if offsets[0] == offsets[1]:
            continue
        moments = (datetime.fromtimestamp(day + hour * 3600, zone) for hour in range(25))
        change = next(hour for hour, moment in enumerate(moments) if moment.utcoffset() != offsets[0])
        yield day + change * 3600 + int(min(offsets).total_seconds()), offsets[1] < offsets[0]
