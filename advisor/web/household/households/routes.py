"""Addresses of a person's homes."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from advisor.db import db
from advisor.services import assessments, households
from advisor.services import bills as bill_service
from advisor.web import kept_forms
from advisor.web.guest.places import places
from advisor.web.household.current import (
    fill_in_supply_point,
    household_to_change_or_404,
    scope,
    supply_point_to_change_or_404,
)
from advisor.web.household.households.bill_form import BillsForm
from advisor.web.household.households.forms import HouseholdForm
from advisor.web.household.households.pages import bills_page, form_page, list_page
from advisor.web.household.households.stored import changed_facts, typed_from
from advisor.web.household.subject import latest, subject_of
from advisor.web.locale import ZONE
from advisor.web.reference import current_reference
from advisor.web.sessions import current_actor, now, signed_in_required

blueprint = Blueprint("households", __name__)
fill_in_supply_point(blueprint)


@blueprint.get("/hogares/inicio")
@signed_in_required
def home():
    """Lead a person who signs in to Mi recibo of the first home, or to the list when there is none yet.

    A consultant is led to the clients of the consultancy.
    """
    if current_user.consultancy_id:
        return redirect(url_for("portfolio.show"))
    mine = scope().supply_points()
    if not mine:
        return redirect(url_for("households.show"))
    return redirect(url_for("bill.show", supply_point_id=mine[0].id))


@blueprint.get("/hogares/")
@signed_in_required
def show():
    """List the homes, or say how to begin."""
    return render_template("household/list.html", page=list_page(scope().households()))


@blueprint.get("/hogares/nuevo")
@signed_in_required
def create():
    """Show the form of a new home."""
    typed = kept_forms.typed_before()
    form = _arranged(HouseholdForm(typed))
    if typed is None:
        form.name.data = _("My home")
    return _form_response(form, household=None)


@blueprint.post("/hogares/nuevo")
@kept_forms.form_of("households.create")
@signed_in_required
def add():
    """Add a home with its supply point."""
    form = _arranged(HouseholdForm(request.form))
    if not form.validate():
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


@blueprint.get("/hogar/<int:household_id>/")
@signed_in_required
def edit(household_id: int):
    """Show what is known of a home, to correct it."""
    household = household_to_change_or_404(household_id)
    typed = kept_forms.typed_before()
    form = _arranged(HouseholdForm(typed or typed_from(household, household.supply_points[0])))
    return _form_response(form, household=household)


@blueprint.post("/hogar/<int:household_id>/")
@kept_forms.form_of("households.edit")
@signed_in_required
def change(household_id: int):
    """Change what is known of a home; its result is then made anew."""
    household = household_to_change_or_404(household_id)
    supply_point = household.supply_points[0]
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


@blueprint.get("/suministro/<int:supply_point_id>/recibos/")
@signed_in_required
def bills(supply_point_id: int):
    """Show the twelve bars of the paper bill to type, and the stored ones."""
    supply_point = supply_point_to_change_or_404(supply_point_id)
    stored = bill_service.bill_periods(db.session, supply_point)
    typed = kept_forms.typed_before()
    form = BillsForm(typed)
    if typed is None:
        form.start_from(stored=stored, today=_today(supply_point))
    form.arrange(places=places(current_reference()), today=_today(supply_point))
    return _bills_response(form, supply_point, stored)


@blueprint.post("/suministro/<int:supply_point_id>/recibos/")
@kept_forms.form_of("households.bills")
@signed_in_required
def save_bills(supply_point_id: int):
    """Store the bars that were typed and have the result made anew; or name the months after another reading."""
    supply_point = supply_point_to_change_or_404(supply_point_id)
    stored = bill_service.bill_periods(db.session, supply_point)
    form = BillsForm(request.form)
    form.arrange(places=places(current_reference()), today=_today(supply_point))
    if request.form.get("action") == "months" or not form.validate():
        return _bills_response(form, supply_point, stored)
    actor, moment = current_actor(), now()
    bill_service.save_bills(
        db.session, actor=actor, now=moment, supply_point_id=supply_point_id, bills=form.bill_periods(stored=stored)
    )
    assessments.request_assessment(db.session, actor=actor, now=moment, supply_point_id=supply_point_id)
    return redirect(url_for("bill.show", supply_point_id=supply_point_id), code=303)


def _arranged(form: HouseholdForm) -> HouseholdForm:
    form.arrange(places=places(current_reference()), today=now().astimezone(ZoneInfo(ZONE)).date())
    return form


def _today(supply_point) -> date:
    return now().astimezone(ZoneInfo(supply_point.timezone)).date()


def _bills_response(form: BillsForm, supply_point, stored):
    subject = subject_of(supply_point, assessment=latest(supply_point), now=now())
    page = bills_page(form, subject=subject, stored=stored)
    return render_template("household/bills.html", page=page, form=form), 422 if page.errors else 200


def _form_response(form: HouseholdForm, *, household):
    page = form_page(form, household=household)
    return render_template("household/form.html", page=page, form=form), 422 if page.errors else 200
