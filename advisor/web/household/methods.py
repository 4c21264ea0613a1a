"""How a forecast was made: a label beside the picture and the sentences behind "how do we work it out?"."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from advisor.web.guest.method import Method, method
from advisor.web.messages import sentence


def learned(name: str | None) -> bool:
    """Say whether a forecast comes from the trained network (its versions are named hourly-…)."""
    return bool(name) and (name.startswith("hourly") or "network" in name)


def method_label(name: str | None) -> str:
    """Return the words of a method in a picture's note."""
    return _("Forecast learned from many homes.") if learned(name) else _("Simple forecast: like your last weeks and months.")


def household_method(document: Mapping) -> tuple[tuple[str, ...], Method]:
    """Return the sentences of a household's result, with interval data named where they were used, and the versions."""
    told = method(document)
    if document["data"]["kind"] == "bills":
        return told.sentences, told
    name = (document["forecast"].get("next_bill") or {}).get("method")
    if learned(name):
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


def remarks(document: Mapping) -> tuple[str, ...]:
    """Return every remark on data and prices once, in the order given."""
    findings = [*document.get("findings", []), *(document.get("bill") or {}).get("findings", [])]
    return tuple(dict.fromkeys(sentence(finding) for finding in findings))
