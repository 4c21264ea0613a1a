"""New charges from old ones: taken before tax, scaled, or mixed by days. Structure stays, money fields change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from decimal import ROUND_HALF_UP, Decimal

from advisor.energy.tariffs.charges import Charge
from advisor.energy.tariffs.values import Bracket


class UnableToMix(Exception):
    """Two price lists have different brackets or kinds of charge, so a mean price of both means nothing."""


def before_tax(charge: Charge, *, rate: Decimal) -> Charge:
    """Take the tax out of a published price: soles to cents, prices per kWh to four decimals, half-up.

    Confirmed by a Pluz bill of June 2026: 0.7423 / 1.18 prints as 0.6291 and 2.76 / 1.18 as 2.34.
    """
    return _repriced([charge], lambda values: values[0] / (1 + rate))


def scaled(charge: Charge, *, factor: Decimal) -> Charge:
    """Multiply the money of a charge by a factor, each field rounded to its own step."""
    return _repriced([charge], lambda values: values[0] * factor)


def mixed_by_days(lists: Sequence[tuple[tuple[Bracket, ...], int]]) -> tuple[Bracket, ...]:
    """Return the brackets of one period under several price lists: the mean of each price, weighted by days.

    lists: (brackets of a list, days of the period under it). Assumption: distributors are said to print a day-weighted
    price on a bill that crosses the 4th of the month (from memory, unverified). Raises UnableToMix.
    """
    days = Decimal(sum(days for _, days in lists))
    weights = [Decimal(part) / days for _, part in lists]

    def mean(values: Sequence[Decimal]) -> Decimal:
        return sum((value * weight for value, weight in zip(values, weights, strict=True)), Decimal(0))

    all_brackets = [brackets for brackets, _ in lists]
    if len({tuple((b.up_to_kwh, len(b.charges)) for b in brackets) for brackets in all_brackets}) > 1:
        raise UnableToMix("the lists have different brackets")
    return tuple(
        Bracket(
            same[0].up_to_kwh,
            tuple(_repriced(charges, mean) for charges in zip(*(b.charges for b in same), strict=True)),
        )
        for same in zip(*all_brackets, strict=True)
    )


def _repriced(charges: Sequence[Charge], combine: Callable[[Sequence[Decimal]], Decimal]) -> Charge:
    first = charges[0]
    changed = {}
    for field in fields(first):
        if any(type(charge) is not type(first) for charge in charges):
            raise UnableToMix("the lists have different kinds of charge")
        values = [getattr(charge, field.name) for charge in charges]
        if step := field.metadata.get("step"):
            changed[field.name] = combine(values).quantize(step, rounding=ROUND_HALF_UP)
        elif any(value != values[0] for value in values):
            raise UnableToMix(f"the lists differ in {field.name}")
    return replace(first, **changed)
