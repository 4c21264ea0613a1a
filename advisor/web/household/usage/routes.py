"""Addresses of Mi consumo and of every reading behind it."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import gettext as _

from advisor.web.household.answering import answer_page
from advisor.web.household.usage.days import latest_days
from advisor.web.household.usage.detail_routes import download_detail, send_readings, show_detail
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


_DETAIL = "/suministro/<int:supply_point_id>/consumo/detalle/"
blueprint.add_url_rule(_DETAIL, "detail", signed_in_required(show_detail))
blueprint.add_url_rule(f"{_DETAIL}descargar", "download", signed_in_required(download_detail))
blueprint.add_url_rule(f"{_DETAIL}lecturas", "readings", signed_in_required(send_readings))
