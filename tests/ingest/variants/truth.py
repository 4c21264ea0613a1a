"""Known series, in whole watt hours, and what a reader must find in a file made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

START = datetime(2023, 1, 1)


@dataclass(frozen=True)
class Truth:
    """A home's series: start on the local clock, step, and Wh of each interval by channel (None: not measured)."""

    start: datetime
    step_minutes: int
    watt_hours: dict[str, tuple[int | None, ...]]

    @property
    def starts(self) -> list[datetime]:
        """Start of each interval on the local clock."""
        return [self.start + timedelta(minutes=self.step_minutes * index) for index in range(self.count)]

    @property
    def count(self) -> int:
        """Intervals from first to last, gaps included."""
        return len(next(iter(self.watt_hours.values())))

    def kwh(self, channel: str) -> np.ndarray:
        """Energy of each interval, NaN in gaps."""
        return np.array([np.nan if value is None else value / 1000 for value in self.watt_hours[channel]])


def make_truth(
    *,
    seed: int,
    step_minutes: int,
    days: int,
    day_of_start: int,
    begins_at_midnight: bool = True,
    gaps: bool = False,
    export: bool = False,
    kind: str = "home",
) -> Truth:
    """Make a series of some days: low at night, a peak in the evening, cloudy noons where there are panels.

    kind: "home" (some 8 kWh a day), "large" (some 40), "away" (a refrigerator and little else).
    """
    random = np.random.default_rng(seed)
    per_day = 1440 // step_minutes
    count = days * per_day
    begin = START + timedelta(days=day_of_start)
    if not begins_at_midnight and per_day > 1:
        begin += timedelta(minutes=step_minutes * int(random.integers(1, per_day)))
        count -= int(random.integers(0, per_day // 2))
    minutes = (begin.hour * 60 + begin.minute + step_minutes * np.arange(count)) % 1440
    scale = {"home": 1.0, "large": 5.0, "away": 0.25}[kind]
    watts = scale * _watts(minutes / 60.0, random)
    if per_day == 1:
        watts = scale * random.uniform(150, 600, size=count)
    energy = np.maximum(1, np.rint(watts * step_minutes / 60.0)).astype(int)
    channels: dict[str, list[int | None]] = {"import": energy.tolist()}
    if export:
        sun = np.clip(np.sin((minutes / 60.0 - 6) / 12 * np.pi), 0, None) * random.uniform(0.2, 1.0, size=count)
        if per_day == 1:
            sun = random.uniform(0.1, 0.4, size=count)
        channels["export"] = np.rint(1500 * sun * step_minutes / 60.0).astype(int).tolist()
    if gaps and count > 20:
        for _ in range(int(random.integers(1, 4))):
            low = int(random.integers(1, count - 6))
            for index in range(low, low + int(random.integers(1, 5))):
                for values in channels.values():
                    values[index] = None
    return Truth(begin, step_minutes, {name: tuple(values) for name, values in channels.items()})


def _watts(hours: np.ndarray, random: np.random.Generator) -> np.ndarray:
    evening = 450 * np.exp(-((hours - 19.5) ** 2) / 4.0)
    morning = 180 * np.exp(-((hours - 7.0) ** 2) / 2.0)
    noise = random.gamma(2.0, 40.0, size=len(hours))
    return 110 + evening + morning + noise
