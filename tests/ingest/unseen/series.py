"""The known series behind every generated file: whole watt-hours for each interval; all figures are drawn from them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np


@dataclass(frozen=True, eq=False)
class Series:
    """Consecutive intervals of one home, in Wh: taken from the grid, fed into it, made by the sun."""

    zone: ZoneInfo
    starts: tuple[datetime, ...]
    step_minutes: int
    taken: np.ndarray
    fed: np.ndarray
    made: np.ndarray
    grain: int

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def counted(self) -> dict[str, np.ndarray]:
        """Return what each part came to before the start of each interval, and of the one after the last, in Wh."""
        parts = {
            "taken": self.taken,
            "fed": self.fed,
            "made": self.made,
            "night": self.taken // (2 * self.grain) * self.grain,
        }
        return {name: np.concatenate(([0], np.cumsum(wh))) for name, wh in parts.items()}

    def kwh(self, part: str) -> np.ndarray:
        """Return a part in kWh: kwh (taken), exp (fed in), gen (made), house, self (used as made), zero."""
        wh = {
            "kwh": self.taken,
            "exp": self.fed,
            "gen": self.made,
            "gen_register": self.made[:-1],
            "house": self.taken + self.made - self.fed,
            "self": self.made - self.fed,
            "zero": np.zeros_like(self.taken),
        }[part]
        return wh / 1000.0


def make_series(document: dict) -> Series:
    """Draw the series of a layout: the same for the same key, with a daily shape and sun between 8 and 16 h."""
    zone = ZoneInfo(document["zone"])
    step = int(document["series"]["step"])
    first = str(document["series"].get("start", "2025-01-06"))
    count = int(document["series"]["days"]) * 1440 // step
    midnight = datetime.fromisoformat(first).replace(tzinfo=zone)
    if step == 1440:
        starts = tuple(midnight + timedelta(days=day) for day in range(count))
    else:
        utc = midnight.astimezone(timezone.utc)
        starts = tuple((utc + timedelta(minutes=step * index)).astimezone(zone) for index in range(count))
    rng = np.random.default_rng(zlib.crc32(document["key"].encode()))
    grain = int(document.get("grain", 1))
    hours = np.array([start.hour for start in starts])
    day_long = step == 1440
    shape = np.ones(count) if day_long else 0.35 + 0.65 * ((hours >= 6) & (hours < 22)) + 0.8 * (hours >= 18)
    mean_wh = 8000.0 if day_long else 450.0 * step / 60
    taken = np.maximum(grain, _grains(mean_wh * shape * rng.uniform(0.3, 1.7, count), grain))
    sun = (
        np.ones(count)
        if day_long
        else np.clip(np.sin((hours - 7) / 10 * np.pi), 0, None) * ((hours > 7) & (hours < 17))
    )
    made = _grains((9000.0 if day_long else 1800.0 * step / 60) * sun * rng.uniform(0.2, 1.0, count), grain)
    fed = np.minimum(made, _grains(made * rng.uniform(0.1, 0.9, count), grain))
    return Series(zone, starts, step, taken, fed, made, grain)


def _grains(wh: np.ndarray, grain: int) -> np.ndarray:
    return np.rint(wh / grain).astype(np.int64) * grain
