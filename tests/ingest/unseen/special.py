"""Files that are no table of one row an interval: sensors at odd moments, hours across, registers at month ends."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta, timezone

import numpy as np

from tests.ingest.unseen.series import Series


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def _end(series: Series) -> datetime:
    last = series.starts[-1].astimezone(timezone.utc)
    return last + timedelta(minutes=series.step_minutes)


def _counter(series: Series, entity: str) -> list[tuple[datetime, str]]:
    """The counter on every full hour and at one odd moment within, at the value an even rise gives."""
    rng = np.random.default_rng(5)
    total, rows = 4_321_000, []
    for start, wh in zip(series.starts, series.taken, strict=True):
        begin = start.astimezone(timezone.utc)
        rows.append((begin, f"{entity},{total / 1000:.3f}"))
        share = float(rng.integers(10, 50)) / 60
        if int(wh) * share % 1 == 0 or wh > 4:
            rows.append((begin + timedelta(hours=share), f"{entity},{(total + wh * share) / 1000:.6f}"))
        total += int(wh)
    rows.append((_end(series), f"{entity},{total / 1000:.3f}"))
    rows.append(
        (series.starts[30].astimezone(timezone.utc) + timedelta(minutes=3, seconds=20), f"{entity},unavailable")
    )
    rows.append((series.starts[30].astimezone(timezone.utc) + timedelta(minutes=4), f"{entity},unknown"))
    return rows


def _lines(document: dict, rows: list[tuple[datetime, str]]) -> list[str]:
    ordered = sorted(rows, key=lambda row: row[0])
    return [",".join(document["header"]), *(f"{text},{_stamp(moment)}" for moment, text in ordered)]


def energy_history(document: dict, series: Series) -> list[str]:
    return _lines(document, _counter(series, "sensor.house_energy"))


def two_sensors(document: dict, series: Series) -> list[str]:
    warm = [
        (
            start.astimezone(timezone.utc) + timedelta(minutes=17),
            f"sensor.kitchen_temperature,{18 + index % 7 * 0.4:.1f}",
        )
        for index, start in enumerate(series.starts)
    ]
    counter = sorted(_counter(series, "sensor.house_energy"), key=lambda row: row[0])
    return [*_lines(document, counter), *(f"{text},{_stamp(moment)}" for moment, text in warm)]


def power_history(document: dict, series: Series) -> list[str]:
    """Each hour two values in W that hold 20 and 40 minutes and make up the hour's energy."""
    rows = []
    for start, wh in zip(series.starts, series.taken, strict=True):
        begin = start.astimezone(timezone.utc)
        low = int(wh) // 2 + 3
        high = (int(wh) - low * 2 / 3) * 3
        rows.append((begin, f"sensor.house_power,{high:.3f}"))
        rows.append((begin + timedelta(minutes=20), f"sensor.house_power,{low:.3f}"))
    rows.append((_end(series), "sensor.house_power,250.0"))
    return _lines(document, rows)


def hours_across(document: dict, series: Series) -> list[str]:
    names = [*document["header"], *(_stamp(start) for start in series.starts)]
    sensors = (
        ("sensor.grid_in", "grid_consumption", series.taken),
        ("sensor.grid_out", "grid_return", series.fed),
        ("sensor.roof", "solar", series.made),
    )
    rows = [[name, kind, "kWh", *(f"{wh / 1000:.3f}" for wh in values)] for name, kind, values in sensors]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([names, *rows])
    return text.getvalue().splitlines()


def monthly_registers(document: dict, series: Series) -> list[str]:
    """Registers of three bands on the first day of each month."""
    bands, lines = [11_000, 22_000, 33_000], [";".join(document["header"])]
    for index, start in enumerate(series.starts):
        if start.day == 1:
            shown = ";".join(str(band) for band in bands)
            lines.append(f"IT001E00000001;{start:%d/%m/%Y};{shown};Effettiva")
        bands[index % 3] += round(int(series.taken[index]) / 1000)
    return lines


WRITERS = {
    "home_assistant_energy": energy_history,
    "home_assistant_two": two_sensors,
    "home_assistant_power": power_history,
    "hours_across": hours_across,
    "monthly_registers": monthly_registers,
}
