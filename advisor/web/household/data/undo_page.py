"""What undoing a file would do, told before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.db.uploads import Upload
from advisor.services.undo import Undoing
from advisor.web.filters import day_year
from advisor.web.household.subject import Subject


@dataclass(frozen=True)
class UndoPage:
    """What undoing a file would do, in sentences."""

    title: str
    subject: Subject
    filename: str
    sentences: tuple[str, ...]
    back_url: str


def undo_page(upload: Upload, doing: Undoing, *, subject: Subject) -> UndoPage:
    """Say which days and bills an undo would change."""
    sentences = [_("These days lose their data: %(days)s.", days=_spans(doing.lost))] if doing.lost else []
    if doing.restored:
        sentences.append(_("These days go back to what another file says: %(days)s.", days=_spans(doing.restored)))
    if doing.bills_lost:
        sentences.append(ngettext("%(num)s bill goes away.", "%(num)s bills go away.", doing.bills_lost))
    if doing.bills_restored:
        count = doing.bills_restored
        sentences.append(
            ngettext("%(num)s bill goes back to another source.", "%(num)s bills go back to another source.", count)
        )
    if not sentences:
        sentences.append(_("Nothing that you see changes: other files say the same days better."))
    return UndoPage(
        title=_("Undo this file?"),
        subject=subject,
        filename=upload.filename,
        sentences=tuple(sentences),
        back_url=url_for("data.show", supply_point_id=upload.supply_point_id),
    )


def _spans(spans: Sequence[tuple[date, date]]) -> str:
    """Say spans of days; a long list is cut after the third."""
    said = [
        day_year(first) if first == last else _("%(start)s to %(end)s", start=day_year(first), end=day_year(last))
        for first, last in spans[:3]
    ]
    if len(spans) > len(said):
        said.append(ngettext("%(num)s other stretch", "%(num)s other stretches", len(spans) - len(said)))
    return "; ".join(said)
