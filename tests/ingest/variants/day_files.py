"""Files of a row a day over days of 23 and 25 hours, in the ways people write them, and what may be read of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np

from advisor.ingest import ReadResult, UnableToReadFile, read_file

ZONES = (
    "Europe/Madrid", "Europe/London", "America/New_York", "America/Santiago", "America/Havana", "Atlantic/Azores",
    "Australia/Sydney",
)  # fmt: skip
# Columns named by clock, numbered, numbered with an hour more at the end, or with the doubled hour twice.
COLUMNS = ("clock", "clock_twice", "number", "number_more", "number_twice")
SPRING = ("blank", "zero")
AUTUMN = ("sum", "first", "second")


@dataclass(frozen=True)
class DayFile:
    """How a file is written: the zone, its columns, which hours they are, and what days of other lengths look like."""

    zone: str
    columns: str
    by_clock: bool
    empty: str
    doubled: str
    step_minutes: int
    first: date
    days: int
    seed: int


def fitting(file: DayFile) -> DayFile:
    """Columns named by clock hold hours of the clock; those numbered on beyond the day hold the hours that passed."""
    by_clock = {"number": file.by_clock, "number_more": False}.get(file.columns, True)
    return DayFile(**{**vars(file), "by_clock": by_clock})


def write(file: DayFile) -> tuple[bytes, dict[int, int]]:
    """Return the file and the Wh of each interval by the UTC second it begins."""
    zone, step = ZoneInfo(file.zone), file.step_minutes * 60
    random = np.random.default_rng(file.seed)
    slots = list(range(0, 86_400, step))
    hour = 3600 // step
    twice = _doubled_slots(file, zone)
    shown = {"clock_twice": _inserted(slots, twice), "number_twice": _inserted(slots, twice)}.get(file.columns, slots)
    more = hour if file.columns == "number_more" else 0
    names, seen = [], set()
    for slot in shown:
        name = f"{slot // 3600:02d}:{slot % 3600 // 60:02d}" if "clock" in file.columns else str(slot // step + 1)
        names.append(name + "A" if slot in seen else name)
        seen.add(slot)
    names += [str(len(slots) + place + 1) for place in range(more)]
    truth: dict[int, int] = {}
    lines = [";".join(["Fecha", *names])]
    for number in range(file.days):
        day = file.first + timedelta(days=number)
        begin, end = (_midnight(one, zone) for one in (day, day + timedelta(days=1)))
        known = {second: int(random.integers(50, 900)) for second in range(begin, end, step)}
        truth |= known
        passed = list(known.values())
        by_slot: dict[int, list[int]] = {}
        for second, watt_hours in known.items():
            local = datetime.fromtimestamp(second, zone)
            by_slot.setdefault(local.hour * 3600 + local.minute * 60, []).append(watt_hours)
        cells: list[int | None] = []
        used: dict[int, int] = {}
        for slot in shown:
            values, place = by_slot.get(slot, []), used.get(slot, 0)
            used[slot] = place + 1
            if shown.count(slot) > 1:
                cells.append(values[place] if place < len(values) else None)
            elif len(values) > 1:
                cells.append({"sum": sum(values), "first": values[0], "second": values[1]}[file.doubled])
            else:
                cells.append(values[0] if values else None)
        if not file.by_clock:
            cells = [passed[place] if place < len(passed) else None for place in range(len(slots) + more)]
        empty = "" if file.empty == "blank" else "0"
        lines.append(";".join([f"{day:%Y-%m-%d}", *(empty if cell is None else str(cell) for cell in cells)]))
    return "\n".join(["Consumo;Wh", "", *lines]).encode(), truth


def _inserted(slots: list[int], twice: list[int]) -> list[int]:
    return [slot for slot in slots if slot <= twice[-1]] + twice + [slot for slot in slots if slot > twice[-1]]


def _doubled_slots(file: DayFile, zone: ZoneInfo) -> list[int]:
    """Return the clock times that the zone shows twice in autumn."""
    found: list[int] = []
    for number in range(366):
        day = date(file.first.year, 1, 1) + timedelta(days=number)
        begin, end = (_midnight(one, zone) for one in (day, day + timedelta(days=1)))
        if end - begin > 86_400:
            clocks = [datetime.fromtimestamp(second, zone) for second in range(begin, end, file.step_minutes * 60)]
            found = [moment.hour * 3600 + moment.minute * 60 for moment in clocks if moment.fold]
    return found


def _midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), tzinfo=zone).timestamp())


def difference(file: DayFile) -> str | None:
    """Name what is wrong in what was read: a value at another moment, or a gap that a day of 24 hours cannot have."""
    content, truth = write(file)
    zone = ZoneInfo(file.zone)
    try:
        result = read_file(content, zone=zone, answers={"unit": "Wh"})
    except UnableToReadFile as unable:
        return f"refused: {unable.finding.code}"
    (supply,) = result.supplies
    start = int(supply.series.start.timestamp())
    for index, kwh in enumerate(supply.series.kwh):
        second = start + index * file.step_minutes * 60
        true = truth.pop(second, None)
        moment = datetime.fromtimestamp(second, timezone.utc).astimezone(zone)
        if np.isnan(kwh):
            if not _changes(moment.date(), zone):
                return f"{moment} is missing"
        elif true is None or abs(kwh - true / 1000) > 1e-9:
            return f"{moment} is {kwh}, true {true}"
    lost = [datetime.fromtimestamp(second, zone) for second in truth]
    if any(not _changes(moment.date(), zone) for moment in lost):
        return f"{lost[0]} is missing"
    return None


def missing(result: ReadResult) -> int:
    return int(np.isnan(result.supplies[0].series.kwh).sum())


def _changes(day: date, zone: ZoneInfo) -> bool:
    return _midnight(day + timedelta(days=1), zone) - _midnight(day, zone) != 86_400
