"""Measures: what a home can do, as versioned documents; each says when it may be advised and how it saves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from advisor.energy.appliances import Range
from advisor.energy.facts import Facts
from advisor.energy.rules import Condition, matches

MEASURE_KEYS = (
    "led_lighting",
    "standby_off",
    "fridge_replace",
    "fridge_care",
    "shower_shorter",
    "water_heater_timer",
    "solar_water_heater",
    "gas_water_heater",
    "cooking_to_gas",
    "laundry_cold_full",
    "iron_batch",
    "ac_setpoint",
    "ac_efficient",
    "fan_before_ac",
    "space_heater_care",
    "pump_check",
    "base_load_leak",
    "computer_sleep",
    "peak_shift",
    "tariff_switch",
    "fose_stay_under_140",
    "fise_voucher_check",
    "bill_claim",
    "pv_rooftop",
    "pv_battery",
)


class Method(str, Enum):
    """How a saving is estimated; the closed list."""

    SHARE_OF_END_USE = "share_of_end_use"
    LAMP_SWAP = "lamp_swap"
    MINUTES_OF_SHOWER = "minutes_of_shower"
    BASE_LOAD_EXCESS = "base_load_excess"
    FUEL_SWITCH = "fuel_switch"
    STAY_UNDER_BRACKET = "stay_under_bracket"
    FIXED_AMOUNT = "fixed_amount"


@dataclass(frozen=True)
class SavingsRule:
    """A method with its numbers and where they come from.

    amount: share of the end use (0 to 1), minutes a person and day, share of the excess, kWh above the bracket, or
    soles a year, as the method says. kept_share: the share of the difference between the bills that is kept: with a
    fuel switch what the other fuel does not cost, under a bracket the months in which it is managed. basis: published
    or estimate.
    """

    method: Method
    amount: Range
    basis: str
    source: str
    kept_share: Range | None = None


@dataclass(frozen=True)
class Cost:
    """What the measure costs in soles; per_item says what one amount buys ("lamp"), or None for the whole."""

    low: float
    high: float
    basis: str
    source: str
    per_item: str | None = None


@dataclass(frozen=True)
class Reason:
    """Why the home gets the advice: a code, the facts its sentence needs, and when it may be said."""

    code: str
    facts: tuple[str, ...]
    when: Condition | None = None


@dataclass(frozen=True)
class Measure:
    """One published version of a measure.

    texts: by language, `title`, `what_to_do`, `how_we_estimate`; category: no_cost, purchase or work; end_use: the use
    it lowers, None where it lowers a bill and no use; confidence: "high" and "medium" with the condition for each;
    shown_when: when its effect can be seen (first_bill, three_bills, warm_months, one_year).
    """

    key: str
    version: str
    texts: Mapping[str, Mapping[str, str]]
    category: str
    tenant_ok: bool
    needs_work: bool
    end_use: str | None
    savings: SavingsRule
    cost: Cost
    life_years: float
    conditions: Condition
    reasons: tuple[Reason, ...]
    confidence: Mapping[str, Condition]
    shown_when: str

    def confidence_for(self, facts: Facts) -> str:
        """Return high, medium or low: the best level whose condition holds."""
        for level in ("high", "medium"):
            if level in self.confidence and matches(self.confidence[level], facts):
                return level
        return "low"


@dataclass(frozen=True)
class MatchedReason:
    """A reason with the values of this home."""

    code: str
    params: Mapping[str, object]


@dataclass(frozen=True)
class Match:
    """A measure this home may be advised, and why."""

    measure: Measure
    reasons: tuple[MatchedReason, ...]
    confidence: str


def match_measures(measures: Mapping[str, Measure], facts: Facts) -> tuple[Match, ...]:
    """Return the measures whose conditions plainly hold and that have at least one reason in this home's facts."""
    found = []
    for measure in measures.values():
        if not matches(measure.conditions, facts):
            continue
        reasons = tuple(_said(reason, facts) for reason in measure.reasons if _holds(reason, facts))
        if reasons:
            found.append(Match(measure, reasons, measure.confidence_for(facts)))
    return tuple(found)


def _holds(reason: Reason, facts: Facts) -> bool:
    if any(facts.get(name) is None for name in reason.facts):
        return False
    return reason.when is None or matches(reason.when, facts)


def _said(reason: Reason, facts: Facts) -> MatchedReason:
    return MatchedReason(reason.code, {name: _rounded(facts[name]) for name in reason.facts})


def _rounded(value: object) -> object:
    return round(value, 2) if isinstance(value, float) else value
