"""The order in which a home sees the measures its rules allow."""

from advisor.ranking.net_value import RANKER_VERSION, Candidate, order

__all__ = ["RANKER_VERSION", "Candidate", "order"]
