"""When to take which component, and when another one."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _


@dataclass(frozen=True)
class Advice:
    """A family in words: its name, when it is right, and when it is not."""

    name: str
    when: str
    when_not: str


def advice() -> dict[str, Advice]:
    """Return the words of every family by its file, in the order of the page."""
    return {
        "page": Advice(
            _("Page and sections"),
            _("On every page: one header that says the answer, then sections under hairlines."),
            _("Do not fold away what most people came for."),
        ),
        "answer": Advice(
            _("Answer"),
            _("Once on a page, for the one amount the person came for, with its range below."),
            _("Not in lists or tables: there use an amount in soles."),
        ),
        "money": Advice(
            _("Amount in soles"),
            _("For any amount that stands by itself: soles first, energy second."),
            _("Not inside a translated sentence: there the figure is a value of the sentence."),
        ),
        "badge": Advice(
            _("Badge"),
            _("For a state in two to six words, beside what it speaks of."),
            _("Not for a remark with a verb and an action: that is a banner."),
        ),
        "banner": Advice(
            _("Banner"),
            _("For a remark on the whole page: what is missing, what was done, what went wrong."),
            _("Not for the errors of a form, and never two of the same kind in a row."),
        ),
        "empty_state": Advice(
            _("Not yet"),
            _("Where there is nothing to show: what is missing, when it will be known, one thing to do."),
            _("Not when one part of a page lacks data: there a sentence does."),
        ),
        "card": Advice(
            _("Advice and verdicts"),
            _("Advice as a list with soles at the left; verdicts on what was done, the main one first."),
            _("Not for facts without an action, and never in boxes side by side."),
        ),
        "bill": Advice(
            _("The bill"),
            _("For one bill: its parts in one bar and as lines that add up."),
            _("Not to compare bills: for that there are pictures of months."),
        ),
        "chart": Advice(
            _("Picture"),
            _("For a finding that is seen faster than read; the title says it and the table holds the figures."),
            _("Not for three figures or fewer: write them."),
        ),
        "table": Advice(
            _("Tables"),
            _("Figures under a picture, facts of a home, many homes in dense rows."),
            _("Not to arrange a page, and not the dense one on a household's pages."),
        ),
        "code": Advice(
            _("What is copied"),
            _("For what a person copies as it stands: a token, a command, an example for programs."),
            _("Not for words or figures of a household."),
        ),
        "pager": Advice(
            _("Pager"),
            _("Below a list that does not fit on one page."),
            _("Not for fewer than twenty-five rows: show them all."),
        ),
        "field": Advice(
            _("Fields"),
            _("For every answer a person gives; the label stands above and the error between both."),
            _("Never with the label inside the field, nor with a picker where typing is shorter."),
        ),
        "form": Advice(
            _("Buttons"),
            _("One main button on a page; the second choice is outlined or a link."),
            _("Not to go to another page without a change: that is a link."),
        ),
        "error_summary": Advice(
            _("Summary of errors"),
            _("Above the header of a page whose form came back, with the same sentences as the fields."),
            _("Not for what failed on our side: that is a banner."),
        ),
        "file_upload": Advice(
            _("File field"),
            _("To take one file, with its size limit said before."),
            _("Never the drop alone: the button is always there."),
        ),
        "check_table": Advice(
            _("Rows of a file"),
            _("To show rows of the person's own file as they wrote them, with the bad cells marked."),
            _("Not for our own figures: for those there are tables."),
        ),
        "progress": Advice(
            _("Progress"),
            _("For work that takes longer than two seconds, always with words."),
            _("Not for the steps of a form, and never with a made-up percentage."),
        ),
        "steps": Advice(
            _("Steps"),
            _("For what happens one after the other, when knowing what comes next calms."),
            _("Not for a list without an order."),
        ),
        "draft": Advice(
            _("Draft"),
            _("On a long form: what was typed stays in the tab until it is sent."),
            _("Not on a form with a password, nor on one of a single field."),
        ),
        "glossary": Advice(
            _("Short forms"),
            _("At the foot of a page that uses short forms such as kWh or IGV."),
            _("Not in place of words that need no explanation."),
        ),
    }
