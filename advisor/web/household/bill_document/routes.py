"""Addresses of a full bill: its form beside its picture, the picture, the file, and the same form without a file."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for

from advisor.db import db
from advisor.db.uploads import Upload, UploadStatus
from advisor.reference.loader import load_reference
from advisor.services import bill_documents
from advisor.services.bill_documents import BillDocument
from advisor.web import kept_forms
from advisor.web.household.bill_document import files
from advisor.web.household.bill_document.form import BillDocumentForm
from advisor.web.household.bill_document.pages import bill_document_page
from advisor.web.household.bill_document.told import told_by, typed_from
from advisor.web.household.current import (
    fill_in_supply_point,
    supply_point_to_change_or_404,
    upload_or_404,
    upload_with_file_or_404,
)
from advisor.web.household.subject import subject_of
from advisor.web.sessions import current_actor, now, signed_in_required

blueprint = Blueprint("bill_document", __name__)
fill_in_supply_point(blueprint)
TYPED = "typed"


@blueprint.get("/carga/<int:upload_id>/recibo/")
@signed_in_required
def show(upload_id: int):
    """Show a bill that waits for its confirmation: its picture, what was read of it, and what was not."""
    upload = upload_or_404(upload_id)
    read = _waiting(upload)
    if read is None:
        return redirect(url_for("uploads.show", upload_id=upload_id))
    typed = kept_forms.typed_before()
    form = _arranged(BillDocumentForm(typed if typed is not None else typed_from(read)), upload.supply_point)
    return _page(form, upload.supply_point, read, upload=upload)


@blueprint.post("/carga/<int:upload_id>/recibo/")
@kept_forms.form_of("bill_document.show")
@signed_in_required
def confirm(upload_id: int):
    """Store the bill as its person confirmed it, and have the result made anew; asking twice stores once."""
    upload = upload_or_404(upload_id)
    read = _waiting(upload)
    if read is None:
        return redirect(url_for("uploads.show", upload_id=upload_id), code=303)
    answer = _save(upload.supply_point, read, upload=upload)
    return answer or redirect(url_for("uploads.show", upload_id=upload_id), code=303)


@blueprint.get("/carga/<int:upload_id>/recibo/pagina/<int:number>")
@signed_in_required
def picture(upload_id: int, number: int) -> Response:
    """Show one page of the bill."""
    return files.picture(upload_with_file_or_404(upload_id), number)


@blueprint.get("/carga/<int:upload_id>/original")
@signed_in_required
def original(upload_id: int) -> Response:
    """Give the file back to who brought it."""
    upload = upload_with_file_or_404(upload_id)
    if not _mine(upload):
        abort(404)
    return files.original(upload)


@blueprint.get("/suministro/<int:supply_point_id>/recibo/escribir/")
@signed_in_required
def write(supply_point_id: int):
    """Show the empty form of a full bill."""
    supply_point = supply_point_to_change_or_404(supply_point_id)
    form = _arranged(BillDocumentForm(kept_forms.typed_before()), supply_point)
    return _page(form, supply_point, BillDocument(source=TYPED))


@blueprint.post("/suministro/<int:supply_point_id>/recibo/escribir/")
@kept_forms.form_of("bill_document.write")
@signed_in_required
def save(supply_point_id: int):
    """Store a bill that was typed without any file."""
    supply_point = supply_point_to_change_or_404(supply_point_id)
    answer = _save(supply_point, BillDocument(source=TYPED))
    return answer or redirect(url_for("bill.show", supply_point_id=supply_point_id), code=303)


def _save(supply_point, read: BillDocument, *, upload: Upload | None = None):
    """Store the form of this request; return the page again where something must be looked at, else None."""
    form = _arranged(BillDocumentForm(request.form), supply_point)
    if not form.validate():
        return _page(form, supply_point, read, upload=upload, refused=True)
    told = told_by(form, read=read)
    new = {remark.code for remark in bill_documents.remarks_on(told.bill)} - set((form.seen.data or "").split())
    if new:
        return _page(form, supply_point, told.bill, upload=upload, refused=True)
    bill_documents.save_told_bill(
        db.session,
        actor=current_actor(),
        now=now(),
        supply_point_id=supply_point.id,
        told=told,
        upload_id=upload.id if upload else None,
    )
    return None


def _waiting(upload: Upload) -> BillDocument | None:
    """Return what was read of an upload that waits as a bill, or None for any other."""
    is_bill = upload.kind in bill_documents.BILL_KINDS and upload.status is UploadStatus.CHECKED
    return bill_documents.document_of(upload) if is_bill else None


def _mine(upload: Upload) -> bool:
    return upload.uploaded_by_id is not None and upload.uploaded_by_id == current_actor().user_id


def _arranged(form: BillDocumentForm, supply_point) -> BillDocumentForm:
    companies = sorted((item.name, key) for key, item in load_reference().distributors.items())
    digits = [supply_point.name] if supply_point.name.isdigit() else []
    form.arrange(
        today=now().astimezone(ZoneInfo(supply_point.timezone)).date(),
        distributors=[(key, name) for name, key in companies],
        known_numbers=sorted(bill_documents.supply_numbers(db.session, supply_point=supply_point)) or digits,
    )
    return form


def _page(form: BillDocumentForm, supply_point, read: BillDocument, *, upload: Upload | None = None, refused=False):
    page = bill_document_page(
        form,
        subject=subject_of(supply_point, assessment=None, now=now()),
        read=read,
        remarks=bill_documents.remarks_on(read),
        upload=upload,
        mine=upload is not None and _mine(upload),
        refused=refused,
    )
    return render_template("bill_document/show.html", page=page, form=form), 422 if refused else 200
