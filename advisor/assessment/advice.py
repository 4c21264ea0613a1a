"""Advice: from what is known of a home to the measures it may take, valued on its own bills and put in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from advisor.assessment.data import HomeData
from advisor.assessment.inputs import HouseholdInput
from advisor.assessment.pricing import Pricing
from advisor.energy.appliances import ApplianceKind, Range
from advisor.energy.climate import Climate
from advisor.energy.emissions import Emissions
from advisor.energy.end_uses import KWH_YEAR_PER_W, estimate_end_uses
from advisor.energy.facts import Facts, home_facts
from advisor.energy.measures import Measure, match_measures
from advisor.energy.money import to_cents
from advisor.energy.profile import LoadProfile
from advisor.energy.savings import HomeYear, Money, UsageMonth, estimate_savings, twelve_months
from advisor.energy.together import combine
from advisor.ranking import Candidate, order

FIRST_SHOWN = 3
WIDEST_IF_HIGH = Decimal("1.5")


@dataclass(frozen=True)
class Advice:
    """The measures of one home in order, and what the first three save together."""

    items: tuple[Candidate, ...]
    together_kwh_year: float
    together_soles_year: Decimal


@dataclass(frozen=True)
class AdviceReference:
    """The tables advice is made from."""

    measures: Mapping[str, Measure]
    appliances: Mapping[str, ApplianceKind]
    climate: Climate | None
    emissions: Emissions


def end_uses_of(
    household: HouseholdInput, *, annual_kwh: float, profile: LoadProfile | None, tables: AdviceReference
) -> Mapping[str, Range]:
    """Return where the year's energy goes, kWh by end use."""
    return estimate_end_uses(
        household.home,
        annual_kwh=annual_kwh,
        appliances=tables.appliances,
        climate=tables.climate,
        base_load_w=profile.base_load_w if profile else None,
    )


def facts_of(
    household: HouseholdInput,
    data: HomeData,
    *,
    annual_kwh: float,
    profile: LoadProfile | None,
    pricing: Pricing,
    end_uses: Mapping[str, Range],
    tables: AdviceReference,
) -> Facts:
    """Return the value of every fact the rules may ask about."""
    step = pricing.step_at_140_soles
    return home_facts(
        household.home,
        bills=data.bills[-12:],
        annual_kwh=annual_kwh,
        climate=tables.climate,
        tariff_option=household.tariff_option,
        step_at_140_soles=float(step) if step is not None else None,
        base_load_w=profile.base_load_w if profile else None,
        peak_window_share=profile.peak_window_share if profile else None,
        refrigerator_w=tables.appliances["refrigerator"].kwh_year().expected / KWH_YEAR_PER_W,
        end_uses=end_uses,
    )


def advise(
    household: HouseholdInput,
    data: HomeData,
    *,
    annual_kwh: float,
    facts: Facts,
    pricing: Pricing,
    end_uses: Mapping[str, Range],
    tables: AdviceReference,
) -> Advice:
    """Match, value and order the measures of one home. With no rule match there is no advice."""
    year = HomeYear(
        home=household.home,
        months=_months(data, annual_kwh),
        end_uses=end_uses,
        facts=facts,
        climate=tables.climate,
        appliances=tables.appliances,
        emissions=tables.emissions,
        price=pricing.total,
    )
    candidates = [
        _no_surer_than_its_range(Candidate(match, estimate_savings(match.measure, year)))
        for match in match_measures(tables.measures, facts)
    ]
    items = order(candidates, end_uses=end_uses)
    kwh, soles = combine([item.savings for item in items[:FIRST_SHOWN]], year)
    return Advice(items, kwh, to_cents(soles))


def _no_surer_than_its_range(item: Candidate) -> Candidate:
    """Call a saving at most of medium confidence where its range is wider than 1.5 times what is expected of it."""
    soles = item.savings.soles_year
    if item.match.confidence != "high" or soles.high - soles.low <= WIDEST_IF_HIGH * soles.expected:
        return item
    return Candidate(replace(item.match, confidence="medium"), item.savings)


def _months(data: HomeData, annual_kwh: float) -> tuple[UsageMonth, ...]:
    if data.counted:
        return twelve_months(data.bills)
    return tuple(UsageMonth(month, annual_kwh / 12) for month in range(1, 13))


def advice_document(advice: Advice) -> list[dict[str, object]]:
    """Return the advice in the shape of the JSON contract, with what the pages show beside it."""
    return [_item(rank, item) for rank, item in enumerate(advice.items, start=1)]


def together_document(advice: Advice) -> dict[str, object]:
    """Return what the first measures save when all are done; less than their sum where they share an end use."""
    keys = [item.match.measure.key for item in advice.items[:FIRST_SHOWN]]
    return {
        "measures": keys,
        "savings_kwh_year": round(advice.together_kwh_year),
        "savings_soles_year": str(advice.together_soles_year),
        "savings_soles_month": str(to_cents(advice.together_soles_year / 12)),
    }


def _item(rank: int, item: Candidate) -> dict[str, object]:
    measure, savings = item.match.measure, item.savings
    low, high = savings.cost_soles
    reasons: Sequence[dict[str, object]] = [
        {"code": reason.code, "params": dict(reason.params)} for reason in item.match.reasons
    ]
    per_month: Money = savings.soles_year.per_month()
    return {
        "measure": measure.key,
        "version": measure.version,
        "rank": rank,
        "savings_kwh_year": savings.kwh_year.as_document(),
        "savings_soles_year": savings.soles_year.as_document(),
        "savings_soles_month": per_month.as_document(),
        "savings_basis": measure.savings.basis,
        "cost_soles": {"low": str(low), "high": str(high)},
        "cost_basis": measure.cost.basis,
        "payback_years": savings.payback_years,
        "life_years": measure.life_years,
        "co2_kg_year": round(savings.co2_kg_year, 1),
        "reasons": list(reasons),
        "confidence": item.match.confidence,
        "end_use": measure.end_use,
        "category": measure.category,
        "shown_when": measure.shown_when,
        "needs_work": measure.needs_work,
        "tenant_ok": measure.tenant_ok,
    }
