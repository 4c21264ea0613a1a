"""Kinds of charge, as values: each turns the usage of one whole billing period into parts of a bill.

Prices are before IGV: soles per kWh with four decimals, soles a month with two. A field that holds money names the
step it is rounded to in its metadata; `repricing` changes those fields and no others. The kinds come from the Peruvian
price lists (BT5B, BT5F, BT5I); which of them an option uses is written in its tariff document, never here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from advisor.energy.money import CENT, KWH_STEP, PRICE_STEP, to_cents

SOLES = {"step": CENT}
SOLES_PER_KWH = {"step": PRICE_STEP}


@dataclass(frozen=True)
class BilledUsage:
    """What one period is billed on: all energy, and the parts of it that the option meters apart (kWh).

    peak_kwh: used in peak hours; base_kwh: used in the hours that the distributor calls base.
    """

    kwh: Decimal
    peak_kwh: Decimal | None = None
    base_kwh: Decimal | None = None

    def __post_init__(self) -> None:
        if self.peak_kwh is not None and self.peak_kwh > self.kwh:
            raise ValueError(f"peak_kwh must be within kwh, received {self.peak_kwh} of {self.kwh}")
        if (self.peak_kwh or 0) + (self.base_kwh or 0) > self.kwh:
            raise ValueError(f"peak_kwh and base_kwh must be within kwh, received {self.base_kwh} base of {self.kwh}")


@dataclass(frozen=True)
class ChargePart:
    """One line's worth of a charge: quantity × unit price, rounded half-up to the cent in `amount`."""

    code: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal


def _priced(code: str, quantity: Decimal, unit_price: Decimal) -> ChargePart:
    return ChargePart(code, quantity, unit_price, to_cents(quantity * unit_price))


@dataclass(frozen=True)
class FixedCharge:
    """An amount a month, whatever the usage: the fixed charge, the upkeep of the connection."""

    amount: Decimal = field(metadata=SOLES)
    code: str = "fixed"

    def parts(self, usage: BilledUsage) -> tuple[ChargePart, ...]:
        """Bill the month once."""
        return (_priced(self.code, Decimal(1), self.amount),)


@dataclass(frozen=True)
class EnergyCharge:
    """One price for every kWh of the period."""

    price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)
    code: str = "energy_all"

    def parts(self, usage: BilledUsage) -> tuple[ChargePart, ...]:
        """Bill every kWh at the one price."""
        return (_priced(self.code, usage.kwh, self.price_per_kwh),)

    def marginal_price(self, usage: BilledUsage) -> Decimal:
        """Return the price of the next kWh, before IGV."""
        return self.price_per_kwh


@dataclass(frozen=True)
class TieredEnergy:
    """A published amount for the first kWh and a price for the rest (tier: each part has its own price).

    The amount is the published one and is not recomputed: Pluz prints 15.22 where 30 × 0.5075 is 15.225. The price of
    the first kWh is only shown beside it.
    """

    first_kwh: Decimal
    first_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)
    first_amount: Decimal = field(metadata=SOLES)
    rest_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)

    def parts(self, usage: BilledUsage) -> tuple[ChargePart, ...]:
        """Bill the first kWh as the amount and the rest at its price."""
        if usage.kwh < self.first_kwh:
            return (_priced("energy_first_30", usage.kwh, self.first_price_per_kwh),)
        return (
            ChargePart("energy_first_30", self.first_kwh, self.first_price_per_kwh, self.first_amount),
            _priced("energy_rest", usage.kwh - self.first_kwh, self.rest_price_per_kwh),
        )

    def marginal_price(self, usage: BilledUsage) -> Decimal:
        """Return the price of the next kWh, before IGV."""
        return self.rest_price_per_kwh


@dataclass(frozen=True)
class TwoPeriodEnergy:
    """One price for the kWh of peak hours (18 to 23 h) and one for the others."""

    peak_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)
    offpeak_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)

    def parts(self, usage: BilledUsage) -> tuple[ChargePart, ...]:
        """Bill peak and off-peak energy apart."""
        peak_kwh = _peak_of(usage)
        return (
            _priced("energy_peak", peak_kwh, self.peak_price_per_kwh),
            _priced("energy_offpeak", usage.kwh - peak_kwh, self.offpeak_price_per_kwh),
        )

    def marginal_price(self, usage: BilledUsage) -> Decimal:
        """Return the price of the next kWh used at the same hours as the others, before IGV."""
        share = _peak_of(usage) / usage.kwh if usage.kwh else Decimal(0)
        return share * self.peak_price_per_kwh + (1 - share) * self.offpeak_price_per_kwh


@dataclass(frozen=True)
class TieredTwoPeriodEnergy:
    """Two-period prices for the first kWh and others for the rest.

    Assumption: the first kWh are split between peak and off-peak as the whole period is (the lists do not say how).
    """

    first_kwh: Decimal
    first_peak_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)
    first_offpeak_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)
    rest_peak_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)
    rest_offpeak_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)

    def parts(self, usage: BilledUsage) -> tuple[ChargePart, ...]:
        """Bill the first kWh and the rest, each in its two periods."""
        first, rest = self._tiers(usage)
        return (
            *TwoPeriodEnergy(self.first_peak_price_per_kwh, self.first_offpeak_price_per_kwh).parts(first),
            *TwoPeriodEnergy(self.rest_peak_price_per_kwh, self.rest_offpeak_price_per_kwh).parts(rest),
        )

    def marginal_price(self, usage: BilledUsage) -> Decimal:
        """Return the price of the next kWh used at the same hours as the others, before IGV."""
        return TwoPeriodEnergy(self.rest_peak_price_per_kwh, self.rest_offpeak_price_per_kwh).marginal_price(usage)

    def _tiers(self, usage: BilledUsage) -> tuple[BilledUsage, BilledUsage]:
        peak_kwh = _peak_of(usage)
        first_kwh = min(self.first_kwh, usage.kwh)
        first_peak_kwh = _part_of(first_kwh, peak_kwh, usage.kwh)
        first = BilledUsage(first_kwh, first_peak_kwh)
        return first, BilledUsage(usage.kwh - first_kwh, peak_kwh - first_peak_kwh)


