"""One price list from its rows: ranges that join, each with a fixed charge and one whole charge for energy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from pydantic import ValidationError

from advisor.energy.findings import Finding, Severity
from advisor.reference.tariff_rows import HOURS
from advisor.reference.tariffs import PriceList

_UNIT = re.compile(r"(?P<cents>ctm )?S/ per (?P<per>kWh|month)(?: (?P<tax>incl|excl)\. IGV)?")
_RANGE = re.compile(r"(?P<low>\d+)-(?P<high>\d+)|>(?P<above>\d+)|(?P<any>any)")
_CHARGE = re.compile(
    r"(?P<plain>fixed|energy|energy_all_kwh)|energy_first(?P<lump>\d+)_lump"
    r"|(?P<hours>energy(?:_peak|_offpeak(?:_middle|_base)?)?)(?:_first(?P<first>\d+)|_excess_over_(?P<rest>\d+))?"
)
_BY_NAME = {name: hours for kind in HOURS.values() for hours, name in kind} | {"energy": ""}
# The parts that one charge for energy is made of, by its kind.
_PARTS = {
    "tiered_energy": frozenset({"first_amount", "rest_price_per_kwh"}),
    **{kind: frozenset(f"{hours}_price_per_kwh" for hours, _ in parts) for kind, parts in HOURS.items()},
    **{
        f"tiered_{kind}": frozenset(f"{tier}_{hours}_price_per_kwh" for hours, _ in parts for tier in ("first", "rest"))
        for kind, parts in HOURS.items()
    },
}
_STATUS = ("verified", "unverified", "inferred")


class _Refused(Exception):
    """Something of the list cannot be used; the finding says what, and where."""

    def __init__(self, code: str, row: PriceRow, **params: object) -> None:
        self.finding = Finding(code, Severity.ERROR, params, row.place)


@dataclass(frozen=True)
class PriceRow:
    """One row as written: its place in the file and its cells by column."""

    place: int
    told: dict[str, str]


@dataclass(frozen=True)
class _Price:
    row: PriceRow
    low: int
    high: int | None
    name: str
    first: int | None
    value: Decimal
    tax: str


def list_of(rows: Sequence[PriceRow]) -> tuple[PriceList | None, list[Finding]]:
    """Return the price list that rows make, or None with every problem found in them."""
    problems: list[Finding] = []
    told = _tried(problems, _told_once, rows) or {}
    prices = [price for row in rows if (price := _tried(problems, _price, row)) is not None]
    if len(prices) == len(rows):
        _tried(problems, _one_way_with_tax, prices)
        brackets = _tried(problems, lambda found: list(_brackets(found)), prices)
    if problems:
        return None, problems
    try:
        document = {**told, "igv_included": prices[0].tax == "incl", "brackets": brackets}
        return PriceList.model_validate(document), []
    except ValidationError as fault:
        where = ".".join(map(str, fault.errors()[0]["loc"]))
        return None, [Finding("tariff_list_refused", Severity.ERROR, {"cell": where}, rows[0].place)]


def _tried(problems: list[Finding], read: Callable, given: object):
    try:
        return read(given)
    except _Refused as refused:
        problems.append(refused.finding)
        return None


def _told_once(rows: Sequence[PriceRow]) -> dict[str, object]:
    """Return what the rows of a list must tell alike: days, source and how far to trust it."""
    first = rows[0]
    for column in ("source", "status", "valid_until"):
        for row in rows:
            if row.told[column] != first.told[column]:
                raise _Refused("tariff_told_two_ways", row, column=column)
    if not first.told["valid_from"]:
        raise _Refused("tariff_start_not_told", first)
    start, end = _day(first, "valid_from"), _day(first, "valid_until")
    if end is not None and end <= start:
        raise _Refused("tariff_ends_before_start", first)
    if len(first.told["source"]) < 5:
        raise _Refused("tariff_source_not_told", first)
    status = first.told["status"] or "unverified"
    if status not in _STATUS:
        raise _Refused("tariff_status_unknown", first, cell=status)
    return {"valid_from": start, "valid_until": end, "source": first.told["source"], "status": status}


def _day(row: PriceRow, column: str) -> date | None:
    text = row.told[column]
    if not text:
        return None
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise _Refused("tariff_day_unreadable", row, cell=text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _Refused("tariff_day_unreadable", row, cell=text) from None


def _price(row: PriceRow) -> _Price:
    span, unit = _RANGE.fullmatch(row.told["range_kwh"]), _UNIT.fullmatch(row.told["unit"])
    charge = row.told["charge"]
    if span is None:
        raise _Refused("tariff_range_unreadable", row, cell=row.told["range_kwh"])
    named = _CHARGE.fullmatch(charge)
    if named is None:
        raise _Refused("tariff_charge_unknown", row, cell=charge)
    name, first = _part(named)
    if unit is None or unit["per"] != ("month" if name in ("fixed", "first_amount") else "kWh"):
        raise _Refused("tariff_unit_wrong", row, cell=row.told["unit"], charge=charge)
    if unit["tax"] is None:
        raise _Refused("tariff_igv_not_told", row, cell=row.told["unit"])
    value = _amount(row) / (100 if unit["cents"] else 1)
    if value != value.quantize(Decimal("0.0001")):
        raise _Refused("tariff_value_unreadable", row, cell=row.told["value"])
    if span["above"] is not None:
        return _Price(row, int(span["above"]) + 1, None, name, first, value, unit["tax"])
    low, high = (0, None) if span["any"] else (int(span["low"]), int(span["high"]))
    if high is not None and high <= low:
        raise _Refused("tariff_range_unreadable", row, cell=row.told["range_kwh"])
    return _Price(row, low, high, name, first, value, unit["tax"])


def _part(named: re.Match[str]) -> tuple[str, int | None]:
    """Return the part of a charge that a row is, and the kWh up to which the first price goes, where it has one."""
    if named["plain"]:
        return named["plain"], None
    if named["lump"]:
        return "first_amount", int(named["lump"])
    hours = _BY_NAME[named["hours"]]
    price = f"{hours}_price_per_kwh" if hours else "price_per_kwh"
    for tier in ("first", "rest"):
        if named[tier]:
            return f"{tier}_{price}", int(named[tier])
    return price, None


def _amount(row: PriceRow) -> Decimal:
    text = row.told["value"]
    if not re.fullmatch(r"\d{1,6}(\.\d{1,6})?", text):
        raise _Refused("tariff_value_unreadable", row, cell=text)
    try:
        return Decimal(text)
    except InvalidOperation:
        raise _Refused("tariff_value_unreadable", row, cell=text) from None


def _one_way_with_tax(prices: Sequence[_Price]) -> None:
    for price in prices:
        if price.tax != prices[0].tax:
            raise _Refused("tariff_igv_mixed", price.row, first_row=prices[0].row.place)


def _brackets(prices: Sequence[_Price]) -> Iterator[dict[str, object]]:
    """Yield the brackets from 0 kWh up; each must begin where the one before it ends, and the last has no limit."""
    spans = sorted({(price.low, price.high) for price in prices}, key=lambda span: (span[0], span[1] or 0))
    low, first_price = 0, None
    for begins, ends in spans:
        inside = {}
        for price in (p for p in prices if (p.low, p.high) == (begins, ends)):
            if price.name in inside:
                raise _Refused("tariff_row_twice", price.row, first_row=inside[price.name].row.place)
            inside[price.name] = price
        row = next(iter(inside.values())).row
        if low is None or begins != low:
            raise _Refused("tariff_ranges_apart", row, cell=row.told["range_kwh"])
        if "fixed" not in inside:
            raise _Refused("tariff_charge_missing", row, cell=row.told["range_kwh"], charge="fixed")
        charges = [{"kind": "fixed", "amount": inside["fixed"].value}, _energy(inside, row, first_price)]
        yield {"up_to_kwh": ends, "charges": charges}
        if first_price is None and "energy" in inside:
            first_price = inside["energy"].value
        low = None if ends is None else ends + 1
    if low is not None:
        last = prices[-1].row
        raise _Refused("tariff_ranges_open", last, cell=f">{low - 1}")


def _energy(inside: dict[str, _Price], row: PriceRow, first_price: Decimal | None) -> dict[str, object]:
    """Return the one charge for energy of a bracket; what belongs to no such charge, or lacks a part, is refused."""
    parts = {name: price.value for name, price in inside.items() if name != "fixed"}
    firsts = {price.first for price in inside.values()} - {None}
    span = row.told["range_kwh"]
    if not parts:
        raise _Refused("tariff_charge_missing", row, cell=span, charge="energy")
    if len(firsts) > 1:
        raise _Refused("tariff_first_kwh_differ", row, cell=span)
    if parts.keys() == {"energy"}:
        return {"kind": "energy", "code": "energy_first_30", "price_per_kwh": parts["energy"]}
    if parts.keys() == {"energy_all_kwh"}:
        return {"kind": "energy", "code": "energy_all", "price_per_kwh": parts["energy_all_kwh"]}
    if parts.keys() - {"first_price_per_kwh"} == _PARTS["tiered_energy"]:
        if "first_price_per_kwh" not in parts and first_price is None:
            raise _Refused("tariff_charge_missing", row, cell=span, charge=f"energy_first{min(firsts)}")
        return {"kind": "tiered_energy", "first_kwh": min(firsts), "first_price_per_kwh": first_price, **parts}
    for kind, needed in _PARTS.items():
        if parts.keys() == needed:
            return {"kind": kind, **({"first_kwh": min(firsts)} if firsts else {}), **parts}
    if any(parts.keys() < needed | {"first_price_per_kwh"} for needed in _PARTS.values()):
        raise _Refused("tariff_energy_part_missing", row, cell=span)
    raise _Refused("tariff_energy_two_ways", row, cell=span)
