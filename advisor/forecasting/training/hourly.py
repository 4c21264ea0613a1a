"""Train the network for hours, score it through the serving path on homes held out, write it as one version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np

from advisor.forecasting.baselines import seasonal_naive
from advisor.forecasting.features import INPUTS, WIDTH
from advisor.forecasting.forecasts import LEVELS
from advisor.forecasting.hourly import forecast_windows
from advisor.forecasting.profiles import profile_quantiles
from advisor.forecasting.registry import HourlyModel
from advisor.forecasting.training import network
from advisor.forecasting.training.export import export
from advisor.forecasting.training.fitting import fit_member
from advisor.forecasting.training.homes import Split
from advisor.forecasting.training.samples import Drawn, draw_windows, samples_of
from advisor.forecasting.training.versions import library_versions, write_version

MEMBERS = 4
WINDOWS_PER_HOME = 60
TEST_WINDOWS_PER_HOME = 16
COMPARED_ROWS = 168 * 8


def train_hourly(
    split: Split,
    *,
    output: Path,
    made_on: date,
    seed: int,
    epochs: int,
    data: Mapping[str, object],
    report: Callable[[str], None],
    members: int = MEMBERS,
    windows_per_home: int = WINDOWS_PER_HOME,
) -> str:
    """Fit, convert, score, write models/hourly/<version>; returns the version. Deterministic for a seed and machine."""
    rng = np.random.default_rng(seed)
    report(f"drawing {windows_per_home} windows of each of {len(split.training)} homes")
    samples = samples_of(draw_windows(split.training, per_home=windows_per_home, rng=rng, vary=True))
    homes = rng.permutation(np.unique(samples.home))
    fitted = []
    for i in range(members):
        report(f"member {i + 1} of {members}")
        watched = homes[i :: max(members, 4)]
        fitted.append(fit_member(samples, watched=watched, epochs=epochs, seed=seed + i, report=report))
    model = network.ensemble([member.model for member in fitted])
    made = export(model, samples.rows[:COMPARED_ROWS])
    serving = HourlyModel(made.files["model.tflite"], "new")
    manifest = {
        "inputs_width": WIDTH,
        "inputs": INPUTS,
        "levels": LEVELS,
        "parameters": int(model.count_params()),
        "units": network.UNITS,
        "dropout": network.DROPOUT,
        "members": [{"loss_on_homes_not_seen": member.validation_loss} for member in fitted],
        "data": data,
        "seed": seed,
        "epochs": epochs,
        "windows_per_home": windows_per_home,
        "libraries": library_versions(),
        "litert_largest_difference": made.largest_difference,
        "metrics_on_held_out_homes": held_out_scores(split, serving, rng),
    }
    return write_version(output, kind="hourly", made_on=made_on, files=made.files, manifest=manifest)


def held_out_scores(split: Split, model: HourlyModel, rng: np.random.Generator) -> dict[str, object]:
    """Score the network, the profile alone and the seasonal naive on the same windows of homes never trained on."""
    scores: dict[str, object] = {}
    for name, vary in (("midnights, whole history", False), ("any hour, short and gappy histories", True)):
        drawn = draw_windows(split.held_out, per_home=TEST_WINDOWS_PER_HOME, rng=rng, vary=vary)
        simple = np.zeros(len(drawn), dtype=bool)
        profile = profile_quantiles(drawn.windows, LEVELS).reshape(*drawn.truth.shape, -1)
        scores[name] = {
            "homes": len(np.unique(drawn.home)),
            "windows": len(drawn),
            "network": score(forecast_windows(drawn.windows, model=model, simple=simple), drawn),
            "profile": score(np.nan_to_num(profile), drawn),
            "seasonal_naive": score(seasonal_naive(drawn.windows), drawn),
        }
    return scores


def score(kwh: np.ndarray, drawn: Drawn) -> dict[str, float]:
    """Mean pinball loss over all levels (kWh an hour), wql over the deciles, coverage of the 80 and 95 % ranges."""
    known = np.isfinite(drawn.truth)
    truth, quantiles = drawn.truth[known], kwh[known]
    levels = np.array(LEVELS)
    gap = truth[:, None] - quantiles
    loss = np.maximum(levels * gap, (levels - 1) * gap)
    deciles = loss[:, 2:-2].mean(axis=1)
    inside = [(truth >= quantiles[:, i]) & (truth <= quantiles[:, -1 - i]) for i in (0, 2)]
    return {
        "pinball_kwh": round(float(loss.mean()), 5),
        "wql": round(float(2 * deciles.sum() / truth.sum()), 4),
        "coverage_95": round(float(inside[0].mean()), 4),
        "coverage_80": round(float(inside[1].mean()), 4),
    }
