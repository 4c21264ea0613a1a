"""All reference data of this edition of the product, read once and frozen, under one version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from advisor.energy.appliances import ApplianceKind
from advisor.energy.calendar import HolidayRule, national_holidays
from advisor.energy.emissions import Emissions
from advisor.energy.measures import Measure
from advisor.energy.tariffs import TariffBook
from advisor.reference.appliances import load_appliances
from advisor.reference.climate import Climates, load_climate, plain_name
from advisor.reference.emissions import load_emissions
from advisor.reference.holidays import load_holiday_rules
from advisor.reference.measures import load_measures
from advisor.reference.parsing import DOCUMENTS, Strict, read_document
from advisor.reference.places import Department, Distributor, load_departments, load_distributors
from advisor.reference.published import PublishedList, merged
from advisor.reference.tariffs import load_tariff_book, load_tariff_documents, tariff_book


@dataclass(frozen=True)
class Reference:
    """Tariffs, places, holidays, measures, appliances, climate and emission factors, with the version that names them.

    version: day of the edition and the first eight hexadecimal digits of the documents' SHA-256; where price lists were
    published since, eight digits more.
    """

    version: str
    tariffs: TariffBook
    departments: Mapping[str, Department]
    distributors: Mapping[str, Distributor]
    holiday_rules: tuple[HolidayRule, ...]
    measures: Mapping[str, Measure]
    appliances: Mapping[str, ApplianceKind]
    climate: Climates
    emissions: Emissions

    def holidays(self, year: int) -> frozenset[date]:
        """Return the national holidays of a year."""
        return national_holidays(year, self.holiday_rules)

    def department(self, name: str | None) -> Department | None:
        """Return a department by key or name, with or without accents and capitals; None where there is no such one."""
        return self.departments.get(plain_name(name).replace(" ", "-")) if name else None

    def distributor(self, key: str | None) -> Distributor | None:
        """Return a distributor by key; None where there is no such one."""
        return self.distributors.get(key) if key else None

    def distributors_of(self, department: str | None) -> tuple[Distributor, ...]:
        """Return the distributors of a department, main one first; those of no fixed area last; all where unknown."""
        place = self.department(department)
        if place is None:
            return tuple(self.distributors.values())
        anywhere = (d for d in self.distributors.values() if not d.departments)
        return (*(self.distributors[key] for key in place.distributors), *anywhere)


class _Edition(Strict):
    published_on: date


@lru_cache(maxsize=1)
def load_reference() -> Reference:
    """Read every document. Raises InvalidDocument (or a validation error that names the place) for a broken one."""
    return _reference(load_tariff_book(), version=reference_version())


def reference_with(published: Sequence[PublishedList], *, edition: str) -> Reference:
    """Return the documents with the price lists published since; edition: SHA-256 of what is published.

    The version grows by the edition's first eight digits, so results made with other prices can be told apart.
    """
    marks = {item.name: f"-{item.sha256[:8]}" for item in published}
    book = tariff_book(merged(load_tariff_documents(), published), marks=marks)
    return _reference(book, version=f"{reference_version()}-{edition[:8]}")


def _reference(tariffs: TariffBook, *, version: str) -> Reference:
    distributors = load_distributors(with_tariff=tariffs.distributors())
    return Reference(
        version=version,
        tariffs=tariffs,
        departments=load_departments(distributors),
        distributors=distributors,
        holiday_rules=load_holiday_rules(),
        measures=load_measures(),
        appliances=load_appliances(),
        climate=load_climate(),
        emissions=load_emissions(),
    )


def reference_version() -> str:
    """Return the version of the documents: edition day and a short hash of their contents."""
    digest = hashlib.sha256()
    for path in sorted(DOCUMENTS.rglob("*.yaml")):
        digest.update(path.relative_to(DOCUMENTS).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    edition = read_document(DOCUMENTS / "edition.yaml", _Edition).published_on
    return f"{edition.isoformat()}-{digest.hexdigest()[:8]}"
