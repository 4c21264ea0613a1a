"""Makes meter files of a known series, in the many ways people write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

LIMA = ZoneInfo("America/Lima")
DATE_STYLES = {
    "iso": "%Y-%m-%d",
    "iso_slash": "%Y/%m/%d",
    "day_first": "%d/%m/%Y",
    "day_first_dots": "%d.%m.%Y",
    "day_first_short": "%d/%m/%y",
    "month_first": "%m/%d/%Y",
    "compact": "%Y%m%d",
}


@dataclass(frozen=True)
class Writing:
    """How a series is written down."""

    separator: str = ","
    decimal: str = "."
    date_style: str = "iso"
    twelve_hour: bool = False
    two_columns: bool = False
    stamp_end: bool = False
    unit: str = "kWh"
    register: bool = False
    newest_first: bool = False
    encoding: str = "utf-8"
    line_end: str = "\n"
    quoted: bool = False
    preamble: bool = False
    header: tuple[str, str, str] = ("Fecha", "Hora", "Consumo (%s)")


def half_hours(start: datetime, count: int, *, step_minutes: int = 30) -> list[datetime]:
    """Return the starts of consecutive intervals."""
    return [start + timedelta(minutes=step_minutes * index) for index in range(count)]


def write_file(starts: list[datetime], kwh: list[float], writing: Writing, *, step_minutes: int = 30) -> bytes:
    """Write local starts and kWh as a file. Values must have at most six decimals, to come back exactly."""
    w = writing
    factor = {"kWh": 1, "Wh": 1000, "kW": 60 / step_minutes, "W": 60000 / step_minutes}[w.unit]
    rows = []
    total = 12_345.0 * factor
    shown = list(zip(starts, kwh, strict=True))
    if w.register:
        shown.append((starts[-1] + timedelta(minutes=step_minutes), 0.0))
    for start, value in shown:
        written = total if w.register else value * factor
        total += value * factor
        stamp = start + timedelta(minutes=step_minutes) if w.stamp_end and not w.register else start
        clock = stamp.strftime("%I:%M %p" if w.twelve_hour else "%H:%M").lower()
        day = stamp.strftime(DATE_STYLES[w.date_style])
        number = f"{written:.6f}".rstrip("0").rstrip(".").replace(".", w.decimal)
        when = [day, clock] if w.two_columns else [f"{day} {clock}"]
        rows.append([*when, number])
    if w.newest_first:
        rows.reverse()
    date_name, time_name, value_name = w.header
    names = [date_name, time_name] if w.two_columns else [date_name]
    value_name = value_name.replace("%s", w.unit)
    if w.register:
        value_name = f"Lectura ({w.unit})"
    rows.insert(0, [*names, value_name])
    if w.preamble:
        rows[:0] = [["Reporte de consumo"], ["Cliente", "Familia Quispe Ñahui"], []]
    quote = '"%s"' if w.quoted or (w.decimal == "," and w.separator == ",") else "%s"
    lines = [w.separator.join(quote % cell for cell in row) for row in rows]
    return (w.line_end.join(lines) + w.line_end).encode(w.encoding)
