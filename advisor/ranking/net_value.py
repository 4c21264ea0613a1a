"""The rule ranker "net-value-1": net soles a year, weighed by confidence and ease, taken greedily.

It is transparent on purpose: the learned ranker of a later version is measured against it. The weights are judgements
of this product, not estimates: a saving one is unsure of counts less, and so does one that needs a purchase or works.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.energy.appliances import Range
from advisor.energy.measures import Match
from advisor.energy.savings import Savings

RANKER_VERSION = "net-value-1"
CONFIDENCE_WEIGHT = {"high": 1.0, "medium": 0.8, "low": 0.6}
EASE_WEIGHT = {"no_cost": 1.0, "purchase": 0.9, "work": 0.75}
# Below this the advice costs more attention than it gives back.
LEAST_SOLES_A_YEAR = 12.0


@dataclass(frozen=True)
class Candidate:
    """A measure the rules allow, with what it would save."""

    match: Match
    savings: Savings


def order(candidates: Sequence[Candidate], *, end_uses: Mapping[str, Range]) -> tuple[Candidate, ...]:
    """Return the candidates worth showing, best first.

    Left out: what saves less than one sol a month, what does not earn its upper cost within its life. Each next place
    goes to the best score given those already placed: on an end use already cut, a measure works on what is left.
    Ties fall in the order of the keys, so that the same home always sees the same order.
    """
    waiting = sorted(
        (item for item in candidates if worth_showing(item.savings)), key=lambda item: item.match.measure.key
    )
    placed: list[Candidate] = []
    left: dict[str, float] = {}
    while waiting:
        best = max(waiting, key=lambda item: _score(item, left))
        waiting.remove(best)
        placed.append(best)
        use = best.match.measure.end_use
        if use:
            left[use] = left.get(use, 1.0) * (1 - _share_of_use(best.savings, end_uses))
    return tuple(placed)


def worth_showing(savings: Savings) -> bool:
    """Say whether a saving is at least one sol a month and pays its cost within the life of the measure."""
    return float(savings.soles_year.expected) >= LEAST_SOLES_A_YEAR and not savings.loses_money


def _score(candidate: Candidate, left: Mapping[str, float]) -> float:
    measure, savings = candidate.match.measure, candidate.savings
    gross = float(savings.soles_year.expected) * left.get(measure.end_use or "", 1.0)
    net = gross - float(savings.middle_cost) / measure.life_years
    weight = CONFIDENCE_WEIGHT[candidate.match.confidence] * EASE_WEIGHT[measure.category]
    # A weight below one must not lift a negative score.
    return net * weight if net > 0 else net


def _share_of_use(savings: Savings, end_uses: Mapping[str, Range]) -> float:
    whole = end_uses[savings.measure.end_use].expected if savings.measure.end_use in end_uses else 0.0
    return min(1.0, savings.kwh_year.expected / whole) if whole > 0 else 0.0
