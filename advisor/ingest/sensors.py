"""Files with rows of several sensors, appliances or supplies: which of them is the home's meter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from advisor.energy.findings import Finding
from advisor.ingest.columns import Columns
from advisor.ingest.extract import Extract
from advisor.ingest.results import Decision, Question, UnableToReadFile
from advisor.ingest.supply_names import left_out, name_of, settled, told_home
from advisor.ingest.table import Table
from advisor.ingest.words import means, role_of

_NO_ENERGY = frozenset({"not_energy", "other_commodity", "money", "battery"})
_MOST_CHOICES = 20


@dataclass(frozen=True, eq=False)
class Sensors:
    """rows: mask of the rows that count; decision and question about which sensor they are of; why: the code of the
    fate of the other rows; findings: what is left out.
    """

    rows: np.ndarray
    decision: Decision | None = None
    question: Question | None = None
    why: str = "other_sensor"
    findings: tuple[Finding, ...] = ()


def choose_sensor(data: Extract, columns: Columns, table: Table, answers: Mapping[str, str]) -> Sensors:
    """Keep the rows of one sensor where a column names sensors; of supply points those of the one told, else all rows.

    A sensor whose name says temperature, gas or battery does not count; of the others the one called total or mains is
    the home; else the one with most energy words is taken and asked about. Raises UnableToReadFile(not_electricity).
    """
    every = np.ones(len(data), dtype=bool)
    if columns.supply is None:
        return Sensors(every)
    if not means(table.names[columns.supply], "sensor"):
        return _of_home(data, answers)
    names = [name for name in data.supplies if name]
    fit = [name for name in names if role_of(name) not in _NO_ENERGY and _has_values(data, name)]
    if names and not fit:
        raise UnableToReadFile("not_electricity", name=names[0][:60])
    if len(names) < 2:
        return Sensors(every)
    totals = [name for name in fit if means(name, "totals")]
    told = answers.get("sensor")
    if told in fit:
        chosen, evidence = told, "answered"
    elif len(fit) == 1:
        chosen, evidence = fit[0], "only_energy"
    elif len(totals) == 1:
        chosen, evidence = totals[0], "header"
    else:
        chosen, evidence = (
            next((name for name in fit if role_of(name) or means(name, "electricity")), fit[0]),
            "default",
        )
    rows = data.supply == data.supplies.index(chosen)
    question = None
    if evidence == "default":
        question = Question("sensor", tuple(fit[:_MOST_CHOICES]), chosen, {"name": chosen})
    return Sensors(rows, Decision("sensor", chosen, evidence), question)


def _of_home(data: Extract, answers: Mapping[str, str]) -> Sensors:
    """Keep the rows of the supply that was told to be the home's; all rows where none was."""
    told = told_home(answers, data.supplies)
    mine = [name_of(name) == told for name in data.supplies]
    if told is None or all(mine):
        return Sensors(np.ones(len(data), dtype=bool))
    others = [name for name, is_mine in zip(data.supplies, mine, strict=True) if name and not is_mine]
    rows = np.array(mine)[data.supply]
    return Sensors(rows, settled(told), why="other_supply", findings=tuple(left_out(others)))


def _has_values(data: Extract, name: str) -> bool:
    rows = data.supply == data.supplies.index(name)
    return bool((~np.isnan(data.values[rows])).sum() >= 2)
