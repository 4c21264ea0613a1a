"""Departments and distributors for the form, and whose prices are known."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.reference.climate import plain_name
from advisor.reference.loader import Reference
from advisor.reference.places import Distributor as Known
from advisor.web.guest.choices import FIRST_DEPARTMENT, OTHER_DISTRIBUTOR


@dataclass(frozen=True)
class Distributor:
    """A distributor as offered: has_tariff says whether its price list is known."""

    key: str
    name: str
    has_tariff: bool


@dataclass(frozen=True)
class Place:
    """A department as offered: the companies of its own, main one first, and whether its homes pay no IGV."""

    name: str
    distributors: tuple[Distributor, ...]
    igv_exempt: bool


@dataclass(frozen=True)
class Places:
    """Every department, Lima first, then by the alphabet; and the companies that serve rural systems anywhere."""

    departments: tuple[Place, ...]
    anywhere: tuple[Distributor, ...]

    def department(self, name: str | None) -> Place | None:
        """Return a department by its name, or None."""
        return next((place for place in self.departments if place.name == name), None)

    def distributor(self, key: str | None) -> Distributor | None:
        """Return a company by its key, or None."""
        offered = (*(item for place in self.departments for item in place.distributors), *self.anywhere)
        return next((item for item in offered if item.key == key), None)

    def only_one(self, department: str | None) -> Distributor | None:
        """Return the company of a department that has a single one: it need not be asked."""
        place = self.department(department)
        return place.distributors[0] if place and len(place.distributors) == 1 else None

    def needs_own_price(self, key: str | None) -> bool:
        """Say whether the price must be read from the home's own bill."""
        known = self.distributor(key)
        return key == OTHER_DISTRIBUTOR or (known is not None and not known.has_tariff)


def places(reference: Reference) -> Places:
    """Arrange the reference data for the form."""
    found = sorted(
        reference.departments.values(), key=lambda item: (item.name != FIRST_DEPARTMENT, plain_name(item.name))
    )
    return Places(
        departments=tuple(
            Place(
                department.name,
                tuple(_offered(reference.distributors[key]) for key in department.distributors),
                department.igv_exempt == "yes",
            )
            for department in found
        ),
        anywhere=tuple(_offered(item) for item in reference.distributors.values() if not item.departments),
    )


def _offered(known: Known) -> Distributor:
    return Distributor(known.key, known.name, known.has_tariff)
