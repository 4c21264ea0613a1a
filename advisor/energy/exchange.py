"""Words and limits of the JSON that programs exchange with us: its reader and its description share them."""

from __future__ import annotations

from advisor.energy.usage import Quality

CHANNELS = ("import", "export")
UNITS = {"kWh": 1.0, "Wh": 0.001}
QUALITIES = {"measured": Quality.MEASURED, "estimated": Quality.ESTIMATED}
MOST_INTERVALS = 50_000
MOST_READINGS = 50_000
MOST_BILLS = 600
