"""One file of any length into one supply point: for whoever runs the site, where the web has a limit of size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.accounts import Role, User
from advisor.db.households import Household, Membership, SupplyPoint
from advisor.db.queries.scope import NotFound
from advisor.db.uploads import Upload, UploadStatus
from advisor.services import uploads
from advisor.services.actors import Actor
from advisor.services.checking import check_upload
from advisor.services.importing import import_upload

LARGEST_PART = 256 * 1024 * 1024


class PartRefused(ValueError):
    """A part of the file cannot be used; `summary` says why, `number` which."""

    def __init__(self, number: int, summary: Mapping[str, object]) -> None:
        super().__init__(f"part {number} was refused")
        self.number, self.summary = number, summary


@dataclass(frozen=True)
class Imported:
    """What was stored: uploads made and what each says of itself."""

    upload_ids: tuple[int, ...]
    results: tuple[Mapping[str, object], ...]


def import_file(
    session: Session,
    *,
    now: datetime,
    supply_point_id: int,
    path: Path,
    answers: Mapping[str, str],
    uploads_dir: Path,
    progress: Callable[[int], None],
) -> Imported:
    """Store a file for a supply point, a part of lines at a time, each as an upload that can be undone.

    A part stored before is left alone. Raises NotFound, uploads.NotAnswered, or PartRefused (the parts before it stay):
    also where a part is of another supply than those before it.
    """
    from advisor.ingest.slicing import parts_of

    actor = _owner(session, supply_point_id)
    made, results = [], []
    names: set[str] = set()
    for number, part in enumerate(parts_of(path), start=1):
        with part.open("rb") as stream:
            received = uploads.receive(
                session,
                actor=actor,
                now=now,
                supply_point_id=supply_point_id,
                filename=f"{path.name} ({number})",
                stream=stream,
                uploads_dir=uploads_dir,
                max_bytes=LARGEST_PART,
            )
        upload_id = received.upload_id
        check_upload(session, now=now, upload_id=upload_id, uploads_dir=uploads_dir)
        upload = session.get_one(Upload, upload_id)
        status, summary = upload.status, upload.summary
        session.rollback()
        if status is UploadStatus.REFUSED:
            raise PartRefused(number, summary or {})
        _one_home(number, summary or {}, names, answers)
        if status is not UploadStatus.IMPORTED:
            uploads.confirm(session, actor=actor, now=now, upload_id=upload_id, answers=answers)
            import_upload(session, now=now, upload_id=upload_id, uploads_dir=uploads_dir)
        result = session.get_one(Upload, upload_id).result or {}
        session.rollback()
        made.append(upload_id)
        results.append(result)
        progress(number)
    return Imported(tuple(made), tuple(results))


def _one_home(number: int, summary: Mapping, names: set[str], answers: Mapping[str, str]) -> None:
    """Refuse a part that brings another supply than the parts before it, unless it was told which is the home's."""
    from advisor.energy.findings import Finding, Severity

    names |= {supply["supply_point"] for supply in summary.get("supplies", []) if supply["supply_point"]}
    if number > 1 and len(names) > 1 and "supply" not in answers:
        finding = Finding("supply_not_told", Severity.ERROR, {"count": len(names)})
        raise PartRefused(number, {"findings": [finding.as_document()]})


def _owner(session: Session, supply_point_id: int) -> Actor:
    """Return who brings the file: the first member of the home, of a client's the first consultant. Raises NotFound."""
    point = SupplyPoint.id == supply_point_id
    members = select(Membership.user_id).join(SupplyPoint, SupplyPoint.household_id == Membership.household_id)
    consultants = (
        select(User.id)
        .join(Household, Household.consultancy_id == User.consultancy_id)
        .join(SupplyPoint, SupplyPoint.household_id == Household.id)
        .where(User.active, User.roles.any(Role.name == "consultant"))
    )
    user_id = session.scalars(members.where(point).order_by(Membership.id)).first()
    if user_id is None:
        user_id = session.scalars(consultants.where(point).order_by(User.id)).first()
    session.rollback()
    if user_id is None:
        raise NotFound("supply_point", supply_point_id)
    return Actor(user_id=user_id)
