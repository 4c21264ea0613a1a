"""Address of Consejos."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import gettext as _

from advisor.reference.loader import load_reference
from advisor.web.household.advice.pages import advice_page
from advisor.web.household.answering import answer_page
from advisor.web.sessions import signed_in_required

blueprint = Blueprint("advice", __name__)


@blueprint.get("/suministro/<int:supply_point_id>/consejos/")
@signed_in_required
def show(supply_point_id: int):
    """Show three advices, the others behind a fold."""
    return answer_page(
        supply_point_id,
        title=_("Advice"),
        template="advice/show.html",
        make=lambda document, subject, point: advice_page(
            document, subject=subject, household_id=point.household_id, reference=load_reference()
        ),
    )
