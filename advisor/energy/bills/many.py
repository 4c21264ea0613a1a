"""Bill many usages of one period at once, in whole numbers: the totals of `bill_at`, to the cent, as arrays.

Energy is counted in watt-hours and prices in ten-thousandths of a sol, so a product is a whole number of 10⁻⁷ soles
and every rounding to the cent is exact. A test holds each total equal to that of the bill made line by line.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import singledispatch

import numpy as np

from advisor.energy.bills.rates import Rates
from advisor.energy.money import to_cents, to_kwh
from advisor.energy.tariffs.charges import (
    BandedCharge,
    Charge,
    EnergyCharge,
    FixedCharge,
    ThreePeriodEnergy,
    TieredEnergy,
    TieredThreePeriodEnergy,
    TieredTwoPeriodEnergy,
    TwoPeriodEnergy,
)

WH_PER_KWH = 1000
PRICE_UNITS = 10_000  # of a sol: prices carry four decimals
UNITS_PER_CENT = WH_PER_KWH * PRICE_UNITS // 100
# Nearer to half a watt-hour than this, the rounding of a float is settled by its decimal digits, as `to_kwh` does.
NEAR_HALF = 1e-6


@dataclass(frozen=True)
class Usages:
    """Usages of one period in watt-hours, int64; peak, base: the parts of those hours, where the option meters them."""

    wh: np.ndarray
    peak: np.ndarray | None
    base: np.ndarray | None = None

    def __getitem__(self, chosen: np.ndarray) -> Usages:
        parts = (None if part is None else part[chosen] for part in (self.peak, self.base))
        return Usages(self.wh[chosen], *parts)


def totals_in_cents(
    rates: Rates, *, kwh: np.ndarray, peak_kwh: np.ndarray | None = None, base_kwh: np.ndarray | None = None
) -> np.ndarray:
    """Return the total of each usage of a vector (kWh) in whole cents, int64.

    Raises UnableToBill for an option by hours without its parts, ValueError for usages below zero or not finite.
    """
    rates.check_parts(peak_known=peak_kwh is not None, base_known=base_kwh is not None)
    usages = Usages(
        watt_hours(kwh),
        watt_hours(peak_kwh) if rates.by_hours else None,
        watt_hours(base_kwh) if rates.three_period else None,
    )
    if any(np.any(part > usages.wh) for part in (usages.peak, usages.base) if part is not None):
        raise ValueError("peak_kwh and base_kwh must be within kwh")
    if usages.base is not None and np.any(usages.peak + usages.base > usages.wh):
        raise ValueError("peak_kwh and base_kwh together must be within kwh")
    taxed = _of_brackets(rates, usages)
    for site in rates.site_charges:
        taxed += cents_of(site.charge, usages)
    levy = _priced(usages.wh, rates.levy.price_per_kwh)
    return taxed + levy + (_share_of(taxed, rates.tax.rate) if rates.tax else 0)


def bill_totals(
    rates: Rates, *, kwh: np.ndarray, peak_kwh: np.ndarray | None = None, base_kwh: np.ndarray | None = None
) -> list[Decimal]:
    """Return the total in soles of each usage of a vector (kWh): a forecast's samples, a month billed many ways."""
    cents = totals_in_cents(rates, kwh=kwh, peak_kwh=peak_kwh, base_kwh=base_kwh)
    return [soles(amount) for amount in cents.tolist()]


def soles(cents: int) -> Decimal:
    """Return whole cents as an amount with two decimals."""
    return Decimal(cents).scaleb(-2)


def watt_hours(kwh: np.ndarray) -> np.ndarray:
    """Round energies (kWh) half-up to watt-hours, exactly as `to_kwh` does one by one."""
    values = np.asarray(kwh, dtype=float)
    if not (np.isfinite(values).all() and (values >= 0).all()):
        raise ValueError("kwh must be zero or more")
    scaled = values * WH_PER_KWH
    whole = np.floor(scaled + 0.5).astype(np.int64)
    for place in np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < NEAR_HALF):
        whole[place] = int(to_kwh(values[place]) * WH_PER_KWH)
    return whole


def _of_brackets(rates: Rates, usages: Usages) -> np.ndarray:
    """Return the sum of the charges of the bracket that each usage falls in."""
    brackets = rates.tariff.brackets
    limits = np.array([int(b.up_to_kwh * WH_PER_KWH) for b in brackets if b.up_to_kwh is not None], dtype=np.int64)
    place = np.searchsorted(limits, usages.wh)
    total = np.zeros(len(usages.wh), dtype=np.int64)
    for number, bracket in enumerate(brackets):
        inside = place == number
        if inside.any():
            total[inside] = sum(cents_of(charge, usages[inside]) for charge in bracket.charges)
    return total


