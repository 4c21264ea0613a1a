"""The check of an upload: read the stored file, keep what was understood for the person to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.households import Bill, SupplyPoint
from advisor.db.transactions import write_transaction
from advisor.db.uploads import Upload, UploadKind, UploadStatus
from advisor.energy.findings import Finding, Severity
from advisor.services.bill_pictures import keep_pictures
from advisor.services.content import content_path
from advisor.services.failpoints import reach
from advisor.services.profiles import answers_known
from advisor.services.reading import read_limited

if TYPE_CHECKING:
    from advisor.ingest import ReadResult

IMPORTABLE_KINDS = ("interval", "register", "bills")


@dataclass(frozen=True)
class StoredFile:
    """What reading a stored upload needs, taken out of the database so that no transaction stays open.

    own_numbers: the digits by which this supply is known: those in its name, and the whole number its bills carry.
    """

    path: Path
    filename: str
    timezone: str
    answers: Mapping[str, object] = field(default_factory=dict)
    household_id: int | None = None
    supply_point_id: int | None = None
    own_numbers: frozenset[str] = frozenset()


def check_upload(session: Session, *, now: datetime, upload_id: int, uploads_dir: Path) -> None:
    """Read the file and store the summary; an upload that is already checked or further is left alone."""
    stored = stored_file(session, upload_id=upload_id, uploads_dir=uploads_dir, wanted=UploadStatus.RECEIVED)
    if stored is None:
        return
    reach("check:started")
    status, summary = _summary(session, stored)
    kind = None
    if status is UploadStatus.CHECKED and "document" in summary:
        kind, status = _bill(summary, stored.path, uploads_dir)
    reach("check:read")
    with write_transaction(session):
        upload = session.scalars(select(Upload).where(Upload.id == upload_id).with_for_update()).one_or_none()
        if upload is not None and upload.status is UploadStatus.RECEIVED:
            upload.status, upload.summary, upload.checked_at = status, storable(summary), now
            upload.kind = kind or upload.kind
    reach("check:stored")


def stored_file(session: Session, *, upload_id: int, uploads_dir: Path, wanted: UploadStatus) -> StoredFile | None:
    """Return the file of an upload that stands at `wanted`, else None; ends the read transaction."""
    query = select(Upload, SupplyPoint).join(SupplyPoint).where(Upload.id == upload_id)
    found = session.execute(query).one_or_none()
    stored = None
    if found is not None and found.Upload.status is wanted:
        upload, point = found
        path = content_path(uploads_dir, upload.sha256)
        stored = StoredFile(
            path=path,
            filename=upload.filename,
            timezone=point.timezone,
            answers=dict(upload.answers or {}),
            household_id=point.household_id,
            supply_point_id=point.id,
            own_numbers=_own_numbers(session, point),
        )
    session.rollback()
    return stored


def read_stored(stored: StoredFile) -> ReadResult:
    """Read the file as the person answered, in a process of its own; raises advisor.ingest.UnableToReadFile."""
    answers = {str(key): str(value) for key, value in stored.answers.items()}
    return read_limited(stored.path, zone=ZoneInfo(stored.timezone), filename=stored.filename, answers=answers)


def _own_numbers(session: Session, point: SupplyPoint) -> frozenset[str]:
    details = session.scalars(select(Bill.detail).where(Bill.supply_point_id == point.id, Bill.detail.is_not(None)))
    told = {str(detail["supply_number"]) for detail in details if detail and detail.get("supply_number")}
    return frozenset(told | ({point.name} if point.name.isdigit() else set()))


def _summary(session: Session, stored: StoredFile) -> tuple[UploadStatus, dict[str, object]]:
    from advisor.ingest import UnableToReadFile
    from advisor.ingest.clock_zone import known_clock

    try:
        first = result = read_stored(stored)
        own = _of_own_number(stored, first)
        known = {**_known(session, stored, first), **own}
        questions = [question for question in first.questions if question.key in known and question.key not in own]
        if "timezone" in known and all(question.key != "timezone" for question in questions):
            questions.append(known_clock(known["timezone"], home=stored.timezone))
        if known:
            result = read_stored(replace(stored, answers={**stored.answers, **known}))
        _askable(result)
    except UnableToReadFile as problem:
        return UploadStatus.REFUSED, {"findings": [problem.finding.as_document()], "supplies": []}
    summary = result.as_document()
    # The kind of file is that of the whole file, so that the next one is known by it.
    summary["signature"] = first.signature
    for decision in summary["decisions"]:
        if decision["key"] in own:
            decision["evidence"] = "own_number"
    summary["preview"] = {"header": list(result.header), "rows": [[row, list(cells)] for row, cells in result.preview]}
    summary["remembered"] = known
    summary["known_questions"] = [question.as_document() for question in questions]
    holds_usage = any(supply.series is not None or supply.bills for supply in result.supplies)
    usable = result.document is not None or (result.kind in IMPORTABLE_KINDS and holds_usage)
    return (UploadStatus.CHECKED if usable else UploadStatus.REFUSED), summary


def _of_own_number(stored: StoredFile, result: ReadResult) -> dict[str, str]:
    """Return the answer which supply of the file is this one, where exactly one carries its number."""
    from advisor.ingest.homes import own_among
    from advisor.ingest.supply_names import KEY

    choices = next((question.choices for question in result.questions if question.key == KEY), ())
    mine = own_among(choices, stored.own_numbers)
    return {} if mine is None else {KEY: mine}


def _askable(result: ReadResult) -> None:
    """Refuse a file of more supplies than a person would look through, where none is known to be the home's."""
    from advisor.ingest import UnableToReadFile
    from advisor.ingest.homes import MOST_ASKED
    from advisor.ingest.supply_names import KEY

    count = next((len(question.choices) for question in result.questions if question.key == KEY), 0)
    if count > MOST_ASKED:
        raise UnableToReadFile("supplies_too_many_to_ask", count=count)


def _bill(summary: dict[str, object], path: Path, uploads_dir: Path) -> tuple[UploadKind, UploadStatus]:
    """Keep the pictures of a bill for its form; a photograph that cannot be drawn is refused."""
    summary["pictures"] = keep_pictures(path, uploads_dir=uploads_dir, sha256=path.parent.name + path.name)
    photo = summary["document"]["source"] == "photo"
    if photo and not summary["pictures"]:
        summary["findings"] = [Finding("photo_broken", Severity.ERROR).as_document()]
        return UploadKind.BILL_PHOTO, UploadStatus.REFUSED
    return (UploadKind.BILL_PHOTO if photo else UploadKind.BILL_PDF), UploadStatus.CHECKED


def _known(session: Session, stored: StoredFile, result: ReadResult) -> dict[str, str]:
    """Return what the household answered to these questions for an earlier file of this kind.

    On which clock a file is shows only in the weeks when clocks change; the answer holds for the files between too.
    """
    clock_untold = any((told.key, told.evidence) == ("timezone", "given") for told in result.decisions)
    if stored.household_id is None or not (result.questions or clock_untold):
        return {}
    answers = answers_known(
        session,
        household_id=stored.household_id,
        supply_point_id=stored.supply_point_id,
        signature=result.signature,
    )
    session.rollback()
    asked = {question.key: question.choices for question in result.questions}
    always = {"timezone"} if clock_untold else set()
    return {key: answer for key, answer in answers.items() if key in always or answer in asked.get(key, ())}
