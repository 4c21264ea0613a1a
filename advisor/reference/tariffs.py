"""Read price lists, one document per distributor, system and option, into tariffs before IGV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, model_validator

from advisor.energy.tariffs import Bracket, Tariff, TariffBook, Tax
from advisor.energy.tariffs.charges import (
    Charge,
    EnergyCharge,
    EnergyKind,
    FixedCharge,
    ThreePeriodEnergy,
    TieredEnergy,
    TieredThreePeriodEnergy,
    TieredTwoPeriodEnergy,
    TwoPeriodEnergy,
)
from advisor.energy.tariffs.repricing import before_tax
from advisor.reference.levies import (
    load_fose,
    load_levies,
    load_minimum_data,
    load_rounding,
    load_site_charges,
    load_taxes,
)
from advisor.reference.parsing import DOCUMENTS, Strict, read_document

FOLDER = DOCUMENTS / "tariffs"
NO_MARKS: Mapping[str, str] = MappingProxyType({})
Money = Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=4)]


class _Fixed(Strict):
    kind: Literal["fixed"]
    amount: Money

    def value(self) -> Charge:
        return FixedCharge(self.amount)


class _Energy(Strict):
    kind: Literal["energy"]
    code: Literal["energy_first_30", "energy_all"]
    price_per_kwh: Money

    def value(self) -> Charge:
        return EnergyCharge(self.price_per_kwh, self.code)


class _TieredEnergy(Strict):
    kind: Literal["tiered_energy"]
    first_kwh: Decimal
    first_price_per_kwh: Money
    first_amount: Money
    rest_price_per_kwh: Money

    def value(self) -> Charge:
        return TieredEnergy(self.first_kwh, self.first_price_per_kwh, self.first_amount, self.rest_price_per_kwh)


class _TwoPeriodEnergy(Strict):
    kind: Literal["two_period_energy"]
    peak_price_per_kwh: Money
    offpeak_price_per_kwh: Money

    def value(self) -> Charge:
        return TwoPeriodEnergy(self.peak_price_per_kwh, self.offpeak_price_per_kwh)


class _TieredTwoPeriodEnergy(Strict):
    kind: Literal["tiered_two_period_energy"]
    first_kwh: Decimal
    first_peak_price_per_kwh: Money
    first_offpeak_price_per_kwh: Money
    rest_peak_price_per_kwh: Money
    rest_offpeak_price_per_kwh: Money

    def value(self) -> Charge:
        return TieredTwoPeriodEnergy(
            self.first_kwh,
            self.first_peak_price_per_kwh,
            self.first_offpeak_price_per_kwh,
            self.rest_peak_price_per_kwh,
            self.rest_offpeak_price_per_kwh,
        )


class _ThreePeriodEnergy(Strict):
    kind: Literal["three_period_energy"]
    peak_price_per_kwh: Money
    middle_price_per_kwh: Money
    base_price_per_kwh: Money

    def value(self) -> Charge:
        return ThreePeriodEnergy(self.peak_price_per_kwh, self.middle_price_per_kwh, self.base_price_per_kwh)


class _TieredThreePeriodEnergy(Strict):
    kind: Literal["tiered_three_period_energy"]
    first_kwh: Decimal
    first_peak_price_per_kwh: Money
    first_middle_price_per_kwh: Money
    first_base_price_per_kwh: Money
    rest_peak_price_per_kwh: Money
    rest_middle_price_per_kwh: Money
    rest_base_price_per_kwh: Money

    def value(self) -> Charge:
        return TieredThreePeriodEnergy(**self.model_dump(exclude={"kind"}))


_Charge = Annotated[
    _Fixed
    | _Energy
    | _TieredEnergy
    | _TwoPeriodEnergy
    | _TieredTwoPeriodEnergy
    | _ThreePeriodEnergy
    | _TieredThreePeriodEnergy,
    Field(discriminator="kind"),
]


class _Bracket(Strict):
    up_to_kwh: Decimal | None
    charges: list[_Charge]

    @model_validator(mode="after")
    def _one_energy_charge(self) -> _Bracket:
        if sum(isinstance(charge.value(), EnergyKind) for charge in self.charges) != 1:
            raise ValueError("a bracket has exactly one charge for energy")
        return self


class PriceList(Strict):
    """One price list as published; igv_included: whether its prices hold IGV."""

    valid_from: date
    valid_until: date | None = None
    status: Literal["verified", "unverified", "inferred"]
    igv_included: bool
    source: str = Field(min_length=5)
    brackets: list[_Bracket] = Field(min_length=1)

    @model_validator(mode="after")
    def _brackets_rise_to_no_limit(self) -> PriceList:
        limits = [bracket.up_to_kwh for bracket in self.brackets]
        if limits[-1] is not None or any(limit is None for limit in limits[:-1]) or limits[:-1] != sorted(limits[:-1]):
            raise ValueError("brackets must rise, and the last one has no limit")
        return self


class TariffDocument(Strict):
    """The price lists of one distributor, system and option, oldest first."""

    distributor: str
    system: str
    option: str
    residential: bool
    lists: list[PriceList] = Field(min_length=1)

    @model_validator(mode="after")
    def _lists_follow_each_other(self) -> TariffDocument:
        for older, newer in pairwise(self.lists):
            if newer.valid_from < (older.valid_until or newer.valid_from) or newer.valid_from <= older.valid_from:
                raise ValueError(f"the list of {newer.valid_from} overlaps the one before it")
        return self


@lru_cache(maxsize=4)
def load_tariff_documents(folder: Path = FOLDER) -> tuple[TariffDocument, ...]:
    """Return the documents of price lists that come with the product. Raises InvalidDocument."""
    return tuple(read_document(path, TariffDocument) for path in sorted(folder.glob("*.yaml")))


@lru_cache(maxsize=4)
def load_tariff_book(folder: Path = FOLDER) -> TariffBook:
    """Return the book of price lists with taxes, levies and site charges. Raises InvalidDocument."""
    return tariff_book(load_tariff_documents(folder))


def tariff_book(documents: Iterable[TariffDocument], *, marks: Mapping[str, str] = NO_MARKS) -> TariffBook:
    """Return the book of these price lists, with the product's taxes, levies and site charges.

    marks: what is added to a list's version, by that version: a corrected list must not bear the name of the first.
    """
    taxes = load_taxes()
    return TariffBook(
        tariffs=tuple(tariff for document in documents for tariff in tariffs_of(document, taxes=taxes, marks=marks)),
        levies=load_levies(),
        taxes=taxes,
        fose=load_fose(),
        site_charges=load_site_charges(),
        minimum_data=load_minimum_data(),
        rounding=load_rounding(),
    )


def tariffs_of(
    document: TariffDocument, *, taxes: tuple[Tax, ...], marks: Mapping[str, str] = NO_MARKS
) -> Iterable[Tariff]:
    """Turn a document into tariffs before IGV; each list ends where the next begins, unless it says when it ends."""
    ends = [newer.valid_from for newer in document.lists[1:]] + [None]
    for published, end in zip(document.lists, ends, strict=True):
        rate = max((t for t in taxes if t.valid_from <= published.valid_from), key=lambda tax: tax.valid_from).rate
        place = f"{document.distributor}/{document.system}/{document.option}"
        if not document.residential:
            place += "-non-residential"
        version = f"{place}/{published.valid_from.isoformat()}"
        yield Tariff(
            version=version + marks.get(version, ""),
            distributor=document.distributor,
            system=document.system,
            option=document.option,
            residential=document.residential,
            valid_from=published.valid_from,
            valid_until=published.valid_until or end,
            brackets=tuple(
                Bracket(bracket.up_to_kwh, tuple(_before_igv(c.value(), published, rate) for c in bracket.charges))
                for bracket in published.brackets
            ),
            source=published.source,
            status=published.status,
        )


def _before_igv(charge: Charge, published: PriceList, rate: Decimal) -> Charge:
    return before_tax(charge, rate=rate) if published.igv_included else charge
