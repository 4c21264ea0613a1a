"""Reads of what pages show: latest assessment, rollups, uploads and jobs of a supply point the scope has given out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer

from advisor.db.assessments import Assessment
from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel, UsageDay
from advisor.db.jobs import Job, JobStatus
from advisor.db.uploads import Upload, UploadStatus

UPLOADS_LOOKED_AT = 10


def latest_assessment(session: Session, supply_point: SupplyPoint) -> Assessment | None:
    """Return the newest stored assessment, or None before the first."""
    query = select(Assessment).where(Assessment.supply_point_id == supply_point.id)
    return session.scalars(query.order_by(Assessment.made_at.desc(), Assessment.id.desc()).limit(1)).one_or_none()


def latest_assessments(session: Session, supply_points: Sequence[SupplyPoint]) -> dict[int, Assessment]:
    """Return the newest stored assessment of each supply point by its id, in one statement for all of them."""
    newest = [Assessment.made_at.desc(), Assessment.id.desc()]
    query = select(Assessment).where(Assessment.id.in_(_first_of_each(Assessment, supply_points, newest, most=1)))
    return {assessment.supply_point_id: assessment for assessment in session.scalars(query)}


def usage_days(
    session: Session, supply_point: SupplyPoint, *, start: date, end: date, channel: Channel = Channel.IMPORT
) -> list[UsageDay]:
    """Return the stored days of [start, end), oldest first; a day without data has no row."""
    query = select(UsageDay).where(UsageDay.supply_point_id == supply_point.id, UsageDay.channel == channel)
    return list(session.scalars(query.where(UsageDay.day >= start, UsageDay.day < end).order_by(UsageDay.day)))


def last_usage_day(session: Session, supply_point: SupplyPoint, *, channel: Channel = Channel.IMPORT) -> date | None:
    """Return the newest day with interval data."""
    query = select(UsageDay.day).where(UsageDay.supply_point_id == supply_point.id, UsageDay.channel == channel)
    return session.scalars(query.order_by(UsageDay.day.desc()).limit(1)).one_or_none()


def uploads_of(session: Session, supply_point: SupplyPoint) -> list[Upload]:
    """Return the uploads, newest first."""
    query = select(Upload).where(Upload.supply_point_id == supply_point.id)
    return list(session.scalars(query.order_by(Upload.id.desc())))


def job_of_upload(session: Session, upload: Upload) -> Job | None:
    """Return the newest job that works on the upload."""
    query = select(Job).where(Job.upload_id == upload.id).order_by(Job.id.desc()).limit(1)
    return session.scalars(query).one_or_none()


def recent_jobs(session: Session, supply_point: SupplyPoint, *, most: int = 20) -> list[Job]:
    """Return the jobs of a supply point, newest first."""
    query = select(Job).where(Job.supply_point_id == supply_point.id)
    return list(session.scalars(query.order_by(Job.id.desc()).limit(most)))


def unfinished_upload(session: Session, supply_point: SupplyPoint) -> Upload | None:
    """Return the newest upload that is worked on, waits for its owner, or broke down with none after it."""
    query = select(Upload).where(Upload.supply_point_id == supply_point.id).order_by(Upload.id.desc())
    return _unfinished(list(session.scalars(query.limit(UPLOADS_LOOKED_AT).options(defer(Upload.summary)))))


def unfinished_uploads(session: Session, supply_points: Sequence[SupplyPoint]) -> dict[int, Upload]:
    """Return the unfinished upload of each supply point that has one, by its id, in one statement for all of them."""
    looked_at = _first_of_each(Upload, supply_points, [Upload.id.desc()], most=UPLOADS_LOOKED_AT)
    query = select(Upload).where(Upload.id.in_(looked_at)).order_by(Upload.id.desc()).options(defer(Upload.summary))
    by_point: dict[int, list[Upload]] = {}
    for upload in session.scalars(query):
        by_point.setdefault(upload.supply_point_id, []).append(upload)
    found = {point_id: _unfinished(uploads) for point_id, uploads in by_point.items()}
    return {point_id: upload for point_id, upload in found.items() if upload is not None}


def running_jobs(session: Session, supply_points: Sequence[SupplyPoint]) -> list[Job]:
    """Return the jobs of the supply points that are not finished, oldest first, in one statement for all of them."""
    mine = Job.supply_point_id.in_([point.id for point in supply_points])
    query = select(Job).where(mine, Job.status.in_([JobStatus.QUEUED, JobStatus.RUNNING]))
    return list(session.scalars(query.order_by(Job.id)))


def _unfinished(newest_first: Sequence[Upload]) -> Upload | None:
    going_on = (UploadStatus.RECEIVED, UploadStatus.CHECKED, UploadStatus.CONFIRMED)
    broken = newest_first[0] if newest_first and newest_first[0].status is UploadStatus.FAILED else None
    return next((upload for upload in newest_first if upload.status in going_on), broken)


def _first_of_each(table, supply_points: Sequence[SupplyPoint], order: list, *, most: int) -> Select:
    """Select the ids of the first `most` rows of each supply point in the given order."""
    place = func.row_number().over(partition_by=table.supply_point_id, order_by=order).label("place")
    points = [point.id for point in supply_points]
    ranked = select(table.id, place).where(table.supply_point_id.in_(points)).subquery()
    return select(ranked.c.id).where(ranked.c.place <= most)
