"""Address of Mi consumo."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import gettext as _

from advisor.web.household.answering import answer_page
from advisor.web.household.usage.days import latest_days
from advisor.web.household.usage.pages import usage_page
from advisor.web.sessions import signed_in_required

blueprint = Blueprint("usage", __name__)


@blueprint.get("/suministro/<int:supply_point_id>/consumo/")
@signed_in_required
def show(supply_point_id: int):
    """Show months, the days of the latest month and the week by hour."""
    return answer_page(
        supply_point_id,
        title=_("My usage"),
        template="usage/show.html",
        make=lambda document, subject, point: usage_page(document, subject=subject, days=latest_days(point)),
    )
