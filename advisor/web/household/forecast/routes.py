"""Address of Pronóstico."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import gettext as _

from advisor.web.household.current import now, supply_point_or_404
from advisor.web.household.forecast.pages import forecast_page
from advisor.web.household.subject import answered, latest, not_yet, subject_of
from advisor.web.sessions import signed_in_required

blueprint = Blueprint("forecast", __name__)


@blueprint.get("/suministro/<int:supply_point_id>/pronostico/")
@signed_in_required
def show(supply_point_id: int):
    """Show the next bill, seven days by hour and twelve months."""
    supply_point = supply_point_or_404(supply_point_id)
    assessment = latest(supply_point)
    if not answered(assessment):
        return not_yet(supply_point, assessment=assessment, now=now(), title=_("Forecast"))
    subject = subject_of(supply_point, assessment=assessment, now=now())
    return render_template("forecast/show.html", page=forecast_page(assessment.document, subject=subject))
