"""Meter files as people have them: a year of readings, a few days, one that asks, one full of slips, a letter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from advisor.reference import demo


def year_of_half_hours(until: datetime) -> bytes:
    """Return the readings of the real home as a distributor exports them, with two rows that cannot be read."""
    rows = list(csv.reader(io.StringIO(demo.readings_until(until).decode("ascii"))))[1:]
    spoilt = {811: "-0.412", 4409: "n/d"}
    lines = [f"{start};{spoilt.get(number, kwh).replace('.', ',')}" for number, (start, kwh) in enumerate(rows)]
    return "\n".join(["Fecha y hora (inicio);Consumo (kWh)", *lines]).encode()


def ten_days(last: date) -> bytes:
    """Return ten days of hours, too few for an answer."""
    return _hours(last - timedelta(days=10), days=10)


def quiet_weeks(last: date) -> bytes:
    """Return sixty days of hours in which every row can be read."""
    return _hours(last - timedelta(days=60), days=60)


def one_that_asks() -> bytes:
    """Return hours of twelve days of January to December whose dates can be read in two orders."""
    lines = ["fecha,hora,Wh"]
    for month in range(1, 13):
        lines += [f"{month:02d}/05/2026,{hour:02d}:00,{310 + 40 * (hour % 5)}" for hour in range(24)]
    return "\n".join(lines).encode()


def two_meters(last: date) -> bytes:
    """Return sixty days of hours of a house and of the shop beside it, told apart by the numbers of their meters."""
    lines = ["suministro,fecha,hora,kWh"]
    for number, more in (("2046817", 0), ("2046825", 3)):
        for line in _lines(last - timedelta(days=60), 60):
            when, kwh = line.rsplit(",", 1)
            lines.append(f"{number},{when},{float(kwh) * (1 + more):.2f}")
    return "\n".join(lines).encode()


def on_another_clock() -> bytes:
    """Return twenty days of hours without the one that clocks in the United States left out on 8 March 2026."""
    hours = _hours(date(2026, 3, 1), days=20).decode().split("\n")
    return "\n".join(line for line in hours if not line.startswith("08/03/2026,02:00")).encode()


def full_of_slips(last: date) -> bytes:
    """Return sixty days of hours with more rows wrong than the page lists."""
    lines = _hours(last - timedelta(days=60), days=60).decode().split("\n")
    for number in range(14):
        row = 40 + 37 * number
        lines[row] = lines[row].rsplit(",", 1)[0] + "," + ("n/d", "-0.412", "falla", "##")[number % 4]
    lines[700] = "31/02/2026,09:00,0.155"
    return "\n".join(lines).encode()


def letter() -> bytes:
    """Return a text that is no table of readings."""
    return b"Estimado cliente:\nLe saludamos cordialmente.\n"


def _hours(first: date, *, days: int) -> bytes:
    return "\n".join(["fecha,hora,kWh", *_lines(first, days)]).encode()


def _lines(first: date, days: int) -> Iterator[str]:
    for hour in range(24 * days):
        day, of_day = first + timedelta(days=hour // 24), hour % 24
        kwh = (0.42 if 18 <= of_day < 23 else 0.11) + 0.01 * (day.weekday() % 3)
        yield f"{day:%d/%m/%Y},{of_day:02d}:00,{kwh:.2f}"
