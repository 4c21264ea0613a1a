"""How a result was worked out, in words: where prices come from, how the forecast is made, what is an estimate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.web.words.names import price_lists


@dataclass(frozen=True)
class Method:
    sentences: tuple[str, ...]
    sources: tuple[str, ...]
    versions: tuple[tuple[str, str], ...]


def method(document: Mapping) -> Method:
    """Describe how the result of a snapshot was made."""
    bill = document.get("bill") or {}
    versions = document.get("versions") or {}
    sources = dict.fromkeys(line["source"] for line in bill.get("lines") or () if line.get("source"))
    return Method(
        sentences=(_forecast(document), _range(), _savings()),
        sources=tuple(sources),
        versions=(
            (_("Prices"), price_lists(bill.get("tariff_versions") or ())),
            (_("Reference data"), str(versions.get("reference", ""))),
            (_("Forecast"), str(versions.get("forecaster", ""))),
        ),
    )


def _forecast(document: Mapping) -> str:
    bills = sum(1 for bill in document["usage"]["bills"] if bill["kwh"] is not None)
    return ngettext(
        "We project your next usage from the %(num)s bill you gave us, and work out the bill line by line with "
        "the prices in force.",
        "We project your next usage from the %(num)s bills you gave us, and work out the bill line by line with "
        "the prices in force.",
        bills,
    )


def _range() -> str:
    return _("The range is made so that eight of every ten bills fall inside it.")


def _savings() -> str:
    return _(
        "Each saving is the difference between two bills with your own prices: with what you use today and with "
        "the change made. What appliances use and cost is partly an estimate, and we say so where it is."
    )
