"""Which numeric columns count, and as what: taken from the grid, used by the home, fed in, or made by the sun."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.ingest.layouts import Layout
from advisor.ingest.numbers import parse_number
from advisor.ingest.results import UnableToReadFile
from advisor.ingest.table import ColumnKind, Table, preamble_unit
from advisor.ingest.unit_words import without_unit
from advisor.ingest.words import DIRECTIONS, POWER_UNITS, means, plain, role_of, unit_in

_MOSTLY = 0.6
_NEVER = frozenset({"not_energy", "other_commodity", "money", "self_use", "battery", "ignore"})
_MARK = re.compile(r"[1-9]|[abcrst]|hp|hc|hfp")
_DELIVERED, _RECEIVED = re.compile(r"\b(?:delivered|del)\b"), re.compile(r"\b(?:received|rec)\b")


@dataclass(frozen=True)
class ValueColumn:
    """One column of values. role: import, consumption, export or generation."""

    index: int
    name: str
    role: str
    unit: str | None


@dataclass(frozen=True)
class Chosen:
    """The columns that count, those left out, the ones a person may choose among, and columns of gas or water."""

    values: tuple[ValueColumn, ...]
    left_out: tuple[str, ...]
    candidates: tuple[str, ...]
    other_commodity: tuple[str, ...]


def choose_values(table: Table, taken: set[int], layout: Layout | None, answers: Mapping[str, str]) -> Chosen:
    """Choose the value columns of a table with one row a reading.

    taken: columns that already have another part. Raises UnableToReadFile: no_value_column, or not_electricity where
    every column of numbers measures gas, water or heat.
    """
    names, kinds = table.names, table.kinds
    numeric = [i for i, kind in enumerate(kinds) if i not in taken and kind.filled and kind.number >= _MOSTLY]
    roles = _roles(table, numeric, layout)
    commodity = tuple(names[index] for index in numeric if roles[index] == "other_commodity")
    usable = [i for i in numeric if roles[i] not in _NEVER and not _is_label(kinds[i], roles[i], len(numeric))]
    usable = _without_extremes(usable, names)
    chosen = {index: str(roles[index]) for index in usable if roles[index] in DIRECTIONS}
    candidates: tuple[str, ...] = ()
    if not any(role != "export" for role in chosen.values()):
        rest = [index for index in usable if index not in chosen and roles[index] != "net"]
        if chosen and rest:
            # "StandNormaal; StandDal; TerugleveringNormaal; …": what is not said to be export is what the home took.
            chosen.update(dict.fromkeys(rest, "import"))
        elif not chosen:
            picked, candidates = _undirected(table, rest or usable, answers)
            chosen = dict.fromkeys(picked, "import")
    if not chosen:
        if commodity:
            raise UnableToReadFile("not_electricity", name=commodity[0])
        raise UnableToReadFile("no_value_column", columns=", ".join(name for name in names if name)[:200])
    shared = preamble_unit(table)
    values = tuple(
        ValueColumn(index, names[index] or str(index + 1), role, table.units[index] or unit_in(names[index]) or shared)
        for index, role in sorted(chosen.items())
    )
    left_out = tuple(names[index] for index in usable if index not in chosen and names[index])
    return Chosen(values, left_out, candidates, commodity)


def _roles(table: Table, numeric: Sequence[int], layout: Layout | None) -> dict[int, str | None]:
    """Return the role each name tells; delivered and received side by side are the two directions of a utility."""
    names = table.names
    roles = {index: (layout.role(names[index]) if layout else None) or role_of(names[index]) for index in numeric}
    told = {index: plain(names[index]) for index in numeric if roles[index] not in _NEVER}
    received = [index for index, words in told.items() if _RECEIVED.search(words)]
    if received and any(_DELIVERED.search(words) for words in told.values()):
        roles.update(dict.fromkeys(received, "export"))
    return roles


def _without_extremes(usable: list[int], names: Sequence[str]) -> list[int]:
    """Leave out the highest and lowest of an interval and counters of the day, where a mean or a register is beside."""
    kept = [i for i in usable if not means(names[i], "extreme") and not means(names[i], "daily_counter")]
    return kept or usable


def _undirected(table: Table, options: Sequence[int], answers: Mapping[str, str]) -> tuple[list[int], tuple[str, ...]]:
    """Pick among columns whose names tell no direction: (columns that add up to the home, names to ask about)."""
    units = {index: table.units[index] or unit_in(table.names[index]) for index in options}
    energy = [index for index in options if units[index] and units[index] not in POWER_UNITS]
    best = energy or [index for index in options if units[index]] or list(options)
    wanted = answers.get("value_column")
    asked = next((index for index in best if _shown(table, index) == wanted), None)
    if asked is not None:
        return [asked], tuple(_shown(table, index) for index in best)
    if len(best) > 1 and (_is_total_of_rest(table, best) or _are_phases(table, best)):
        return list(best), ()
    return list(best[:1]), tuple(_shown(table, index) for index in best) if len(best) > 1 else ()


def _shown(table: Table, index: int) -> str:
    return table.names[index] or str(index + 1)


def _are_phases(table: Table, options: Sequence[int]) -> bool:
    """Say whether names differ in one mark alone, as L1, L2, L3 or F1, F2, F3: phases and tariff bands add up."""
    words = [plain(without_unit(table.names[index])).split() for index in options]
    if not 2 <= len(options) <= 6 or len({len(word) for word in words}) != 1 or any(map(_names_sensor, words)):
        return False
    differing = [marks for marks in zip(*words, strict=True) if len(set(marks)) > 1]
    return len(differing) == 1 and len(set(differing[0])) == len(options) and all(map(_MARK.fullmatch, differing[0]))


def _names_sensor(words: Sequence[str]) -> bool:
    return means(" ".join(words), "sensor")


def _is_total_of_rest(table: Table, options: Sequence[int]) -> bool:
    """Say whether one column is the sum of the others, row by row."""
    rows = [row.cells for row in table.sample if row.line >= table.first_data_line and len(row.cells) > max(options)]
    numbers = np.array([[_number(cells[index]) for index in options] for cells in rows[:400]], dtype=np.float64)
    numbers = numbers[~np.isnan(numbers).any(axis=1)] if len(numbers) else numbers
    if len(numbers) < 3 or len(options) < 3:
        return False
    top = numbers[:, int(numbers.sum(axis=0).argmax())]
    return bool((np.abs(numbers.sum(axis=1) - 2 * top) <= 0.002 * np.abs(top) + 0.0021).mean() > 0.98)


def _number(cell: str) -> float:
    value = parse_number(cell, "," if "," in cell and "." not in cell else ".")
    return float("nan") if value is None else value


def _is_label(kind: ColumnKind, role: str | None, numeric_columns: int) -> bool:
    """Say whether a numeric column is no measure: one long code, or a constant beside columns that vary."""
    if len(kind.distinct) != 1 or kind.filled < 3:
        return False
    digits = kind.distinct[0]
    if digits.isdigit() and len(digits) >= 8:
        return True
    return numeric_columns > 1 and digits.isdigit() and (digits != "0" or role is None)
