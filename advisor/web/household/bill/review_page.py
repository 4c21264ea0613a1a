"""What Revisar mi recibo shows: what agrees and what does not in the newest full bill, and how to claim."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.reference.claims import load_claims
from advisor.services.bill_reviews import BillReview, Check
from advisor.web.filters import day_year, soles
from advisor.web.household.bill.claim import HowToClaim, claim_text, how_to_claim
from advisor.web.household.bill.review_words import cost, figure, name, seen
from advisor.web.household.subject import Subject


@dataclass(frozen=True)
class ReviewPage:
    """Revisar mi recibo. differing: (what, what was seen, soles too much or "") each; rows: cells of the table.

    claim: paragraphs of the text of a claim, in Spanish; ways: (words, address) of how a full bill is brought.
    """

    title: str
    subject: Subject
    context: str
    heading: str
    unknown: str
    differing: tuple[tuple[str, str, str], ...]
    rows: tuple[tuple[object, ...], ...]
    claim: tuple[str, ...]
    how: HowToClaim | None
    method: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]
    bill_url: str


def review_page(review: BillReview | None, *, subject: Subject) -> ReviewPage:
    """Make the page of a checked bill, or the one that asks for a full bill."""
    checks = review.checks if review else ()
    differing = tuple(check for check in checks if check.verdict == "differs")
    unknown = sum(check.verdict == "cannot_tell" for check in checks)
    return ReviewPage(
        title=_("Check my bill"),
        subject=subject,
        context=subject.name if review is None else _context(review, subject),
        heading=_heading(len(checks) - unknown, len(differing)) if review else _("We need your whole bill to check it"),
        unknown=_unknown(unknown),
        differing=tuple((name(check.code), seen(check), _too_much(check)) for check in differing),
        rows=tuple(_row(check) for check in checks),
        claim=claim_text(review, differing) if review else (),
        how=how_to_claim(load_claims()) if review else None,
        method=_method() if review else (),
        ways=() if review else _ways(subject),
        bill_url=url_for("bill.show"),
    )


def _context(review: BillReview, subject: Subject) -> str:
    return _(
        "%(name)s · from %(start)s to %(end)s",
        name=subject.name,
        start=day_year(review.start),
        end=day_year(review.end),
    )


def _heading(looked_at: int, differing: int) -> str:
    if not differing:
        return ngettext(
            "We checked %(num)s thing, and it agrees", "We checked %(num)s things, and all agree", looked_at
        )
    words = {"all": looked_at, "good": looked_at - differing}
    return ngettext(
        "We checked %(all)s things: %(good)s agree and %(num)s does not",
        "We checked %(all)s things: %(good)s agree and %(num)s do not",
        differing,
        **words,
    )


def _unknown(count: int) -> str:
    if not count:
        return ""
    return ngettext(
        "%(num)s thing more cannot be told from what your bill says.",
        "%(num)s things more cannot be told from what your bill says.",
        count,
    )


def _too_much(check: Check) -> str:
    return _("%(amount)s too much", amount=soles(check.cost)) if check.cost is not None and check.cost > 0 else ""


def _row(check: Check) -> tuple[object, ...]:
    difference = {"text": cost(check), "bad": True} if check.verdict == "differs" and check.cost else cost(check)
    return name(check.code), figure(check, check.printed), figure(check, check.expected), difference, seen(check)


def _method() -> tuple[str, ...]:
    return (
        _("We work out each line as companies do: every line to the cent, the tax on their sum, the levy after it."),
        _("A cent of difference is rounding. So is up to S/ 0.50 of a total that prints no rounding."),
        _("The usage is a jump when it is half as much again a day as your usual bill, and more than any before."),
        _("Where your own meter covers the whole period, the bill is compared with it instead."),
        _("The price lists that we know come from other publications and were not checked at their source."),
    )


def _ways(subject: Subject) -> tuple[tuple[str, str], ...]:
    ways = [(_("Upload a bill in PDF or a photo"), subject.upload_url)]
    if subject.may_change:
        ways.append((_("Type a whole bill"), url_for("bill_document.write")))
    return tuple(ways)
