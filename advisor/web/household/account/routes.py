"""Addresses of Mi cuenta."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.db import db
from advisor.services import accounts
from advisor.web.household.account.pages import account_page
from advisor.web.sessions import current_actor, current_token, now, signed_in_required

blueprint = Blueprint("account", __name__)


@blueprint.get("/cuenta/")
@signed_in_required
def show():
    """Show who is signed in, where, and in which language."""
    sessions = accounts.list_sessions(db.session, actor=current_actor(), now=now(), current_token=current_token())
    return render_template("account/show.html", page=account_page(sessions))


@blueprint.post("/cuenta/sesiones/cerrar")
@signed_in_required
def end_other_sessions():
    """Sign the person out everywhere but here."""
    ended = accounts.revoke_other_sessions(db.session, actor=current_actor(), now=now(), current_token=current_token())
    flash(
        ngettext("One other session was closed.", "%(num)s other sessions were closed.", ended)
        if ended
        else _("There were no other open sessions."),
        "success",
    )
    return redirect(url_for("account.show"), code=303)
