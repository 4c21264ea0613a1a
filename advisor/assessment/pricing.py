"""What usage costs this home in the coming period: one resolved tariff, many usages billed on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import numpy as np

from advisor.assessment.inputs import HouseholdInput
from advisor.energy.bills import Bill, Rates, UnableToBill, bill_at, jump_at, rates_for, totals_in_cents
from advisor.energy.bills.many import soles
from advisor.energy.facts import FOSE_LIMIT_KWH
from advisor.energy.findings import Finding, Severity
from advisor.energy.tariffs import OwnBill
from advisor.reference.climate import plain_name
from advisor.reference.loader import Reference

TENTHS_AT_FIRST = 4000  # 400 kWh: what nearly every home uses in a month


@dataclass(frozen=True, eq=False)
class Pricing:
    """The prices of one home's coming period; peak_share: part used from 18 to 23 h, for two-period options."""

    rates: Rates
    peak_share: float | None
    _cents: list[int] = field(default_factory=list)

    def total(self, kwh: float) -> Decimal:
        """Return the total in soles of a month's usage, to a tenth of a kWh, as meters show."""
        tenths = round(10 * _metered(kwh))
        if tenths >= len(self._cents):
            self._bill_up_to(tenths)
        return soles(self._cents[tenths])

    def totals(self, kwh: Sequence[float]) -> list[Decimal]:
        """Return the total of each usage; the bill rises with the usage, so quantiles stay quantiles."""
        return [self.total(value) for value in kwh]

    def _bill_up_to(self, tenths: int) -> None:
        """Bill every tenth of a kWh up to twice the one asked for: one home's advice asks for hundreds."""
        kwh = np.arange(max(TENTHS_AT_FIRST, 2 * tenths) + 1) / 10
        peak_kwh = kwh * self.peak_share if self._peak_kwh(0) is not None else None
        self._cents[:] = totals_in_cents(self.rates, kwh=kwh, peak_kwh=peak_kwh).tolist()

    def bill(self, kwh: float) -> Bill:
        """Return the bill of one usage, line by line."""
        metered = _metered(kwh)
        return bill_at(self.rates, kwh=metered, peak_kwh=self._peak_kwh(metered))

    @property
    def step_at_140_soles(self) -> Decimal | None:
        """What kWh 141 adds to the bill where the tariff has a bracket that ends at 140 kWh; None where it has not."""
        if not any(bracket.up_to_kwh == Decimal(str(FOSE_LIMIT_KWH)) for bracket in self.rates.tariff.brackets):
            return None
        share = Decimal(str(round(self.peak_share, 4))) if self.rates.two_period and self.peak_share else None
        return jump_at(self.rates, limit_kwh=int(FOSE_LIMIT_KWH), peak_share=share)

    def _peak_kwh(self, kwh: float) -> float | None:
        return kwh * self.peak_share if self.rates.two_period and self.peak_share is not None else None


def _metered(kwh: float) -> float:
    return round(max(0.0, kwh), 1)


def price_home(
    household: HouseholdInput, *, reference: Reference, start: date, end: date, peak_share: float | None
) -> tuple[Pricing | None, tuple[Finding, ...]]:
    """Resolve the prices of a home's coming period; None with the finding that says what is missing.

    A home that did not say whether it pays IGV is taken at its department's rule, with a finding where that is "no".
    """
    igv, of_tax = _pays_igv(household, reference)
    try:
        rates = rates_for(
            tariff_book=reference.tariffs,
            distributor=distributor_key(household.distributor, reference),
            start=start,
            end=end,
            option=household.tariff_option,
            igv=igv,
            own_bill=_own_bill(household),
            department=household.home.department,
        )
    except UnableToBill as unable:
        return None, (unable.finding,)
    if rates.three_period:
        return None, (Finding("base_kwh_needed", Severity.ERROR, {"option": household.tariff_option}),)
    if rates.two_period and peak_share is None:
        return None, (Finding("peak_kwh_needed", Severity.ERROR, {"option": household.tariff_option}),)
    return Pricing(rates, peak_share), rates.findings + of_tax


def _own_bill(household: HouseholdInput) -> OwnBill | None:
    """Return what the last bill printed; where its usage was not typed apart, it is that of the newest bar."""
    own = household.last_bill
    known = [period for period in household.bills if period.kwh is not None]
    if own is None or own.kwh is not None or not known:
        return own
    return replace(own, kwh=max(known, key=lambda period: period.end).kwh)


def _pays_igv(household: HouseholdInput, reference: Reference) -> tuple[bool, tuple[Finding, ...]]:
    place = reference.department(household.home.department)
    if household.igv is not None or place is None or place.igv_exempt != "yes":
        return household.igv is not False, ()
    return False, (Finding("igv_exemption_assumed", Severity.INFO, {"department": place.name}),)


def distributor_key(name: str | None, reference: Reference) -> str | None:
    """Return the key of a distributor given by key or by name; an unknown one stays as it was given."""
    by_name = {plain_name(item.name): item.key for item in reference.distributors.values()}
    return by_name.get(plain_name(name), name) if name and reference.distributor(name) is None else name
