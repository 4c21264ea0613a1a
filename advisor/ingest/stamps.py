"""Does a stamp mark the start or the end of its interval, and how long is the interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from advisor.ingest.results import Decision, Question

START, END = "start", "end"
DAY_MINUTES = 1440
_STEPS = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440)


def find_step_minutes(moments: np.ndarray) -> tuple[int | None, float]:
    """Return the usual distance between consecutive distinct moments, in minutes, and the share of distances it holds.

    moments: seconds, any order. The distance is rounded to a step that divides a day, so loggers that stamp a few
    seconds late still have one; None where no such step is usual (readings taken by hand, bills).
    """
    distinct = np.unique(moments)
    if len(distinct) < 2:
        return None, 0.0
    distances = np.diff(distinct) / 60.0
    nearest = _nearest(distances)
    close = np.abs(distances - nearest) <= np.maximum(0.1 * nearest, 0.02)
    # A local day of 23 or 25 hours is still a day.
    close |= (nearest == DAY_MINUTES) & (np.abs(distances - DAY_MINUTES) <= 60)
    if not close.any():
        return None, 0.0
    steps, counts = np.unique(nearest[close], return_counts=True)
    best = int(counts.argmax())
    return int(steps[best]), float(counts[best] / len(distances))


def _nearest(distances: np.ndarray) -> np.ndarray:
    steps = np.array(_STEPS, dtype=np.float64)
    middles = (steps[1:] + steps[:-1]) / 2
    return steps[np.searchsorted(middles, distances)]


def decide_stamp(
    *,
    clocks: Sequence[np.ndarray],
    step_minutes: int,
    header: str | None,
    layout: str | None,
    answers: Mapping[str, str],
) -> tuple[str, Decision, Question | None]:
    """Settle start or end of the interval, strongest evidence first.

    clocks: time of day of each stamp in time order, in seconds (86400 where the file writes 24:00), on the clock as
    written and, where the file states an offset, on that of the zone. header: what the name of the column says.
    Evidence: the person's answer, the layout, the header, a 24:00, and which reading makes the file both begin and end
    at midnight. One edge alone decides nothing: a file may begin or end at any time. Then it is asked.
    """
    if answers.get("stamp") in (START, END):
        return answers["stamp"], Decision("stamp", answers["stamp"], "answered"), None
    for told, evidence in ((layout, "layout"), (header, "header")):
        if told:
            return told, Decision("stamp", told, evidence), None
    if not len(clocks[0]):
        return START, Decision("stamp", START, "daily"), None
    if any((clock == 86_400).any() for clock in clocks):
        return END, Decision("stamp", END, "clock_24"), None
    if step_minutes >= DAY_MINUTES:
        return START, Decision("stamp", START, "daily"), None
    step = step_minutes * 60
    edges = [_edges(clock, step) for clock in clocks]
    starts, ends = (max(edge[side] for edge in edges) for side in (0, 1))
    first, last = edges[0][2], edges[0][3]
    params = {"first": _clock(first), "last": _clock(last)}
    chosen = END if ends > starts else START
    if max(starts, ends) == 2 and min(starts, ends) < 2:
        return chosen, Decision("stamp", chosen, "day_edges", params), None
    question = Question(
        "stamp",
        (START, END),
        chosen,
        params={"stamp": _clock(first), "minutes": step_minutes},
        consequences={
            START: {"first": _clock(first), "until": _clock(first + step)},
            END: {"first": _clock(first - step), "until": _clock(first)},
        },
    )
    return chosen, Decision("stamp", chosen, "default", params), question


def _edges(clock: np.ndarray, step: int) -> tuple[int, int, int, int]:
    """Return how many of the two ends of a file are at midnight if stamps are starts, and if ends; first, last."""
    # 00:29:59 stands for 00:30.
    first, last = (round(int(clock[place]) * 10 / step) * step // 10 % 86_400 for place in (0, -1))
    return (first < step) + (last >= 86_400 - step), (step <= first < 2 * step) + (last < step), first, last


def _clock(seconds: int) -> str:
    minutes = (seconds // 60) % DAY_MINUTES
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
