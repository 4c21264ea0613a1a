"""Fit pooled rules: least absolute relative error for the centre, home by home left out for the errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from advisor.forecasting.forecasts import LEVELS
from advisor.forecasting.logrule import LARGEST_UNSTEADINESS, LogRule
from advisor.forecasting.training.homes import NoTrainingData

FOLDS = 5
PULL = 0.0007
STEPS = 60
FEWEST_ROWS = 40
SMALLEST_WIDTH = 0.02


class TooFewRows(NoTrainingData):
    """A rule needs more past cases than the homes offer."""


@dataclass(frozen=True, eq=False)
class Cases:
    """Past cases of one rule: features (n, k), log_ratio (n,) = ln(truth / level), unsteadiness, weight, home (n,)."""

    features: np.ndarray
    log_ratio: np.ndarray
    unsteadiness: np.ndarray
    weight: np.ndarray
    home: np.ndarray

    def __len__(self) -> int:
        return len(self.log_ratio)

    def part(self, chosen: np.ndarray) -> Cases:
        return Cases(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


def fit_rule(
    cases: Cases, *, prior: Sequence[float] | None = None, pull: float = PULL, use_features: bool = True
) -> LogRule:
    """Fit coefficients on all homes, and the errors on homes left out of the coefficients (cross-conformal).

    prior: coefficients to shrink towards (default zero); pull: strength of that, as a share of the cases' weight.
    Raises TooFewRows under 40 cases.
    """
    if len(cases) < FEWEST_ROWS:
        raise TooFewRows(f"a rule needs {FEWEST_ROWS} cases, received {len(cases)}")
    if not use_features:
        cases = Cases(np.zeros((len(cases), 0)), *list(vars(cases).values())[1:])
    towards = np.zeros(cases.features.shape[1]) if prior is None else np.array(prior)
    fold = cases.home % FOLDS
    left_out = np.empty(len(cases))
    for k in range(FOLDS):
        inside, outside = cases.part(fold != k), fold == k
        if outside.any():
            left_out[outside] = cases.log_ratio[outside] - cases.features[outside] @ _centre(inside, towards, pull)
    spread = _spread(left_out, cases)
    errors = _weighted_quantiles(left_out / widths(spread, cases), cases.weight)
    centred = errors - errors[LEVELS.index(0.5)]
    return LogRule(tuple(_centre(cases, towards, pull)), spread, tuple(centred))


def widths(spread: tuple[float, float], cases: Cases) -> np.ndarray:
    """Typical size of the error of each case."""
    return spread[0] + spread[1] * np.minimum(cases.unsteadiness, LARGEST_UNSTEADINESS)


def _centre(cases: Cases, prior: np.ndarray, pull: float) -> np.ndarray:
    """Least absolute deviations by reweighted least squares, shrunk towards the prior."""
    x, y = cases.features, cases.log_ratio
    ridge = pull * len(y) * np.eye(x.shape[1])
    beta = prior.copy()
    for _ in range(STEPS):
        w = cases.weight / np.maximum(np.abs(y - x @ beta), 0.02)
        w = w / w.mean()
        beta = np.linalg.solve((x * w[:, None]).T @ x + ridge, (x * w[:, None]).T @ y + ridge @ prior)
    return beta


def _spread(errors: np.ndarray, cases: Cases) -> tuple[float, float]:
    """Fit the median absolute error as a + b v, v the home's own unsteadiness; neither may be negative."""
    size = np.abs(errors)
    v = np.minimum(cases.unsteadiness, LARGEST_UNSTEADINESS)
    x = np.stack([np.ones_like(v), v], axis=1)
    beta = np.array([float(np.median(size)), 0.0])
    for _ in range(STEPS):
        w = cases.weight / np.maximum(np.abs(size - x @ beta), 0.01)
        beta = np.linalg.solve((x * w[:, None]).T @ x + 1e-6 * np.eye(2), (x * w[:, None]).T @ size)
        beta = np.maximum(beta, (SMALLEST_WIDTH, 0.0))
    return float(beta[0]), float(beta[1])


def _weighted_quantiles(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    order = np.argsort(values)
    place = (np.cumsum(weight[order]) - 0.5 * weight[order]) / weight.sum()
    return np.interp(LEVELS, place, values[order])
