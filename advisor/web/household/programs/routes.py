"""Addresses of a person's tokens: see them, let a program in, end its access."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from advisor.db import db
from advisor.db.queries.scope import NotFound
from advisor.services import tokens
from advisor.web import kept_forms
from advisor.web.fresh import password_confirmed
from advisor.web.household.current import scope
from advisor.web.household.programs.forms import TokenForm
from advisor.web.household.programs.pages import created_page, form_page, list_page
from advisor.web.sessions import current_actor, now, signed_in_required

blueprint = Blueprint("tokens", __name__)


@blueprint.get("/cuenta/programas/")
@signed_in_required
def show():
    """List the programs that may use the person's data."""
    mine = tokens.list_tokens(db.session, actor=current_actor())
    page = list_page(mine, scope().supply_points_of_homes(), now=now())
    return render_template("programs/list.html", page=page)


@blueprint.get("/cuenta/programas/nuevo")
@signed_in_required
@password_confirmed
def create():
    """Show the form of a token; who has no supply yet is told so on the list."""
    form = _arranged(TokenForm(kept_forms.typed_before()))
    if not form.supply_points.choices:
        return redirect(url_for("tokens.show"))
    return render_template("programs/form.html", page=form_page(form))


@blueprint.post("/cuenta/programas/nuevo")
@kept_forms.form_of("tokens.create")
@signed_in_required
@password_confirmed
def add():
    """Make a token and show its secret, in this answer and never again."""
    form = _arranged(TokenForm(request.form))
    if not form.validate():
        return render_template("programs/form.html", page=form_page(form)), 422
    try:
        made = tokens.create(
            db.session,
            actor=current_actor(),
            now=now(),
            name=form.name.data,
            scopes=form.scopes.data,
            supply_point_ids=form.supply_point_ids(),
            days=int(form.days.data),
        )
    except tokens.NameTaken:
        form.refuse_name(_("Program: you already have one of that name. Choose another."))
    except tokens.TooManyTokens:
        form.refuse_name(_("Program: you have too many. End the access of one you no longer use."))
    else:
        page = created_page(name=form.name.data, secret=made.secret, host_url=request.host_url)
        return render_template("programs/created.html", page=page)
    # What was read before the refused write is read again.
    form.arrange(scope().supply_points_of_homes())
    return render_template("programs/form.html", page=form_page(form)), 422


@blueprint.post("/cuenta/programas/<int:token_id>/quitar")
@signed_in_required
def revoke(token_id: int):
    """End the access of a program at once."""
    try:
        tokens.revoke(db.session, actor=current_actor(), now=now(), token_id=token_id)
    except NotFound:
        abort(404)
    flash(_("That program can no longer use your data."), "success")
    return redirect(url_for("tokens.show"), code=303)


def _arranged(form: TokenForm) -> TokenForm:
    form.arrange(scope().supply_points_of_homes())
    return form
