"""Reads of what pages show: latest assessment, rollups, uploads and jobs of a supply point the scope has given out."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.assessments import Assessment
from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel, UsageDay, UsageMonth
from advisor.db.jobs import Job, JobStatus
from advisor.db.uploads import Upload


def latest_assessment(session: Session, supply_point: SupplyPoint) -> Assessment | None:
    """Return the newest stored assessment, or None before the first."""
    query = select(Assessment).where(Assessment.supply_point_id == supply_point.id)
    return session.scalars(query.order_by(Assessment.made_at.desc(), Assessment.id.desc()).limit(1)).one_or_none()


def usage_days(
    session: Session, supply_point: SupplyPoint, *, start: date, end: date, channel: Channel = Channel.IMPORT
) -> list[UsageDay]:
    """Return the stored days of [start, end), oldest first; a day without data has no row."""
    query = select(UsageDay).where(UsageDay.supply_point_id == supply_point.id, UsageDay.channel == channel)
    return list(session.scalars(query.where(UsageDay.day >= start, UsageDay.day < end).order_by(UsageDay.day)))


def usage_months(
    session: Session, supply_point: SupplyPoint, *, channel: Channel = Channel.IMPORT
) -> list[UsageMonth]:
    """Return the stored months, oldest first."""
    query = select(UsageMonth).where(UsageMonth.supply_point_id == supply_point.id, UsageMonth.channel == channel)
    return list(session.scalars(query.order_by(UsageMonth.month)))


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


def running_jobs(session: Session, supply_point: SupplyPoint) -> list[Job]:
    """Return the jobs of a supply point that are not finished, oldest first."""
    query = select(Job).where(
        Job.supply_point_id == supply_point.id, Job.status.in_([JobStatus.QUEUED, JobStatus.RUNNING])
    )
    return list(session.scalars(query.order_by(Job.id)))
