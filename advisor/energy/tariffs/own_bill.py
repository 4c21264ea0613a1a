"""The home's own bill before any table: its price scales a price list, or stands in for one that is not known."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from advisor.energy.findings import Finding, Severity
from advisor.energy.money import to_cents, to_kwh, to_price
from advisor.energy.tariffs.charges import EnergyCharge, EnergyKind, FixedCharge, TieredEnergy
from advisor.energy.tariffs.repricing import scaled
from advisor.energy.tariffs.values import Bracket, FoseStructure, OwnBill, Tariff

OWN_BILL = "own bill"
NOTABLE_DIFFERENCE = Decimal("0.005")


def recalibrated(tariff: Tariff, *, own_bill: OwnBill, list_is_current: bool) -> tuple[Tariff, tuple[Finding, ...]]:
    """Scale all energy prices of a price list so that the own bill's kWh costs what that bill printed.

    The factor is own price ÷ the list's price in the bracket of the own bill's usage. Where that usage is not known,
    the bracket whose price is nearest the own price is assumed, and a finding says so. Fixed charges stay as listed.

    A home that pays the price of the last bracket while below it is taken to be outside FOSE (a block of high or
    medium-high stratum, Law 31429): that price then holds for every usage, and a finding says so. Between 31 and 140
    kWh the two prices are only 2.3 % apart, so there this is concluded from a list surely in force (list_is_current)
    alone.
    """
    own_price = own_bill.unit_price
    if own_price is None:
        return tariff, ()
    if any(_printed_price(bracket.energy) is None for bracket in tariff.brackets):
        return tariff, (Finding("own_price_not_used", Severity.INFO, {"option": tariff.option}),)
    findings = []
    if own_bill.kwh is None:
        bracket = min(tariff.brackets, key=lambda b: abs(_printed_price(b.energy) - own_price))
        if len(tariff.brackets) > 1:
            name = tariff.bracket_name(_inside(bracket, tariff))
            findings.append(Finding("own_bill_bracket_unknown", Severity.INFO, {"bracket": name}))
    else:
        bracket = tariff.bracket(to_kwh(own_bill.kwh))
        if _outside_fose(tariff, bracket, own_price, list_is_current):
            params = {"own_price": str(own_price), "own_kwh": own_bill.kwh, "version": tariff.version}
            findings.append(Finding("fose_not_applied", Severity.WARNING, params))
            tariff = replace(outside_fose(tariff), status="own_bill")
            (bracket,) = tariff.brackets
    listed = _printed_price(bracket.energy)
    factor = own_price / listed
    if abs(factor - 1) > NOTABLE_DIFFERENCE:
        params = {"own_price": str(own_price), "listed_price": str(listed), "version": tariff.version}
        findings.append(Finding("own_price_differs", Severity.WARNING, params))
    if factor == 1:
        return tariff, tuple(findings)
    return replace(tariff, brackets=_with_scaled_energy(tariff, factor), status="own_bill"), tuple(findings)


def inferred_tariff(
    *, distributor: str | None, own_bill: OwnBill, fose: FoseStructure
) -> tuple[Tariff, tuple[Finding, ...]]:
    """Build the three brackets of BT5B from the one price the home's own bill prints (own_bill.unit_price).

    The steps between the brackets are those of the published Lima lists (`fose`). Without the usage of the own bill,
    its price is taken as the one of the kWh over the first 30.
    """
    price = own_bill.unit_price
    findings = []
    if own_bill.kwh is None:
        findings.append(Finding("own_bill_bracket_unknown", Severity.INFO, {"bracket": _middle_name(fose)}))
        share = Decimal(1)
    else:
        share = _share_at(to_kwh(own_bill.kwh), fose)
    rest = price / share
    first = to_price(rest * fose.first_share)
    tiered = TieredEnergy(fose.first_kwh, first, to_cents(rest * fose.first_share * fose.first_kwh), to_price(rest))
    brackets = (
        Bracket(fose.first_kwh, (EnergyCharge(first, "energy_first_30"),)),
        Bracket(fose.limit_kwh, (tiered,)),
        Bracket(None, (EnergyCharge(to_price(rest * fose.over_limit_share), "energy_all"),)),
    )
    params = {"unit_price": str(price), "first_share": str(fose.first_share), "over_share": str(fose.over_limit_share)}
    findings.append(Finding("fose_structure_inferred", Severity.WARNING, params))
    tariff = Tariff(
        version=f"{OWN_BILL}, {distributor or 'unknown distributor'}",
        distributor=distributor,
        system=None,
        option="BT5B",
        residential=True,
        valid_from=None,
        valid_until=None,
        brackets=brackets,
        source=f"{OWN_BILL}; steps between brackets: {fose.source}",
        status="inferred",
    )
    return tariff, tuple(findings)


def one_price_tariff(*, distributor: str | None, own_bill: OwnBill, residential: bool) -> Tariff:
    """Return the tariff of a customer without social brackets where no list is known: the own price for every kWh."""
    return Tariff(
        version=f"{OWN_BILL}, {distributor or 'unknown distributor'}",
        distributor=distributor,
        system=None,
        option="BT5B",
        residential=residential,
        valid_from=None,
        valid_until=None,
        brackets=(Bracket(None, (EnergyCharge(own_bill.unit_price, "energy_all"),)),),
        source=OWN_BILL,
        status="own_bill",
    )


def outside_fose(tariff: Tariff) -> Tariff:
    """Return the tariff of a home excluded from FOSE: the charges over the last limit hold for every usage.

    A list without social brackets stays as it is.
    """
    return replace(tariff, brackets=(Bracket(None, tariff.brackets[-1].charges),))


def with_own_fixed(tariff: Tariff, *, fixed: Decimal) -> Tariff:
    """Put the fixed charge of the own bill in every bracket, in place of the listed one."""
    brackets = tuple(
        Bracket(b.up_to_kwh, (FixedCharge(fixed), *(c for c in b.charges if not _is_fixed(c)))) for b in tariff.brackets
    )
    return replace(tariff, brackets=brackets)


def has_fixed(tariff: Tariff) -> bool:
    """Say whether the fixed charge is known in every bracket."""
    return all(any(_is_fixed(charge) for charge in bracket.charges) for bracket in tariff.brackets)


def _outside_fose(tariff: Tariff, bracket: Bracket, own_price: Decimal, list_is_current: bool) -> bool:
    """Say whether a home in a social bracket pays the price of the last one."""
    if bracket is tariff.brackets[-1]:
        return False
    from_last = abs(own_price / _printed_price(tariff.brackets[-1].energy) - 1)
    if bracket is tariff.brackets[0]:
        return from_last < abs(own_price / _printed_price(bracket.energy) - 1)
    return list_is_current and from_last <= NOTABLE_DIFFERENCE


def _is_fixed(charge: object) -> bool:
    return isinstance(charge, FixedCharge) and charge.code == "fixed"


def _printed_price(energy: EnergyKind) -> Decimal | None:
    """Return the one price a bill of this bracket prints, or None for two-period prices."""
    if isinstance(energy, EnergyCharge):
        return energy.price_per_kwh
    return energy.rest_price_per_kwh if isinstance(energy, TieredEnergy) else None


def _with_scaled_energy(tariff: Tariff, factor: Decimal) -> tuple[Bracket, ...]:
    return tuple(
        Bracket(b.up_to_kwh, tuple(scaled(c, factor=factor) if isinstance(c, EnergyKind) else c for c in b.charges))
        for b in tariff.brackets
    )


def _inside(bracket: Bracket, tariff: Tariff) -> Decimal:
    if bracket.up_to_kwh is not None:
        return bracket.up_to_kwh
    limits = [b.up_to_kwh for b in tariff.brackets if b.up_to_kwh is not None]
    return max(limits) + 1 if limits else Decimal(0)


def _share_at(kwh: Decimal, fose: FoseStructure) -> Decimal:
    if kwh <= fose.first_kwh:
        return fose.first_share
    return Decimal(1) if kwh <= fose.limit_kwh else fose.over_limit_share


def _middle_name(fose: FoseStructure) -> str:
    return f"{fose.first_kwh + 1}-{fose.limit_kwh}"
