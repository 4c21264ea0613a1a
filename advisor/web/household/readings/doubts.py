"""What is asked of a reading that does not fit the others, in words, with what each answer would mean."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from advisor.energy.reading_doubts import Doubt, Explanation
from advisor.web.filters import kwh, moment, number
from advisor.web.household.readings.forms import ReadingForm


@dataclass(frozen=True)
class Choice:
    """One answer and its consequence."""

    value: str
    words: str
    consequence: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    """words: the question; error: the same for the summary above the form."""

    words: str
    error: str
    choices: tuple[Choice, ...]


def question(doubt: Doubt, form: ReadingForm) -> Question:
    """Ask about the reading in the form."""
    told = {
        "given": number(form.reading(), 3),
        "other": number(doubt.other.index_kwh, 3),
        "when": moment(doubt.other.at),
    }
    if doubt.kind == "lower":
        words = _("Is the reading %(given)s? It is less than that of %(when)s: %(other)s.", **told)
    elif doubt.kind == "above_next":
        words = _("Is the reading %(given)s? It is more than the later one of %(when)s: %(other)s.", **told)
    else:
        words = _("Is the reading %(given)s? You would have used %(kwh)s since %(when)s.", **told, kwh=kwh(doubt.kwh))
    choices = tuple(_choice(explanation, doubt, form) for explanation in doubt.explanations)
    return Question(words, _("This reading does not fit the others. Choose what happened."), choices)


def _choice(explanation: Explanation, doubt: Doubt, form: ReadingForm) -> Choice:
    words, consequence = _words(explanation, doubt)
    return Choice(explanation.value, words, consequence, chosen=form.explained() is explanation)


def _words(explanation: Explanation, doubt: Doubt) -> tuple[str, str]:
    if explanation is Explanation.SLIP:
        return _("I typed it wrong"), _("Correct the number above. Nothing is stored yet.")
    if explanation is Explanation.NEW_METER:
        return (
            _("They changed my meter"),
            _("We count anew from this meter. What you used between the two readings stays unknown."),
        )
    if explanation is Explanation.ROLLED_OVER:
        return (
            _("The meter reached its last number and began again at zero"),
            _("You used %(kwh)s between the two readings.", kwh=kwh(doubt.kwh, 1)),
        )
    return _("Yes, the reading is right"), _("We count %(kwh)s for those days.", kwh=kwh(doubt.kwh, 1))
