"""The demonstration household: half-hours of one real home in London, 2013, with the answers we invented for it.

ATTRIBUTION.md names the source and licence of the readings.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

READINGS = Path(__file__).with_name("london-home.csv.gz")
FILENAME = "hogar-de-demostracion.csv"

# The readings are real; who lives there is not known. These are example answers, in the keys of the `assess` contract.
HOUSEHOLD = {
    "people": 3,
    "dwelling": "apartment",
    "owned": True,
    "water_heating": "electric_shower",
    "cooking": "lpg",
    "appliances": [
        {"kind": "refrigerator", "count": 1, "age_years": 12},
        {"kind": "television", "count": 2},
        {"kind": "lamp_cfl", "count": 5},
        {"kind": "lamp_led", "count": 3},
        {"kind": "washing_machine", "count": 1},
        {"kind": "iron", "count": 1},
        {"kind": "laptop", "count": 1},
    ],
}
DEPARTMENT = "Lima"
DISTRIBUTOR = "luz-del-sur"


def readings() -> Iterator[tuple[datetime, str]]:
    """Yield the naive start of each half hour of 2013 and its kWh as written; empty where the meter said nothing."""
    with gzip.open(READINGS, "rt", encoding="ascii", newline="") as file:
        for row in csv.DictReader(file):
            yield datetime.fromisoformat(row["start"]), row["kwh"]


def readings_until(moment: datetime) -> bytes:
    """Return the readings as a meter file moved by whole weeks, so that they end within the week before `moment`.

    moment: naive time on the home's clock. Whole weeks keep weekdays in place; seasons are not kept.
    """
    rows = list(readings())
    end = rows[-1][0] + timedelta(minutes=30)
    shift = (moment - end) // timedelta(weeks=1) * timedelta(weeks=1)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["start", "kwh"])
    writer.writerows([f"{start + shift:%Y-%m-%d %H:%M}", kwh] for start, kwh in rows)
    return out.getvalue().encode("ascii")
