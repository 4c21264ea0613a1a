"""How often the rules of advisor/energy/anomalies.py speak on real homes, and how many injected faults they find.

    python benchmarks/anomalies.py --data FOLDER [--homes 50] [--seed 1]

FOLDER has households.csv and households_30min.parquet (columns of benchmarks/README.md). Writes results-anomalies.md.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pandas as pd

from advisor.energy.anomalies import AnomalyKind, find_anomalies
from advisor.energy.usage import UsageSeries

OUT = Path(__file__).with_name("results-anomalies.md")
STEP = 30
PER_DAY = 48
DAYS_NEEDED = 60


def homes(folder: Path, *, count: int, seed: int) -> list[UsageSeries]:
    """Return half-hourly series of `count` homes drawn at random."""
    frame = pd.read_parquet(folder / "households_30min.parquet")
    key, when, value = _columns(frame)
    found = []
    for _, rows in frame.groupby(key, observed=True):
        stamps = pd.to_datetime(rows[when], utc=True)
        first = stamps.min()
        place = ((stamps - first).dt.total_seconds() // (STEP * 60)).astype(int).to_numpy()
        kwh = np.full(place.max() + 1, np.nan)
        kwh[place] = rows[value].to_numpy(float)
        start = datetime.fromtimestamp(first.timestamp(), timezone.utc)
        if len(kwh) >= DAYS_NEEDED * PER_DAY and np.nanmin(kwh) >= 0:
            found.append(UsageSeries.measured(start=start, step_minutes=STEP, kwh=kwh))
    chosen = np.random.default_rng(seed).permutation(len(found))[:count]
    return [found[i] for i in chosen]


def _columns(frame: pd.DataFrame) -> tuple[str, str, str]:
    names = list(frame.columns)
    value = next(name for name in names if name.startswith("kwh"))
    when = next(name for name in names if name not in (value, "household_id"))
    return "household_id", when, value


def _outage(kwh: np.ndarray, random: np.random.Generator) -> tuple[int, int]:
    length = int(random.integers(6, 49))
    low = int(random.integers(PER_DAY, len(kwh) - length - PER_DAY))
    kwh[low + length] += np.nansum(kwh[low : low + length])
    kwh[low : low + length] = np.nan
    return low, low + length + 1


def _stuck(kwh: np.ndarray, random: np.random.Generator) -> tuple[int, int]:
    length = int(random.integers(3, 8)) * PER_DAY
    low = int(random.integers(PER_DAY, len(kwh) - length - PER_DAY))
    kwh[low : low + length] = max(0.001, round(float(np.nan_to_num(kwh[low])), 3))
    return low, low + length


def _impossible(kwh: np.ndarray, random: np.random.Generator) -> tuple[int, int]:
    low = int(random.integers(PER_DAY, len(kwh) - PER_DAY))
    kwh[low] = float(random.uniform(12, 400))
    return low, low + 1


def _dead(kwh: np.ndarray, random: np.random.Generator) -> tuple[int, int]:
    length = int(random.integers(3, 11)) * PER_DAY
    low = int(random.integers(PER_DAY, len(kwh) - length - PER_DAY))
    kwh[low : low + length] = 0.0
    return low, low + length


def _level(kwh: np.ndarray, random: np.random.Generator) -> tuple[int, int]:
    low = int(random.integers(29, len(kwh) // PER_DAY - 29)) * PER_DAY
    kwh[low:] *= 10.0 if random.random() < 0.5 else 0.1
    return low - 3 * PER_DAY, low + 4 * PER_DAY


FAULTS: dict[AnomalyKind, Callable] = {
    AnomalyKind.CATCH_UP: _outage,
    AnomalyKind.STUCK: _stuck,
    AnomalyKind.IMPOSSIBLE: _impossible,
    AnomalyKind.DEAD: _dead,
    AnomalyKind.LEVEL_CHANGE: _level,
}


def recall(given: list[UsageSeries], kind: AnomalyKind, *, random: np.random.Generator) -> float:
    """Inject one fault of a kind into each home and return the share that is found."""
    found = 0
    for series in given:
        kwh = series.kwh.copy()
        low, high = FAULTS[kind](kwh, random)
        faulty = UsageSeries.measured(start=series.start, step_minutes=STEP, kwh=kwh)
        begin, end = series.start + low * series.step, series.start + high * series.step
        found += any(each.kind is kind and each.start < end and begin < each.end for each in find_anomalies(faulty))
    return found / len(given)


def main() -> None:
    """Study the homes of a folder and write the results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--homes", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    given = homes(asked.data, count=asked.homes, seed=asked.seed)
    years = sum(len(series) for series in given) / PER_DAY / 365
    told, homes_told = Counter(), Counter()
    for series in given:
        kinds = [anomaly.kind for anomaly in find_anomalies(series)]
        told.update(kinds)
        homes_told.update(set(kinds))
    random = np.random.default_rng(asked.seed)
    rows = [
        f"| {kind.value} | {told[kind]} | {told[kind] / years:.2f} | {homes_told[kind]} "
        f"| {recall(given, kind, random=random):.0%} |"
        for kind in FAULTS
    ]
    OUT.write_text(
        f"# Anomalies on real homes\n\n{len(given)} homes, {years:.0f} home-years of half hours, seed {asked.seed}. "
        "Nobody has judged the real data: a flag there may be a false alarm or a true fault.\n\n"
        "| rule | flags | flags per home-year | homes with any | injected faults found |\n|---|---|---|---|---|\n"
        + "\n".join(rows)
        + "\n\nInjected, one a home: an outage of 3 to 24 h whose energy comes in the next half hour; one value "
        "for 3 to 7 days; one half hour of 24 to 800 kW; zeros for 3 to 10 days; ten times or a tenth of the "
        "usage from a day on.\n",
        "utf-8",
    )


if __name__ == "__main__":
    main()
