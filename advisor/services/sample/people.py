"""What the people of a simulated home tell of place, company and appliances; all of it is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from advisor.reference.loader import Reference

# Homes whose company's price list is known; the others bring the prices of their own bill.
KNOWN_PRICES = ("lima", "callao")
# The chance to have each appliance, and how many: invented, so that every rule of the catalogue finds some home.
APPLIANCES = {
    "refrigerator": (0.85, 1),
    "television": (0.95, 2),
    "lamp_led": (0.7, 8),
    "lamp_cfl": (0.5, 5),
    "lamp_incandescent": (0.15, 2),
    "washing_machine": (0.5, 1),
    "iron": (0.7, 1),
    "microwave": (0.4, 1),
    "kettle": (0.3, 1),
    "computer": (0.3, 1),
    "laptop": (0.4, 2),
    "router": (0.6, 1),
    "fan": (0.3, 2),
    "air_conditioner": (0.05, 1),
    "water_pump": (0.1, 1),
}
OLDEST_YEARS = 20
WATER_HEATING = {"none": 0.45, "electric_shower": 0.3, "electric_storage": 0.12, "gas": 0.1, "solar": 0.03}
COOKING = {"lpg": 0.75, "natural_gas": 0.12, "electric": 0.05, "firewood": 0.08}


@dataclass(frozen=True)
class Told:
    """The answers of a home; `facts` and `last_bill` in the keys of the `assess` contract."""

    department: str
    distributor: str
    igv: bool
    facts: Mapping[str, object]
    last_bill: Mapping[str, str] | None


def told_by(number: int, *, chance: np.random.Generator, reference: Reference) -> Told:
    """Invent the answers of home `number`: every second one where prices are known, the others over all departments."""
    known = number % 2 == 0
    places = [place for place in reference.departments.values() if (place.key in KNOWN_PRICES) == known]
    place = places[(number // 2) % len(places)]
    priced = [key for key in place.distributors if reference.distributors[key].has_tariff]
    companies = priced or place.distributors
    return Told(
        department=place.name,
        distributor=companies[int(chance.integers(len(companies)))],
        igv=place.igv_exempt != "yes",
        facts=_facts(chance, reference),
        last_bill=None if priced else _own_prices(chance),
    )


def _facts(chance: np.random.Generator, reference: Reference) -> dict[str, object]:
    return {
        "people": int(chance.integers(1, 8)),
        "dwelling": "house" if chance.random() < 0.6 else "apartment",
        "owned": bool(chance.random() < 0.7),
        "water_heating": _one_of(chance, WATER_HEATING),
        "cooking": _one_of(chance, COOKING),
        "appliances": [
            _appliance(chance, kind, most)
            for kind, (share, most) in APPLIANCES.items()
            if chance.random() < share and kind in reference.appliances
        ],
    }


def _appliance(chance: np.random.Generator, kind: str, most: int) -> dict[str, object]:
    told: dict[str, object] = {"kind": kind, "count": int(chance.integers(1, most + 1))}
    if kind == "refrigerator":
        told["age_years"] = int(chance.integers(0, OLDEST_YEARS + 1))
    return told


def _one_of(chance: np.random.Generator, shares: Mapping[str, float]) -> str:
    return str(chance.choice(list(shares), p=list(shares.values())))


def _own_prices(chance: np.random.Generator) -> dict[str, str]:
    return {
        "unit_price": f"{chance.uniform(0.55, 0.85):.4f}",
        "fixed": f"{chance.uniform(2, 4):.2f}",
        "public_lighting": f"{chance.uniform(3, 18):.2f}",
    }
