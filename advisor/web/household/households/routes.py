"""Addresses of a person's homes."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from advisor.db import db
from advisor.reference.loader import load_reference
from advisor.services import assessments, households
from advisor.services import bills as bill_service
from advisor.web.guest.places import places
from advisor.web.household.current import (
    fill_in_supply_point,
    household_or_404,
    scope,
    supply_point_or_404,
)
from advisor.web.household.households.bill_form import BillsForm
from advisor.web.household.households.forms import HouseholdForm
from advisor.web.household.households.pages import bills_page, form_page, list_page
from advisor.web.household.households.stored import changed_facts, typed_from
from advisor.web.household.subject import subject_of
from advisor.web.locale import ZONE
from advisor.web.sessions import current_actor, now, signed_in_required

blueprint = Blueprint("households", __name__)
fill_in_supply_point(blueprint)


@blueprint.get("/hogares/inicio")
@signed_in_required
def home():
    """Lead a person who signs in to Mi recibo of the first home, or to the list when there is none yet."""
    mine = scope().supply_points()
    if not mine:
        return redirect(url_for("households.show"))
    return redirect(url_for("bill.show", supply_point_id=mine[0].id))


@blueprint.get("/hogares/")
@signed_in_required
def show():
    """List the homes, or say how to begin."""
    return render_template("household/list.html", page=list_page(scope().households()))


@blueprint.route("/hogares/nuevo", methods=["GET", "POST"])
@signed_in_required
def create():
    """Add a home with its supply point."""
    form = _arranged(HouseholdForm(request.form if request.method == "POST" else None))
    if request.method == "GET":
        form.name.data = _("My home")
    if request.method == "GET" or not form.validate():
        return _form_response(form, household=None)
    supply_point = households.create_household(
        db.session,
        actor=current_actor(),
        now=now(),
        name=form.name.data,
        department=form.department.data,
        facts=changed_facts({}, form),
        distributor=form.distributor_stored(),
        igv=form.charges_igv() is not False,
        last_bill=form.told().get("last_bill"),
        supply_point_name=form.digits.data or "",
    )
    return redirect(url_for("households.bills", supply_point_id=supply_point.id), code=303)


@blueprint.route("/hogar/<int:household_id>/", methods=["GET", "POST"])
@signed_in_required
def edit(household_id: int):
    """Change what is known of a home; its result is then made anew."""
    household = household_or_404(household_id)
    supply_point = household.supply_points[0]
    if request.method == "GET":
        return _form_response(_arranged(HouseholdForm(typed_from(household, supply_point))), household=household)
    form = _arranged(HouseholdForm(request.form))
    if not form.validate():
        return _form_response(form, household=household)
    actor, moment = current_actor(), now()
    supply_point_id, facts = supply_point.id, changed_facts(household.facts, form)
    households.update_household(
        db.session,
        actor=actor,
        now=moment,
        household_id=household_id,
        name=form.name.data,
        department=form.department.data,
        facts=facts,
    )
    households.update_supply_point(
        db.session,
        actor=actor,
        now=moment,
        supply_point_id=supply_point_id,
        name=form.digits.data or form.name.data,
        distributor=form.distributor_stored(),
        igv=form.charges_igv() is not False,
        last_bill=form.told().get("last_bill"),
    )
    assessments.request_assessment(db.session, actor=actor, now=moment, supply_point_id=supply_point_id)
    flash(_("Saved. We are working out your result anew."), "success")
    return redirect(url_for("bill.show", supply_point_id=supply_point_id), code=303)


@blueprint.route("/suministro/<int:supply_point_id>/recibos/", methods=["GET", "POST"])
@signed_in_required
def bills(supply_point_id: int):
    """Type the twelve bars of the paper bill, and see the stored ones."""
    supply_point = supply_point_or_404(supply_point_id)
    stored = bill_service.bill_periods(db.session, supply_point)
    today = now().astimezone(ZoneInfo(supply_point.timezone)).date()
    form = BillsForm(request.form if request.method == "POST" else None)
    if request.method == "GET":
        form.start_from(stored=stored, today=today)
    form.arrange(places=places(load_reference()), today=today)
    if request.method == "POST" and request.form.get("action") != "months" and form.validate():
        actor, moment = current_actor(), now()
        bill_service.save_bills(
            db.session, actor=actor, now=moment, supply_point_id=supply_point_id, bills=form.bill_periods(stored=stored)
        )
        assessments.request_assessment(db.session, actor=actor, now=moment, supply_point_id=supply_point_id)
        return redirect(url_for("bill.show", supply_point_id=supply_point_id), code=303)
    subject = subject_of(supply_point, assessment=None, now=now())
    page = bills_page(form, subject=subject, stored=stored)
    return render_template("household/bills.html", page=page, form=form), 422 if page.errors else 200


def _arranged(form: HouseholdForm) -> HouseholdForm:
    form.arrange(places=places(load_reference()), today=now().astimezone(ZoneInfo(ZONE)).date())
    return form


def _form_response(form: HouseholdForm, *, household):
    page = form_page(form, household=household)
    return render_template("household/form.html", page=page, form=form), 422 if page.errors else 200
