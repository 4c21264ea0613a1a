"""Does a stamp mark the start or the end of its interval, and how long is the interval."""

from __future__ import annotations

from collections.abc import Mapping

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
    nearest = (
        np.array(_STEPS)[np.abs(distances[:, None] - np.array(_STEPS)[None, :]).argmin(axis=1)]
        if len(distances) < 200_000
        else _nearest(distances)
    )
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
    *, clock_seconds: np.ndarray, step_minutes: int, header: str | None, layout: str | None, answers: Mapping[str, str]
) -> tuple[str, Decision, Question | None]:
    """Settle start or end of the interval, strongest evidence first.

    clock_seconds: local time of day of each stamp in time order (86400 where the file writes 24:00). header: what the
    name of the column says. Evidence: the person's answer, the layout, the header, a 24:00, and which reading makes the
    file begin and end at midnight. With neither, start is taken and asked.
    """
    if answers.get("stamp") in (START, END):
        return answers["stamp"], Decision("stamp", answers["stamp"], "answered"), None
    for told, evidence in ((layout, "layout"), (header, "header")):
        if told:
            return told, Decision("stamp", told, evidence), None
    if step_minutes >= DAY_MINUTES or not len(clock_seconds):
        return START, Decision("stamp", START, "daily"), None
    step = step_minutes * 60
    if (clock_seconds == 86_400).any():
        return END, Decision("stamp", END, "clock_24"), None
    first, last = int(clock_seconds[0]), int(clock_seconds[-1])
    starts = (first < step) + (last >= 86_400 - step)
    ends = (step <= first < 2 * step) + (last < step)
    params = {"first": _clock(first), "last": _clock(last)}
    chosen = END if ends > starts else START
    # One edge alone speaks for the end only weakly: a file whose first row is absent looks the same.
    if starts > ends or ends == 2:
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


def _clock(seconds: int) -> str:
    minutes = (seconds // 60) % DAY_MINUTES
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
