"""Address of Mi consumo."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import gettext as _

from advisor.web.household.current import now, supply_point_or_404
from advisor.web.household.subject import answered, latest, not_yet, subject_of
from advisor.web.household.usage.days import latest_days
from advisor.web.household.usage.pages import usage_page
from advisor.web.sessions import signed_in_required

blueprint = Blueprint("usage", __name__)


@blueprint.get("/suministro/<int:supply_point_id>/consumo/")
@signed_in_required
def show(supply_point_id: int):
    """Show months, the days of the latest month and the week by hour."""
    supply_point = supply_point_or_404(supply_point_id)
    assessment = latest(supply_point)
    if not answered(assessment):
        return not_yet(supply_point, assessment=assessment, now=now(), title=_("My usage"))
    subject = subject_of(supply_point, assessment=assessment, now=now())
    page = usage_page(assessment.document, subject=subject, days=latest_days(supply_point))
    return render_template("usage/show.html", page=page)
