"""What a column of numbers measures: energy of each interval, a running register, or mean power."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.ingest.results import Decision, Question
from advisor.ingest.units import best_unit, possible
from advisor.ingest.words import POWER_UNITS, UNITS_KWH, means

INTERVAL, REGISTER, POWER = "interval", "register", "power"
MOST_KW = 100.0
"""Mean power no home connection carries; above it a value is reported as implausible."""
_SURE_ROWS = 24
"""Readings that never fall from which on chance and a slow evening are no explanation any more."""
_SMALL_STEP = 0.02
_MOST_BREAKS = 6
_BREAK = 20.0
"""Usual steps in one fall from which on it is a new meter, a rollover or a slip, and not a home that uses less."""


@dataclass(frozen=True)
class _Course:
    """How the numbers go: how many, how often they rise and fall, and how large a step is beside the level."""

    count: int
    rises: int
    falls: int
    breaks: int
    large: bool
    step_share: float

    @classmethod
    def of(cls, values: np.ndarray) -> _Course:
        steps = np.diff(values)
        level = float(np.median(np.abs(values)))
        moved = np.abs(steps)[steps != 0]
        typical = float(np.median(moved)) if len(moved) else 0.0
        large = np.median(np.abs(steps)) < 0.5 * level if level else float(values[-1]) > 0
        share = typical / level if level else 1.0
        falls = int((steps < 0).sum())
        breaks = int((steps < -_BREAK * typical).sum()) if typical else 0
        return cls(len(values), int((steps > 0).sum()), falls, breaks, bool(large), share)


def decide_quantity(
    values: np.ndarray, *, name: str, unit: str | None, step_hours: float | None = None
) -> tuple[str, Decision, Question | None]:
    """Tell a register from interval values by the numbers; words only break a tie, and what stays open is asked.

    values: one column of one supply in time order, NaN removed; step_hours: the usual time between them. A register
    never falls (a few resets aside), moves, and is large beside its steps. Interval energy falls about as often as it
    rises, and as an energy gives a power that a home can have.
    """
    if unit in POWER_UNITS:
        return POWER, Decision("quantity", POWER, "unit", {"unit": unit, "column": name}), None
    if unit is None and means(name, "power"):
        return POWER, Decision("quantity", POWER, "header", {"column": name}), None
    word = REGISTER if means(name, "cumulative") and not means(name, "interval_value") else None
    if len(values) < 2:
        found = word or INTERVAL
        return found, Decision("quantity", found, "header" if word else "few_rows", {"column": name}), None
    course = _Course.of(values)
    told = {"readings": course.count, "falls": course.falls, "column": name}
    if _falls_too_often(course) or (values < 0).any():
        return INTERVAL, Decision("quantity", INTERVAL, "rises_and_falls", told), None
    # What never falls may be either; each is put to the test of what power a home would then have had.
    kw = _kw_of(values, unit, step_hours)
    both = possible(kw[INTERVAL]) and possible(kw[REGISTER])
    if course.rises == 0:
        still = word == REGISTER or not possible(kw[INTERVAL])
        found = REGISTER if still and values[0] > 0 else INTERVAL
        evidence = "header" if word else "magnitude" if found == REGISTER else "rises_and_falls"
        return found, Decision("quantity", found, evidence, told), None
    # With n random values the chance of never falling is 1/n!; only within a day the course of a home can rise long.
    hours = step_hours * course.count if step_hours else 0.0
    enough = hours >= 24 or course.step_share < _SMALL_STEP
    if (course.large or course.breaks) and course.rises >= 3 and course.count >= 8 and enough:
        return REGISTER, Decision("quantity", REGISTER, "never_falls", told), None
    if word and possible(kw[REGISTER]):
        return REGISTER, Decision("quantity", REGISTER, "header", told), None
    if not both and step_hours:
        found = REGISTER if possible(kw[REGISTER]) or (not possible(kw[INTERVAL]) and course.large) else INTERVAL
        return found, Decision("quantity", found, "magnitude", told), None
    found = REGISTER if word or (course.count >= 8 and course.rises >= 3 and course.large) else INTERVAL
    evidence = "header" if word else "never_falls" if found == REGISTER else "few_rows"
    consequences = {choice: {"kwh_per_day": round(24 * kw[choice], 3)} for choice in (INTERVAL, REGISTER)}
    question = Question("quantity", (INTERVAL, REGISTER), found, {"column": name}, consequences)
    return found, Decision("quantity", found, evidence, told), question


def _falls_too_often(course: _Course) -> bool:
    """Say whether the falls are more than those of slips, rollovers and new meters.

    Those are rare, and either breaks, or roundings in a column whose steps are small beside its level.
    """
    few = course.count // 200
    some = min(_MOST_BREAKS, course.count // 12)
    if course.count < _SURE_ROWS or course.rises < 5 * course.falls + 3 or course.breaks > some:
        return course.falls > few
    return course.falls - course.breaks > (max(few, some) if course.step_share < _SMALL_STEP else few)


def _kw_of(values: np.ndarray, unit: str | None, step_hours: float | None) -> dict[str, float]:
    """Return the mean power (kW) if the numbers were interval energy, and if they were a register."""
    hours = step_hours or 1.0
    steps = np.diff(values)
    means_kw = {INTERVAL: float(np.mean(values)) / hours, REGISTER: float(np.median(steps[steps >= 0])) / hours}
    if means_kw[REGISTER] == 0:
        means_kw[REGISTER] = float(np.mean(steps[steps >= 0])) / hours
    return {choice: value * UNITS_KWH[unit if unit else best_unit(24 * value)] for choice, value in means_kw.items()}
