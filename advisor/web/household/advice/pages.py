"""What Consejos shows, from a stored assessment alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.reference.loader import Reference
from advisor.web.advice_rows import AdviceRow, advice_row
from advisor.web.filters import soles_round
from advisor.web.household.advice.savings import SavingsPicture, savings_picture
from advisor.web.household.methods import price_missing
from advisor.web.household.subject import Subject
from advisor.web.locale import language

FIRST = 3


@dataclass(frozen=True)
class AdvicePage:
    """Consejos: the best three, the others, and where to correct what we know of the home.

    price_missing: why there is no advice yet, where the home's price is not known; empty otherwise.
    """

    title: str
    subject: Subject
    heading: str
    first: tuple[AdviceRow, ...]
    others: tuple[AdviceRow, ...]
    others_label: str
    savings: SavingsPicture | None
    price_missing: str
    home_url: str | None


def advice_page(document: Mapping, *, subject: Subject, household_id: int, reference: Reference) -> AdvicePage:
    """Make the page of an assessed home; a home without advice is told that it is doing well."""
    items = document.get("advice", [])
    cards = tuple(advice_row(item, reference=reference, language=language()) for item in items)
    others = cards[FIRST:]
    missing = price_missing(document)
    return AdvicePage(
        title=_("Advice"),
        subject=subject,
        heading=_("We cannot say yet") if missing else _heading(items),
        first=cards[:FIRST],
        others=others,
        others_label=ngettext("See one idea more", "See %(num)s ideas more", len(others)) if others else "",
        savings=savings_picture(document, cards),
        price_missing=missing,
        home_url=url_for("households.edit", household_id=household_id) if subject.may_change else None,
    )


def _heading(items: list[Mapping]) -> str:
    if not items:
        return _("You are doing very well: we see nothing to change")
    best = Decimal(str(items[0]["savings_soles_month"]["expected"]))
    if best < 1:
        return _("Small things that lower your bill a little")
    return _("The first idea lowers your bill by about %(amount)s a month", amount=soles_round(best))
