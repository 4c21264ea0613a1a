"""In which unit numbers are where the file does not say: the one in which they are a home's."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.ingest.results import Decision, Question
from advisor.ingest.words import POWER_UNITS, UNITS_KWH

PLAUSIBLE_KW = (0.02, 15.0)
"""Mean power of a home over days: from one refrigerator to a large house that is heated or cooled electrically."""
POSSIBLE_KW = (0.005, 50.0)
"""Mean power that is not out of the question: an empty home with a modem, a workshop. An estimate, wide on purpose."""
ENERGY, POWER_CHOICES = ("kWh", "Wh", "MWh"), ("kW", "W")


def possible(kw: float) -> bool:
    """Say whether a mean power is one that some home has."""
    return POSSIBLE_KW[0] <= kw <= POSSIBLE_KW[1]


def best_unit(daily_total: float, choices: tuple[str, ...] = ENERGY, *, step_minutes: int = 60) -> str:
    """Return the first of some units in which a day's sum of numbers is a home's day, else the nearest to one."""
    low, high = PLAUSIBLE_KW

    def misses(unit: str) -> float:
        kw = kwh_per_day(daily_total, unit, step_minutes) / 24
        return 0.0 if low <= kw <= high else max(low / kw, kw / high) if kw > 0 else 1.0

    return min(choices, key=misses)


def kwh_per_day(daily_total: float, unit: str, step_minutes: int) -> float:
    """Return the energy of a day from the sum of a day's numbers; power is multiplied by the step."""
    return daily_total * UNITS_KWH[unit] * (step_minutes / 60.0 if unit in POWER_UNITS else 1.0)


def decide_unit(
    *, daily_total: float, choices: tuple[str, ...], step_minutes: int, answers: Mapping[str, str]
) -> tuple[str, Decision, Question | None]:
    """Settle the unit of numbers that state none: the person's answer, or the one that gives a home's day.

    daily_total: sum of a day in the file's own numbers; choices: the units they can be in, the likeliest first. Others
    in which they would be a possible home are asked about, with the energy of a day in each.
    """
    if answers.get("unit") in UNITS_KWH:
        return answers["unit"], Decision("unit", answers["unit"], "answered"), None
    chosen = best_unit(daily_total, choices, step_minutes=step_minutes)
    days = {unit: kwh_per_day(daily_total, unit, step_minutes) for unit in choices}
    decision = Decision("unit", chosen, "magnitude", {"kwh_per_day": _shown(days[chosen])})
    open_units = tuple(unit for unit in choices if unit == chosen or possible(days[unit] / 24))
    if daily_total == 0 or (len(open_units) == 1 and possible(days[chosen] / 24)):
        return chosen, decision, None
    offered = open_units if len(open_units) > 1 else choices
    consequences = {unit: {"kwh_per_day": _shown(days[unit])} for unit in offered}
    return chosen, decision, Question("unit", offered, chosen, {"kwh_per_day": _shown(days[chosen])}, consequences)


def _shown(kwh: float) -> float:
    return round(kwh, 3)
