"""The view behind every page of a stored result: whose it is, whether there is an answer, and the page made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import render_template

from advisor.db.households import SupplyPoint
from advisor.web.household.current import supply_point_or_404
from advisor.web.household.not_yet import not_yet
from advisor.web.household.subject import Subject, answered, latest, subject_of
from advisor.web.sessions import now

MakePage = Callable[[Mapping, Subject, SupplyPoint], object]


def answer_page(supply_point_id: int, *, title: str, template: str, make: MakePage) -> str:
    """Render the page that `make` builds from the newest result, or the designed state without an answer."""
    supply_point = supply_point_or_404(supply_point_id)
    assessment = latest(supply_point)
    if not answered(assessment):
        return not_yet(supply_point, assessment=assessment, now=now(), title=title)
    subject = subject_of(supply_point, assessment=assessment, now=now())
    return render_template(template, page=make(assessment.document, subject, supply_point))
