"""Which columns make up each channel, and their energy on one grid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from advisor.ingest.columns import Columns
from advisor.ingest.extract import Extract
from advisor.ingest.quantity import INTERVAL, POWER, REGISTER, decide_quantity
from advisor.ingest.results import Decision, Question
from advisor.ingest.signed import split_signed
from advisor.ingest.streams import Channel, Part, column_values, rows_of
from advisor.ingest.words import means, role_of, unit_in

CHANNELS = ("import", "export", "generation")


def find_channels(
    data: Extract,
    columns: Columns,
    *,
    order: np.ndarray,
    step_hours: float | None,
    layout_quantity: str | None,
    answers: Mapping[str, str],
) -> tuple[list[Channel], list[Decision], list[Question], list[tuple[str, dict[str, object]]]]:
    """Group the value columns (and labels) into channels.

    order: indices of usable rows in time order; step_hours: the usual time between rows.
    Returns channels, decisions, questions and remarks (code, params).
    """
    remarks: list[tuple[str, dict[str, object]]] = []
    decisions: list[Decision] = []
    questions: list[Question] = []
    if columns.wide:
        return *_wide_channels(data, columns, order, answers), questions, remarks
    groups = _by_role(data, columns, order, remarks)
    if "consumption" in groups and "import" in groups:
        _without_own_register(data, groups, order, remarks)
    if "consumption" in groups and "import" in groups:
        house, grid = (sum(_sum(data, part, order) for part in groups[role]) for role in ("consumption", "import"))
        chosen = answers.get("usage_column", "consumption")
        chosen = chosen if chosen in groups else "consumption"
        if not (abs(house - grid) <= 1e-9 * max(1.0, abs(house))):
            consequences = {"consumption": {"sum": round(house, 3)}, "import": {"sum": round(grid, 3)}}
            questions.append(
                Question(
                    "usage_column",
                    ("consumption", "import"),
                    chosen,
                    {"consumption": groups["consumption"][0].name, "import": groups["import"][0].name},
                    consequences,
                )
            )
        decisions.append(Decision("usage_column", chosen, "both_present"))
        del groups["import" if chosen == "consumption" else "consumption"]
    if "consumption" in groups:
        groups["import"] = groups.pop("consumption")
    channels = []
    for channel in CHANNELS:
        parts = [part for part in groups.get(channel, ()) if _has_values(data, part, order)]
        if not parts:
            continue
        told = {part: _quantity(data, columns, part, order, step_hours, layout_quantity, answers) for part in parts}
        parts = _one_kind(parts, told, columns, data, order)
        parts = _without_totals(data, parts, order, remarks)
        quantity, decision, question = told[parts[0]]
        if question is not None and all(asked.key != "quantity" for asked in questions):
            questions.append(question)
        if quantity == REGISTER and not any(np.nanmax(column_values(data, part, order)) > 0 for part in parts):
            remarks.append(("register_never_moves", {"column": ", ".join(part.name for part in parts)}))
            continue
        decisions.append(Decision("quantity", quantity, decision.evidence, {**decision.params, "channel": channel}))
        decisions.append(
            Decision(
                "channel", channel, "columns", {"columns": ", ".join(part.name for part in parts), "count": len(parts)}
            )
        )
        channels.append(Channel(channel, tuple(parts), quantity))
    channels = split_signed(data, channels, order, answers, decisions, questions)
    return channels, decisions, questions, remarks


def _wide_channels(
    data: Extract, columns: Columns, order: np.ndarray, answers: Mapping[str, str]
) -> tuple[list[Channel], list[Decision]]:
    """Make the channels of a file with one row a day: all columns are one stream, which labels may divide."""
    own_role = columns.values[0].role
    labels: list[tuple[int | None, str]] = [(None, own_role)]
    if columns.label is not None:
        labels = [(code, role_of(label) or own_role) for code, label in enumerate(data.labels)]
    channels, decisions = [], []
    for channel in CHANNELS:
        roles = {"import", "consumption"} if channel == "import" else {channel}
        own = [code for code, role in labels if role in roles]
        parts = tuple(
            Part(position, code, column.name) for code in own for position, column in enumerate(columns.values)
        )
        if not parts:
            continue
        rows = rows_of(data, parts[0], order)
        unit = _unit_of(data, columns, parts[0], rows)
        flat = data.values[rows].ravel()
        quantity, decision, _ = decide_quantity(flat[~np.isnan(flat)], name="", unit=unit)
        quantity = answers.get("quantity", quantity)
        channels.append(Channel(channel, parts, quantity))
        decisions.append(replace(decision, value=quantity, params={**decision.params, "channel": channel}))
    return channels, decisions


def _without_own_register(data: Extract, groups: dict[str, list[Part]], order: np.ndarray, remarks: list) -> None:
    """Where one of house and grid is the register that the other is the growth of, leave the register out."""
    for role, other in (("import", "consumption"), ("consumption", "import")):
        told = [column_values(data, part, order) for part in groups[role]]
        grown = sum(float(values[-1] - values[0]) for values in told if len(values))
        rising = all(len(values) > 8 and (np.diff(values) >= 0).all() for values in told)
        used = sum(_sum(data, part, order) for part in groups[other])
        if rising and grown > 0 and abs(used - grown) <= 0.02 * grown:
            names = ", ".join(part.name for part in groups.pop(role))
            remarks.append(("columns_left_out", {"columns": names}))
            return


def _sum(data: Extract, part: Part, rows: np.ndarray) -> float:
    return float(column_values(data, part, rows).sum())


def _has_values(data: Extract, part: Part, rows: np.ndarray) -> bool:
    return bool(len(column_values(data, part, rows)))


def _by_role(data: Extract, columns: Columns, order: np.ndarray, remarks: list) -> dict[str, list[Part]]:
    groups: dict[str, list[Part]] = {}
    for position, column in enumerate(columns.values):
        if columns.label is None or len(columns.values) > 1:
            groups.setdefault(column.role, []).append(Part(position, None, column.name))
            continue
        for code, label in enumerate(data.labels):
            role = role_of(label) or column.role
            if role == "other_commodity":
                remarks.append(("other_commodity_left_out", {"column": label}))
            elif role in {"import", "consumption", "export", "generation"}:
                # Labels of one direction, as day and night: a word for the house is then a word for the grid.
                role = "import" if role == "consumption" else role
                groups.setdefault(role, []).append(Part(position, code, label))
    return groups


def _quantity(
    data: Extract,
    columns: Columns,
    part: Part,
    order: np.ndarray,
    step_hours: float | None,
    layout: str | None,
    answers: Mapping[str, str],
) -> tuple[str, Decision, Question | None]:
    column = columns.values[part.position]
    if answers.get("quantity") in (INTERVAL, REGISTER, POWER):
        return answers["quantity"], Decision("quantity", answers["quantity"], "answered", {"column": column.name}), None
    if layout:
        return layout, Decision("quantity", layout, "layout", {"column": column.name}), None
    rows = rows_of(data, part, order)
    if len(rows):
        supplies, counts = np.unique(data.supply[rows], return_counts=True)
        rows = rows[data.supply[rows] == supplies[counts.argmax()]]
    values = data.values[rows, part.position]
    values = values[~np.isnan(values)]
    return decide_quantity(values, name=column.name, unit=_unit_of(data, columns, part, rows), step_hours=step_hours)


def _unit_of(data: Extract, columns: Columns, part: Part, rows: np.ndarray) -> str | None:
    """Return the unit a part's name states, or the unit column of its first row."""
    stated = columns.values[part.position].unit
    if columns.unit is None or not len(rows):
        return stated
    return unit_in(data.units[int(data.unit[rows[0]])]) or stated


