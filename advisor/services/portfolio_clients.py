"""One client of a portfolio: its household, its part of the file and its data, stored in one transaction."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.counting import MergeCounts
from advisor.db.households import Household, SupplyPoint
from advisor.db.intervals import Channel
from advisor.db.jobs import JobKind
from advisor.db.portfolios import Consultancy
from advisor.db.transactions import write_transaction
from advisor.db.uploads import Upload, UploadStatus
from advisor.reference.loader import load_reference
from advisor.services.audit import record
from advisor.services.content import keep
from advisor.services.history import note, stored_kwh
from advisor.services.jobs import add_job, announce
from advisor.services.own_prices import say
from advisor.services.portfolio_checking import ZONE
from advisor.services.portfolio_slices import known_upload, new_upload
from advisor.services.storing import Part, brought, part_of, store_parts

if TYPE_CHECKING:
    from advisor.ingest.portfolio import Client

MADE, RENEWED, UNCHANGED = "made", "renewed", "unchanged"
LONGEST_SLICE = 256 * 1024 * 1024


@dataclass(frozen=True)
class Source:
    """The portfolio file an import reads, taken out of the database."""

    id: int
    consultancy_id: int
    uploaded_by_id: int | None
    filename: str


def import_client(session: Session, *, now: datetime, source: Source, client: Client, uploads_dir: Path) -> dict:
    """Store one client in one transaction: household, supply point, its part of the file, its data; return counts."""
    from advisor.ingest.portfolio import slice_of

    content = keep(io.BytesIO(slice_of(client)), folder=uploads_dir, max_bytes=LONGEST_SLICE)
    job_id = None
    with write_transaction(session):
        household, is_new = _household(session, now=now, source=source, client=client)
        point = household.supply_points[0]
        # In the order in which an import and an undo take their locks: the upload, then the meter.
        upload = known_upload(session, point, content)
        session.refresh(point, with_for_update=True)
        changed = _told(household, client, now=now, is_new=is_new)
        upload = upload or new_upload(
            session,
            now=now,
            client=client,
            point=point,
            content=content,
            filename=source.filename,
            uploaded_by_id=source.uploaded_by_id,
        )
        upload.undone_at = None
        if upload.status is UploadStatus.IMPORTED:
            # Done by this very file before it was interrupted, or brought by an earlier one.
            mine = (upload.result or {}).get("portfolio_file_id") == source.id
            result = upload.result if mine else {"client": UNCHANGED, **brought(MergeCounts())}
        else:
            before = stored_kwh(session, supply_point_id=point.id)
            result = _store(session, point, upload, client, at=now, outcome=MADE if is_new else RENEWED)
            result["portfolio_file_id"] = source.id
            upload.result, upload.status, upload.imported_at = result, UploadStatus.IMPORTED, now
            counts = {name: value for name, value in result.items() if name not in ("client", "portfolio_file_id")}
            note(
                session,
                now=now,
                kind="import",
                supply_point_id=point.id,
                actor_id=source.uploaded_by_id,
                upload_id=upload.id,
                kwh_before=before,
                kwh_after=stored_kwh(session, supply_point_id=point.id),
                **counts,
            )
            changed = True
        if changed:
            job_id = add_job(session, now=now, kind=JobKind.ASSESS, supply_point_id=point.id).id
    if job_id is not None:
        announce(job_id)
    return result


def _household(session: Session, *, now: datetime, source: Source, client: Client) -> tuple[Household, bool]:
    """Return the client's household, made when it is the first time, and whether it is new."""
    # Two files with one new client: the second waits, and finds what the first has made (PostgreSQL).
    of_firm = select(Consultancy.id).where(Consultancy.id == source.consultancy_id)
    session.execute(of_firm.with_for_update(key_share=True))
    query = select(Household).where(
        Household.consultancy_id == source.consultancy_id, Household.client_reference == client.reference
    )
    household = session.scalars(query.with_for_update()).one_or_none()
    if household is not None:
        return household, False
    household = Household(
        name=client.name, consultancy_id=source.consultancy_id, client_reference=client.reference, created_at=now
    )
    household.facts = {}
    household.supply_points.append(SupplyPoint(name=client.name, timezone=ZONE, created_at=now))
    session.add(household)
    session.flush()
    record(session, now=now, tag="job:household:brought", actor_id=source.uploaded_by_id, subject_id=household.id)
    return household, True


def _told(household: Household, client: Client, *, now: datetime, is_new: bool) -> bool:
    """Take over what the file says of the home and its meter; say whether that is anything new.

    What the file leaves empty stays as it was, and so does everything where the household has members: it is theirs.
    """
    if household.memberships:
        return False
    point = household.supply_points[0]
    # The reference stands for a name the file does not give.
    told = {"department": client.department, "name": client.name if client.name != client.reference else None}
    of_home = _differing(household, told)
    for name, value in of_home.items():
        setattr(household, name, value)
    # As for every home, no more of the number is kept than tells meters apart.
    number = client.supply_number[-4:] if client.supply_number else None
    told = {"distributor": client.distributor, "tariff_option": client.tariff_option, "name": number}
    of_meter = _differing(point, told)
    if is_new and client.department:
        place = load_reference().department(client.department)
        of_meter["igv"] = place is None or place.igv_exempt != "yes"
    say(point, of_meter, now=now)
    return is_new or bool(of_home or of_meter)


def _differing(row: object, told: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in told.items() if value is not None and getattr(row, name) != value}


def _store(
    session: Session, point: SupplyPoint, upload: Upload, client: Client, *, at: datetime, outcome: str
) -> dict[str, object]:
    parts = [part_of(read.channel, read.series) for read in client.series]
    if client.bills:
        parts.append(Part(Channel.IMPORT, bills=client.bills))
    told = store_parts(session, supply_point=point, upload_id=upload.id, parts=[part for part in parts if part], at=at)
    return {"client": outcome, **told}
