"""The part of a portfolio that is of one client, as a file of its own that `read_file` reads back."""

from __future__ import annotations

import csv
import io
from datetime import timezone

import numpy as np

from advisor.energy.usage import Quality
from advisor.ingest.portfolio.results import Client, ClientSeries

_CHANNEL_NAMES = {"import": "Consumo (kWh)", "export": "Inyectado (kWh)", "generation": "Generado solar (kWh)"}


def slice_of(client: Client) -> bytes:
    """Return the bills, or else the readings, of a client as UTF-8 CSV; the same data give the same bytes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if client.series:
        for series in sorted(client.series, key=lambda part: part.channel):
            _write_series(writer, series)
    if client.bills:
        writer.writerow(["Desde", "Hasta", "Consumo (kWh)", "Importe (S/)", "Estimado"])
        for bill in client.bills:
            kwh = "" if bill.kwh is None else repr(float(bill.kwh))
            total = "" if bill.total is None else str(bill.total)
            writer.writerow(
                [bill.start.isoformat(), bill.end.isoformat(), kwh, total, "estimado" if bill.estimated else ""]
            )
    return out.getvalue().encode()


def _write_series(writer, part: ClientSeries) -> None:
    series = part.series
    writer.writerow(["Desde", "Hasta", _CHANNEL_NAMES[part.channel], "Estado"])
    first, step = series.start.astimezone(timezone.utc), series.step
    for index in np.flatnonzero(series.quality != Quality.MISSING):
        start = first + int(index) * step
        state = "estimado" if series.quality[index] == Quality.ESTIMATED else ""
        writer.writerow([start.isoformat(), (start + step).isoformat(), repr(float(series.kwh[index])), state])
