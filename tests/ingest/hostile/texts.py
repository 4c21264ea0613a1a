"""Texts that break careless readers, made on the spot and never kept."""

from __future__ import annotations

import random
from pathlib import Path

ROWS = [f"2026-05-{4 + number // 24:02d} {number % 24:02d}:00;0,5" for number in range(96)]
HEADER = "Fecha;Consumo (kWh)"


def write(path: Path, lines: list[str], *, end: str = "\n", encoding: str = "utf-8") -> None:
    path.write_bytes((end.join([HEADER, *lines]) + end).encode(encoding))


def good(path: Path) -> None:
    write(path, ROWS)


def with_nul(path: Path) -> None:
    write(path, [*ROWS[:10], ROWS[10] + "\x00", *ROWS[11:]])


def noise(path: Path) -> None:
    path.write_bytes(bytes(random.Random(5).choices(range(1, 32), k=4_000_000)))


def one_line(path: Path) -> None:
    path.write_bytes(b"a;b;c" * 12_000_000)


def quotes(path: Path) -> None:
    path.write_bytes(b'"a;\n' * 10_000_000)


def html_of_cells(path: Path) -> None:
    path.write_bytes(b"<html><table>" + b"<tr><td colspan=200>1\n" * 200_000)


def long_cell(path: Path) -> None:
    write(path, [*ROWS[:10], f"{ROWS[10]};{'x' * 200_000}", *ROWS[11:]])


def lone_quote(path: Path) -> None:
    write(path, [*ROWS[:10], '"' + ROWS[10], *ROWS[11:]])


def mixed(path: Path) -> None:
    write(path, [*ROWS[:10], "2026-05-04 10:00,0.5", *ROWS[11:]])


def carriage_returns(path: Path) -> None:
    write(path, ROWS, end="\r")


def utf16(path: Path) -> None:
    write(path, ROWS, encoding="utf-16")
