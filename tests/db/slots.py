"""Month slots made for tests: a few intervals from the first of March 2026 in Lima."""

from __future__ import annotations

from datetime import date, datetime, timezone

import numpy as np

from advisor.db.blocks import MonthSlots
from advisor.energy.usage import Quality

START = datetime(2026, 3, 1, 5, 0, tzinfo=timezone.utc)


def slots(units, *, quality=None, source=1, step_minutes=30, scale_kwh=1e-3) -> MonthSlots:
    """Return slots in whole `scale_kwh`, measured where no quality is given, of one upload."""
    units = np.asarray(units, np.uint64)
    codes = np.full(len(units), Quality.MEASURED, np.uint8) if quality is None else np.asarray(quality, np.uint8)
    sources = np.where(codes == 0, 0, source).astype(np.uint32)
    return MonthSlots(date(2026, 3, 1), START, step_minutes, scale_kwh, np.where(codes == 0, 0, units), codes, sources)
