"""Addresses of an upload: give a file, see what was understood, confirm, watch the work."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from advisor.db import db
from advisor.db.queries.snapshots import uploads_of
from advisor.db.uploads import UploadStatus
from advisor.services import uploads
from advisor.services.bill_documents import BILL_KINDS
from advisor.web import kept_forms
from advisor.web.errors import IMPORT_COMMAND
from advisor.web.household.current import supply_point_or_404, upload_or_404
from advisor.web.household.subject import subject_of
from advisor.web.household.uploads.check import check_page
from advisor.web.household.uploads.pages import create_page, failed_page, known_page, progress_page, refused_page
from advisor.web.household.uploads.progress import Stage, stage_of
from advisor.web.sessions import current_actor, now, signed_in_required

blueprint = Blueprint("uploads", __name__)
ANSWER_PREFIX = "answer-"


@blueprint.get("/suministro/<int:supply_point_id>/subir/")
@signed_in_required
def create(supply_point_id: int):
    """Show the form for a meter file."""
    supply_point = supply_point_or_404(supply_point_id)
    if kept_forms.was_not_taken():
        message = _("File: this page had been open for too long, so we did not receive it. Choose it once more.")
        file = request.files.get("file")
        return _form(supply_point, error=message, lost=file.filename if file else None)
    return _form(supply_point)


@blueprint.post("/suministro/<int:supply_point_id>/subir/")
@kept_forms.form_of("uploads.create")
@signed_in_required
def receive(supply_point_id: int):
    """Keep the file and go to its page, where the check shows; the answer does not wait for the check."""
    supply_point = supply_point_or_404(supply_point_id)
    file = request.files.get("file")
    if file is None or not file.filename:
        return _form(supply_point, error=_("File: choose the file of your meter first.")), 422
    settings = current_app.extensions["advisor_settings"]
    try:
        received = uploads.receive(
            db.session,
            actor=current_actor(),
            now=now(),
            supply_point_id=supply_point.id,
            filename=file.filename,
            stream=file.stream,
            uploads_dir=settings.uploads_dir,
            max_bytes=settings.max_upload_mb * 1_000_000,
        )
    except uploads.EmptyUpload:
        message = _("File: it is empty, it has not a single byte. Export it again from your meter and upload that one.")
    except uploads.UploadTooLarge:
        message = _(
            "File: it is larger than %(limit)s MB. Export a shorter period, one year at most. "
            "Whoever runs this site can load longer files with the command %(command)s.",
            limit=settings.max_upload_mb,
            command=IMPORT_COMMAND,
        )
    else:
        known = {"conocido": 1} if received.already_known else {}
        return redirect(url_for("uploads.show", upload_id=received.upload_id, **known), code=303)
    return _form(supply_point_or_404(supply_point_id), error=message, lost=file.filename), 422


@blueprint.get("/carga/<int:upload_id>/")
@signed_in_required
def show(upload_id: int):
    """Show where the upload stands: being checked, to be confirmed, refused, being stored, done."""
    upload = upload_or_404(upload_id)
    stage = stage_of(upload)
    subject = subject_of(upload.supply_point, assessment=None, now=now())
    if stage is Stage.DONE:
        if "conocido" in request.args:
            return render_template("upload/known.html", page=known_page(upload, subject=subject))
        return redirect(url_for("bill.show", supply_point_id=upload.supply_point_id))
    if stage is Stage.TO_CONFIRM and upload.kind in BILL_KINDS:
        return redirect(url_for("bill_document.show", upload_id=upload_id))
    if stage is Stage.TO_CONFIRM:
        return render_template("upload/check.html", page=_check(upload, subject))
    if stage is Stage.REFUSED:
        return render_template("upload/refused.html", page=refused_page(upload, subject=subject))
    if stage is Stage.FAILED:
        return render_template("upload/failed.html", page=failed_page(upload, subject=subject))
    return render_template("upload/progress.html", page=progress_page(upload, stage, subject=subject))


@blueprint.get("/carga/<int:upload_id>/avance")
@signed_in_required
def progress(upload_id: int):
    """Say how far the work is, for the script of the progress page; `waiting` turns false when the page has news."""
    upload = upload_or_404(upload_id)
    stage = stage_of(upload)
    page = progress_page(upload, stage, subject=subject_of(upload.supply_point, assessment=None, now=now()))
    waiting = stage in (Stage.CHECKING, Stage.STORING, Stage.ASSESSING)
    return jsonify(waiting=waiting, stage=stage.value, percent=page.percent, words=page.words)


@blueprint.post("/carga/<int:upload_id>/guardar")
@kept_forms.form_of("uploads.show")
@signed_in_required
def confirm(upload_id: int):
    """Store what was understood, with the person's answers; asking twice stores once."""
    upload = upload_or_404(upload_id)
    answers = {
        name.removeprefix(ANSWER_PREFIX): value
        for name, value in request.form.items()
        if name.startswith(ANSWER_PREFIX)
    }
    summary = upload.summary or {}
    questions = [*summary.get("questions", []), *summary.get("known_questions", [])]
    offered = {question["key"]: question["choices"] for question in questions}
    chosen = {key: value for key, value in answers.items() if value in offered.get(key, ())}
    try:
        uploads.confirm(db.session, actor=current_actor(), now=now(), upload_id=upload_id, answers=chosen)
    except uploads.NotAnswered as problem:
        subject = subject_of(upload.supply_point, assessment=None, now=now())
        page = _check(upload, subject, chosen=chosen, missing=problem.question["key"])
        return render_template("upload/check.html", page=page), 422
    except uploads.NotConfirmable as problem:
        current_app.logger.info("upload %s is %s and was not confirmed", upload_id, UploadStatus(problem.status).value)
    return redirect(url_for("uploads.show", upload_id=upload_id), code=303)


def _check(upload, subject, *, chosen: Mapping[str, str] | None = None, missing: str = ""):
    """Make the check, with the answers just given, or those given before signing in again."""
    if chosen is None:
        typed = kept_forms.typed_before() or {}
        chosen = {name.removeprefix(ANSWER_PREFIX): value for name, value in typed.items()}
    portfolio_url = url_for("portfolio.create") if current_actor().is_a("consultant") else None
    return check_page(upload, subject=subject, chosen=chosen, missing=missing, portfolio_url=portfolio_url)


def _form(supply_point, *, error: str = "", lost: str | None = None):
    limit = current_app.extensions["advisor_settings"].max_upload_mb
    subject = subject_of(supply_point, assessment=None, now=now())
    earlier = uploads_of(db.session, supply_point)
    page = create_page(subject=subject, limit_mb=limit, earlier=earlier, error=error, lost=lost)
    return render_template("upload/create.html", page=page)
