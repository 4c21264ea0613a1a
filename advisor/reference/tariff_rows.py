"""The layout of price lists as CSV: its columns, and a list written as rows that read back as the same list."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from io import StringIO

from advisor.reference.places import Distributor
from advisor.reference.published import PublishedList

NEEDED = (
    "distributor", "system_or_sector", "option", "range_kwh", "charge", "unit", "value", "valid_from", "source",
)  # fmt: skip
# Not in every file: the end where the source tells one, how far to trust the list, the page of the source document.
OPTIONAL = ("valid_until", "status", "source_page")
COLUMNS = (*NEEDED, *OPTIONAL)
# The hours with a price of their own, by kind of charge: in our documents and in the layout.
HOURS = {
    "two_period_energy": (("peak", "energy_peak"), ("offpeak", "energy_offpeak")),
    "three_period_energy": (
        ("peak", "energy_peak"),
        ("middle", "energy_offpeak_middle"),
        ("base", "energy_offpeak_base"),
    ),
}


class UnableToWriteList(ValueError):
    """A price list has something the layout has no row for; the message names it."""


def as_csv(lists: Iterable[PublishedList], *, distributors: Mapping[str, Distributor]) -> str:
    """Return price lists in the layout, one row for each charge of each range. Raises UnableToWriteList."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for item in lists:
        writer.writerows(_rows(item, distributors))
    return text.getvalue()


def short_name(distributor: Distributor) -> str:
    """Return the name of a company without what stands in brackets after it."""
    return distributor.name.partition(" (")[0]


def _rows(item: PublishedList, distributors: Mapping[str, Distributor]) -> Iterator[dict[str, object]]:
    prices = item.prices
    known = distributors.get(item.distributor)
    told = {
        "distributor": short_name(known) if known else item.distributor,
        "system_or_sector": item.system.replace("-", " ").title(),
        "option": f"{item.option} {'residential' if item.residential else 'non-residential'}",
        "valid_from": prices.valid_from.isoformat(),
        "source": prices.source,
        "valid_until": prices.valid_until.isoformat() if prices.valid_until else "",
        "status": prices.status,
        "source_page": item.source_page or "",
    }
    tax = "incl. IGV" if prices.igv_included else "excl. IGV"
    low, first_price = 0, None
    for bracket in prices.brackets:
        limit = None if bracket.up_to_kwh is None else _whole(bracket.up_to_kwh)
        span = f"{low}-{limit}" if limit is not None else (f">{low - 1}" if low else "any")
        for charge in bracket.charges:
            for code, per, value in _charges(charge.model_dump(), first_price):
                yield {**told, "range_kwh": span, "charge": code, "unit": f"S/ per {per} {tax}", "value": value}
            if first_price is None and charge.kind == "energy" and charge.code == "energy_first_30":
                first_price = charge.price_per_kwh
        low = 0 if limit is None else limit + 1


def _charges(charge: Mapping[str, object], first_price: Decimal | None) -> Iterator[tuple[str, str, object]]:
    """Yield each row of a charge as its name, what it is for and its value."""
    kind = charge["kind"]
    first = _whole(charge["first_kwh"]) if "first_kwh" in charge else None
    if kind == "fixed":
        yield "fixed", "month", charge["amount"]
    elif kind == "energy":
        name = {"energy_first_30": "energy", "energy_all": "energy_all_kwh"}[charge["code"]]
        yield name, "kWh", charge["price_per_kwh"]
    elif kind == "tiered_energy":
        if charge["first_price_per_kwh"] != first_price:
            yield f"energy_first{first}", "kWh", charge["first_price_per_kwh"]
        yield f"energy_first{first}_lump", "month", charge["first_amount"]
        yield f"energy_excess_over_{first}", "kWh", charge["rest_price_per_kwh"]
    else:
        for hours, name in HOURS[kind.removeprefix("tiered_")]:
            if first is None:
                yield name, "kWh", charge[f"{hours}_price_per_kwh"]
            else:
                yield f"{name}_first{first}", "kWh", charge[f"first_{hours}_price_per_kwh"]
                yield f"{name}_excess_over_{first}", "kWh", charge[f"rest_{hours}_price_per_kwh"]


def _whole(kwh: Decimal) -> int:
    if kwh != kwh.to_integral_value():
        raise UnableToWriteList(f"a limit of {kwh} kWh")
    return int(kwh)
