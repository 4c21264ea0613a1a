"""One price against two: what the same months cost on BT5B and on BT5F, and from which peak share on they are even.

A bill on two prices rises in a straight line with the share used in peak hours (18 to 23 h), so two bills, with nothing
and with everything in peak hours, give every other one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from advisor.energy.bills.compute import total_at
from advisor.energy.bills.rates import Rates
from advisor.energy.money import to_cents, to_kwh
from advisor.energy.tariffs.charges import EnergyKind
from advisor.energy.tariffs.repricing import scaled
from advisor.energy.tariffs.values import Bracket

DAYS_PER_YEAR = 365
SHARE_STEP = Decimal("0.0001")


@dataclass(frozen=True)
class PeakShares:
    """The lowest and the highest share of energy used in peak hours that are thought possible, 0 to 1."""

    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True)
class BilledMonth:
    """One bill's usage: its days, kWh, and the share used in peak hours (None: not metered)."""

    days: int
    kwh: Decimal
    peak_share: Decimal | None = None


@dataclass(frozen=True)
class OptionComparison:
    """What two prices cost more than one, soles a year at today's prices (negative: less).

    one_price: soles a year on the one price; lowest, highest: with the lowest and the highest peak share; expected: on
    the home's own shares (None: not metered); break_even: the share with which both cost the same, None where no share
    does; own_share: of all months; months, days: how much usage was compared.
    """

    one_price: Decimal
    lowest: Decimal
    highest: Decimal
    expected: Decimal | None
    break_even: Decimal | None
    own_share: Decimal | None
    shares: PeakShares
    months: int
    days: int

    @property
    def cheaper(self) -> bool | None:
        """Say whether two prices are cheaper with every possible share; None where that depends on the share."""
        if self.highest < 0:
            return True
        return False if self.lowest > 0 else None


def compare_options(
    one: Rates, two: Rates, months: Sequence[BilledMonth], *, plausible: PeakShares
) -> OptionComparison:
    """Bill the same months on one price and on two, scaled to a year.

    Where every month has a metered peak share, the range goes from the month with the lowest to that with the highest;
    otherwise it is the plausible one. Raises ValueError without months.
    """
    if not months:
        raise ValueError("there is nothing to compare")
    days = sum(month.days for month in months)
    metered = [month.peak_share for month in months]
    own = None not in metered
    shares = PeakShares(min(metered), max(metered)) if own else plausible
    on_one = sum(total_at(one, kwh=month.kwh) for month in months)

    def more(of: Sequence[Decimal]) -> Decimal:
        on_two = sum(_on_two(two, month.kwh, share) for month, share in zip(months, of, strict=True))
        return _a_year(on_two - on_one, days)

    def all_at(share: Decimal) -> Decimal:
        return more([share] * len(months))

    kwh = sum(month.kwh for month in months)
    return OptionComparison(
        one_price=_a_year(on_one, days),
        lowest=all_at(shares.lowest),
        highest=all_at(shares.highest),
        expected=more(metered) if own else None,
        break_even=break_even_share(one, two, [month.kwh for month in months]),
        own_share=sum(month.kwh * month.peak_share for month in months) / kwh if own and kwh else None,
        shares=shares,
        months=len(months),
        days=days,
    )


def more_at(one: Rates, two: Rates, months: Sequence[BilledMonth], *, share: Decimal) -> Decimal:
    """Return what two prices cost more, soles a year, with one share of energy in the peak hours of every month."""
    more = sum(_on_two(two, month.kwh, share) - total_at(one, kwh=month.kwh) for month in months)
    return _a_year(more, sum(month.days for month in months))


def break_even_share(one: Rates, two: Rates, kwh: Sequence[Decimal]) -> Decimal | None:
    """Return the share in peak hours with which the months (kWh) cost the same on both, 0 to 1, or None."""
    on_one = sum(total_at(one, kwh=usage) for usage in kwh)
    none_in_peak = sum(_on_two(two, usage, Decimal(0)) for usage in kwh)
    all_in_peak = sum(_on_two(two, usage, Decimal(1)) for usage in kwh)
    if all_in_peak <= none_in_peak:
        return None
    share = (on_one - none_in_peak) / (all_in_peak - none_in_peak)
    return share.quantize(SHARE_STEP, rounding=ROUND_HALF_UP) if 0 <= share <= 1 else None


def at_level(two: Rates, factor: Decimal) -> Rates:
    """Return prices by hours with their energy scaled by a factor; fixed charges stay.

    For a list older than the home's own price: assumes that both options rose or fell alike since.
    """
    brackets = tuple(
        Bracket(
            bracket.up_to_kwh,
            tuple(scaled(c, factor=factor) if isinstance(c, EnergyKind) else c for c in bracket.charges),
        )
        for bracket in two.tariff.brackets
    )
    return replace(two, tariff=replace(two.tariff, brackets=brackets))


def _on_two(two: Rates, kwh: Decimal, share: Decimal) -> Decimal:
    return total_at(two, kwh=kwh, peak_kwh=min(kwh, to_kwh(kwh * share)))


def _a_year(soles: Decimal, days: int) -> Decimal:
    return to_cents(soles * DAYS_PER_YEAR / days)
