"""The unit of every value: what its row or column states, else one unit for all that is not stated in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.energy.register_growth import grow
from advisor.ingest.columns import Columns
from advisor.ingest.extract import Extract
from advisor.ingest.layouts import Layout
from advisor.ingest.quantity import POWER, REGISTER
from advisor.ingest.results import Decision, Question
from advisor.ingest.stamps import DAY_MINUTES
from advisor.ingest.streams import Channel, Part, rows_of
from advisor.ingest.units import ENERGY, POWER_CHOICES, decide_unit
from advisor.ingest.words import POWER_UNITS, UNITS_KWH, role_of, unit_in


@dataclass(frozen=True, eq=False)
class Units:
    """Unit of each row that states one, of each value column, and of what states none."""

    of_row: np.ndarray | None
    of_column: tuple[str | None, ...]
    otherwise: str
    step_minutes: int

    def name(self, part: Part, rows: np.ndarray) -> str:
        """Return the unit the first of some rows of a part is in."""
        if self.of_row is not None and len(rows) and self.of_row[rows[0]]:
            return str(self.of_row[rows[0]])
        return self.of_column[part.position] or self.otherwise

    def factors(self, part: Part, rows: np.ndarray) -> np.ndarray:
        """Return what makes kWh of an interval of each row's number; power is multiplied by the step."""
        usual = self.of_column[part.position] or self.otherwise
        if self.of_row is None:
            return np.full(len(rows), self._factor(usual))
        names, codes = np.unique(self.of_row[rows], return_inverse=True)
        return np.array([self._factor(str(name) or usual) for name in names])[codes]

    def _factor(self, unit: str) -> float:
        return UNITS_KWH[unit] * (self.step_minutes / 60.0 if unit in POWER_UNITS else 1.0)


def settle_units(
    data: Extract,
    channels: Sequence[Channel],
    start: np.ndarray,
    *,
    columns: Columns,
    order: np.ndarray,
    step_minutes: int,
    layout: Layout | None,
    answers: Mapping[str, str],
) -> tuple[Units, list[Decision], list[Question]]:
    """Settle the unit of all values. start: UTC seconds of each row; order: usable rows in time order.

    What states no unit is in one unit throughout the file: that in which what the home takes from the grid (or the
    largest channel, where there is no such) is a home's. Of many supply points the middle one speaks.
    """
    rows_state = None
    if columns.unit is not None:
        rows_state = np.array([unit_in(text) or "" for text in data.units], dtype=object)[data.unit].astype(str)
    stated = tuple(column.unit or (layout.unit if layout else None) for column in columns.values)
    decisions: list[Decision] = []
    silent = []
    for channel in channels:
        for part in channel.parts[:1] if columns.wide else channel.parts:
            rows = rows_of(data, part, order)
            told = stated[part.position] or (rows_state is not None and len(rows) and rows_state[rows[0]])
            if not told:
                silent.append((channel, part))
                continue
            evidence = "stated" if columns.values[part.position].unit or rows_state is not None else "layout"
            decision = Decision("unit", str(told), evidence)
            if decision not in decisions:
                decisions.append(decision)
    if not silent:
        return Units(rows_state, stated, "kWh", step_minutes), decisions, []
    unit, decision, question = decide_unit(
        daily_total=_daily_total(data, silent, start, columns=columns, order=order, step_minutes=step_minutes),
        choices=_choices(silent, columns, step_minutes),
        step_minutes=step_minutes,
        answers=answers,
    )
    # While 1.234 may be a thousand, what a day adds up to is not known either: the sign is asked first.
    asked = [question] if question and not data.decimal_open else []
    return Units(rows_state, stated, unit, step_minutes), [*decisions, decision], asked


def _choices(silent: Sequence[tuple[Channel, Part]], columns: Columns, step_minutes: int) -> tuple[str, ...]:
    """Return the units numbers without one may be in: power where the name says so, both where it says nothing."""
    channel, part = silent[0]
    if channel.quantity == POWER:
        return POWER_CHOICES
    # A kW for an hour is a kWh: nothing to choose. A name that speaks of usage speaks of energy.
    if channel.quantity == REGISTER or step_minutes == 60 or role_of(columns.values[part.position].name):
        return ENERGY
    return (*ENERGY, *POWER_CHOICES)


def _daily_total(
    data: Extract,
    silent: Sequence[tuple[Channel, Part]],
    start: np.ndarray,
    *,
    columns: Columns,
    order: np.ndarray,
    step_minutes: int,
) -> float:
    """Return the sum of a usual day in the file's own numbers."""
    first = next((channel for channel, _ in silent if channel.channel == "import"), None)
    totals = []
    for code in range(len(data.supplies)):
        rows = order[data.supply[order] == code]
        slots = len(np.unique(start[rows]))
        by_channel: dict[str, float] = {}
        for channel, part in silent:
            own = rows_of(data, part, rows)
            if len(own):
                day = _day_of(data, channel, part, own, start, slots, columns=columns, step_minutes=step_minutes)
                by_channel[channel.channel] = by_channel.get(channel.channel, 0.0) + day
        if by_channel:
            totals.append(by_channel.get(first.channel, 0.0) if first else max(by_channel.values()))
    return float(np.median(totals)) if totals else 0.0


def _day_of(
    data: Extract,
    channel: Channel,
    part: Part,
    rows: np.ndarray,
    start: np.ndarray,
    slots: int,
    *,
    columns: Columns,
    step_minutes: int,
) -> float:
    values = data.values[rows] if columns.wide else data.values[rows, part.position]
    known = ~np.isnan(values)
    if not known.any():
        return 0.0
    per_day = DAY_MINUTES / step_minutes
    if columns.wide:
        return float(np.abs(values[known]).mean()) * per_day
    if channel.quantity != REGISTER:
        # Day and night tariffs share the slots of a day between them.
        return float(np.abs(values[known]).sum()) / slots * per_day
    at, index = start[rows][known].astype(np.float64), values[known]
    once = np.append(np.diff(at) > 0, True)
    at, index = at[once], index[once]
    growth = grow(at, index)
    days = (at[growth.kept[-1]] - at[growth.kept[0]]) / 86_400 if len(growth.kept) > 1 else 0.0
    return float(np.nansum(growth.kwh)) / days if days else 0.0
