"""Fewer readings of a device that publishes every few seconds: usage is made of quarters of an hour at the finest."""

from __future__ import annotations

from datetime import datetime

from advisor.mqtt.messages import Reading

# A register loses nothing by it; the mean of a power changes little.
SECONDS = {"register": 60, "power": 10}


class Thinner:
    """Remembers, for each device and kind of value, the moment last kept."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, str, str], datetime] = {}

    def wants(self, device_id: int, reading: Reading) -> bool:
        """Say whether a reading is kept: the first of a minute (register) or ten seconds (power), and corrections."""
        key, seconds = (device_id, reading.quantity, reading.channel), SECONDS[reading.quantity]
        last = self._kept.get(key)
        near = last is not None and last.timestamp() // seconds == reading.at.timestamp() // seconds
        if near and last != reading.at:
            return False
        self._kept[key] = reading.at
        return True
