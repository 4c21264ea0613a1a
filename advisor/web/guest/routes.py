"""Addresses anyone can open: the form, its result, privacy, the language."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from werkzeug.datastructures import MultiDict

from advisor.db import db
from advisor.services import assessments, guests
from advisor.web import kept_forms, locale
from advisor.web.gate import safe_next
from advisor.web.guest.answers import household_document, typed_before
from advisor.web.guest.calculator import calculator_page
from advisor.web.guest.calculator_form import CalculatorForm
from advisor.web.guest.forms import GuestForm
from advisor.web.guest.pages import start_page
from advisor.web.guest.places import places
from advisor.web.guest.result_page import privacy_page, result_page
from advisor.web.navigation import site
from advisor.web.reference import current_reference
from advisor.web.sessions import now, remember_guest_token

blueprint = Blueprint("guest", __name__)
blueprint.app_context_processor(lambda: {"site": site()})


@blueprint.get("/")
def start():
    """Show the form, filled with what could not be taken, or with what this browser's result was made of.

    So whoever goes back from the result finds their answers, with and without scripts.
    """
    typed = kept_forms.typed_before()
    kept = None if typed or "nuevo" in request.args else _kept_result()
    if typed or not kept:
        return _form_page(_form(typed))
    return _form_page(_form(typed_before(kept.given)), has_result=True)


@blueprint.post("/")
@kept_forms.form_of("guest.start")
def assess():
    """Assess the home and go to the result; or show the form again with every value and what to correct."""
    form = _form(request.form)
    if request.form.get("action") == "months":
        return _form_page(form)
    if not form.validate():
        return _form_page(form, refused=True), 422
    given = household_document(form, request.form)
    document = assessments.assess_guest(db.session, given=given, as_of=_today(), models_dir=_settings().models_dir)
    token = guests.store_result(db.session, now=now(), given=given, document=document)
    remember_guest_token(token)
    return redirect(url_for("guest.result"), code=303)


@blueprint.get("/resultado/")
def result():
    """Show the stored result of this browser, or the form when there is none (any more)."""
    kept = _kept_result()
    if kept is None:
        return redirect(url_for("guest.start"))
    page = result_page(
        document=kept.document, given=kept.given, reference=current_reference(), expires_at=kept.expires_at
    )
    return render_template("guest/result.html", page=page)


@blueprint.get("/calculadora/")
def calculator():
    """Show what some kWh cost; everything asked stands in the address, and nothing is kept."""
    form = CalculatorForm(request.args)
    form.arrange(places=places(current_reference()), today=_today())
    asked = any(request.args.get(field.name) for field in (form.distributor, form.kwh))
    page = calculator_page(form, asked=asked, reference=current_reference())
    return render_template("guest/calculator.html", page=page, form=form), 422 if page.errors else 200


@blueprint.get("/privacidad/")
def privacy():
    """Say what is stored, for how long, and who sees it."""
    return render_template("guest/privacy.html", page=privacy_page())


@blueprint.post("/idioma/")
def choose_language():
    """Keep the language and go back to the page it was chosen on."""
    locale.choose(request.form.get("language", ""))
    back = request.form.get("next")
    return redirect(back if back and safe_next(back) else url_for("guest.start"), code=303)


def _form(typed: MultiDict | None) -> GuestForm:
    form = GuestForm(typed)
    form.arrange(places=places(current_reference()), today=_today())
    if typed is None:
        form.last_reading.data = _today()
    return form


def _form_page(form: GuestForm, *, refused: bool = False, has_result: bool = False) -> str:
    page = start_page(form, refused=refused, has_result=has_result)
    return render_template("guest/start.html", page=page, form=form)


def _kept_result():
    token = session.get("guest_token")
    return guests.load_result(db.session, now=now(), token=token) if token else None


def _settings():
    return current_app.extensions["advisor_settings"]


def _today() -> date:
    return now().astimezone(ZoneInfo(locale.ZONE)).date()
