"""What each idea saves, as a picture with its finding, and the same as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext as _
from markupsafe import Markup

from advisor.web.advice_rows import AdviceRow
from advisor.web.charts import Caption, Saving, savings
from advisor.web.filters import soles_round
from advisor.web.number_words import in_words

FEWEST = 2  # one idea is said by its own row of the list
MOST = 8  # rows of the picture; the table has them all


@dataclass(frozen=True)
class SavingsPicture:
    """finding: the title in words; chart: the drawing; columns and rows of the table, soles a month."""

    finding: str
    chart: Markup
    caption: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]


def savings_picture(document: Mapping, cards: Sequence[AdviceRow]) -> SavingsPicture | None:
    """Draw the savings of the ideas in the order of the list; None where there is nothing to compare."""
    items = document.get("advice", [])
    if len(items) < FEWEST:
        return None
    drawn = [_saving(item, card) for item, card in zip(items, cards, strict=True)]
    if max(saving.expected for saving in drawn) < 1:
        return None
    finding = _finding(document.get("advice_together"), drawn)
    caption = Caption(_("What each idea would save, in soles a month"), finding, "savings")
    return SavingsPicture(
        finding=finding,
        chart=savings(drawn[:MOST], caption=caption, unit=_("soles less a month"), costs=_("you would pay more")),
        caption=caption.title,
        columns=((_("Idea"), "text"), (_("low"), "num"), (_("likely"), "num"), (_("high"), "num")),
        rows=tuple(
            (saving.name, *(_whole(amount) for amount in (saving.low, saving.expected, saving.high)))
            for saving in drawn
        ),
    )


def _finding(together: Mapping | None, drawn: Sequence[Saving]) -> str:
    """Say what the first ideas save when all are done, which is less than their sum where they share an appliance."""
    if together and len(together["measures"]) >= FEWEST and Decimal(together["savings_soles_month"]) >= 1:
        return _(
            "With the first %(number)s together you would pay about %(amount)s less a month",
            number=in_words(len(together["measures"])),
            amount=soles_round(together["savings_soles_month"]),
        )
    return _("What lowers your bill the most: %(advice)s", advice=max(drawn, key=lambda row: row.expected).name)


def _saving(item: Mapping, card: AdviceRow) -> Saving:
    monthly = {level: Decimal(str(item["savings_soles_month"][level])) for level in ("low", "expected", "high")}
    words = _("%(advice)s: about %(amount)s a month", advice=card.title, amount=soles_round(monthly["expected"]))
    return Saving(card.title, **monthly, figure=card.amount, range=card.range, words=words)


def _whole(amount: Decimal) -> str:
    """Write an estimate without cents; a little is not nothing."""
    return _("under S/ 1") if 0 < amount < 1 else soles_round(amount)
