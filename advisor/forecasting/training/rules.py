"""Fit pooled rules: least absolute relative error for the centre, home by home left out for the errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from advisor.forecasting.forecasts import LEVELS
from advisor.forecasting.logrule import LogRule

FOLDS = 5
PULL = 0.0007
STEPS = 60
FEWEST_ROWS = 40


class TooFewRows(Exception):
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
    scaled = left_out / np.sqrt(spread[0] + spread[1] * cases.unsteadiness**2)
    errors = _weighted_quantiles(scaled, cases.weight)
    return LogRule(tuple(_centre(cases, towards, pull)), spread, tuple(errors))


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
    """Regress the (trimmed) squared error on the home's own unsteadiness squared."""
    squared = np.minimum(errors**2, np.quantile(errors**2, 0.98))
    v = cases.unsteadiness**2
    a, b = np.linalg.lstsq(np.stack([np.ones_like(v), v], axis=1), squared, rcond=None)[0]
    if b <= 0:
        return float(max(squared.mean(), 1e-6)), 0.0
    return float(max(a, 0.2 * squared.mean(), 1e-6)), float(b)


def _weighted_quantiles(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    order = np.argsort(values)
    place = (np.cumsum(weight[order]) - 0.5 * weight[order]) / weight.sum()
    return np.interp(LEVELS, place, values[order])
