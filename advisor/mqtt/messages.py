"""One message to the readings in it: a pure function of layout, device and message that nothing can break."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

from advisor.mqtt.layouts import ENERGY_UNITS, POWER_UNITS, Layout, TimeRule, ValueRule

MOST_BYTES = 64 * 1024
MOST_KWH = 1e8
MOST_W = 1e6
# A device's clock may be a little ahead; one that has not been set yet says 1970.
AHEAD = timedelta(minutes=10)
EARLIEST = datetime(2010, 1, 1, tzinfo=timezone.utc)
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,15})?([eE][+-]?\d{1,2})?")


@dataclass(frozen=True)
class Message:
    """A message as it came. received_at: aware; retained: the broker kept it from an unknown time before."""

    topic: str
    payload: bytes
    received_at: datetime
    retained: bool = False


@dataclass(frozen=True)
class Mapping:
    """What only the person who connects a device knows: its channel, the unit of bare numbers, its clock's zone."""

    channel: str
    zone: tzinfo
    unit: str | None = None


@dataclass(frozen=True)
class Reading:
    """quantity: register (kWh) or power (W); channel: import or export; own_time: the device said the moment."""

    quantity: str
    channel: str
    at: datetime
    value: float
    own_time: bool


@dataclass(frozen=True)
class Understood:
    """The readings of a message, or in one word why there are none: malformed, too_large, no_value, retained."""

    readings: tuple[Reading, ...] = ()
    problem: str | None = None


class _Malformed(ValueError):
    pass


def understand(layout: Layout, mapping: Mapping, message: Message) -> Understood:
    """Return the readings in a message. Power is left out where the message has the register of the same channel.

    A message without a time of its own, or with an impossible one, takes the time it arrived; a retained one is then no
    reading, for it may have been kept for a year.
    """
    if len(message.payload) > MOST_BYTES:
        return Understood(problem="too_large")
    try:
        document = _parsed(message.payload, layout)
        at = _time(document, layout, mapping, message)
        values = dict(_values(document, layout, mapping, message.topic))
    except (_Malformed, RecursionError):
        return Understood(problem="malformed")
    metered = {channel for quantity, channel in values if quantity == "register"}
    wanted = {key: value for key, value in values.items() if key[0] == "register" or key[1] not in metered}
    if not wanted:
        return Understood(problem="no_value")
    if at is None and message.retained:
        return Understood(problem="retained")
    moment = (at or message.received_at).astimezone(timezone.utc).replace(microsecond=0)
    return Understood(tuple(Reading(*key, moment, value, at is not None) for key, value in wanted.items()))


def _parsed(payload: bytes, layout: Layout) -> object:
    """Read JSON; plain numbers are JSON too. A word that the layout knows as no reading gives nothing."""
    try:
        text = payload.decode("utf-8").strip()
        if text.lower() in layout.not_a_reading:
            return None
        return json.loads(text, parse_constant=_no_number)
    except (UnicodeDecodeError, ValueError) as problem:
        raise _Malformed from problem


def _no_number(_word: str) -> None:
    return None


def _time(document: object, layout: Layout, mapping: Mapping, message: Message) -> datetime | None:
    """Return the message's own time where it says a possible one."""
    for rule in layout.times:
        for found in _at(document, rule.path):
            at = _moment(found, rule, mapping.zone)
            if at is not None and EARLIEST <= at <= message.received_at + AHEAD:
                return at
    return None


def _moment(value: object, rule: TimeRule, zone: tzinfo) -> datetime | None:
    try:
        if rule.form == "iso":
            at = datetime.fromisoformat(value) if isinstance(value, str) else None
            return at.replace(tzinfo=zone) if at is not None and at.tzinfo is None else at
        number = _number(value)
        seconds = None if number is None else number / (1000 if rule.form == "unix_ms" else 1)
        return None if seconds is None else datetime.fromtimestamp(seconds, tz=timezone.utc)
    except (ValueError, OverflowError, OSError):
        return None


def _values(document: object, layout: Layout, mapping: Mapping, topic: str) -> Iterator[tuple[tuple[str, str], float]]:
    """Yield ((quantity, channel), value in kWh or W); the first rule that finds one of a kind wins."""
    seen = set()
    for rule in layout.values:
        if not topic.endswith(rule.topic_ends):
            continue
        unit = _unit(document, rule, layout, mapping)
        for found in _at(document, rule.path):
            measured = _measured(found, rule.quantity, unit)
            key = (measured[0], rule.channel or mapping.channel) if measured else None
            if key is not None and key not in seen:
                seen.add(key)
                yield key, measured[1]


def _unit(document: object, rule: ValueRule, layout: Layout, mapping: Mapping) -> str:
    told = (
        next((found for found in _at(document, rule.unit_path) if isinstance(found, str)), None)
        if rule.unit_path
        else None
    )
    return (told or rule.unit or mapping.unit or layout.unit or "").lower()


def _measured(value: object, quantity: str, unit: str) -> tuple[str, float] | None:
    """Return what a value is and how much in kWh or W; None where it is no possible one."""
    number = _sum(value)
    if number is None:
        return None
    if unit in ENERGY_UNITS and quantity in ("register", "by_unit"):
        kwh = round(number * ENERGY_UNITS[unit], 9)
        return ("register", kwh) if 0 <= kwh <= MOST_KWH else None
    if unit in POWER_UNITS and quantity in ("power", "by_unit"):
        watts = number * POWER_UNITS[unit]
        return ("power", watts) if abs(watts) <= MOST_W else None
    return None


def _sum(value: object) -> float | None:
    """Return a number, or the sum of a list of them (one for each phase)."""
    if not isinstance(value, list):
        return _number(value)
    parts = [_number(part) for part in value[:8]]
    return None if not parts or None in parts else math.fsum(parts)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, str) and not _NUMBER.fullmatch(value.strip()):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _at(document: object, path: str) -> Iterator[object]:
    """Yield what stands at a path of keys."""
    if not path:
        yield document
        return
    key, _, rest = path.partition(".")
    if not isinstance(document, dict):
        return
    names = list(document) if key == "*" else [key] if key in document else []
    for name in names:
        yield from _at(document[name], rest)
