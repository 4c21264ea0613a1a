"""How a forecast was made: a label beside the picture and the sentences behind "how do we work it out?"."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from advisor.web.guest.method import Method, method
from advisor.web.messages import sentence

LEARNED = ("network", "metered_and_total")
POOLED = "pooled_bills"
NO_PRICE = ("unit_price_needed", "option_without_prices")


def method_label(name: str | None) -> str:
    """Return the words of a forecast's method for the note under its picture."""
    if name in LEARNED:
        return _("Forecast learned from the hours of many homes.")
    if name == POOLED:
        return _("Forecast from your bills and from how those of many homes change.")
    return _("Simple forecast: like your last weeks and months.")


def household_method(document: Mapping) -> tuple[tuple[str, ...], Method]:
    """Return the sentences of a household's result, with interval data named where they were used, and the versions."""
    told = method(document)
    if document["data"]["kind"] == "bills":
        return told.sentences, told
    name = (document["forecast"].get("next_bill") or {}).get("method")
    if name in LEARNED:
        first = _(
            "A network that learned from the hours of many homes reads your last weeks and says what the coming ones "
            "may be like. The part of the period that is already metered is counted as it was."
        )
    else:
        first = _(
            "We repeat your last weeks and months, with the spread they have shown. "
            "The part of the period that is already metered is counted as it was."
        )
    return (first, *told.sentences[1:]), told


def price_missing(document: Mapping) -> str:
    """Return what to do where soles cannot be told because the home's price is not known; empty otherwise."""
    findings = [*document.get("findings", []), *(document.get("bill") or {}).get("findings", [])]
    return next((sentence(finding) for finding in findings if finding["code"] in NO_PRICE), "")


def remarks(document: Mapping) -> tuple[str, ...]:
    """Return every remark on data and prices once, in the order given."""
    findings = [*document.get("findings", []), *(document.get("bill") or {}).get("findings", [])]
    return tuple(dict.fromkeys(sentence(finding) for finding in findings))
