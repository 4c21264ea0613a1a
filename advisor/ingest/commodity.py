"""Gas, water and heat: what is not of an electricity meter, by units, by words or by the person's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from advisor.ingest.columns import Columns
from advisor.ingest.extract import Extract
from advisor.ingest.results import Question, SupplyRead, UnableToReadFile
from advisor.ingest.table import Table
from advisor.ingest.words import is_commodity_unit, means


def electricity_rows(data: Extract, columns: Columns, table: Table, answers: Mapping[str, str]) -> np.ndarray:
    """Return the mask of rows that can be electricity.

    A supply point with rows in m³ or therms is no electricity, and its rows in kWh are the same gas again. Raises
    UnableToReadFile(not_electricity) where that leaves nothing, or where the person said that the file is gas.
    """
    if answers.get("commodity") == "gas":
        raise UnableToReadFile("not_electricity", name=_named(table, data.supplies) or "gas")
    rows = np.ones(len(data), dtype=bool)
    if columns.unit is None:
        return rows
    volumes = [code for code, unit in enumerate(data.units) if is_commodity_unit(unit)]
    if not volumes or answers.get("commodity") == "electricity":
        return rows
    rows = ~np.isin(data.supply, np.unique(data.supply[np.isin(data.unit, volumes)]))
    if not rows.any():
        raise UnableToReadFile("not_electricity", name=data.units[volumes[0]])
    return rows


def commodity_question(table: Table, supplies: Sequence[SupplyRead], answers: Mapping[str, str]) -> Question | None:
    """Ask whether it is electricity where a supply point or the text above the table speaks of something else."""
    name = _named(table, [supply.supply_point for supply in supplies])
    if name is None or answers.get("commodity") == "electricity":
        return None
    return Question("commodity", ("electricity", "gas"), "electricity", {"name": name})


def _named(table: Table, supplies: Sequence[str | None]) -> str | None:
    """Return the name of a supply point, or a cell above the table, that says gas, water or heat."""
    point = next((name for name in supplies if name and means(name, "other_commodity_name")), None)
    if point:
        return point
    above = [cell for row in table.preamble for cell in row if cell]
    if any(means(cell, "electricity") for cell in (*above, *table.names)):
        return None
    return next((cell[:60] for cell in above if means(cell, "other_commodity")), None)
