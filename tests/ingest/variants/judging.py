"""Judge what the reader made of a file whose content is known: exact, asked, refused or wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from zoneinfo import ZoneInfo

import numpy as np

from advisor.ingest import ReadResult, UnableToReadFile, read_file
from tests.ingest.files import LIMA
from tests.ingest.variants.truth import Truth

EXACT, ASKED, REFUSED, WRONG = "exact", "asked", "refused", "wrong"
_MOST_ANSWERS = 96


@dataclass(frozen=True)
class Outcome:
    """One of the four classes, whether anything was asked, and what was found different."""

    kind: str
    questions: tuple[str, ...] = ()
    why: str = ""


def judge(content: bytes, truth: Truth, *, register: bool = False, zone: ZoneInfo = LIMA) -> Outcome:
    """Read a file and compare; where it differs, look for answers to the questions that make it exact."""
    try:
        result = read_file(content, zone=zone)
    except UnableToReadFile as unable:
        return Outcome(REFUSED, why=unable.finding.code)
    asked = tuple(question.key for question in result.questions)
    difference = difference_from(result, truth, register=register, zone=zone)
    if difference is None:
        return Outcome(EXACT, asked)
    for answers in _answers(result):
        try:
            again = read_file(content, zone=zone, answers=answers)
        except UnableToReadFile:
            continue
        if difference_from(again, truth, register=register, zone=zone) is None:
            return Outcome(ASKED, asked, f"{answers}")
        for more in _answers(again, answers) if {q.key for q in again.questions} - set(answers) else ():
            last = read_file(content, zone=zone, answers=more)
            if difference_from(last, truth, register=register, zone=zone) is None:
                return Outcome(ASKED, asked, f"{more}")
    if _refused_is_all(result, truth, zone):
        return Outcome(REFUSED, asked, difference)
    return Outcome(WRONG, asked, f"{difference}; asked {asked}")


def difference_from(result: ReadResult, truth: Truth, *, register: bool, zone: ZoneInfo) -> str | None:
    """Name the first thing that is not as it should be: channels, step, start, end, count or total."""
    found = {supply.channel: supply for supply in result.supplies}
    if set(found) != set(truth.watt_hours) or len(result.supplies) != len(found):
        return f"channels {sorted(found)}"
    for channel, supply in found.items():
        kwh = truth.kwh(channel)
        if supply.step_minutes != truth.step_minutes or supply.series is None:
            return f"step {supply.step_minutes}, true {truth.step_minutes}"
        start, end = (moment.replace(tzinfo=None) for moment in supply.span(zone))
        true_end = truth.start + timedelta(minutes=truth.step_minutes * truth.count)
        if (start, end) != (truth.start, true_end):
            return f"{channel} from {start} to {end}, true {truth.start} to {true_end}"
        count = int((~np.isnan(kwh)).sum())
        if supply.values != count:
            return f"{channel} {supply.values} values, true {count}"
        if abs(supply.total_kwh - np.nansum(kwh)) > 0.001:
            return f"{channel} {supply.total_kwh} kWh, true {np.nansum(kwh)}"
        if not register and not np.allclose(supply.series.kwh, kwh, atol=2e-6, equal_nan=True):
            return f"{channel} values differ"
    return None


def _answers(result: ReadResult, given: dict[str, str] | None = None) -> Iterator[dict[str, str]]:
    given = given or {}
    questions = [question for question in result.questions if question.key not in given]
    choices = product(*(question.choices for question in questions))
    for number, picked in enumerate(choices):
        if number >= _MOST_ANSWERS:
            return
        yield {**given, **{question.key: choice for question, choice in zip(questions, picked, strict=True)}}


def _refused_is_all(result: ReadResult, truth: Truth, zone: ZoneInfo) -> bool:
    """Say whether all that is read is right and every value that is absent is in a row counted as refused."""
    if not result.rows.refused:
        return False
    for supply in result.supplies:
        if supply.channel not in truth.watt_hours or supply.step_minutes != truth.step_minutes:
            return False
        kwh = truth.kwh(supply.channel)
        first = supply.span(zone)[0].replace(tzinfo=None) - truth.start
        offset = first // timedelta(minutes=truth.step_minutes)
        found = supply.series.kwh
        if offset < 0 or offset + len(found) > len(kwh):
            return False
        known = ~np.isnan(found)
        if not np.allclose(found[known], kwh[offset : offset + len(found)][known], atol=2e-6):
            return False
    return True
