"""What is said about the file as a whole once its series stand: remarks, open questions, solar production."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import Quality, UsageSeries
from advisor.ingest.columns import Columns
from advisor.ingest.commodity import commodity_question
from advisor.ingest.extract import Extract
from advisor.ingest.results import Question, SupplyRead
from advisor.ingest.streams import Channel
from advisor.ingest.table import Table, preamble_value
from advisor.ingest.words import role_of

_DAYS_OF_SUN = 5
_NIGHT_HOURS = (21, 22, 23, 0, 1, 2, 3)
"""Hours without sun everywhere below 60 degrees of latitude, outside of a few midsummer days."""


def file_findings(
    data: Extract, columns: Columns, *, used_columns: list[int], usable: np.ndarray, supplies: Sequence[SupplyRead]
) -> list[Finding]:
    """Remark on blank and estimated values, columns left out, and days that follow a local clock."""
    found = []
    blank = int(data.blank[usable][:, used_columns].all(axis=1).sum()) if used_columns else 0
    if blank:
        found.append(Finding("blank_values", Severity.INFO, {"count": blank}))
    if data.estimated[usable].any():
        found.append(Finding("estimated_values", Severity.INFO, {"count": int(data.estimated[usable].sum())}))
    for code, names in (
        ("columns_left_out", columns.left_out),
        ("other_commodity_left_out", columns.other_commodity),
    ):
        if names:
            found.append(Finding(code, Severity.INFO, {"columns": ", ".join(names)[:200]}))
    if any(supply.local_days for supply in supplies):
        found.append(Finding("days_follow_local_clock", Severity.INFO, {}))
    return found


def open_questions(
    data: Extract, columns: Columns, supplies: Sequence[SupplyRead], *, table: Table, answers: Mapping[str, str]
) -> list[Question]:
    """Ask what the cells leave open: which column, which decimal sign, and whether it is electricity at all."""
    asked = []
    if columns.candidates:
        chosen = columns.values[0].name
        asked.append(Question("value_column", columns.candidates, chosen, {"column": chosen}))
    if data.decimal_open:
        total = sum(supply.total_kwh for supply in supplies)
        chosen, other = ("point", "comma") if data.decimal == "." else ("comma", "point")
        consequences = {chosen: {"total_kwh": round(total, 3)}, other: {"total_kwh": round(total * 1000, 3)}}
        asked.append(Question("decimal", ("point", "comma"), chosen, {}, consequences))
    other = commodity_question(table, supplies, answers)
    return [*asked, other] if other else asked


def named_supplies(supplies: Sequence[SupplyRead], *, table: Table, columns: Columns) -> tuple[SupplyRead, ...]:
    """Give the supply point the text before the table names, where no column does."""
    name = preamble_value(table, "supply_point")
    if columns.supply is not None or not name:
        return tuple(supplies)
    return tuple(replace(supply, supply_point=name) for supply in supplies)


def solar_by_day(
    supplies: Sequence[SupplyRead], channels: Sequence[Channel], *, zone: tzinfo, answers: Mapping[str, str]
) -> tuple[list[SupplyRead], list[Question]]:
    """Take values that occur only by day, under a name that tells no direction, for solar production, and ask.

    No home uses nothing at all from 21 to 4 h for days on end: a refrigerator alone would show.
    """
    silent = len(channels) == 1 and channels[0].channel == "import" and role_of(channels[0].parts[0].name) is None
    if not silent:
        return list(supplies), []
    told = answers.get("channel")
    found, asked = [], []
    for supply in supplies:
        by_day = supply.series is not None and only_by_day(supply.series, zone)
        chosen = told if told in ("import", "generation") else "generation" if by_day else "import"
        if by_day and told is None and not asked:
            asked.append(Question("channel", ("import", "generation"), chosen))
        found.append(replace(supply, channel=chosen))
    return found, asked


def only_by_day(series: UsageSeries, zone: tzinfo) -> bool:
    """Say whether all measured energy of at least five days falls into hours that can have sun."""
    if series.step_minutes > 60:
        return False
    measured = (series.quality == Quality.MEASURED) & (series.kwh > 0)
    local = series.local_starts(zone)[measured]
    hours = (local.astype("datetime64[h]") - local.astype("datetime64[D]")).astype(np.int64)
    days = len(np.unique(local.astype("datetime64[D]")))
    return days >= _DAYS_OF_SUN and not np.isin(hours, _NIGHT_HOURS).any()
