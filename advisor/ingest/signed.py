"""Negative values: feed-in written with a minus, a net column of both directions, or a fault of the row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from advisor.ingest.extract import Extract
from advisor.ingest.fate import Fates
from advisor.ingest.quantity import REGISTER
from advisor.ingest.results import Decision, Question
from advisor.ingest.streams import Channel, Part, column_values
from advisor.ingest.words import means


def split_signed(
    data: Extract,
    channels: list[Channel],
    order: np.ndarray,
    answers: Mapping[str, str],
    decisions: list[Decision],
    questions: list[Question],
) -> list[Channel]:
    """Split a net column, positive from the grid and negative into it, where the file has no export of its own."""
    if [channel.channel for channel in channels] != ["import"] or channels[0].quantity == REGISTER:
        return channels
    part = channels[0].parts[0]
    values = column_values(data, part, order)
    negative = values < 0
    share = float(negative.mean()) if len(values) else 0.0
    if len(channels[0].parts) > 1 or not share or share > 0.98:
        return channels
    told = answers.get("negatives")
    chosen = told if told in ("export", "refuse") else "export" if means(part.name, "net") or share > 0.05 else "refuse"
    # One or two negative values are slips, refused by row; only a pattern is worth a question.
    if told is None and (share > 0.02 or chosen == "export"):
        total = round(float(-values[negative].sum()), 3)
        consequences = {"export": {"sum": total}, "refuse": {"rows": int(negative.sum())}}
        questions.append(
            Question("negatives", ("export", "refuse"), chosen, {"count": int(negative.sum())}, consequences)
        )
    if chosen == "refuse":
        return channels
    decisions.append(
        Decision("sign", "negative_is_export", "answered" if told else "signed_column", {"column": part.name})
    )
    taken = replace(channels[0], parts=(replace(part, sign=1),))
    return [taken, replace(taken, channel="export", parts=(replace(part, sign=-1),))]


def apply_sign(
    values: np.ndarray, part: Part, channel: Channel, rows: np.ndarray, *, fates: Fates, column: int
) -> tuple[np.ndarray, Decision | None]:
    """Settle the sign: feed-in written as negative numbers is turned; other negative energy is refused by row."""
    known = values[~np.isnan(values)]
    decision = None
    if channel.quantity == REGISTER or (part.sign == 0 and not (known < 0).any()):
        return values, None
    if part.sign:
        return np.where(np.isnan(values), np.nan, np.maximum(part.sign * values, 0.0)), None
    if channel.channel != "import" and (known <= 0).mean() > 0.95:
        decision = Decision("sign", "negative_is_export", "column_negative", {"channel": channel.channel})
        values = -values
    negative = values < 0
    fates.refuse(rows[negative], "negative_value", column)
    return np.where(negative, np.nan, values), decision
