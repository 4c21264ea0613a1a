"""A whole list of intervals judged column by column: what is right is taken at once, the rest is left to be explained.

Nothing is decided here that `intervals.py` would decide otherwise: where any value is unusual the answer is None, and
each interval is looked at alone. For a long list that takes several times as long.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import numpy as np

from advisor.energy.exchange import QUALITIES
from advisor.ingest.json_files.members import EARLIEST_YEAR, LATEST_YEAR
from advisor.ingest.quantity import MOST_KW

_TO_SECONDS = "0000-00-00T00:00:00"
_TO_MINUTES = len("0000-00-00T00:00")
_ZERO, _NINE = ord("0"), ord("9")
_MINUTE, _DAY_MINUTES = timedelta(minutes=1), 1440
# An offset moves a moment by less than a day: between these the year is a sensible one wherever it was written.
_EARLIEST = datetime(EARLIEST_YEAR, 1, 2, tzinfo=timezone.utc)
_LATEST = datetime(LATEST_YEAR, 1, 1, tzinfo=timezone.utc) - timedelta(days=1)
_LENGTHS = ("end", "step_minutes")


@dataclass(frozen=True, eq=False)
class Columns:
    """Intervals as columns: starts (minutes since 1970), kwh (NaN for none), codes of quality; one step in minutes."""

    starts: np.ndarray
    kwh: np.ndarray
    codes: np.ndarray
    step: int


def columns_of(given: Sequence, *, factor: float, until: datetime | None) -> Columns | None:
    """Return a list of intervals as columns, in its order; None where anything is to be said of one of them."""
    if not _all_are(dict, given):
        return None
    member = _length_member(given)
    if member is None:
        return None
    starts, lengths = ([entry[name] for entry in given] for name in ("start", member))
    if not _all_are(str, starts) or not _all_are(str if member == "end" else int, lengths):
        return None
    first = _minutes(starts)
    ends = _minutes(lengths) if member == "end" else first
    if first is None or ends is None or (until is not None and first.max() > until.timestamp() / 60):
        return None
    told = np.unique(ends - first).tolist() if member == "end" else set(lengths)
    step = _step(first, told)
    codes = _codes(given)
    if step is None or codes is None:
        return None
    kwh = energies([entry["kwh"] for entry in given], factor=factor, step=step)
    return None if kwh is None else Columns(first, kwh, codes, step)


def energies(given: Sequence, *, factor: float, step: int) -> np.ndarray | None:
    """Return values of JSON as kWh, null as NaN; None where one is no amount of energy, or too much for `step`."""
    if not _all_are((int, float, type(None)), given):
        return None
    try:
        values = np.array([np.nan if value is None else value for value in given], dtype=np.float64)
    except OverflowError:
        return None
    told = values[~np.isnan(values)] * factor
    with np.errstate(over="ignore"):
        right = np.isfinite(told).all() and not (told < 0).any() and not (told * 60 / step > MOST_KW).any()
    return values * factor if right else None


def _all_are(kinds: type | tuple[type, ...], given: Iterable) -> bool:
    """Say whether all are of exactly these types: true and false are no numbers here."""
    return set(map(type, given)) <= set(kinds if isinstance(kinds, tuple) else (kinds,))


def _length_member(given: Sequence[dict]) -> str | None:
    """Return which member tells the length of every interval; None where they differ or have unknown members."""
    shapes = [set(names) for names in set(map(tuple, given))]
    for member in _LENGTHS:
        needed = {"start", "kwh", member}
        if all(needed <= shape <= needed | {"quality"} for shape in shapes):
            return member
    return None


def _minutes(given: Sequence[str]) -> np.ndarray | None:
    """Return moments with an offset, on the minute and in a sensible year, as minutes since 1970."""
    # A clock's part of one shape and a few different offsets: numpy reads the first, Python the second.
    width = len(_TO_SECONDS) if given[0][_TO_MINUTES : _TO_MINUTES + 1] == ":" else _TO_MINUTES
    clock = np.array([text[:width] for text in given], dtype=f"U{width}")
    letters = clock.view(np.uint32).reshape(-1, width)
    pattern = np.frombuffer(_TO_SECONDS[:width].encode("utf-32-le"), np.uint32)
    if ((letters != pattern) & ((pattern != _ZERO) | (letters < _ZERO) | (letters > _NINE))).any():
        return None
    try:
        offsets = {offset: _offset_minutes(offset, after=width) for offset in {text[width:] for text in given}}
        seconds = clock.astype("datetime64[s]").astype(np.int64)
    except ValueError:
        return None
    if (seconds % 60).any():
        return None
    minutes = seconds // 60 - np.array([offsets[text[width:]] for text in given])
    sensible = _EARLIEST.timestamp() <= minutes.min() * 60 and minutes.max() * 60 <= _LATEST.timestamp()
    return minutes if sensible else None


def _offset_minutes(written: str, *, after: int) -> int:
    """Return the minutes of what stands after that many letters. Raises ValueError where it is no offset alone."""
    moment = datetime.fromisoformat("2000-01-01T00:00:00"[:after] + written)
    offset = moment.utcoffset()
    if offset is None or moment.second or moment.microsecond or offset % _MINUTE:
        raise ValueError(written)
    return offset // _MINUTE


def _step(starts: np.ndarray, lengths: Collection[int]) -> int | None:
    """Return the one length of all intervals, where a day holds it and no two of them share time."""
    step, *others = lengths
    if others or step <= 0 or _DAY_MINUTES % step:
        return None
    apart = not ((starts - starts[0]) % step).any() and len(np.unique(starts)) == len(starts)
    return step if apart else None


def _codes(given: Sequence[dict]) -> np.ndarray | None:
    told = [entry.get("quality", "measured") for entry in given]
    if not _all_are(str, told) or not set(told) <= set(QUALITIES):
        return None
    return np.array([QUALITIES[word] for word in told], dtype=np.uint8)
