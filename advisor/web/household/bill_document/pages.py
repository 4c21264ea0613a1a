"""What the page of a full bill shows beside its form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from advisor.db.uploads import Upload
from advisor.energy.findings import Finding
from advisor.services.bill_documents import BillDocument
from advisor.web.household.bill_document.form import LINES, BillDocumentForm
from advisor.web.household.subject import Subject
from advisor.web.messages import sentence

ASKED_FOR = ("start", "end", "kwh", "unit_price", "line_fixed", "line_public_lighting", "total_to_pay")


@dataclass(frozen=True)
class Picture:
    """One page of the bill: its address, and words for who cannot see it."""

    url: str
    words: str


@dataclass(frozen=True)
class BillDocumentPage:
    """The page of a full bill.

    missing: one sentence that names what was not found, or empty; remarks: what does not agree; found: names of the
    fields filled from the bill; pictures, original_url: of the file, empty and None without one; seen: codes of the
    remarks shown, which the form brings back.
    """

    title: str
    heading: str
    step: str
    subject: Subject
    errors: tuple[tuple[str, str], ...]
    missing: str
    remarks: tuple[str, ...]
    found: frozenset[str]
    pictures: tuple[Picture, ...]
    original_url: str | None
    other_supply: bool
    seen: str
    more_open: bool


def bill_document_page(
    form: BillDocumentForm,
    *,
    subject: Subject,
    read: BillDocument,
    remarks: Sequence[Finding],
    upload: Upload | None,
    mine: bool,
    refused: bool,
) -> BillDocumentPage:
    """Describe the form; mine: the person gave the file and may have it back; refused: it is shown again."""
    errors = tuple(form.error_list())
    found = frozenset(_found(read))
    heading = _heading(read, upload)
    return BillDocumentPage(
        title=_("Error: %(title)s", title=heading) if errors else heading,
        heading=heading,
        step=_("Step 2 of 2 · nothing is stored yet") if upload else subject.name,
        subject=subject,
        errors=errors,
        missing="" if refused or not found else _missing(form, found),
        remarks=tuple(dict.fromkeys(sentence(remark) for remark in remarks)),
        found=found,
        pictures=_pictures(upload),
        original_url=url_for("bill_document.original", upload_id=upload.id) if upload and mine else None,
        other_supply=form.other_supply(),
        seen=" ".join(sorted({remark.code for remark in remarks})),
        more_open=any(name not in ASKED_FOR for name, _words in errors),
    )


def _heading(read: BillDocument, upload: Upload | None) -> str:
    if upload is None:
        return _("Type your whole bill")
    if read.source == "pdf":
        return _("This is what we found in your bill")
    return _("Type what your bill says")


def _found(read: BillDocument) -> Sequence[str]:
    lines = [name for name, codes in LINES.items() if read.line_amount(*codes) is not None]
    names = ("distributor",) if read.distributor else ()
    return [*read.found, *lines, *names]


def _missing(form: BillDocumentForm, found: frozenset[str]) -> str:
    names = [str(form[name].label.text) for name in ASKED_FOR if name not in found]
    return _("We did not find these in your bill: %(names)s.", names=", ".join(names)) if names else ""


def _pictures(upload: Upload | None) -> tuple[Picture, ...]:
    count = (upload.summary or {}).get("pictures", 0) if upload else 0
    return tuple(
        Picture(
            url_for("bill_document.picture", upload_id=upload.id, number=number),
            _("Your bill, page %(number)s of %(count)s", number=number, count=count),
        )
        for number in range(1, count + 1)
    )
