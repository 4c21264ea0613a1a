"""One training from raw files to registered versions; called by the command `train`, best as a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from advisor.forecasting.training import network
from advisor.forecasting.training.bills import train_bills
from advisor.forecasting.training.homes import Home, Split, fingerprint, read_homes, split_homes
from advisor.forecasting.training.hourly import MEMBERS, WINDOWS_PER_HOME, train_hourly

THREADS = 2


def train(
    folder: Path,
    *,
    output: Path,
    made_on: date,
    seed: int,
    epochs: int,
    report: Callable[[str], None],
    fit_homes: int | None = None,
    members: int = MEMBERS,
    windows_per_home: int = WINDOWS_PER_HOME,
) -> dict[str, str]:
    """Train both models on the homes of a folder; returns {"hourly": version, "monthly": version}.

    fit_homes: learn from so many homes only. Raises NoTrainingData where the folder's tables are missing.
    """
    network.use_threads(THREADS)
    split = split_homes(read_homes(folder))
    split = Split(split.training[:fit_homes], split.held_out)
    report(f"{len(split.training)} homes to learn from, {len(split.held_out)} held out")
    data = describe(split)
    monthly = train_bills(split, output=output, made_on=made_on, seed=seed, data=data, report=report)
    hourly = train_hourly(
        split,
        output=output,
        made_on=made_on,
        seed=seed,
        epochs=epochs,
        data=data,
        report=report,
        members=members,
        windows_per_home=windows_per_home,
    )
    return {"hourly": hourly, "monthly": monthly}


def describe(split: Split) -> dict[str, object]:
    """Describe the data of a training: sources, span, names of homes, fingerprint."""
    everyone = (*split.training, *split.held_out)
    ends = [home.first_day.astype(date) + timedelta(days=home.days) for home in everyone]
    return {
        "table": "households_hourly",
        "first_day": min(home.first_day for home in everyone).astype(date).isoformat(),
        "end_day": max(ends).isoformat(),
        "sources": _sources(everyone),
        "training_homes": [home.id for home in split.training],
        "held_out_homes": [home.id for home in split.held_out],
        "training_fingerprint_sha256": fingerprint(split.training),
        "mean_kwh_day_of_training_homes": round(float(np.mean([np.nanmean(h.kwh) * 24 for h in split.training])), 2),
    }


def _sources(homes: Sequence[Home]) -> dict[str, int]:
    return {source: sum(home.source == source for home in homes) for source in sorted({h.source for h in homes})}
