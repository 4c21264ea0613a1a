"""Usage series made for tests, on the clock of Lima (UTC-5 all year)."""

from __future__ import annotations

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import numpy as np

from advisor.energy.usage import UsageSeries

LIMA = ZoneInfo("America/Lima")
MIDNIGHT = datetime(2026, 1, 5, 5, tzinfo=timezone.utc)  # Monday 5 January 2026, 00:00 in Lima


def flat(*, days=28, step_minutes=60, kwh_per_hour=0.2, start=MIDNIGHT):
    """Return a series that uses the same in every interval."""
    count = days * 24 * 60 // step_minutes
    return UsageSeries.measured(
        start=start, step_minutes=step_minutes, kwh=np.full(count, kwh_per_hour * step_minutes / 60)
    )


def of(kwh, *, step_minutes=60, start=MIDNIGHT):
    """Return a series of the given values; NaN is missing."""
    return UsageSeries.measured(start=start, step_minutes=step_minutes, kwh=np.asarray(kwh, dtype=float))
