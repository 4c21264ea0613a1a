"""Daily and monthly sums of a month block, as columns of usage_day and usage_month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta, tzinfo

import numpy as np

from advisor.db.blocks import MonthSlots
from advisor.db.months import next_month
from advisor.energy.usage import MINUTES_PER_DAY, Quality


def day_sums(slots: MonthSlots, zone: tzinfo) -> Iterator[dict[str, object]]:
    """Yield the columns of each local day's row of usage_day; a day without a value has none."""
    days = local_days(slots, zone)
    for index in range((next_month(slots.month) - slots.month).days):
        chosen = days == index
        if slots.quality[chosen].any():
            yield {"day": slots.month + timedelta(days=index), **_sums(slots, chosen)}


def month_sums(slots: MonthSlots) -> dict[str, object]:
    """Return the columns of the month's row of usage_month."""
    return {"month": slots.month, **_sums(slots, np.ones(len(slots.units), dtype=bool))}


def local_days(slots: MonthSlots, zone: tzinfo) -> np.ndarray:
    """Return for each slot the day of the month it starts in, from 0."""
    count = len(slots.units)
    if (slots.start.astimezone(zone).utcoffset()) == slots.end.astimezone(zone).utcoffset():
        return np.arange(count) * slots.step_minutes // MINUTES_PER_DAY
    step = timedelta(minutes=slots.step_minutes)
    return np.array([(slots.start + i * step).astimezone(zone).day - 1 for i in range(count)])


def _sums(slots: MonthSlots, chosen: np.ndarray) -> dict[str, float]:
    quality = slots.quality[chosen]
    return {
        # Summing whole units first keeps the sum exact.
        "kwh": int(slots.units[chosen].sum()) / round(1 / slots.scale_kwh),
        "measured_share": float((quality == Quality.MEASURED).mean()),
        "estimated_share": float((quality == Quality.ESTIMATED).mean()),
    }
