"""Addresses of a consultant's portfolio: its clients, giving a file, what became of each row, storing it."""

from __future__ import annotations

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from advisor.db import db
from advisor.db.portfolios import Consultancy, PortfolioFile
from advisor.db.queries.scope import NotFound
from advisor.services import portfolios
from advisor.web import kept_forms
from advisor.web.consultant.check_page import check_page
from advisor.web.consultant.downloads import refused_csv, refused_name, template_csv
from advisor.web.consultant.end_pages import done_page, failed_page, refused_page
from advisor.web.consultant.give_page import create_page, progress_page
from advisor.web.consultant.list_page import list_page
from advisor.web.consultant.stages import Stage, stage_of
from advisor.web.household.current import scope
from advisor.web.sessions import current_actor, now, signed_in_required

blueprint = Blueprint("portfolio", __name__)
ANSWER_PREFIX = "answer-"


@blueprint.get("/cartera/")
@signed_in_required
def show():
    """List the clients of the consultancy, those looked for, one page at a time."""
    asked = request.args.get("buscar", ""), request.args.get("pagina")
    return render_template("portfolio/list.html", page=list_page(_consultancy_or_404(), asked=asked))


@blueprint.get("/cartera/subir/")
@signed_in_required
def create():
    """Show the form for a portfolio file."""
    consultancy = _consultancy_or_404()
    if kept_forms.was_not_taken():
        message = _("File: this page had been open for too long, so we did not receive it. Choose it once more.")
        return _form(consultancy, error=message)
    return _form(consultancy)


@blueprint.post("/cartera/subir/")
@kept_forms.form_of("portfolio.create")
@signed_in_required
def receive():
    """Keep the file and go to its page, where the check shows; the answer does not wait for the check."""
    consultancy = _consultancy_or_404()
    file = request.files.get("file")
    if file is None or not file.filename:
        return _form(consultancy, error=_("File: choose the file with your clients first.")), 422
    settings = current_app.extensions["advisor_settings"]
    try:
        received = portfolios.receive(
            db.session,
            actor=current_actor(),
            now=now(),
            filename=file.filename,
            stream=file.stream,
            uploads_dir=settings.uploads_dir,
            max_bytes=settings.max_upload_mb * 1_000_000,
        )
    except portfolios.EmptyUpload:
        message = _("File: it is empty, it has not a single byte. Export it again and upload that one.")
    except portfolios.UploadTooLarge:
        message = _("File: it is larger than %(limit)s MB. Upload it in parts.", limit=settings.max_upload_mb)
    else:
        return redirect(url_for("portfolio.file", portfolio_file_id=received.portfolio_file_id), code=303)
    return _form(_consultancy_or_404(), error=message), 422


@blueprint.get("/cartera/plantilla.csv")
@signed_in_required
def template():
    """Give a sheet with the columns and two clients as examples."""
    _consultancy_or_404()
    return _as_file(template_csv(now().date()), _("portfolio-template.csv"))


@blueprint.get("/cartera/archivo/<int:portfolio_file_id>/")
@signed_in_required
def file(portfolio_file_id: int):
    """Show where a file stands: being checked, to be confirmed, refused, being stored, done."""
    row = _file_or_404(portfolio_file_id)
    stage = stage_of(row)
    if stage is Stage.TO_CONFIRM:
        typed = kept_forms.typed_before() or {}
        chosen = {name.removeprefix(ANSWER_PREFIX): value for name, value in typed.items()}
        page = check_page(row, chosen=chosen, wanted=request.args.get("pagina"))
        return render_template("portfolio/check.html", page=page)
    if stage is Stage.REFUSED:
        return render_template("portfolio/refused.html", page=refused_page(row))
    if stage is Stage.FAILED:
        return render_template("portfolio/failed.html", page=failed_page(row))
    if stage is Stage.DONE:
        return render_template("portfolio/done.html", page=done_page(row))
    return render_template("portfolio/progress.html", page=progress_page(row, stage))


@blueprint.get("/cartera/archivo/<int:portfolio_file_id>/avance")
@signed_in_required
def progress(portfolio_file_id: int):
    """Say how far the work is, for the script of the pages; `waiting` turns false when the page has news."""
    row = _file_or_404(portfolio_file_id)
    stage = stage_of(row)
    if stage is Stage.DONE:
        page = done_page(row)
        return jsonify(waiting=page.waiting > 0, stage=stage.value, percent=page.percent, words=page.words)
    page = progress_page(row, stage)
    waiting = stage in (Stage.CHECKING, Stage.STORING)
    return jsonify(waiting=waiting, stage=stage.value, percent=page.percent, words=page.words)


@blueprint.post("/cartera/archivo/<int:portfolio_file_id>/guardar")
@kept_forms.form_of("portfolio.file")
@signed_in_required
def confirm(portfolio_file_id: int):
    """Store the good rows, with the consultant's answers; asking twice stores once."""
    row = _file_or_404(portfolio_file_id)
    offered = {question["key"]: question["choices"] for question in (row.summary or {}).get("questions", [])}
    answers = {key: request.form.get(ANSWER_PREFIX + key) for key in offered}
    chosen = {key: value for key, value in answers.items() if value in offered[key]}
    try:
        portfolios.confirm(
            db.session, actor=current_actor(), now=now(), portfolio_file_id=portfolio_file_id, answers=chosen
        )
    except portfolios.NotConfirmable as problem:
        current_app.logger.info(
            "portfolio file %s is %s and was not confirmed", portfolio_file_id, problem.status.value
        )
    return redirect(url_for("portfolio.file", portfolio_file_id=portfolio_file_id), code=303)


@blueprint.get("/cartera/archivo/<int:portfolio_file_id>/rechazadas.csv")
@signed_in_required
def refused(portfolio_file_id: int):
    """Give the refused rows with the sheet's own columns, why, and what to do, to be corrected and uploaded again."""
    row = _file_or_404(portfolio_file_id)
    return _as_file(refused_csv(row.summary or {}), refused_name(row.filename))


def _consultancy_or_404() -> Consultancy:
    try:
        return scope().consultancy()
    except NotFound:
        abort(404)


def _file_or_404(portfolio_file_id: int) -> PortfolioFile:
    try:
        return scope().portfolio_file(portfolio_file_id)
    except NotFound:
        abort(404)


def _form(consultancy: Consultancy, *, error: str = ""):
    limit = current_app.extensions["advisor_settings"].max_upload_mb
    return render_template("portfolio/create.html", page=create_page(consultancy, limit_mb=limit, error=error))


def _as_file(text: str, name: str) -> Response:
    # Excel takes a text for UTF-8 only with the mark.
    answer = Response(text.encode("utf-8-sig"), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
