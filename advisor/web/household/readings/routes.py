"""Addresses of the readings of a meter."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from advisor.db import db
from advisor.db.households import SupplyPoint
from advisor.db.queries.meter_readings import devices_of, typed_readings, typed_upload
from advisor.db.queries.scope import NotFound
from advisor.db.readings import MeterReading
from advisor.energy.reading_doubts import Doubt
from advisor.services import typed_readings as service
from advisor.web import kept_forms
from advisor.web.household.current import fill_in_supply_point, supply_point_to_change_or_404
from advisor.web.household.readings.forms import ReadingForm
from advisor.web.household.readings.pages import correction_page, readings_page
from advisor.web.household.subject import latest, subject_of
from advisor.web.sessions import current_actor, now, signed_in_required

blueprint = Blueprint("readings", __name__)
fill_in_supply_point(blueprint)


@blueprint.get("/suministro/<int:supply_point_id>/lecturas/")
@signed_in_required
def show(supply_point_id: int):
    """Ask what the meter says, and show what was read before."""
    point = supply_point_to_change_or_404(supply_point_id)
    typed = kept_forms.typed_before()
    form = _arranged(ReadingForm(typed), point)
    if typed is None:
        form.start_from(at=now())
    return _page(form, point)


@blueprint.post("/suministro/<int:supply_point_id>/lecturas/")
@kept_forms.form_of("readings.show")
@signed_in_required
def add(supply_point_id: int):
    """Keep a reading, or ask about one that does not fit."""
    point = supply_point_to_change_or_404(supply_point_id)
    form = _arranged(ReadingForm(request.form), point)
    if not form.validate():
        return _page(form, point, refused=True)
    doubt = _keep(form, supply_point_id)
    if doubt is not None:
        return _page(form, supply_point_to_change_or_404(supply_point_id), doubt=doubt, refused=True)
    flash(_("Your reading is stored."), "success")
    return redirect(url_for("readings.show", supply_point_id=supply_point_id), code=303)


@blueprint.get("/suministro/<int:supply_point_id>/lecturas/<int:reading_id>/")
@signed_in_required
def edit(supply_point_id: int, reading_id: int):
    """Show one reading, to correct or remove it."""
    point = supply_point_to_change_or_404(supply_point_id)
    reading = _reading_or_404(point, reading_id)
    typed = kept_forms.typed_before()
    form = _arranged(ReadingForm(typed), point)
    if typed is None:
        form.start_from(at=reading.at, kwh=reading.value)
    return _correction(form, point, reading)


@blueprint.post("/suministro/<int:supply_point_id>/lecturas/<int:reading_id>/")
@kept_forms.form_of("readings.edit")
@signed_in_required
def correct(supply_point_id: int, reading_id: int):
    """Keep a reading in place of another one."""
    point = supply_point_to_change_or_404(supply_point_id)
    reading = _reading_or_404(point, reading_id)
    form = _arranged(ReadingForm(request.form), point)
    if not form.validate():
        return _correction(form, point, reading, refused=True)
    doubt = _keep(form, supply_point_id, instead_of=reading_id)
    if doubt is not None:
        point = supply_point_to_change_or_404(supply_point_id)
        return _correction(form, point, _reading_or_404(point, reading_id), doubt=doubt, refused=True)
    flash(_("Corrected. We are working out your usage anew."), "success")
    return redirect(url_for("readings.show", supply_point_id=supply_point_id), code=303)


@blueprint.post("/suministro/<int:supply_point_id>/lecturas/<int:reading_id>/quitar")
@signed_in_required
def remove(supply_point_id: int, reading_id: int):
    """Take a reading out of the count."""
    of = {"supply_point_id": supply_point_id, "reading_id": reading_id}
    try:
        service.remove_reading(db.session, actor=current_actor(), now=now(), **of)
    except NotFound:
        abort(404)
    flash(_("Removed. We are working out your usage anew."), "success")
    return redirect(url_for("readings.show", supply_point_id=supply_point_id), code=303)


def _keep(form: ReadingForm, supply_point_id: int, *, instead_of: int | None = None) -> Doubt | None:
    return service.type_reading(
        db.session,
        actor=current_actor(),
        now=now(),
        supply_point_id=supply_point_id,
        at=form.at(),
        kwh=form.reading(),
        explanation=form.explained(),
        name=_("Readings of the meter"),
        instead_of=instead_of,
    )


def _arranged(form: ReadingForm, point: SupplyPoint) -> ReadingForm:
    form.arrange(now=now(), zone=point.timezone)
    return form


def _reading_or_404(point: SupplyPoint, reading_id: int) -> MeterReading:
    found = next((reading for reading in typed_readings(db.session, point) if reading.id == reading_id), None)
    return found or abort(404)


def _page(form: ReadingForm, point: SupplyPoint, *, doubt: Doubt | None = None, refused: bool = False):
    upload = typed_upload(db.session, point)
    page = readings_page(
        form,
        subject=subject_of(point, assessment=latest(point), now=now()),
        point=point,
        readings=typed_readings(db.session, point),
        answers=upload.answers if upload is not None else None,
        devices=devices_of(db.session, [point]),
        doubt=doubt,
    )
    return render_template("readings/show.html", page=page, form=form), 422 if refused else 200


def _correction(
    form: ReadingForm,
    point: SupplyPoint,
    reading: MeterReading,
    *,
    doubt: Doubt | None = None,
    refused: bool = False,
):
    subject = subject_of(point, assessment=latest(point), now=now())
    page = correction_page(form, subject=subject, point=point, reading=reading, doubt=doubt)
    return render_template("readings/edit.html", page=page, form=form), 422 if refused else 200
