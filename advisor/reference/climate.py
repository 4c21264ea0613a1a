"""Read the monthly temperatures of the departments from their document."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from advisor.energy.climate import Climate

DOCUMENT = Path(__file__).parent / "documents" / "climate.yaml"
_Twelve = Annotated[list[float], Field(min_length=12, max_length=12)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Department(_Strict):
    department: str
    capital: str
    quality: str
    source: str
    mean_c: _Twelve | None
    max_c: _Twelve | None


class _Document(_Strict):
    version: str
    departments: list[_Department]


@dataclass(frozen=True)
class Climates:
    """The climates of the departments; `of` accepts a name with or without accents and capitals."""

    by_department: MappingProxyType[str, Climate]

    def of(self, department: str | None) -> Climate | None:
        """Return the climate of a department, or None where it is unknown or has no station."""
        return self.by_department.get(plain_name(department)) if department else None


def load_climate(document: Path = DOCUMENT) -> Climates:
    """Return the monthly temperatures by department; departments without a station are left out."""
    parsed = _Document.model_validate(yaml.safe_load(document.read_text("utf-8")))
    climates = {
        plain_name(item.department): Climate(
            place=item.capital,
            mean_c=tuple(item.mean_c),
            max_c=tuple(item.max_c or item.mean_c),
            quality=item.quality,
            source=item.source,
        )
        for item in parsed.departments
        if item.mean_c
    }
    return Climates(MappingProxyType(climates))


def plain_name(name: str) -> str:
    """Return a place name in lower case without accents, so that "Áncash" and "ancash" are the same."""
    letters = unicodedata.normalize("NFKD", name.replace("-", " ").strip().casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
