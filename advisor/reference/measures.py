"""Read the measures of the catalogue, one document each."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from advisor.energy.appliances import END_USES, Range
from advisor.energy.measures import MEASURE_KEYS, Cost, Measure, Method, Reason, SavingsRule
from advisor.energy.rules import parse_condition

FOLDER = Path(__file__).parent / "documents" / "measures"
_Basis = Literal["published", "estimate"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Range(_Strict):
    low: float = Field(ge=0)
    expected: float = Field(ge=0)
    high: float = Field(ge=0)

    def value(self) -> Range:
        return Range(self.low, self.expected, self.high)


class _Texts(_Strict):
    title: str = Field(min_length=5, max_length=80)
    what_to_do: str = Field(min_length=20, max_length=600)
    how_we_estimate: str = Field(min_length=20, max_length=600)


class _Languages(_Strict):
    es: _Texts
    en: _Texts


class _Savings(_Strict):
    method: Method
    amount: _Range
    kept_share: _Range | None = None
    basis: _Basis
    source: str = Field(min_length=5)

    @model_validator(mode="after")
    def _shares_are_shares(self) -> _Savings:
        if (
            self.method in (Method.SHARE_OF_END_USE, Method.BASE_LOAD_EXCESS, Method.FUEL_SWITCH)
            and self.amount.high > 1
        ):
            raise ValueError("a share cannot pass 1")
        if (self.kept_share is None) == (self.method in (Method.FUEL_SWITCH, Method.STAY_UNDER_BRACKET)):
            raise ValueError("kept_share goes with fuel_switch and stay_under_bracket and with nothing else")
        if self.kept_share is not None and self.kept_share.high > 1:
            raise ValueError("a share cannot pass 1")
        return self


class _Cost(_Strict):
    low: float = Field(ge=0)
    high: float = Field(ge=0)
    per_item: Literal["lamp"] | None = None
    basis: _Basis
    source: str = Field(min_length=5)


class _Reason(_Strict):
    code: str = Field(pattern=r"^[a-z][a-z0-9_]+$")
    facts: list[str]
    when: dict[str, Any] | None = None


class _Measure(_Strict):
    key: Literal[MEASURE_KEYS]
    version: str
    texts: _Languages
    category: Literal["no_cost", "purchase", "work"]
    tenant_ok: bool
    needs_work: bool
    end_use: Literal[END_USES] | None
    savings: _Savings
    cost: _Cost
    life_years: float = Field(gt=0, le=50)
    shown_when: Literal["first_bill", "three_bills", "warm_months", "one_year"]
    conditions: dict[str, Any]
    reasons: list[_Reason] = Field(min_length=1)
    confidence: dict[Literal["high", "medium"], dict[str, Any]]


def load_measures(folder: Path = FOLDER) -> MappingProxyType[str, Measure]:
    """Return the measures by key, in the order of the catalogue's keys.

    Raises ValidationError or InvalidCondition for a document that is not a measure, and ValueError where the name of a
    file is not its key.
    """
    found = {
        path.stem: parse_measure(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(folder.glob("*.yaml"))
    }
    for stem, measure in found.items():
        if stem != measure.key:
            raise ValueError(f"{stem}.yaml holds the measure {measure.key!r}")
    return MappingProxyType({key: found[key] for key in MEASURE_KEYS if key in found})


def parse_measure(document: object) -> Measure:
    """Turn one document into a measure; the one parser for seed files, the administrator's form and the batch."""
    read = _Measure.model_validate(document)
    savings = SavingsRule(
        method=read.savings.method,
        amount=read.savings.amount.value(),
        basis=read.savings.basis,
        source=read.savings.source,
        kept_share=read.savings.kept_share.value() if read.savings.kept_share else None,
    )
    return Measure(
        key=read.key,
        version=read.version,
        texts=MappingProxyType(read.texts.model_dump()),
        category=read.category,
        tenant_ok=read.tenant_ok,
        needs_work=read.needs_work,
        end_use=read.end_use,
        savings=savings,
        cost=Cost(**read.cost.model_dump()),
        life_years=read.life_years,
        conditions=parse_condition(read.conditions),
        reasons=tuple(_reason(item) for item in read.reasons),
        confidence=MappingProxyType({level: parse_condition(data) for level, data in read.confidence.items()}),
        shown_when=read.shown_when,
    )


def _reason(item: _Reason) -> Reason:
    when = parse_condition(item.when) if item.when is not None else None
    known = [parse_condition({"known": name}).fact for name in item.facts]
    return Reason(item.code, tuple(name for name in known if name), when)