@dataclass(frozen=True)
class ThreePeriodEnergy:
    """One price for the kWh of peak hours, one for those of base hours and one for the others, called middle."""

    peak_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)
    middle_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)
    base_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)

    def parts(self, usage: BilledUsage) -> tuple[ChargePart, ...]:
        """Bill peak, middle and base energy apart."""
        peak_kwh, base_kwh = _peak_of(usage), _base_of(usage)
        return (
            _priced("energy_peak", peak_kwh, self.peak_price_per_kwh),
            _priced("energy_middle", usage.kwh - peak_kwh - base_kwh, self.middle_price_per_kwh),
            _priced("energy_base", base_kwh, self.base_price_per_kwh),
        )

    def marginal_price(self, usage: BilledUsage) -> Decimal:
        """Return the price of the next kWh used at the same hours as the others, before IGV."""
        peak_share = _peak_of(usage) / usage.kwh if usage.kwh else Decimal(0)
        base_share = _base_of(usage) / usage.kwh if usage.kwh else Decimal(0)
        return (
            peak_share * self.peak_price_per_kwh
            + base_share * self.base_price_per_kwh
            + (1 - peak_share - base_share) * self.middle_price_per_kwh
        )


@dataclass(frozen=True)
class TieredThreePeriodEnergy:
    """Three-period prices for the first kWh and others for the rest.

    Assumption: the first kWh are split between the periods as the whole usage is (the lists do not say how).
    """

    first_kwh: Decimal
    first_peak_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)
    first_middle_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)
    first_base_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)
    rest_peak_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)
    rest_middle_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)
    rest_base_price_per_kwh: Decimal = field(metadata=SOLES_PER_KWH)

    def parts(self, usage: BilledUsage) -> tuple[ChargePart, ...]:
        """Bill the first kWh and the rest, each in its three periods."""
        first, rest = self._tiers(usage)
        prices = self.first_peak_price_per_kwh, self.first_middle_price_per_kwh, self.first_base_price_per_kwh
        return (*ThreePeriodEnergy(*prices).parts(first), *self._rest.parts(rest))

    def marginal_price(self, usage: BilledUsage) -> Decimal:
        """Return the price of the next kWh used at the same hours as the others, before IGV."""
        return self._rest.marginal_price(usage)

    @property
    def _rest(self) -> ThreePeriodEnergy:
        return ThreePeriodEnergy(
            self.rest_peak_price_per_kwh, self.rest_middle_price_per_kwh, self.rest_base_price_per_kwh
        )

    def _tiers(self, usage: BilledUsage) -> tuple[BilledUsage, BilledUsage]:
        peak_kwh, base_kwh = _peak_of(usage), _base_of(usage)
        first_kwh = min(self.first_kwh, usage.kwh)
        first_peak_kwh = _part_of(first_kwh, peak_kwh, usage.kwh)
        # Rounded together, so that no part of either tier comes out below zero.
        first_base_kwh = _part_of(first_kwh, peak_kwh + base_kwh, usage.kwh) - first_peak_kwh
        first = BilledUsage(first_kwh, first_peak_kwh, first_base_kwh)
        return first, BilledUsage(usage.kwh - first_kwh, peak_kwh - first_peak_kwh, base_kwh - first_base_kwh)


@dataclass(frozen=True)
class Band:
    """One band of whole-period usage, up to and including `up_to_kwh` (None: no limit), and its factor."""

    up_to_kwh: Decimal | None
    factor: Decimal


@dataclass(frozen=True)
class BandedCharge:
    """A unit amount times a factor that depends on the band of the whole period's usage: public lighting.

    unit_amount: soles; the distributor's monthly "alícuota", four decimals on bills.
    """

    unit_amount: Decimal = field(metadata=SOLES_PER_KWH)
    bands: tuple[Band, ...]
    code: str = "public_lighting"

    def band(self, kwh: Decimal) -> Band:
        """Return the band a period's usage falls in."""
        return next(band for band in self.bands if band.up_to_kwh is None or kwh <= band.up_to_kwh)

    def parts(self, usage: BilledUsage) -> tuple[ChargePart, ...]:
        """Bill the unit amount as many times as the band says."""
        return (_priced(self.code, self.band(usage.kwh).factor, self.unit_amount),)


TwoPeriodKind = TwoPeriodEnergy | TieredTwoPeriodEnergy
ThreePeriodKind = ThreePeriodEnergy | TieredThreePeriodEnergy
EnergyKind = EnergyCharge | TieredEnergy | TwoPeriodKind | ThreePeriodKind
Charge = FixedCharge | EnergyKind | BandedCharge


def _peak_of(usage: BilledUsage) -> Decimal:
    if usage.peak_kwh is None:
        raise ValueError("a charge by hours needs peak_kwh")
    return usage.peak_kwh


def _base_of(usage: BilledUsage) -> Decimal:
    if usage.base_kwh is None:
        raise ValueError("a three-period charge needs base_kwh")
    return usage.base_kwh


def _part_of(first_kwh: Decimal, part_kwh: Decimal, kwh: Decimal) -> Decimal:
    """Return the share of the first kWh that a part of the whole usage has, to the watt-hour."""
    share_of_first = first_kwh * part_kwh / kwh if kwh else Decimal(0)
    return share_of_first.quantize(KWH_STEP, rounding=ROUND_HALF_UP)
