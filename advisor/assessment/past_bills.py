"""Bills that came, each with the prices of its own days, and the two an earlier one is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from advisor.assessment.pricing import distributor_key
from advisor.energy.bills import Rates, UnableToBill, rates_for
from advisor.energy.bills.change import BillChange, PastBill, change_between
from advisor.energy.climate import FOLLOW_WEATHER, Climate, SeasonalUse
from advisor.energy.findings import Finding
from advisor.energy.money import to_kwh
from advisor.energy.tariffs import OwnBill, SiteCharge
from advisor.energy.tariffs.charges import BandedCharge, FixedCharge
from advisor.energy.tariffs.own_bill import OWN_BILL
from advisor.reference.loader import Reference

# A bill is for about a month; one that ends within half a month of the day looked for is the one meant.
HALF_A_MONTH = timedelta(days=15)
PREVIOUS, LAST_YEAR = "previous", "last_year"
NO_BILL, NO_KWH, NO_PRICES, NEEDS_HOURS = "no_bill", "no_kwh", "no_prices", "needs_hours"
OWN, LISTED = "own_bill", "list"


@dataclass(frozen=True)
class HomePrices:
    """What the prices of every bill of a home depend on; last_bill: what its people read on the newest one."""

    distributor: str | None
    option: str = "BT5B"
    igv: bool = True
    last_bill: OwnBill | None = None


@dataclass(frozen=True)
class StoredBill:
    """A bill as stored: days [start, end), kWh and soles or None, averaged, and its own prices where it prints them."""

    start: date
    end: date
    kwh: float | None
    total: Decimal | None = None
    averaged: bool = False
    own: OwnBill | None = None
    igv: bool | None = None


@dataclass(frozen=True)
class PricedBill:
    """A bill with prices; priced_with: "own_bill" or "list"; findings: remarks on those prices."""

    bill: PastBill
    priced_with: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Comparison:
    """The newest bill against an earlier one, or what is missing to compare them.

    kind: "previous" or "last_year"; around: the day the earlier bill ended or should have; missing: "" or a code.
    """

    kind: str
    around: date
    older: StoredBill | None
    change: BillChange | None
    missing: str
    priced_with: tuple[str, str]
    findings: tuple[Finding, ...]


def newest_known(bills: Sequence[StoredBill]) -> StoredBill | None:
    """Return the newest bill whose kWh are known."""
    return max((bill for bill in bills if bill.kwh is not None), key=lambda bill: bill.end, default=None)


def seasonal_use(document: Mapping | None, climate: Climate | None) -> SeasonalUse | None:
    """Return what an assessed home uses that follows the weather; None where it has no such use or no known climate.

    Only what its people said they have counts: a use whose low end is zero is a guess from other homes.
    """
    profile = (document or {}).get("profile") or {}
    kwh_year = {
        item["end_use"]: item["kwh_year"]["expected"]
        for item in profile.get("end_uses", ())
        if item["end_use"] in FOLLOW_WEATHER and item["kwh_year"]["low"] > 0
    }
    return SeasonalUse(kwh_year, climate) if kwh_year and climate is not None else None


def compare(
    kind: str,
    bills: Sequence[StoredBill],
    *,
    home: HomePrices,
    reference: Reference,
    seasons: SeasonalUse | None = None,
) -> Comparison | None:
    """Compare the newest bill with the one before it or with that of a year earlier; None without a newest bill.

    seasons: what tells the weather apart. A year earlier the usual temperatures were the same: it stays untold there.
    """
    newest = newest_known(bills)
    if newest is None:
        return None
    around = newest.start if kind == PREVIOUS else _a_year_before(newest.end)
    older = _ends_around(around, [bill for bill in bills if bill.end <= newest.start])
    told = Comparison(kind, around if older is None else older.end, older, None, NO_BILL, ("", ""), ())
    if older is None or older.kwh is None:
        return replace(told, missing=NO_BILL if older is None else NO_KWH)
    after = price_bill(newest, home=home, reference=reference, newest=True, lighting_of=older.own)
    before = price_bill(older, home=home, reference=reference, lighting_of=newest.own or home.last_bill)
    missing = next((found for found in (after, before) if isinstance(found, str)), "")
    if missing:
        return replace(told, missing=missing)
    weather_kwh = None
    if seasons is not None and kind == PREVIOUS:
        weather_kwh = seasons.added_kwh(older=(older.start, older.end), newer=(newest.start, newest.end))
    return replace(
        told,
        change=change_between(before.bill, after.bill, weather_kwh=weather_kwh),
        missing="",
        priced_with=(before.priced_with, after.priced_with),
        findings=(*before.findings, *(finding for finding in after.findings if finding not in before.findings)),
    )


def price_bill(
    bill: StoredBill,
    *,
    home: HomePrices,
    reference: Reference,
    newest: bool = False,
    lighting_of: OwnBill | None = None,
) -> PricedBill | str:
    """Return a bill of known kWh with its prices, or the code of what is missing.

    Its own prices come first, then, for the newest, those its people read on it, then the published list of its days.
    A list of other days does not stand in for that of the bill: what changed would be told as nothing. lighting_of: a
    bill whose street lighting is taken where this one prints none, so that an estimate is not told as a change.
    """
    own = bill.own if bill.own is not None and bill.own.unit_price is not None else None
    if own is None and newest and home.last_bill is not None:
        own = replace(home.last_bill, kwh=home.last_bill.kwh or bill.kwh)
    try:
        rates = rates_for(
            tariff_book=reference.tariffs,
            distributor=distributor_key(home.distributor, reference),
            start=bill.start,
            end=bill.end,
            option=home.option,
            igv=home.igv if bill.igv is None else bill.igv,
            own_bill=own,
        )
    except UnableToBill:
        return NO_PRICES
    priced = own is not None and own.unit_price is not None
    if not priced and any(finding.code == "tariff_not_known_for_dates" for finding in rates.findings):
        return NO_PRICES
    if rates.two_period:
        return NEEDS_HOURS
    lighting = own if own is not None and own.public_lighting is not None else lighting_of
    if lighting is not None and lighting.public_lighting is not None:
        rates = with_lighting(rates, lighting, reference=reference, distributor=home.distributor)
    past = PastBill(bill.start, bill.end, to_kwh(bill.kwh), rates, bill.total)
    return PricedBill(past, OWN if priced else LISTED, rates.findings)


def with_lighting(rates: Rates, printed: OwnBill, *, reference: Reference, distributor: str | None) -> Rates:
    """Put the street lighting a bill printed in the prices, on the bands of its company where they are known.

    The bands are from memory, unverified: what they say of another usage than the printed one is an estimate.
    """
    known = reference.tariffs.site_charges.get(distributor_key(distributor, reference) or "", ())
    scale = next((site for site in known if isinstance(site.charge, BandedCharge)), None)
    charge = FixedCharge(printed.public_lighting, "public_lighting")
    if scale is not None and printed.kwh is not None:
        factor = scale.charge.band(to_kwh(printed.kwh)).factor
        charge = BandedCharge(printed.public_lighting / factor, scale.charge.bands)
    others = (site for site in rates.site_charges if site.charge.code != "public_lighting")
    lighting = SiteCharge(charge, OWN_BILL, "own_bill", estimate=False)
    findings = tuple(finding for finding in rates.findings if not finding.code.startswith("public_lighting"))
    return replace(rates, site_charges=(*others, lighting), findings=findings)


def _ends_around(day: date, bills: Sequence[StoredBill]) -> StoredBill | None:
    near = [bill for bill in bills if abs(bill.end - day) <= HALF_A_MONTH]
    return min(near, key=lambda bill: abs(bill.end - day), default=None)


def _a_year_before(day: date) -> date:
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
