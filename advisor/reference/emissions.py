"""Read the emission factors from their document."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

import yaml
from pydantic import BaseModel, ConfigDict, Field

from advisor.energy.emissions import EmissionFactor, Emissions

DOCUMENT = Path(__file__).parent / "documents" / "emissions.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Choice(_Strict):
    carrier: str
    year: int
    kind: str


class _Factor(_Strict):
    carrier: str
    year: int | None
    kg_co2_per_unit: float = Field(ge=0)
    unit: str
    kind: str
    status: str
    source: str


class _Document(_Strict):
    version: str
    default_electricity: _Choice
    factors: list[_Factor]


def load_emissions(document: Path = DOCUMENT) -> Emissions:
    """Return the emission factors, with the electricity factor the document names as the one in use."""
    parsed = _Document.model_validate(yaml.safe_load(document.read_text("utf-8")))
    factors = tuple(EmissionFactor(**item.model_dump()) for item in parsed.factors)
    chosen = parsed.default_electricity
    electricity = next(
        item for item in factors if (item.carrier, item.year, item.kind) == (chosen.carrier, chosen.year, chosen.kind)
    )
    fuels = {item.carrier: item for item in factors if not item.carrier.startswith("electricity")}
    return Emissions(electricity=electricity, fuels=MappingProxyType(fuels), all=factors)
