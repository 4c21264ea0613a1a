"""Energy by interval as programs send it: a list of intervals, or a start, a step and the values one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np

from advisor.energy.exchange import CHANNELS, MOST_INTERVALS, QUALITIES, UNITS
from advisor.energy.usage import Quality, UsageSeries
from advisor.ingest.json_files.columns import Columns, columns_of, energies
from advisor.ingest.json_files.members import (
    Problems,
    amount,
    choice,
    items,
    known_members,
    moment,
    utc,
    whole_step,
)
from advisor.ingest.quantity import MOST_KW
from advisor.ingest.results import SupplyRead

# A year by the minute: a body whose intervals lie decades apart must not ask for a grid of millions.
MOST_SLOTS = 527_040
_COMPACT = ("channel", "unit", "start", "step_minutes", "kwh", "quality")
_LISTED = ("channel", "unit", "intervals")
_INTERVAL = ("start", "end", "step_minutes", "kwh", "quality")


def read_intervals(document: Mapping, *, until: datetime | None = None) -> tuple[SupplyRead, int]:
    """Return the series of a body and how many entries it has. Raises BadBody.

    null for a value means none: it is a gap and overwrites nothing.
    """
    problems = Problems()
    compact = "intervals" not in document
    known, needed = (_COMPACT, ("start", "step_minutes", "kwh")) if compact else (_LISTED, ("intervals",))
    known_members(document, pointer="", known=known, needed=needed, problems=problems)
    channel = choice(document.get("channel", "import"), pointer="/channel", choices=CHANNELS, problems=problems)
    unit = choice(document.get("unit", "kWh"), pointer="/unit", choices=tuple(UNITS), problems=problems)
    problems.stop_if_any()
    read = _compact if compact else _listed
    series, entries = read(document, factor=UNITS[unit], until=until, problems=problems)
    values = len(series) - series.count(Quality.MISSING)
    return SupplyRead(None, channel, unit, series.step_minutes, series, values=values), entries


def _compact(document: Mapping, *, factor: float, until: datetime | None, problems: Problems):
    start = moment(document["start"], pointer="/start", problems=problems)
    step = whole_step(document["step_minutes"], pointer="/step_minutes", problems=problems)
    given = items(document["kwh"], pointer="/kwh", most=MOST_INTERVALS, problems=problems)
    quality = choice(
        document.get("quality", "measured"), pointer="/quality", choices=tuple(QUALITIES), problems=problems
    )
    problems.stop_if_any()
    if until is not None and utc(start + step * (len(given) - 1)) > until:
        problems.add("/kwh", "moment_in_the_future", value=utc(start + step * (len(given) - 1)).isoformat())
    kwh = energies(given, factor=factor, step=step)
    if kwh is None:
        kwh = [_kwh(value, f"/kwh/{index}", factor, step, problems) for index, value in enumerate(given)]
    problems.stop_if_any()
    codes = np.full(len(kwh), QUALITIES[quality], np.uint8)
    return _series(start, step, np.arange(len(kwh)), kwh, codes), len(kwh)


def _listed(document: Mapping, *, factor: float, until: datetime | None, problems: Problems):
    given = items(document["intervals"], pointer="/intervals", most=MOST_INTERVALS, problems=problems)
    problems.stop_if_any()
    read = columns_of(given, factor=factor, until=until) or one_by_one(
        given, factor=factor, until=until, problems=problems
    )
    first = int(read.starts.min())
    slots = (read.starts - first) // read.step
    if int(slots.max()) >= MOST_SLOTS:
        problems.add("/intervals", "too_far_apart", limit=MOST_SLOTS)
        raise problems.bad()
    return _series(first, read.step, slots, read.kwh, read.codes), len(given)


def one_by_one(given: Sequence, *, factor: float, until: datetime | None, problems: Problems) -> Columns:
    """Return a list of intervals as columns; each is looked at alone, so that all that is wrong has its place.

    Raises BadBody.
    """
    starts, kwh, codes, step, seen = [], [], [], None, set()
    for index, entry in enumerate(given):
        pointer = f"/intervals/{index}"
        start, length, code = _interval(entry, pointer, until, problems)
        if start is None or length is None or code is None:
            continue
        step = step or length
        if length != step:
            problems.add(pointer, "another_step", value=length, step=step)
        elif start in seen:
            problems.add(f"{pointer}/start", "start_twice", value=entry["start"])
        elif starts and (start - starts[0]) % step:
            problems.add(f"{pointer}/start", "off_the_grid", value=entry["start"], step=step)
        seen.add(start)
        starts.append(start)
        kwh.append(_kwh(entry["kwh"], f"{pointer}/kwh", factor, length, problems))
        codes.append(code)
    problems.stop_if_any()
    return Columns(np.array(starts, np.int64), np.array(kwh, np.float64), np.array(codes, np.uint8), step)


def _interval(entry: object, pointer: str, until: datetime | None, problems: Problems):
    """Return start and length in minutes and the code of quality; None for what is wrong."""
    if known_members(entry, pointer=pointer, known=_INTERVAL, needed=("start", "kwh"), problems=problems) is None:
        return None, None, None
    start = moment(entry["start"], pointer=f"{pointer}/start", problems=problems, until=until)
    length = _length(entry, start, pointer, problems)
    told = entry.get("quality", "measured")
    quality = choice(told, pointer=f"{pointer}/quality", choices=tuple(QUALITIES), problems=problems)
    return start, length, QUALITIES.get(quality)


def _length(entry: Mapping, start: int | None, pointer: str, problems: Problems) -> int | None:
    if ("end" in entry) == ("step_minutes" in entry):
        problems.add(pointer, "end_or_step")
        return None
    if "step_minutes" in entry:
        return whole_step(entry["step_minutes"], pointer=f"{pointer}/step_minutes", problems=problems)
    end = moment(entry["end"], pointer=f"{pointer}/end", problems=problems)
    if start is None or end is None:
        return None
    if end <= start:
        problems.add(f"{pointer}/end", "end_not_after_start", value=entry["end"], start=entry["start"])
        return None
    if 1440 % (end - start):
        problems.add(f"{pointer}/end", "step_not_of_a_day", value=end - start)
        return None
    return end - start


def _kwh(given: object, pointer: str, factor: float, step: int, problems: Problems) -> float:
    if given is None:
        return float("nan")
    value = amount(given, pointer=pointer, problems=problems)
    if value is None:
        return float("nan")
    if value * factor * 60 / step > MOST_KW:
        problems.add(pointer, "too_much_power", value=given, kw=round(value * factor * 60 / step), most=MOST_KW)
    return value * factor


def _series(
    first: int, step: int, slots: np.ndarray, kwh: Sequence[float] | np.ndarray, codes: np.ndarray
) -> UsageSeries:
    count = int(slots.max()) + 1
    values, quality = np.full(count, np.nan), np.zeros(count, np.uint8)
    given = np.array(kwh, dtype=np.float64)
    values[slots], quality[slots] = given, np.where(np.isnan(given), Quality.MISSING, codes)
    return UsageSeries(utc(first), step, values, quality)
