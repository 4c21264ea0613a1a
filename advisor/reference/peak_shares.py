"""Read which shares of a home's energy in peak hours are plausible where only its bills are known."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from advisor.energy.bills.options import PeakShares
from advisor.reference.levies import Status
from advisor.reference.parsing import DOCUMENTS, Strict, read_document

_Share = Annotated[Decimal, Field(gt=0, lt=1)]


class _PeakShares(Strict):
    lowest: _Share
    highest: _Share
    homes: int
    status: Status
    source: str


@lru_cache(maxsize=1)
def load_peak_shares(path: Path = DOCUMENTS / "peak_shares.yaml") -> PeakShares:
    """Return the lowest and the highest plausible share."""
    found = read_document(path, _PeakShares)
    return PeakShares(found.lowest, found.highest)
