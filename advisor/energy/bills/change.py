"""Why one bill differs from another: days, weather, usage, price, bracket and the rest, which sum to the difference.

The older bill is turned into the newer one in steps, each billed to the cent: first as many days, then the weather,
then the usage, all at the older prices; then the newer prices. What crossing a limit costs by itself (the FOSE bracket
of 140 kWh, a band of public lighting) is taken out of the steps it falls in and told apart. What the bills print
beyond the model (interest, credits, rounding, a charge no list holds) is "other".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from advisor.energy.bills.compute import total_at
from advisor.energy.bills.rates import Rates
from advisor.energy.money import KWH_STEP, to_kwh
from advisor.energy.tariffs.charges import BandedCharge

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class PastBill:
    """One bill that came: days [start, end), kWh, the soles it printed (None: not known), its prices, its peak part."""

    start: date
    end: date
    kwh: Decimal
    rates: Rates
    total: Decimal | None = None
    peak_kwh: Decimal | None = None

    @property
    def days(self) -> int:
        """Number of days the bill is for."""
        return (self.end - self.start).days

    def modelled(self, kwh: Decimal) -> Decimal:
        """Return what a usage costs at this bill's prices (soles), used at the same hours as this bill's."""
        if not self.rates.two_period:
            return total_at(self.rates, kwh=kwh)
        share = self.peak_kwh / self.kwh if self.peak_kwh is not None and self.kwh else Decimal(0)
        return total_at(self.rates, kwh=kwh, peak_kwh=min(kwh, to_kwh(kwh * share)))


@dataclass(frozen=True)
class CrossedLimit:
    """A limit that lies between the two usages, and what crossing it costs by itself (soles, negative downwards)."""

    limit_kwh: Decimal
    code: str
    amount: Decimal


@dataclass(frozen=True)
class BillChange:
    """The difference between two bills in soles: `total` is the sum of the parts, to the cent.

    days, weather, usage: what the change of kWh costs without the limits crossed; weather is None where it cannot be
    told. modelled: at least one bill's printed total is not known, and its modelled one stands in for it.
    """

    before: Decimal
    after: Decimal
    days: Decimal
    weather: Decimal | None
    usage: Decimal
    price: Decimal
    brackets: tuple[CrossedLimit, ...]
    other: Decimal
    modelled: bool

    @property
    def total(self) -> Decimal:
        """The whole difference, soles."""
        return self.after - self.before

    @property
    def bracket(self) -> Decimal:
        """What all limits crossed cost together, soles."""
        return sum((crossed.amount for crossed in self.brackets), ZERO)


def change_between(older: PastBill, newer: PastBill, *, weather_kwh: float | None = None) -> BillChange:
    """Split the difference of two bills; weather_kwh: what the weather alone adds to the newer one, where it is known.

    Raises ValueError for a bill without days.
    """
    if older.days <= 0 or newer.days <= 0:
        raise ValueError("a bill must end after it starts")
    same_days = to_kwh(older.kwh * newer.days / older.days)
    same_weather = same_days if weather_kwh is None else to_kwh(max(Decimal(0), same_days + Decimal(repr(weather_kwh))))
    usages = (older.kwh, same_days, same_weather, newer.kwh)
    crossings = [tuple(crossed_limits(older, low, high)) for low, high in pairwise(usages)]
    at = [older.modelled(kwh) for kwh in usages]
    days, weather, usage = (
        at[place + 1] - at[place] - sum((crossed.amount for crossed in crossings[place]), ZERO) for place in range(3)
    )
    repriced = newer.modelled(newer.kwh)
    before = older.total if older.total is not None else at[0]
    after = newer.total if newer.total is not None else repriced
    return BillChange(
        before=before,
        after=after,
        days=days,
        weather=None if weather_kwh is None else weather,
        usage=usage,
        price=repriced - at[-1],
        brackets=_net(crossings),
        other=(after - repriced) - (before - at[0]),
        modelled=older.total is None or newer.total is None,
    )


def crossed_limits(bill: PastBill, low: Decimal, high: Decimal) -> Iterator[CrossedLimit]:
    """Yield the limits between two usages with what crossing each costs at the prices of a bill, in that direction."""
    first, last = sorted((low, high))
    for limit, code in _limits(bill.rates):
        if first <= limit < last:
            step = bill.modelled(limit + KWH_STEP) - bill.modelled(limit)
            yield CrossedLimit(limit, code, step if high > low else -step)


def _limits(rates: Rates) -> Iterator[tuple[Decimal, str]]:
    of_tariff = [b.up_to_kwh for b in rates.tariff.brackets if b.up_to_kwh is not None]
    yield from ((limit, "energy_bracket") for limit in of_tariff)
    for site in rates.site_charges:
        if isinstance(site.charge, BandedCharge):
            bands = (band.up_to_kwh for band in site.charge.bands)
            yield from ((limit, site.charge.code) for limit in bands if limit is not None and limit not in of_tariff)


def _net(crossings: list[tuple[CrossedLimit, ...]]) -> tuple[CrossedLimit, ...]:
    """Leave out a limit crossed in one step and crossed back in another."""
    amounts: dict[tuple[Decimal, str], Decimal] = {}
    for crossed in (item for step in crossings for item in step):
        key = crossed.limit_kwh, crossed.code
        amounts[key] = amounts.get(key, ZERO) + crossed.amount
    return tuple(CrossedLimit(*key, amount) for key, amount in amounts.items() if amount)
