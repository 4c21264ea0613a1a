"""Savings: what a measure would take off twelve bills of this home, found by billing each month before and after.

Never average price times kWh: the month is billed twice on the home's own tariff, so the 140 kWh step, the tiers, IGV
and the levy are all in the difference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from advisor.energy.appliances import NOTHING, ApplianceKind, Range
from advisor.energy.climate import MONTHS, Climate, monthly_shares
from advisor.energy.emissions import Emissions
from advisor.energy.end_uses import KWH_YEAR_PER_W, SHOWER_MINUTES_A_PERSON
from advisor.energy.facts import FOSE_LIMIT_KWH, Facts
from advisor.energy.homes import Home
from advisor.energy.measures import Measure, Method
from advisor.energy.money import to_cents
from advisor.energy.usage import BillPeriod

Price = Callable[[float], Decimal]
"""The total in soles of a month with that many kWh, on the home's own tariff; rises with the usage."""


@dataclass(frozen=True)
class UsageMonth:
    """Usage of one of the twelve months a saving is billed on; month: 1 to 12, the one most of its days fall in."""

    month: int
    kwh: float


@dataclass(frozen=True)
class Money:
    """Low, expected and high soles."""

    low: Decimal
    expected: Decimal
    high: Decimal

    def per_month(self) -> Money:
        """Return a twelfth of each, to the cent."""
        return Money(*(to_cents(value / MONTHS) for value in (self.low, self.expected, self.high)))

    def as_document(self) -> dict[str, str]:
        """Return decimal strings, as in the JSON contract."""
        return {"low": str(self.low), "expected": str(self.expected), "high": str(self.high)}


@dataclass(frozen=True)
class Savings:
    """What one measure is expected to save in a year, what it costs, and how long that takes to come back."""

    measure: Measure
    kwh_year: Range
    soles_year: Money
    cost_soles: tuple[Decimal, Decimal]
    co2_kg_year: float

    @property
    def middle_cost(self) -> Decimal:
        return sum(self.cost_soles) / 2

    @property
    def payback_years(self) -> float | None:
        """Simple payback at the middle of the cost range; None where nothing is spent or nothing comes back."""
        if self.middle_cost == 0 or self.soles_year.expected <= 0:
            return None
        return round(float(self.middle_cost / self.soles_year.expected), 1)

    @property
    def net_soles_year(self) -> Decimal:
        """Expected soles a year less the middle cost spread over the measure's life."""
        return self.soles_year.expected - self.middle_cost / Decimal(str(self.measure.life_years))

    @property
    def loses_money(self) -> bool:
        """Say whether the expected saving over its life does not pay the upper cost."""
        return self.soles_year.expected * Decimal(str(self.measure.life_years)) <= self.cost_soles[1]


@dataclass(frozen=True)
class HomeYear:
    """What savings are worked out on: the home, its twelve months, its end uses, its place and its price."""

    home: Home
    months: tuple[UsageMonth, ...]
    end_uses: Mapping[str, Range]
    facts: Facts
    climate: Climate | None
    appliances: Mapping[str, ApplianceKind]
    emissions: Emissions
    price: Price


def twelve_months(bills: Sequence[BillPeriod]) -> tuple[UsageMonth, ...]:
    """Return twelve months from the last bills (oldest first): each counted bill as it is, gaps at their mean.

    Needs at least one bill with kWh.
    """
    counted = [period for period in bills if period.kwh is not None][-MONTHS:]
    months = [
        UsageMonth((period.start + (period.end - period.start) / 2).month, float(period.kwh)) for period in counted
    ]
    mean = sum(item.kwh for item in months) / len(months)
    absent = [month for month in range(1, MONTHS + 1) if month not in {item.month for item in months}]
    return (*months, *(UsageMonth(month, mean) for month in absent[: MONTHS - len(months)]))


def estimate_savings(measure: Measure, year: HomeYear) -> Savings:
    """Return what one measure saves this home in a year.

    Energy by the measure's method, never more than the end use; soles by billing the twelve months before and after.
    """
    if measure.savings.method is Method.FIXED_AMOUNT:
        amount = measure.savings.amount
        soles = Money(*(to_cents(Decimal(str(value))) for value in (amount.low, amount.expected, amount.high)))
        return Savings(measure, NOTHING, soles, _cost(measure, year), 0.0)
    if measure.savings.method is Method.STAY_UNDER_BRACKET:
        return stay_under(measure, year)
    kwh = _saved_kwh(measure, year)
    soles = [
        billed_difference(year, by_month(measure.end_use, value, year)) for value in (kwh.low, kwh.expected, kwh.high)
    ]
    if measure.savings.kept_share is not None:
        soles = _kept(soles, measure.savings.kept_share)
    gas_heat = kwh.expected if measure.savings.method is Method.FUEL_SWITCH else 0.0
    co2 = year.emissions.avoided_kg(electricity_kwh=kwh.expected, gas_heat_kwh=gas_heat)
    return Savings(measure, kwh, Money(*soles), _cost(measure, year), co2)


