"""Rounding of soles: half-up to the cent for amounts, to four decimals for prices per kWh."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
PRICE_STEP = Decimal("0.0001")
KWH_STEP = Decimal("0.001")


def to_cents(amount: Decimal) -> Decimal:
    """Round an amount in soles half-up to the cent, as bill lines are.

    Ties: no printed bill shows one (half-up or half-even is not known); half-up is the assumption.
    """
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def to_price(price_per_kwh: Decimal) -> Decimal:
    """Round a price half-up to the four decimals that bills print (0.6291, 0.6130, ...)."""
    return price_per_kwh.quantize(PRICE_STEP, rounding=ROUND_HALF_UP)


def to_kwh(kwh: Decimal | float | int) -> Decimal:
    """Make an exact energy of a number, to the watt-hour; refuse what is negative or not a number."""
    value = kwh if isinstance(kwh, Decimal) else Decimal(repr(float(kwh)))
    if not value.is_finite() or value < 0:
        raise ValueError(f"kwh must be zero or more, received {kwh!r}")
    rounded = value.quantize(KWH_STEP, rounding=ROUND_HALF_UP).normalize()
    return rounded.quantize(Decimal(1)) if rounded.as_tuple().exponent > 0 else rounded
