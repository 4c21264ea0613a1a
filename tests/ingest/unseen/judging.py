"""What reading a generated file came to: exact, asked, refused or wrong."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise, product

import numpy as np

from advisor.ingest import ReadResult, UnableToReadFile, read_file
from tests.ingest.unseen.series import Series
from tests.ingest.unseen.writing import write

EXACT, ASKED, REFUSED, WRONG = "exact", "asked", "refused", "wrong"
REFUSED_RIGHTLY = "refused rightly"
MOST_ANSWERS = 64


@dataclass(frozen=True)
class Outcome:
    """The outcome for one layout and why, in words for the table of results."""

    outcome: str
    why: str


def set_aside(key: str) -> bool:
    """Say whether a layout belongs to the third that is not looked at while mending, by a hash of its name."""
    return hashlib.sha256(key.encode()).digest()[0] % 3 == 0


def judge(document: dict) -> Outcome:
    """Write the file of a layout, read it, and compare every interval with the series it was made of."""
    content, series = write(document)
    truth = document.get("truth", {})
    truths = truth if isinstance(truth, list) else [truth]
    not_electricity = document.get("expect") == "not_electricity"
    result = _read(content, series, {})
    if isinstance(result, str):
        return Outcome(REFUSED_RIGHTLY if not_electricity else REFUSED, result)
    asked = {question.key: question.choices for question in result.questions}
    if not_electricity:
        refused = "commodity" in asked and isinstance(_read(content, series, {"commodity": "gas"}), str)
        return Outcome(ASKED, "commodity") if refused else Outcome(WRONG, "taken for electricity")
    differences = [difference(result, one, series) for one in truths]
    if not asked:
        return Outcome(EXACT, "") if None in differences else Outcome(WRONG, str(differences[0]))
    for choices in list(product(*asked.values()))[:MOST_ANSWERS]:
        answered = _read(content, series, dict(zip(asked, choices, strict=True)))
        if not isinstance(answered, str) and any(difference(answered, one, series) is None for one in truths):
            return Outcome(ASKED, ", ".join(asked))
    return Outcome(WRONG, f"asked {', '.join(asked)}; {differences[0]}")


def _read(content: bytes, series: Series, answers: dict[str, str]) -> ReadResult | str:
    try:
        return read_file(content, zone=series.zone, answers=answers)
    except UnableToReadFile as unable:
        return unable.finding.code


def difference(result: ReadResult, truth: dict[str, str], series: Series) -> str | None:
    """Name the first thing that is not as the series has it; None where everything is."""
    if "bills" in truth:
        return _bills_difference(result, series)
    channels = sorted(supply.channel for supply in result.supplies)
    if channels != sorted(truth):
        return f"channels {channels}"
    for channel, part in truth.items():
        supply, kwh = result.supply(channel), series.kwh(part)
        if supply is None or supply.series is None:
            return f"{channel}: no series"
        if supply.step_minutes != series.step_minutes:
            return f"{channel}: step {supply.step_minutes}"
        moments = list(supply.interval_starts(series.zone))
        expected = [_local(start) for start in series.starts[: len(kwh)]]
        shift = "" if not moments else f"{channel}: starts {moments[0].isoformat()}, expected {expected[0]}"
        if [_local(moment) for moment in moments[:-1]] != expected:
            return f"{shift}, {len(moments) - 1} of {len(expected)}"
        if not np.allclose(np.nan_to_num(supply.series.kwh, nan=-1.0), kwh, atol=1e-6):
            return f"{channel}: total {supply.total_kwh:.3f}, expected {kwh.sum():.3f}"
    return None


def _local(moment: datetime) -> str:
    return moment.isoformat()


def _bills_difference(result: ReadResult, series: Series) -> str | None:
    """Bills of full months that add up to what the registers grew by, in whole kWh."""
    bills = [bill for supply in result.supplies for bill in supply.bills]
    firsts = [index for index, start in enumerate(series.starts) if start.day == 1]
    rounded = np.array([round(int(wh) / 1000) for wh in series.taken])
    expected = [float(rounded[low:high].sum()) for low, high in pairwise(firsts)]
    found = [bill.kwh for bill in bills if bill.kwh is not None]
    return None if found == expected else f"bills {found[:3]}, expected {expected[:3]}"
