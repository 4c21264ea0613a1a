"""Address of Mi recibo."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import gettext as _

from advisor.reference.loader import load_reference
from advisor.web.household.answering import answer_page
from advisor.web.household.bill.pages import bill_page
from advisor.web.sessions import signed_in_required

blueprint = Blueprint("bill", __name__)


@blueprint.get("/suministro/<int:supply_point_id>/recibo/")
@signed_in_required
def show(supply_point_id: int):
    """Show the next bill, its parts and the first thing to do."""
    return answer_page(
        supply_point_id,
        title=_("My bill"),
        template="bill/show.html",
        make=lambda document, subject, _point: bill_page(document, subject=subject, reference=load_reference()),
    )
