"""What a column of numbers measures: energy of each interval, a running register, or mean power; and in which unit."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from advisor.ingest.results import Decision, Question
from advisor.ingest.words import POWER_UNITS, UNITS_KWH, means

INTERVAL, REGISTER, POWER = "interval", "register", "power"
HOME_KWH_DAY = 100.0
"""A home above this a day is rare: IEA household figures and the 10.4 million Peruvian homes lie far below it."""
MOST_KW = 100.0
"""Mean power no home connection carries; above it a value is reported as implausible."""


def decide_quantity(values: np.ndarray, *, name: str, unit: str | None) -> tuple[str, Decision]:
    """Tell a register from interval values by the numbers; words only break a tie.

    values: one column of one supply in time order, NaN removed. A register never falls (a few resets aside), moves, and
    is large beside its steps. Interval energy falls about as often as it rises.
    """
    if unit in POWER_UNITS:
        return POWER, Decision("quantity", POWER, "unit", {"unit": unit, "column": name})
    count = len(values)
    word = REGISTER if means(name, "cumulative") and not means(name, "interval_value") else None
    if count < 3:
        return word or INTERVAL, Decision(
            "quantity", word or INTERVAL, "few_rows" if word is None else "header", {"column": name}
        )
    steps = np.diff(values)
    rising = float((steps >= 0).mean())
    moves = values.max() > values.min()
    # With n random interval values the chance of never falling is 1/n!: from eight on it is evidence enough.
    large = (
        np.median(np.abs(steps)) < 0.5 * np.median(np.abs(values))
        if np.median(np.abs(values))
        else float(values[-1]) > 0
    )
    falls = int((steps < 0).sum())
    # A flat home with one rise never falls either: three rises, or a word for it, make a register.
    moving = word or (count >= 8 and int((steps > 0).sum()) >= 3)
    if moves and falls <= count // 200 and large and moving:
        return REGISTER, Decision(
            "quantity", REGISTER, "never_falls", {"readings": count, "falls": falls, "column": name}
        )
    if word and rising > 0.95 and not moves:
        return REGISTER, Decision("quantity", REGISTER, "header", {"column": name})
    return INTERVAL, Decision(
        "quantity", INTERVAL, "rises_and_falls", {"falls": falls, "readings": count, "column": name}
    )


def decide_unit(
    *,
    stated: str | None,
    quantity: str,
    daily_total: float,
    whole: bool,
    answers: Mapping[str, str],
    layout: str | None = None,
) -> tuple[str, Decision, Question | None]:
    """Settle the unit: the person's answer, what the file states, or the one that gives a household's day.

    daily_total: sum of a day in the file's own numbers (for power: already times hours); whole: intervals shorter than
    a day without any decimals, as Wh have and kWh hardly ever.
    """
    if answers.get("unit") in UNITS_KWH:
        return answers["unit"], Decision("unit", answers["unit"], "answered"), None
    if stated or layout:
        unit = stated or layout
        return unit, Decision("unit", unit, "stated" if stated else "layout"), None
    choices = ("kW", "W") if quantity == POWER else ("kWh", "Wh")
    chosen = choices[0] if daily_total <= HOME_KWH_DAY else choices[1]
    params = {"kwh_per_day": round(daily_total * UNITS_KWH[chosen], 3)}
    decision = Decision("unit", chosen, "magnitude", params)
    # Clear of the middle ground the other unit would mean a home of watts or of a factory: not worth a question.
    clear = 0.3 <= daily_total <= HOME_KWH_DAY and not whole
    if clear or daily_total == 0 or daily_total >= 1000:
        return chosen, decision, None
    question = Question(
        "unit",
        choices,
        chosen,
        params=params,
        consequences={choice: {"kwh_per_day": round(daily_total * UNITS_KWH[choice], 3)} for choice in choices},
    )
    return chosen, decision, question
