"""The chance to stay within the price step, said in tenths as people count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from advisor.web.filters import kwh, number

OF_TEN, LIKELY, UNSURE = 10, 8, 4


@dataclass(frozen=True)
class Badge:
    """A few words beside the answer; kind: "good", "wait" or "bad"."""

    text: str
    kind: str


def chance_badge(document: Mapping) -> Badge | None:
    """Say the more likely of the two, staying within or going over; None where the tariff has no such step."""
    limit = document.get("limit_140")
    chance = document["forecast"]["next_bill"].get("probability_within_140")
    if not limit or chance is None:
        return None
    tenths = round(chance * OF_TEN)
    kind = "good" if tenths >= LIKELY else "wait" if tenths >= UNSURE else "bad"
    return Badge(_words(tenths, kwh(limit["threshold_kwh"])), kind)


def _words(tenths: int, limit: str) -> str:
    if tenths >= OF_TEN:
        return _("Almost surely you will stay within %(limit)s", limit=limit)
    if tenths == 0:
        return _("Almost surely you will go over %(limit)s", limit=limit)
    if 2 * tenths >= OF_TEN:
        return _("%(tenths)s in 10: you stay within %(limit)s", tenths=number(tenths), limit=limit)
    return _("%(tenths)s in 10: you go over %(limit)s", tenths=number(OF_TEN - tenths), limit=limit)
