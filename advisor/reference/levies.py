"""Read what bills hold besides price lists: IGV, Law 28749 levy, connection, public lighting, FOSE steps, rounding."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from advisor.energy.tariffs import FoseStructure, Levy, MinimumData, RoundingUnit, SiteCharge, Tax
from advisor.energy.tariffs.charges import Band, BandedCharge, FixedCharge
from advisor.reference.parsing import DOCUMENTS, Strict, read_document

Status = Literal["verified", "unverified", "inferred"]
_Money = Annotated[Decimal, Field(ge=0)]
_Share = Annotated[Decimal, Field(gt=0)]


class _Tax(Strict):
    rate: Annotated[Decimal, Field(gt=0, lt=1)]
    valid_from: date
    status: Status
    source: str


class _Taxes(Strict):
    taxes: list[_Tax] = Field(min_length=1)


class _Levy(Strict):
    price_per_kwh: _Money
    valid_from: date
    status: Status
    source: str


class _Levies(Strict):
    levies: list[_Levy] = Field(min_length=1)


class _Amount(Strict):
    distributor: str
    amount: _Money
    status: Status
    source: str


class _Band(Strict):
    up_to_kwh: Decimal | None
    factor: Decimal


class _Bands(Strict):
    source: str
    bands: list[_Band] = Field(min_length=1)


class _SiteCharges(Strict):
    connection: list[_Amount]
    public_lighting_bands: _Bands
    public_lighting_unit_amounts: list[_Amount]


class _Fose(Strict):
    first_kwh: Decimal
    limit_kwh: Decimal
    first_share: _Share
    over_limit_share: _Share
    status: Status
    source: str


class _MinimumData(Strict):
    option: str
    needs: list[str] = Field(min_length=1)
    status: Status
    source: str


class _Options(Strict):
    options: list[_MinimumData]


class _RoundingUnit(Strict):
    distributor: str
    unit: Annotated[Decimal, Field(gt=0)]
    status: Status
    source: str


class _Rounding(Strict):
    units: list[_RoundingUnit]


def load_taxes(path: Path = DOCUMENTS / "taxes.yaml") -> tuple[Tax, ...]:
    """Return the rates of IGV by date."""
    found = read_document(path, _Taxes).taxes
    return tuple(Tax(t.rate, t.valid_from, t.source, t.status) for t in found)


def load_levies(path: Path = DOCUMENTS / "levies.yaml") -> tuple[Levy, ...]:
    """Return the levy of Law 28749 by year."""
    found = read_document(path, _Levies).levies
    return tuple(Levy(v.price_per_kwh, v.valid_from, v.source, v.status) for v in found)


def load_fose(path: Path = DOCUMENTS / "fose.yaml") -> FoseStructure:
    """Return the steps between brackets assumed for homes whose price list is not known."""
    return FoseStructure(**read_document(path, _Fose).model_dump())


def load_site_charges(path: Path = DOCUMENTS / "site_charges.yaml") -> MappingProxyType[str, tuple[SiteCharge, ...]]:
    """Return connection upkeep and public lighting by distributor; public lighting is always an estimate."""
    document = read_document(path, _SiteCharges)
    scale = tuple(Band(band.up_to_kwh, band.factor) for band in document.public_lighting_bands.bands)
    charges: dict[str, list[SiteCharge]] = {}
    for seen in document.connection:
        charge = SiteCharge(FixedCharge(seen.amount, "connection"), seen.source, seen.status, estimate=False)
        charges.setdefault(seen.distributor, []).append(charge)
    for seen in document.public_lighting_unit_amounts:
        source = f"estimate: unit amount {seen.source}; {document.public_lighting_bands.source}"
        charge = SiteCharge(BandedCharge(seen.amount, scale), source, seen.status, estimate=True)
        charges.setdefault(seen.distributor, []).append(charge)
    return MappingProxyType({distributor: tuple(found) for distributor, found in charges.items()})


def load_minimum_data(path: Path = DOCUMENTS / "minimum_data.yaml") -> MappingProxyType[str, MinimumData]:
    """Return what billing on each tariff option takes, by option."""
    found = read_document(path, _Options).options
    return MappingProxyType({o.option: MinimumData(o.option, tuple(o.needs), o.source, o.status) for o in found})


def load_rounding(path: Path = DOCUMENTS / "rounding.yaml") -> MappingProxyType[str, RoundingUnit]:
    """Return to what each distributor rounds the amount to pay, as far as known."""
    found = read_document(path, _Rounding).units
    return MappingProxyType({u.distributor: RoundingUnit(u.unit, u.source, u.status) for u in found})
