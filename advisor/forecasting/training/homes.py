"""Homes to train on: hourly usage on each home's own clock, split by household, never by time alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

# Two sources whole, so that homes of other trials are tried; and one whose terms do not let what is made of it be
# published, so that the weights can be.
HELD_OUT_SOURCES = ("export", "melb", "ausgrid")
HELD_OUT_SHARE = 0.25
WELL_KNOWN_SHARE = 0.7
SHORTEST_DAYS = 60


class NoTrainingData(Exception):
    """The folder holds no table of hourly usage that can be trained on."""


@dataclass(frozen=True, eq=False)
class Home:
    """Hourly usage of one home: kwh float32 on a gap-free local clock that begins at a midnight, NaN where unknown."""

    id: str
    source: str
    first_day: np.datetime64
    kwh: np.ndarray

    @property
    def days(self) -> int:
        return len(self.kwh) // 24

    def daily(self) -> np.ndarray:
        """kWh of each local day, NaN where an hour is unknown."""
        return self.kwh.reshape(-1, 24).sum(axis=1)


@dataclass(frozen=True)
class Split:
    """Homes the model learns from, and homes it never sees."""

    training: tuple[Home, ...]
    held_out: tuple[Home, ...]


def read_homes(folder: Path) -> tuple[Home, ...]:
    """Read `households_hourly.parquet` and `households.csv` of a folder.

    Hours an origin filled in are unknown. Homes with under 60 days, or under 70 % of hours known, are left out.
    Raises NoTrainingData where the tables are missing.
    """
    table, about = find_tables(folder)
    homes = pd.read_csv(about).set_index("household_id")
    columns = ["household_id", "ts_utc", "kwh", "imputed"]
    hours = pd.read_parquet(table, columns=columns)
    hours["kwh"] = hours["kwh"].where(~hours["imputed"].astype(bool))
    found = []
    for home_id, rows in hours.groupby("household_id", observed=True, sort=True):
        row = homes.loc[home_id]
        home = _home(str(home_id), str(row["source"]), rows, str(row["tz"]))
        if home.days >= SHORTEST_DAYS and np.isfinite(home.kwh).mean() >= WELL_KNOWN_SHARE and np.nanmean(home.kwh) > 0:
            found.append(home)
    if not found:
        raise NoTrainingData(f"no home in {folder} has {SHORTEST_DAYS} days of usage")
    return tuple(found)


def find_tables(folder: Path) -> tuple[Path, Path]:
    """Return the two tables of a folder; raises NoTrainingData where one is missing."""
    table, about = folder / "households_hourly.parquet", folder / "households.csv"
    if not table.is_file() or not about.is_file():
        raise NoTrainingData(f"{folder} needs households_hourly.parquet and households.csv")
    return table, about


def split_homes(
    homes: Sequence[Home], *, sources: Sequence[str] = HELD_OUT_SOURCES, share: float = HELD_OUT_SHARE
) -> Split:
    """Hold out whole sources, and of the others the share of homes whose hashed name comes first."""
    held = [h for h in homes if h.source in sources or _rank(h.id) < share]
    return Split(tuple(h for h in homes if h not in held), tuple(held))


def fingerprint(homes: Sequence[Home]) -> str:
    """Hash of every value of the homes: tells whether two trainings saw the same data."""
    digest = hashlib.sha256()
    for home in sorted(homes, key=lambda h: h.id):
        digest.update(f"{home.id} {home.first_day}".encode())
        digest.update(np.ascontiguousarray(home.kwh).tobytes())
    return digest.hexdigest()


def _home(home_id: str, source: str, rows: pd.DataFrame, zone: str) -> Home:
    local = rows["ts_utc"].dt.tz_convert(zone).dt.tz_localize(None).to_numpy()
    kwh = pd.Series(rows["kwh"].to_numpy(np.float32), index=pd.DatetimeIndex(local)).groupby(level=0).mean()
    first = kwh.index[0].ceil("D")
    last = kwh.index[-1].floor("D") if kwh.index[-1].hour < 23 else kwh.index[-1].floor("D") + pd.Timedelta(days=1)
    grid = pd.date_range(first, last, freq="h", inclusive="left")
    return Home(home_id, source, first.to_numpy().astype("datetime64[D]"), kwh.reindex(grid).to_numpy(np.float32))


def _rank(home_id: str) -> float:
    return int.from_bytes(hashlib.blake2b(home_id.encode(), digest_size=8).digest(), "big") / 2.0**64