@singledispatch
def cents_of(charge: Charge, usages: Usages) -> np.ndarray:
    """Return what a charge makes of each usage, in cents: the sum of its parts, each rounded as on the bill."""
    raise TypeError(f"no way to bill many usages on {type(charge).__name__}")


@cents_of.register
def _(charge: FixedCharge, usages: Usages) -> np.ndarray:
    return np.full(len(usages.wh), _cents(charge.amount), dtype=np.int64)


@cents_of.register
def _(charge: EnergyCharge, usages: Usages) -> np.ndarray:
    return _priced(usages.wh, charge.price_per_kwh)


@cents_of.register
def _(charge: TieredEnergy, usages: Usages) -> np.ndarray:
    first = int(charge.first_kwh * WH_PER_KWH)
    over = _cents(charge.first_amount) + _priced(usages.wh - first, charge.rest_price_per_kwh)
    return np.where(usages.wh < first, _priced(usages.wh, charge.first_price_per_kwh), over)


@cents_of.register
def _(charge: TwoPeriodEnergy, usages: Usages) -> np.ndarray:
    return _two_periods(usages, charge.peak_price_per_kwh, charge.offpeak_price_per_kwh)


@cents_of.register
def _(charge: TieredTwoPeriodEnergy, usages: Usages) -> np.ndarray:
    first = np.minimum(int(charge.first_kwh * WH_PER_KWH), usages.wh)
    first_peak = _part_of(first, usages.peak, usages.wh)
    tiers = Usages(first, first_peak), Usages(usages.wh - first, usages.peak - first_peak)
    return _two_periods(tiers[0], charge.first_peak_price_per_kwh, charge.first_offpeak_price_per_kwh) + _two_periods(
        tiers[1], charge.rest_peak_price_per_kwh, charge.rest_offpeak_price_per_kwh
    )


@cents_of.register
def _(charge: ThreePeriodEnergy, usages: Usages) -> np.ndarray:
    middle = usages.wh - usages.peak - usages.base
    return (
        _priced(usages.peak, charge.peak_price_per_kwh)
        + _priced(middle, charge.middle_price_per_kwh)
        + _priced(usages.base, charge.base_price_per_kwh)
    )


@cents_of.register
def _(charge: TieredThreePeriodEnergy, usages: Usages) -> np.ndarray:
    first = np.minimum(int(charge.first_kwh * WH_PER_KWH), usages.wh)
    first_peak = _part_of(first, usages.peak, usages.wh)
    first_base = _part_of(first, usages.peak + usages.base, usages.wh) - first_peak
    rest = Usages(usages.wh - first, usages.peak - first_peak, usages.base - first_base)
    of_first = ThreePeriodEnergy(
        charge.first_peak_price_per_kwh, charge.first_middle_price_per_kwh, charge.first_base_price_per_kwh
    )
    of_rest = ThreePeriodEnergy(
        charge.rest_peak_price_per_kwh, charge.rest_middle_price_per_kwh, charge.rest_base_price_per_kwh
    )
    return cents_of(of_first, Usages(first, first_peak, first_base)) + cents_of(of_rest, rest)


@cents_of.register
def _(charge: BandedCharge, usages: Usages) -> np.ndarray:
    limits = [int(band.up_to_kwh * WH_PER_KWH) for band in charge.bands if band.up_to_kwh is not None]
    amounts = np.array([_cents(band.factor * charge.unit_amount) for band in charge.bands], dtype=np.int64)
    return amounts[np.searchsorted(np.array(limits, dtype=np.int64), usages.wh)]


def _part_of(first: np.ndarray, part: np.ndarray, wh: np.ndarray) -> np.ndarray:
    """Return the share of the first watt-hours that a part of the whole usage has, half-up."""
    used = np.maximum(wh, 1)
    return (2 * first * part + used) // (2 * used)


def _two_periods(usages: Usages, peak_price: Decimal, offpeak_price: Decimal) -> np.ndarray:
    return _priced(usages.peak, peak_price) + _priced(usages.wh - usages.peak, offpeak_price)


def _priced(wh: np.ndarray, price_per_kwh: Decimal) -> np.ndarray:
    """Return energy × price, half-up to the cent."""
    return (wh * _whole(price_per_kwh, PRICE_UNITS) + UNITS_PER_CENT // 2) // UNITS_PER_CENT


def _share_of(cents: np.ndarray, rate: Decimal) -> np.ndarray:
    return (cents * _whole(rate, PRICE_UNITS) + PRICE_UNITS // 2) // PRICE_UNITS


def _cents(amount: Decimal) -> int:
    return _whole(to_cents(amount), 100)


def _whole(value: Decimal, units: int) -> int:
    scaled = value * units
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{value} has more decimals than a bill prints")
    return int(scaled)
