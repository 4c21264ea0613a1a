"""A pooled rule for an amount of usage: the home's level bent by a few ratios, with pooled relative errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.forecasting.forecasts import LEVELS

LARGEST_UNSTEADINESS = 1.0


@dataclass(frozen=True)
class LogRule:
    """ln(usage / level) = coefficients . features + (a + b v) z, z a pooled standardised error of median zero.

    coefficients: one for each feature; spread: (a, b); errors: quantiles of z at `forecasts.LEVELS`;
    v is the home's own unsteadiness (a standard deviation of logarithms, at most 1). Fitted by training/rules.py on
    homes of other countries; the errors are those of homes left out of the fit (cross-conformal). Their median is
    taken out, because it carries the season in which those homes' data happen to begin.
    """

    coefficients: tuple[float, ...]
    spread: tuple[float, float]
    errors: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.errors) != len(LEVELS) or len(self.spread) != 2:
            raise ValueError(f"a rule needs {len(LEVELS)} errors and two spreads, received {self}")

    def centre(self, features: np.ndarray) -> float:
        """Return ln(usage / level) before errors."""
        return float(np.dot(self.coefficients, features))

    def ratios(self, features: np.ndarray, unsteadiness: float) -> np.ndarray:
        """Return usage / level at each of the levels."""
        return np.exp(self.centre(features) + self.width(unsteadiness) * np.array(self.errors))

    def width(self, unsteadiness: float) -> float:
        """Return the typical size of the error of ln(usage) for a home so unsteady."""
        a, b = self.spread
        return a + b * min(unsteadiness, LARGEST_UNSTEADINESS)

    def as_document(self) -> dict[str, list[float]]:
        """Return the rule as it stands in an artefact."""
        return {
            "coefficients": [round(c, 5) for c in self.coefficients],
            "spread": [round(s, 6) for s in self.spread],
            "errors": [round(e, 4) for e in self.errors],
        }

    @classmethod
    def from_document(cls, document: dict[str, list[float]], *, features: int) -> LogRule:
        """Read a rule back; raises ValueError or KeyError where it does not have the right shape."""
        rule = cls(*(tuple(float(v) for v in document[name]) for name in ("coefficients", "spread", "errors")))
        if len(rule.coefficients) != features:
            raise ValueError(f"a rule of {features} features has {len(rule.coefficients)} coefficients")
        if not np.isfinite([*rule.coefficients, *rule.spread, *rule.errors]).all() or min(rule.spread) < 0:
            raise ValueError("a rule needs finite coefficients and spreads of at least zero")
        return rule
