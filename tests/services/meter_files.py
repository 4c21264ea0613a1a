"""Meter files made for tests: half-hours of a home in Lima, with known energy."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta


def half_hours(start: str, values: list[float | None], *, column: str = "kWh") -> bytes:
    """Return a CSV with one row per half hour on the clock of the meter; None leaves the cell empty."""
    moment = datetime.fromisoformat(start)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["datetime", column])
    for number, value in enumerate(values):
        stamp = moment + number * timedelta(minutes=30)
        writer.writerow([stamp.strftime("%Y-%m-%d %H:%M"), "" if value is None else f"{value:.3f}"])
    return out.getvalue().encode()


def a_day(level: float, *, days: int = 3) -> list[float]:
    """Return half-hours that go up and down around a level, so that a day is 48 × level."""
    return [round(level - 0.05, 3), round(level + 0.05, 3)] * (24 * days)
