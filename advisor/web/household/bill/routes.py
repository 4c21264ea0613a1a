"""Address of Mi recibo."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import gettext as _

from advisor.reference.loader import load_reference
from advisor.web.household.bill.pages import bill_page
from advisor.web.household.current import now, supply_point_or_404
from advisor.web.household.subject import answered, latest, not_yet, subject_of
from advisor.web.sessions import signed_in_required

blueprint = Blueprint("bill", __name__)


@blueprint.get("/suministro/<int:supply_point_id>/recibo/")
@signed_in_required
def show(supply_point_id: int):
    """Show the next bill, its parts and the first thing to do."""
    supply_point = supply_point_or_404(supply_point_id)
    assessment = latest(supply_point)
    if not answered(assessment):
        return not_yet(supply_point, assessment=assessment, now=now(), title=_("My bill"))
    subject = subject_of(supply_point, assessment=assessment, now=now())
    page = bill_page(assessment.document, subject=subject, reference=load_reference())
    return render_template("bill/show.html", page=page)
