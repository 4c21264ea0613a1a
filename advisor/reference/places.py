"""Read the departments and the companies that sell electricity to homes in them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from advisor.reference.parsing import DOCUMENTS, InvalidDocument, Strict, read_document

IgvExempt = Literal["yes", "no", "partly", "unknown"]


@dataclass(frozen=True)
class Distributor:
    """A company that bills homes; has_tariff: a price list is known; area_status: how far to trust the area."""

    key: str
    name: str
    departments: tuple[str, ...]
    area: str
    area_status: str
    has_tariff: bool


@dataclass(frozen=True)
class Department:
    """A department (or Callao): its capital as the place of climate and sun, its distributors, main one first.

    latitude, longitude: degrees; igv_exempt: whether homes pay no IGV, only the first answer of a form.
    """

    key: str
    name: str
    ubigeo: str
    capital: str
    latitude: float
    longitude: float
    elevation_m: int
    region: str
    distributors: tuple[str, ...]
    igv_exempt: IgvExempt
    igv_exempt_status: str


class _Distributor(Strict):
    key: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    name: str
    departments: tuple[str, ...]
    area: str
    area_status: str


class _Distributors(Strict):
    distributors: list[_Distributor]


class _Department(Strict):
    key: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    name: str
    ubigeo: str = Field(pattern=r"^\d{6}$")
    capital: str
    latitude: float = Field(ge=-19, le=0)
    longitude: float = Field(ge=-82, le=-68)
    elevation_m: int
    region: str
    distributors: tuple[str, ...] = Field(min_length=1)
    igv_exempt: IgvExempt
    igv_exempt_status: str


class _Departments(Strict):
    departments: list[_Department]


def load_distributors(
    with_tariff: Collection[str] = (), path: Path = DOCUMENTS / "distributors.yaml"
) -> MappingProxyType[str, Distributor]:
    """Return the distributors by key, in the order of the document; with_tariff: keys with a known price list."""
    found = read_document(path, _Distributors).distributors
    return MappingProxyType({d.key: Distributor(**d.model_dump(), has_tariff=d.key in with_tariff) for d in found})


def load_departments(
    distributors: Collection[str], path: Path = DOCUMENTS / "departments.yaml"
) -> MappingProxyType[str, Department]:
    """Return the departments by key, in the order of ubigeo. Raises InvalidDocument for an unknown distributor."""
    found = read_document(path, _Departments).departments
    for item in found:
        if unknown := set(item.distributors) - set(distributors):
            raise InvalidDocument(path, f"{item.key} names unknown distributors: {', '.join(sorted(unknown))}")
    return MappingProxyType({item.key: Department(**item.model_dump()) for item in found})
