"""The address of the design system's page."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template
from flask_login import current_user

from advisor.web.style.pages import style_page

blueprint = Blueprint("style", __name__)


@blueprint.get("/estilo")
def show():
    """Show every token, component and picture; to administrators, and to whoever develops the product."""
    if not _may_see():
        abort(404)
    return render_template("style/show.html", page=style_page())


def _may_see() -> bool:
    if current_app.extensions["advisor_settings"].environment == "development":
        return True
    return current_user.is_authenticated and current_user.has_role("administrator")
