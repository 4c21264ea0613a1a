"""Addresses of a supply point's data."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, request, url_for

from advisor.db import db
from advisor.db.intervals import Channel
from advisor.db.layers import CorrectionAction
from advisor.db.queries.scope import NotFound
from advisor.services import corrections, undo
from advisor.web.household.current import supply_point_or_404, supply_point_to_change_or_404, upload_or_404
from advisor.web.household.data.found import still_found
from advisor.web.household.data.pages import data_page
from advisor.web.household.data.undo_page import undo_page
from advisor.web.household.subject import subject_of
from advisor.web.sessions import current_actor, now, signed_in_required

blueprint = Blueprint("data", __name__)


@blueprint.get("/suministro/<int:supply_point_id>/datos/")
@signed_in_required
def show(supply_point_id: int):
    """Show ways to add data, how complete they are, files, what was found, and the history."""
    point = supply_point_or_404(supply_point_id)
    subject = subject_of(point, assessment=None, now=now())
    page = data_page(point, subject=subject, asked=request.args.get("pagina"), done=request.args.get("hecho", ""))
    return render_template("data/show.html", page=page)


@blueprint.get("/suministro/<int:supply_point_id>/datos/deshacer/<int:upload_id>/")
@signed_in_required
def confirm_undo(supply_point_id: int, upload_id: int):
    """Say what undoing a file would do; one that is not stored leads back."""
    point, upload = _point_and_upload(supply_point_id, upload_id)
    if not undo.undoable(upload):
        return redirect(url_for("data.show", supply_point_id=supply_point_id))
    subject = subject_of(point, assessment=None, now=now())
    doing = undo.what_undo_does(db.session, upload=upload)
    return render_template("data/undo.html", page=undo_page(upload, doing, subject=subject))


@blueprint.post("/suministro/<int:supply_point_id>/datos/deshacer/<int:upload_id>/")
@signed_in_required
def undo_upload(supply_point_id: int, upload_id: int):
    """Undo a file; asking twice undoes once."""
    _point_and_upload(supply_point_id, upload_id)
    try:
        undo.undo_upload(db.session, actor=current_actor(), now=now(), upload_id=upload_id)
    except undo.NotUndoable:
        return redirect(url_for("data.show", supply_point_id=supply_point_id), code=303)
    return redirect(url_for("data.show", supply_point_id=supply_point_id, hecho="deshecho"), code=303)


@blueprint.post("/suministro/<int:supply_point_id>/datos/correccion/")
@signed_in_required
def correct(supply_point_id: int):
    """Apply what the person says of a stretch that was found; one that is found no longer changes nothing."""
    point = supply_point_to_change_or_404(supply_point_id)
    offered = still_found(point, key=request.form.get("found", ""))
    action = next((each for each in CorrectionAction if each.value == request.form.get("action")), None)
    if offered is None or action not in offered.actions:
        return redirect(url_for("data.show", supply_point_id=supply_point_id), code=303)
    corrections.correct(
        db.session,
        actor=current_actor(),
        now=now(),
        supply_point_id=supply_point_id,
        channel=Channel.IMPORT,
        start=offered.anomaly.start,
        end=offered.anomaly.end,
        kind=offered.anomaly.kind.value,
        action=action,
    )
    return redirect(url_for("data.show", supply_point_id=supply_point_id, hecho="corregido"), code=303)


@blueprint.post("/suministro/<int:supply_point_id>/datos/correccion/<int:correction_id>/deshacer")
@signed_in_required
def undo_correction(supply_point_id: int, correction_id: int):
    """Take a correction back; asking twice takes it back once."""
    supply_point_to_change_or_404(supply_point_id)
    of = {"supply_point_id": supply_point_id, "correction_id": correction_id}
    try:
        corrections.undo_correction(db.session, actor=current_actor(), now=now(), **of)
    except NotFound:
        abort(404)
    return redirect(url_for("data.show", supply_point_id=supply_point_id, hecho="retirado"), code=303)


def _point_and_upload(supply_point_id: int, upload_id: int):
    point, upload = supply_point_to_change_or_404(supply_point_id), upload_or_404(upload_id)
    if upload.supply_point_id != point.id:
        abort(404)
    return point, upload
