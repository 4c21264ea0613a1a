"""Address of Pronóstico."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import gettext as _

from advisor.web.household.answering import answer_page
from advisor.web.household.forecast.pages import forecast_page
from advisor.web.sessions import signed_in_required

blueprint = Blueprint("forecast", __name__)


@blueprint.get("/suministro/<int:supply_point_id>/pronostico/")
@signed_in_required
def show(supply_point_id: int):
    """Show the next bill, seven days by hour and twelve months."""
    return answer_page(
        supply_point_id,
        title=_("Forecast"),
        template="forecast/show.html",
        make=lambda document, subject, _point: forecast_page(document, subject=subject),
    )
