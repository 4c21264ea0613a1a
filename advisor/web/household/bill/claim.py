"""How to claim over a bill: steps and times as far as sources say them, and the text with the home's own figures."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from advisor.reference.claims import Claims
from advisor.services.bill_reviews import BillReview, Check
from advisor.web.filters import day_year, kwh, soles
from advisor.web.household.bill.review_words import figure, seen

LANGUAGE = "es_PE"  # the company reads Spanish, whatever the language of the page


@dataclass(frozen=True)
class HowToClaim:
    """Steps in order, the phones (place, number), and where all that comes from."""

    steps: tuple[str, ...]
    phones: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]


def how_to_claim(claims: Claims) -> HowToClaim:
    """Say how to claim, with a remark where nobody checked it at its source."""
    soonest, latest = min(claims.company_answers_within.working_days), max(claims.company_answers_within.working_days)
    return HowToClaim(
        steps=(
            _("Claim first to your electricity company: in writing, by phone or in person. Name what does not agree."),
            _("Ask for the number of your claim and keep it. Keep the bill and a photo of your meter with its date."),
            _(
                "The company answers within %(soonest)s or %(latest)s working days, by the kind of claim.",
                soonest=soonest,
                latest=latest,
            ),
            _("If it does not answer, or you do not agree, ask Osinergmin, who oversees the companies, how to go on."),
        ),
        phones=tuple(
            (_("Osinergmin in Lima") if phone.place == "lima" else _("Osinergmin elsewhere"), phone.number)
            for phone in claims.supervisor_phones
        ),
        sources=_sources(claims),
    )


def _sources(claims: Claims) -> tuple[str, ...]:
    norm = claims.norm
    told = _("Claims go by %(norm)s, in force since %(date)s.", norm=norm.name, date=day_year(norm.in_force_from))
    if claims.verified:
        return (told,)
    return told, _("Each of these comes from one source, not checked against the rules in force. Ask when you call.")


def claim_text(review: BillReview, differing: tuple[Check, ...]) -> tuple[str, ...]:
    """Return the paragraphs of a claim over the checks that differ, in Spanish; empty where none does."""
    if not differing:
        return ()
    with force_locale(LANGUAGE):
        return tuple(_paragraphs(review, differing))


def _paragraphs(review: BillReview, differing: tuple[Check, ...]):
    yield _("To: %(company)s", company=review.company or _("my electricity company"))
    if review.supply_number:
        yield _("Supply: %(number)s", number=review.supply_number)
    yield _(
        "Bill from %(start)s to %(end)s: %(usage)s",
        start=day_year(review.start),
        end=day_year(review.end),
        usage=kwh(review.kwh, 1),
    )
    if review.total_to_pay is not None:
        yield _("Total to pay on the bill: %(amount)s", amount=soles(review.total_to_pay))
    yield _("I claim over this bill for what follows.")
    for place, check in enumerate(differing, start=1):
        yield f"{place}. {_claimed(check)}"
    over = sum(check.cost for check in differing if check.cost is not None and check.cost > 0)
    yield _("I ask that these points be looked at and that I be told in writing how each amount comes about.")
    if over:
        yield _("By my figures up to %(amount)s is at stake. I ask for what was charged too much.", amount=soles(over))
    yield _("Name, identity document, phone and signature:")


def _claimed(check: Check) -> str:
    if check.code == "averaged":
        return _("The bill was made without reading the meter. I ask that it be read.")
    if check.code == "catch_up":
        return _("This bill carries kWh of months that were averaged. I ask that they be spread over those months.")
    if check.code == "price" and "billed_as" in check.params:
        return _("I am charged the price of more than 140 kWh. I ask why I do not get the social discount (FOSE).")
    return _as_the_home(check)


def _as_the_home(check: Check) -> str:
    words = {"printed": figure(check, check.printed), "expected": figure(check, check.expected)}
    return {
        "readings": _("The readings of the meter give %(expected)s, and the bill says %(printed)s.", **words),
        "jump": _("The bill says %(printed)s. By my earlier bills or my own meter it would be %(expected)s.", **words),
    }.get(check.code) or seen(check)
