"""Departments and distributors for the form, and whose prices are known."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.reference.loader import Reference
from advisor.web.guest.choices import FIRST_DEPARTMENT, OTHER_DISTRIBUTOR


@dataclass(frozen=True)
class Distributor:
    """A distributor as offered: has_tariff says whether its price list is known."""

    key: str
    name: str
    has_tariff: bool


@dataclass(frozen=True)
class Places:
    """Every department with the distributors that serve it, Lima first, then by the alphabet."""

    by_department: dict[str, tuple[Distributor, ...]]

    def departments(self) -> list[str]:
        return list(self.by_department)

    def knows_department(self, department: str | None) -> bool:
        return department in self.by_department

    def serving(self, department: str | None) -> tuple[Distributor, ...]:
        """Return the distributors of a department, none for an unknown one."""
        return self.by_department.get(department or "", ())

    def distributor(self, key: str | None) -> Distributor | None:
        """Return a distributor by its key."""
        return next((item for items in self.by_department.values() for item in items if item.key == key), None)

    def only_one(self, department: str | None) -> Distributor | None:
        """Return the distributor of a department that has a single one: it need not be asked."""
        serving = self.serving(department)
        return serving[0] if len(serving) == 1 else None

    def needs_own_price(self, key: str | None) -> bool:
        """Say whether the price must be read from the home's own bill."""
        known = self.distributor(key)
        return key == OTHER_DISTRIBUTOR or (known is not None and not known.has_tariff)


def places(reference: Reference) -> Places:
    """Arrange the reference data for the form."""
    names = sorted(reference.departments, key=lambda name: (name != FIRST_DEPARTMENT, _folded(name)))
    return Places({name: _serving(reference, name) for name in names})


def _serving(reference: Reference, department: str) -> tuple[Distributor, ...]:
    found = (
        Distributor(key, item.name, item.has_tariff)
        for key, item in reference.distributors.items()
        if department in item.departments
    )
    return tuple(sorted(found, key=lambda item: (not item.has_tariff, _folded(item.name))))


def _folded(name: str) -> str:
    return name.translate(str.maketrans("ÁÉÍÓÚáéíóúñÑ", "AEIOUaeiounN")).lower()
