"""One piece of advice as a row: soles a month with their range, what to do, why here, and cost, effect, confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.reference.loader import Reference
from advisor.web.filters import number, soles_figure, soles_round
from advisor.web.messages import reason

MONTHS_PER_YEAR = 12
SHOW_PAYBACK_IN_MONTHS_UNTIL = 2  # years


@dataclass(frozen=True)
class AdviceRow:
    """What `advice_list` shows of one item; every figure is text already."""

    key: str
    amount: str
    range: str
    title: str
    what_to_do: str
    reason: str
    details: str
    how_we_estimate: str


def advice_row(item: Mapping, *, reference: Reference, language: str) -> AdviceRow:
    """Make the row of one advice item of a snapshot; the words come from the catalogue's document of the measure."""
    texts = _texts(reference, item["measure"], language)
    monthly = item["savings_soles_month"]
    return AdviceRow(
        key=item["measure"],
        amount=_amount(Decimal(monthly["expected"])),
        range=_range(Decimal(monthly["low"]), Decimal(monthly["high"])),
        title=texts["title"],
        what_to_do=texts["what_to_do"],
        reason=reason(item["reasons"][0]) if item.get("reasons") else "",
        details=" · ".join(detail for detail in _details(item) if detail),
        how_we_estimate=texts["how_we_estimate"],
    )


def _texts(reference: Reference, measure: str, language: str) -> Mapping[str, str]:
    texts = reference.measures[measure].texts
    return texts.get(language) or texts["es"]


def _amount(expected: Decimal) -> str:
    return soles_round(expected) if expected >= 1 else _("under S/ 1")


def _range(low: Decimal, high: Decimal) -> str:
    shown = soles_figure(low), soles_figure(high)
    return _("%(low)s to %(high)s", low=shown[0], high=shown[1]) if shown[0] != shown[1] else ""


def _details(item: Mapping) -> list[str]:
    return [_cost(item), _payback(item), _shown_when(item.get("shown_when")), _confidence(item.get("confidence"))]


def _cost(item: Mapping) -> str:
    cost = item.get("cost_soles") or {}
    low, high = Decimal(cost.get("low") or 0), Decimal(cost.get("high") or 0)
    if not high:
        return _("No cost")
    estimate = item.get("cost_basis") == "estimate"
    words = {"low": soles_round(low), "high": soles_figure(high)}
    if low == high:
        return _("Costs about %(low)s (our estimate)", **words) if estimate else _("Costs %(low)s", **words)
    return (
        _("Costs %(low)s to %(high)s (our estimate)", **words) if estimate else _("Costs %(low)s to %(high)s", **words)
    )


def _payback(item: Mapping) -> str:
    years = item.get("payback_years")
    if not years:
        return ""
    if years < SHOW_PAYBACK_IN_MONTHS_UNTIL:
        months = max(1, round(years * MONTHS_PER_YEAR))
        return ngettext("pays for itself in %(num)s month", "pays for itself in %(num)s months", months)
    return _("pays for itself in %(years)s years", years=number(years, 1))


def _shown_when(code: str | None) -> str:
    words = {
        "first_bill": _("shows on the first bill"),
        "three_bills": _("shows within three bills"),
        "warm_months": _("shows in the warm months"),
        "cold_months": _("shows in the cold months"),
        "one_year": _("shows within a year"),
    }
    return words.get(code or "", "")


def _confidence(level: str | None) -> str:
    words = {"high": _("high confidence"), "medium": _("medium confidence"), "low": _("low confidence")}
    return words.get(level or "", "")
