"""Homes made up for the forecasts, and the models that ship with the product."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from advisor.energy.usage import BillPeriod, UsageSeries
from advisor.forecasting.registry import Models, load_models

MODELS = Path(__file__).resolve().parents[2] / "models"
LIMA = ZoneInfo("America/Lima")
MADE_AT = datetime(2026, 3, 2, 5, 0, tzinfo=timezone.utc)
"""Midnight of Monday 2 March 2026 in Lima."""


@pytest.fixture(scope="session")
def models() -> Models:
    """The models committed under models/."""
    loaded = load_models(MODELS)
    assert loaded.findings == ()
    return loaded


@pytest.fixture
def lived_in() -> Callable[..., UsageSeries]:
    """A home with a morning, an evening and noise, ending at MADE_AT or `after_days` later."""

    def build(days: int, *, seed: int = 5, step_minutes: int = 60, after_days: int = 0) -> UsageSeries:
        rng = np.random.default_rng(seed)
        hours = np.arange(days * 24) % 24
        shape = 0.15 + 0.3 * np.exp(-((hours - 7) ** 2) / 4) + 0.6 * np.exp(-((hours - 20) ** 2) / 8)
        kwh = shape * rng.gamma(4, 0.25, len(hours))
        per_hour = 60 // step_minutes
        start = MADE_AT + timedelta(days=after_days - days)
        values = np.repeat(kwh / per_hour, per_hour)
        return UsageSeries.measured(start=start, step_minutes=step_minutes, kwh=values)

    return build


@pytest.fixture
def flat() -> Callable[..., UsageSeries]:
    """A home that uses the same every hour."""

    def build(days: int, kwh_hour: float = 0.2) -> UsageSeries:
        start = MADE_AT - timedelta(days=days)
        return UsageSeries.measured(start=start, step_minutes=60, kwh=np.full(days * 24, kwh_hour))

    return build


@pytest.fixture
def monthly_bills() -> Callable[..., list[BillPeriod]]:
    """Bills one after the other from 4 January 2025; days and kWh each."""

    def build(kwh: list[float | None], days: int | list[int] = 30) -> list[BillPeriod]:
        lengths = days if isinstance(days, list) else [days] * len(kwh)
        bills, start = [], date(2025, 1, 4)
        for value, length in zip(kwh, lengths, strict=True):
            bills.append(BillPeriod(start, start + timedelta(days=length), value))
            start += timedelta(days=length)
        return bills

    return build
