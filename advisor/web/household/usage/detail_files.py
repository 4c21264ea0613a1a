"""Readings as a file to keep and as the compact answer that the zoom draws from."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np

from advisor.energy.usage import Quality
from advisor.web.household.usage.detail_range import Days
from advisor.web.household.usage.detail_readings import Readings

# The canonical series, as `flask read --out` writes it.
COLUMNS = ("supply_point", "channel", "interval_start", "interval_end", "kwh", "quality")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
QUALITY_NAMES = {Quality.MISSING: "missing", Quality.ESTIMATED: "estimated", Quality.MEASURED: "measured"}

# The compact answer: sixteen bits a reading, the highest of them for "estimated", all of them for "missing".
ESTIMATED_BIT, MISSING_CODE = 0x8000, 0xFFFF
LARGEST_UNITS = 0x7FFE


def csv_text(channels: Sequence[tuple[str, Readings]], *, name: str) -> str:
    """Return a file of readings: a header, then each channel's readings in order of time."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for channel, readings in channels:
        writer.writerows(_canonical(readings, name=name, channel=channel))
    return written.getvalue()


def filename(name: str, days: Days) -> str:
    """Return a plain file name: letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    told = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40] or "suministro"
    return f"consumo-{told}-{days.first}-{days.last}.csv"


def compact(readings: Readings) -> bytes:
    """Return one line of JSON, then the readings as little-endian 16-bit whole numbers.

    The line: `first` day, `step` minutes, `perKwh` units of a kWh, `midnights` (index at which each day begins, and the
    end). Its length is even, so that the numbers are aligned.
    """
    largest = float(np.nanmax(readings.kwh)) if readings.known else 0.0
    # Tenths of a watt-hour where they fit in fifteen bits; a picture shows no more.
    per_kwh = next((units for units in (10_000, 1_000, 100, 10) if largest * units <= LARGEST_UNITS), 1)
    units = np.minimum(np.floor(np.nan_to_num(readings.kwh) * per_kwh + 0.5), LARGEST_UNITS).astype("<u2")
    codes = np.where(readings.quality == Quality.ESTIMATED, units | ESTIMATED_BIT, units)
    codes = np.where(readings.quality == Quality.MISSING, MISSING_CODE, codes).astype("<u2")
    document = {
        "first": readings.days.first.isoformat(),
        "step": readings.step_minutes,
        "perKwh": per_kwh,
        "midnights": readings.midnights,
    }
    head = json.dumps(document, separators=(",", ":")).encode("ascii")
    return head + b" " * (1 - len(head) % 2) + b"\n" + codes.tobytes()


def safe_cell(text: str) -> str:
    """Return text that a spreadsheet does not take for a formula; a number stays one, negative or not."""
    if re.fullmatch(r"[+-]?\d+(\.\d+)?", text) or not text.startswith(FORMULA_STARTS):
        return text
    return f"'{text}"


def _canonical(readings: Readings, *, name: str, channel: str) -> Iterator[tuple[str, ...]]:
    told, missing = safe_cell(name), int(Quality.MISSING)
    names = {int(quality): words for quality, words in QUALITY_NAMES.items()}
    # Each moment is written once, as an end and as the next begin: a year has tens of thousands of them.
    end = readings.begins(0).isoformat()
    for index, (kwh, quality) in enumerate(zip(readings.kwh.tolist(), readings.quality.tolist(), strict=True)):
        start, end = end, readings.begins(index + 1).isoformat()
        # Rounding drops the float's tail, far below the thousandth of a watt-hour that the store keeps.
        energy = "" if quality == missing else repr(round(kwh, 9))
        yield told, channel, start, end, energy, names[quality]
