"""Address of Consejos."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import gettext as _

from advisor.reference.loader import load_reference
from advisor.web.household.advice.pages import advice_page
from advisor.web.household.current import now, supply_point_or_404
from advisor.web.household.subject import answered, latest, not_yet, subject_of
from advisor.web.sessions import signed_in_required

blueprint = Blueprint("advice", __name__)


@blueprint.get("/suministro/<int:supply_point_id>/consejos/")
@signed_in_required
def show(supply_point_id: int):
    """Show three advices, the others behind a fold."""
    supply_point = supply_point_or_404(supply_point_id)
    assessment = latest(supply_point)
    if not answered(assessment):
        return not_yet(supply_point, assessment=assessment, now=now(), title=_("Advice"))
    subject = subject_of(supply_point, assessment=assessment, now=now())
    page = advice_page(
        assessment.document,
        subject=subject,
        household_id=supply_point.household_id,
        reference=load_reference(),
    )
    return render_template("advice/show.html", page=page)
