"""Readings of a register as programs send them: a moment and what the meter showed, in kWh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from advisor.energy.exchange import CHANNELS, MOST_READINGS
from advisor.ingest.json_files.members import Problems, amount, choice, instant, items, known_members

# Meters of homes show six to eight digits; what is above was not read on one.
MOST_KWH = 1e9
_READING = ("at", "kwh", "index", "channel")


@dataclass(frozen=True)
class RegisterRead:
    """What the register of a channel showed at a moment, kWh."""

    at: datetime
    kwh: float
    channel: str


def read_readings(document: Mapping, *, until: datetime | None = None) -> tuple[RegisterRead, ...]:
    """Return the readings of a decoded body, as they stand in it. Raises BadBody."""
    problems = Problems()
    known_members(document, pointer="", known=("readings",), needed=("readings",), problems=problems)
    given = items(document.get("readings"), pointer="/readings", most=MOST_READINGS, problems=problems)
    problems.stop_if_any()
    read = [_reading(entry, f"/readings/{index}", until, problems) for index, entry in enumerate(given)]
    problems.stop_if_any()
    seen: dict[tuple, float] = {}
    for index, reading in enumerate(read):
        if seen.setdefault((reading.at, reading.channel), reading.kwh) != reading.kwh:
            problems.add(f"/readings/{index}/at", "start_twice", value=given[index]["at"])
    problems.stop_if_any()
    return tuple(read)


def _reading(entry: object, pointer: str, until: datetime | None, problems: Problems) -> RegisterRead | None:
    if known_members(entry, pointer=pointer, known=_READING, needed=("at",), problems=problems) is None:
        return None
    if ("kwh" in entry) == ("index" in entry):
        problems.add(pointer, "kwh_or_index")
        return None
    name = "kwh" if "kwh" in entry else "index"
    at = instant(entry["at"], pointer=f"{pointer}/at", problems=problems, until=until)
    kwh = amount(entry[name], pointer=f"{pointer}/{name}", problems=problems)
    told = entry.get("channel", "import")
    channel = choice(told, pointer=f"{pointer}/channel", choices=CHANNELS, problems=problems)
    if kwh is not None and kwh >= MOST_KWH:
        problems.add(f"{pointer}/{name}", "number_too_large", value=entry[name])
    return RegisterRead(at, kwh, channel) if at and kwh is not None and channel else None
