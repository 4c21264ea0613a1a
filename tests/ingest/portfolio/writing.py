"""Writes the same clients as sheets of many kinds."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

LIMA = ZoneInfo("America/Lima")
MONTHS = [(2025, month) for month in range(1, 13)]
_SHORT = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic")
_LONG = ("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto", "Setiembre", "Octubre",
         "Noviembre", "Diciembre")  # fmt: skip
_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
SPELLINGS = {
    "short": lambda year, month: f"{_SHORT[month - 1]}-{year % 100}",
    "iso": lambda year, month: f"{year}-{month:02d}",
    "long": lambda year, month: f"{_LONG[month - 1]} {year}",
    "numbers": lambda year, month: f"{month:02d}/{year}",
    "english": lambda year, month: f"{_ENGLISH[month - 1]} {year % 100}",
    "unit": lambda year, month: f"Consumo {_SHORT[month - 1]}-{year % 100} (kWh)",
    "of": lambda year, month: f"{_LONG[month - 1]} de {year}",
    "first day": lambda year, month: f"01/{month:02d}/{year}",
    "joined": lambda year, month: f"kWh_{year}_{month:02d}",
}
HEADS = {
    "es": ("Código", "Nombre", "Departamento", "Distribuidora", "Tarifa", "N° Suministro"),
    "en": ("Client code", "Name", "Department", "Utility", "Tariff", "Supply number"),
}


@dataclass(frozen=True)
class Home:
    """A client as the sheet tells it; kwh: twelve months from January 2025, None for an empty cell."""

    code: str
    name: str
    department: str
    company: str
    supply: str
    kwh: tuple[float | None, ...]


def sheet(
    homes: Sequence[Home],
    *,
    spelling: str = "short",
    language: str = "es",
    decimal: str = ".",
    order: Sequence[int] | None = None,
) -> list[list[str]]:
    """Return header and rows; order: a permutation of the eighteen columns."""
    rows = [[*HEADS[language], *(SPELLINGS[spelling](*month) for month in MONTHS)]]
    for home in homes:
        figures = ["" if value is None else f"{value:.2f}".replace(".", decimal) for value in home.kwh]
        rows.append([home.code, home.name, home.department, home.company, "BT5B", home.supply, *figures])
    return [[row[index] for index in order] for row in rows] if order else rows


def as_text(rows: Sequence[Sequence[str]], *, separator: str = ";", encoding: str = "utf-8", end: str = "\n") -> bytes:
    """Write rows as delimited text."""
    quoted = [[f'"{cell}"' if separator in cell else cell for cell in row] for row in rows]
    return (end.join(separator.join(row) for row in quoted) + end).encode(encoding)


def as_workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """Write rows as the only sheet of a workbook."""
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