def _saved_kwh(measure: Measure, year: HomeYear) -> Range:
    rule = measure.savings
    use = year.end_uses.get(measure.end_use or "", NOTHING)
    if rule.method is Method.BASE_LOAD_EXCESS:
        excess_w = year.facts.get("base_load_excess_w") or 0.0
        return rule.amount.scaled(excess_w * KWH_YEAR_PER_W).at_most(use)
    if rule.method is Method.LAMP_SWAP:
        return use.times(_lamp_share(year)).times(rule.amount).at_most(use)
    if rule.method is Method.MINUTES_OF_SHOWER:
        # Minutes saved against the minutes assumed: the share of the use they stand for.
        return use.times(rule.amount.scaled(1 / SHOWER_MINUTES_A_PERSON.expected)).at_most(use)
    return use.times(rule.amount).at_most(use)


def _lamp_share(year: HomeYear) -> Range:
    """Return the share of the lighting that goes away when the counted old lamps become LED."""
    watts = {kind: year.appliances[kind].power_w.expected for kind in ("lamp_incandescent", "lamp_cfl", "lamp_led")}
    counts = {kind: year.home.count(kind) or 0 for kind in watts}
    whole = sum(watts[kind] * count for kind, count in counts.items())
    cut = sum((watts[kind] - watts["lamp_led"]) * count for kind, count in counts.items())
    share = cut / whole if whole else 0.0
    return Range(share, share, share)


def stay_under(measure: Measure, year: HomeYear) -> Savings:
    """Return what it is worth to bring the months just over 140 kWh to 140, in the share of them it is managed."""
    amount = measure.savings.amount
    cuts = [
        _over_bracket([month.kwh for month in year.months], most) for most in (amount.low, amount.expected, amount.high)
    ]
    kept = measure.savings.kept_share
    soles = Money(*_kept([billed_difference(year, cut) for cut in cuts], kept))
    kwh = Range(*(sum(cut) * part for cut, part in zip(cuts, (kept.low, kept.expected, kept.high), strict=True)))
    co2 = year.emissions.avoided_kg(electricity_kwh=kwh.expected)
    return Savings(measure, kwh, soles, _cost(measure, year), co2)


def _kept(soles: Sequence[Decimal], share: Range) -> list[Decimal]:
    parts = zip(soles, (share.low, share.expected, share.high), strict=True)
    return [to_cents(value * Decimal(str(part))) for value, part in parts]


def _over_bracket(months_kwh: Sequence[float], most_kwh: float) -> list[float]:
    """Return how much each month must lose to come to 140 kWh, where that is at most most_kwh; otherwise nothing."""
    over = [kwh - FOSE_LIMIT_KWH for kwh in months_kwh]
    return [value if 0 < value <= most_kwh else 0.0 for value in over]


def by_month(end_use: str | None, kwh_year: float, year: HomeYear) -> list[float]:
    """Spread a year's kWh over the home's twelve months as the end use falls on the calendar, within each month."""
    shares = monthly_shares(end_use or "other", year.climate)
    weights = [shares[month.month - 1] for month in year.months]
    total = sum(weights)
    if total <= 0:
        weights, total = [1.0] * len(year.months), float(len(year.months))
    return [min(month.kwh, kwh_year * weight / total) for month, weight in zip(year.months, weights, strict=True)]


def billed_difference(year: HomeYear, saved_kwh: Sequence[float]) -> Decimal:
    """Bill each month before and after, and return the soles between (saved_kwh: one value for each month)."""
    return sum(
        (
            year.price(month.kwh) - year.price(max(0.0, month.kwh - cut))
            for month, cut in zip(year.months, saved_kwh, strict=True)
            if cut > 0
        ),
        Decimal("0.00"),
    )


def _cost(measure: Measure, year: HomeYear) -> tuple[Decimal, Decimal]:
    items = float(year.facts.get("lamps_to_swap") or 0) if measure.cost.per_item == "lamp" else 1.0
    low, high = (to_cents(Decimal(str(value * items))) for value in (measure.cost.low, measure.cost.high))
    return low, high
