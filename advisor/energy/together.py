"""Measures together: what several save at once; less than their sum where they meet in one use or one month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from advisor.energy.climate import MONTHS
from advisor.energy.measures import Measure, Method
from advisor.energy.savings import HomeYear, Savings, UsageMonth, billed_difference, by_month, stay_under


def combine(savings: Sequence[Savings], year: HomeYear) -> tuple[float, Decimal]:
    """Return the expected kWh and soles a year of several measures together, each month billed once before and after.

    On one end use each measure works on what the others leave, so together they never save more than the use; months
    brought under the bracket are counted on what is left above it.
    """
    left: dict[str, float] = {}
    for item in savings:
        use = item.measure.end_use
        whole = year.end_uses[use].expected if use in year.end_uses else 0.0
        if use and whole > 0:
            left[use] = left.get(use, 1.0) * (1 - min(1.0, item.kwh_year.expected / whole))
    saved = [0.0] * MONTHS
    for use, share in left.items():
        spread = by_month(use, year.end_uses[use].expected * (1 - share), year)
        saved = [total + part for total, part in zip(saved, spread, strict=True)]
    saved = [min(cut, month.kwh) for cut, month in zip(saved, year.months, strict=True)]
    kwh, soles = sum(saved), billed_difference(year, saved)
    soles = max(Decimal(0), soles - sum((_gas_cost(item, year) for item in savings), Decimal(0)))
    for item in savings:
        if item.measure.savings.method is Method.STAY_UNDER_BRACKET:
            more_kwh, more_soles = _under_on_what_is_left(item.measure, year, saved)
            kwh, soles = kwh + more_kwh, soles + more_soles
        elif item.measure.savings.method is Method.FIXED_AMOUNT:
            soles += item.soles_year.expected
    return kwh, soles


def _under_on_what_is_left(measure: Measure, year: HomeYear, saved: Sequence[float]) -> tuple[float, Decimal]:
    left = [UsageMonth(month.month, max(0.0, month.kwh - cut)) for month, cut in zip(year.months, saved, strict=True)]
    found = stay_under(measure, replace(year, months=tuple(left)))
    return found.kwh_year.expected, found.soles_year.expected


def _gas_cost(item: Savings, year: HomeYear) -> Decimal:
    if item.measure.savings.method is not Method.FUEL_SWITCH:
        return Decimal(0)
    electric = billed_difference(year, by_month(item.measure.end_use, item.kwh_year.expected, year))
    return electric - item.soles_year.expected
