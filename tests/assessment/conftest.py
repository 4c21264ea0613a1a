"""Homes to assess: documents of the contract, as scripts and the guest's form make them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest

from advisor.assessment.inputs import parse_household
from advisor.assessment.pipeline import assess_many
from advisor.energy.usage import UsageSeries
from advisor.forecasting.registry import NO_MODELS
from advisor.reference.loader import load_reference

AS_OF = date(2026, 8, 4)
TWELVE_BARS = (132, 128, 150, 155, 149, 141, 139, 130, 121, 118, 125, 131)


def month_after(day, months=1):
    number = day.year * 12 + day.month - 1 + months
    return day.replace(year=number // 12, month=number % 12 + 1)


@pytest.fixture(scope="session")
def bars():
    """Bars as bills that end on the day of the assessment, oldest first."""

    def make(kwh=TWELVE_BARS, *, last=AS_OF):
        first = month_after(last, -len(kwh))
        return [
            {"start": str(month_after(first, n)), "end": str(month_after(first, n + 1)), "kwh": value}
            for n, value in enumerate(kwh)
        ]

    return make


@pytest.fixture(scope="session")
def home(bars):
    """A home of four in Lima with an electric shower and twelve bars; anything can be changed."""

    def make(*, usage=None, household_id="h-001", **told):
        facts = {
            "department": "Lima",
            "distributor": "luz-del-sur",
            "tariff_option": "BT5B",
            "people": 4,
            "dwelling": "house",
            "owned": True,
            "water_heating": "electric_shower",
            "cooking": "lpg",
            "appliances": [{"kind": "refrigerator", "age_years": 12}, {"kind": "lamp_cfl", "count": 6}],
        }
        return {
            "household_id": household_id,
            "household": {key: value for key, value in {**facts, **told}.items() if value is not None},
            "usage": {"bills": bars()} if usage is None else usage,
        }

    return make


@pytest.fixture(scope="session")
def assessed():
    """Assess documents, and check on the way that each answer is plain JSON."""

    def run(*documents, series=None, as_of=AS_OF):
        households = [parse_household(document) for document in documents]
        if series is not None:
            households = [household.with_series(series) for household in households]
        found = assess_many(households, reference=load_reference(), models=NO_MODELS, as_of=as_of)
        return [json.loads(json.dumps(item.as_document(), allow_nan=False)) for item in found]

    return run


@pytest.fixture(scope="session")
def hourly():
    """Hours of a home that never goes below 100 W and uses most in the evening; ends with the day of the assessment."""

    def make(days, *, step_minutes=60, end=AS_OF + timedelta(days=1)):
        until = datetime(end.year, end.month, end.day, 5, tzinfo=timezone.utc)  # midnight in Lima
        count = days * 24 * 60 // step_minutes
        hour = (np.arange(count) * step_minutes // 60) % 24
        chance = np.random.default_rng(7)
        kwh = 0.1 + np.where((hour >= 18) & (hour < 23), 0.3, 0.08) * chance.uniform(0.6, 1.4, count)
        kwh[(hour >= 1) & (hour < 5)] = 0.1
        return UsageSeries.measured(
            start=until - timedelta(days=days), step_minutes=step_minutes, kwh=kwh * step_minutes / 60
        )

    return make
