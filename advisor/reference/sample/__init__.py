"""Real weeks of fifteen homes in London, 2013, from which `sample` makes homes for load tests.

ATTRIBUTION.md names the source and licence of the readings.
"""

from __future__ import annotations

import csv
import gzip
from functools import lru_cache
from pathlib import Path

import numpy as np

WEEKS = Path(__file__).with_name("london-weeks.csv.gz")
HALF_HOURS_A_WEEK = 7 * 48
WH_PER_KWH = 1000


@lru_cache(maxsize=1)
def london_weeks() -> np.ndarray:
    """Return kWh of each half hour, Monday first, as an array of homes x weeks x 336."""
    homes: dict[str, list[int]] = {}
    with gzip.open(WEEKS, "rt", encoding="ascii", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for home, _monday, _day, *watt_hours in lines:
            homes.setdefault(home, []).extend(map(int, watt_hours))
    return np.array(list(homes.values())).reshape(len(homes), -1, HALF_HOURS_A_WEEK) / WH_PER_KWH