def _one_kind(
    parts: list[Part],
    told: dict[Part, tuple[str, Decision, Question | None]],
    columns: Columns,
    data: Extract,
    order: np.ndarray,
) -> list[Part]:
    """Keep columns that measure alike: energy before power, interval energy before registers beside it."""
    kinds = {told[part][0] for part in parts}
    if len(kinds) == 1:
        return parts
    if kinds == {REGISTER, INTERVAL}:
        registers = [part for part in parts if told[part][0] == REGISTER]
        still = [part for part in parts if told[part][0] == INTERVAL]
        # A register that stands still reads as interval values: tariff 2 never used. It belongs to the registers.
        if (
            all(np.ptp(column_values(data, part, order)) == 0 for part in still)
            and all(columns.values[part.position].unit == columns.values[registers[0].position].unit for part in still)
            and len(registers) >= len(still)
        ):
            return registers
    kind = INTERVAL if INTERVAL in kinds else REGISTER if REGISTER in kinds else POWER
    return [part for part in parts if told[part][0] == kind]


def _without_totals(data: Extract, parts: list[Part], order: np.ndarray, remarks: list) -> list[Part]:
    """Where one column is the sum of the others (once, or once per way of dividing), count it alone."""
    if len(parts) < 2 or any(part.label is not None for part in parts):
        return parts
    table = data.values[order][:, [part.position for part in parts]]
    filled = (~np.isnan(table)).sum(axis=0)
    table = np.nan_to_num(table)
    sums = table.sum(axis=0)
    finest = int(filled.argmax())
    coarse = (filled * 2 <= filled[finest]) & (np.abs(sums - sums[finest]) <= 0.005 * sums[finest]) & (sums > 0)
    if len(parts) == 2 and coarse.any():
        # The same energy twice, by the hour and by the quarter hour.
        other = parts[int(coarse.argmax())].name
        remarks.append(("parts_of_total_left_out", {"column": other, "parts": parts[finest].name}))
        return [parts[finest]]
    top = int(sums.argmax())
    table = table[(table > 0).any(axis=1)]
    if len(table) < 3:
        return parts
    rest = table.sum(axis=1) - table[:, top]
    scale = np.maximum(np.abs(table[:, top]), 1e-6)
    for times in (1, 2):
        if (np.abs(rest - times * table[:, top]) <= 0.002 * scale + 0.0021).mean() > 0.98 and sums[top] > 0:
            same = [index for index in range(len(parts)) if abs(sums[index] - sums[top]) <= 1e-9 * sums[top]]
            named = next((index for index in same if means(parts[index].name, "totals")), top)
            parts_left = [part.name for index, part in enumerate(parts) if index != named]
            remarks.append(("parts_of_total_left_out", {"column": parts[named].name, "parts": ", ".join(parts_left)}))
            return [parts[named]]
    return parts
