"""Read how a household claims over its bill: the norm, the ways, the time to answer and the supervisor's phones."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from advisor.reference.parsing import DOCUMENTS, Strict, read_document

Status = Literal["verified", "unverified"]


class _Sourced(Strict):
    status: Status
    source: str = Field(min_length=10)


class Norm(_Sourced):
    """The rule that claims go by, with the days it was published and came into force."""

    name: str
    published_on: date
    in_force_from: date


class FirstStep(_Sourced):
    """How the company takes a claim."""

    ways: tuple[Literal["writing", "phone", "person"], ...]


class Answer(_Sourced):
    """Working days in which the company answers, one for each kind of claim, rising."""

    working_days: tuple[int, ...] = Field(min_length=1)


class Phone(_Sourced):
    """A phone of the supervisor, Osinergmin, and for whom it is."""

    place: Literal["lima", "elsewhere"]
    number: str


class Claims(Strict):
    """Everything known of claims, each part with its source and status."""

    norm: Norm
    first_to_company: FirstStep
    company_answers_within: Answer
    supervisor_phones: tuple[Phone, ...] = Field(min_length=1)

    @property
    def verified(self) -> bool:
        """Say whether every part was checked at its source."""
        parts = (self.norm, self.first_to_company, self.company_answers_within, *self.supervisor_phones)
        return all(part.status == "verified" for part in parts)


@lru_cache(maxsize=2)
def load_claims(path: Path = DOCUMENTS / "claims.yaml") -> Claims:
    """Return what is known of claims. Raises InvalidDocument."""
    return read_document(path, Claims)
