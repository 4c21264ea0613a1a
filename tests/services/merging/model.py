"""A plain model of what layers and corrections say together: dictionaries, one slot at a time.

Energy is in whole watt-hours, time in minutes from ORIGIN. It is slow and obvious: the product is held to it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from math import gcd

MISSING, ESTIMATED, MEASURED = 0, 1, 2
# Eight in the evening of the 30th of December in Lima: what is generated reaches over the end of month and year.
ORIGIN = datetime(2025, 12, 31, 1, 0, tzinfo=timezone.utc)
LIMA = timedelta(hours=-5)
# Minutes from ORIGIN to the midnight at which December ends.
MONTH_END = 28 * 60


@dataclass(frozen=True)
class Told:
    """One layer: intervals of `step` minutes from `start`, each (quality, Wh)."""

    channel: str
    start: int
    step: int
    values: tuple[tuple[int, int], ...]

    def intervals(self) -> dict[int, tuple[int, int]]:
        """Return minute to (quality, Wh) of the intervals that carry a value."""
        found = {self.start + i * self.step: value for i, value in enumerate(self.values)}
        return {minute: value for minute, value in found.items() if value[0] != MISSING}


@dataclass(frozen=True)
class Word:
    """A correction of [start, end)."""

    channel: str
    start: int
    end: int
    action: str


def local(minute: int) -> datetime:
    """Return the clock of Lima, naive."""
    return (ORIGIN + timedelta(minutes=minute) + LIMA).replace(tzinfo=None)


def month_of(minute: int) -> date:
    """Return the first day of the local month."""
    return local(minute).date().replace(day=1)


@dataclass
class Model:
    """Layers by upload, corrections by id; `stored` says what must be in the database."""

    layers: dict[int, Told] = field(default_factory=dict)
    words: dict[int, Word] = field(default_factory=dict)

    def stored(self, channel: str) -> dict[date, tuple[int, dict[int, tuple[int, int, int]]]]:
        """Return for each month its step and {minute: (quality, upload, Wh)} of the slots that carry a value."""
        months = {}
        told = {number: layer.intervals() for number, layer in self.layers.items() if layer.channel == channel}
        for month in sorted({month_of(minute) for of in told.values() for minute in of}):
            here = {}
            for number, of in told.items():
                mine = {minute: value for minute, value in of.items() if month_of(minute) == month}
                if mine:
                    here[number] = (self.layers[number].step, mine)
            step = gcd(*(step for step, _ in here.values()))
            months[month] = (step, _together(here, step))
        for number in sorted(self.words):
            if self.words[number].channel == channel:
                _apply(self.words[number], months)
        return {month: (step, slots) for month, (step, slots) in months.items() if slots}


def _together(here: dict[int, tuple[int, dict]], grid: int) -> dict[int, tuple[int, int, int]]:
    slots: dict[int, tuple[int, int, int]] = {}
    for step in sorted({step for step, _ in here.values()}):
        winners: dict[int, tuple[int, int]] = {}
        for number in sorted(number for number, (of, _) in here.items() if of == step):
            for minute, (quality, wh) in here[number][1].items():
                if quality == MEASURED:
                    winners[minute] = (number, wh)
        for minute, (number, wh) in winners.items():
            inside = range(minute, minute + step, grid)
            free = [slot for slot in inside if slot not in slots]
            rest = max(0, wh - sum(slots[slot][2] for slot in inside if slot in slots))
            for place, slot in enumerate(free):
                part = rest // len(free) + (1 if place < rest % len(free) else 0)
                slots[slot] = (MEASURED if step == grid else ESTIMATED, number, part)
    for number in sorted(here, reverse=True):
        step, intervals = here[number]
        for minute, (quality, wh) in intervals.items():
            if quality != ESTIMATED:
                continue
            parts = step // grid
            for place, slot in enumerate(range(minute, minute + step, grid)):
                if slot not in slots:
                    slots[slot] = (ESTIMATED, number, wh // parts + (1 if place < wh % parts else 0))
    return slots


def _apply(word: Word, months: dict[date, tuple[int, dict]]) -> None:
    """Discard or spread the slots that lie wholly in the word's stretch, in the months that have a value."""
    inside = defaultdict(list)
    for month, (step, _slots) in months.items():
        grid = range(word.start + (-word.start) % step, word.end - step + 1, step)
        inside[month] = [slot for slot in grid if month_of(slot) == month]
    if word.action == "discard":
        for month, found in inside.items():
            for slot in found:
                months[month][1].pop(slot, None)
        return
    if word.action != "spread":
        return
    every = [(month, slot) for month in sorted(inside) for slot in inside[month]]
    values = [months[month][1].get(slot) for month, slot in every]
    present = [value for value in values if value is not None]
    if not present or len(present) == len(values):
        return
    energy, source = sum(value[2] for value in present), max(value[1] for value in present)
    minutes, passed = sum(months[month][0] for month, _ in every), 0
    for month, slot in every:
        step = months[month][0]
        part = (passed + step) * energy // minutes - passed * energy // minutes
        months[month][1][slot] = (ESTIMATED, source, part)
        passed += step
