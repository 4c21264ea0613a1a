"""Jobs: the rows are the truth about background work; the queue only carries their ids."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from advisor.db.base import Base, Document, Key, Moment, Short, by_value


class JobKind(str, Enum):
    """What a job does."""

    CHECK_UPLOAD = "check_upload"
    IMPORT_UPLOAD = "import_upload"
    ASSESS = "assess"
    DERIVE_READINGS = "derive_readings"
    CHECK_PORTFOLIO = "check_portfolio"
    IMPORT_PORTFOLIO = "import_portfolio"


class JobStatus(str, Enum):
    """Where a job stands; queued and running are the states work resumes from."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One piece of background work on one supply point, or on a consultant's portfolio file."""

    __tablename__ = "job"
    __table_args__ = (Index(None, "status", "heartbeat_at"),)

    id: Mapped[Key]
    kind: Mapped[JobKind] = mapped_column(by_value(JobKind, name="job_kind"))
    status: Mapped[JobStatus] = mapped_column(by_value(JobStatus, name="job_status"), default=JobStatus.QUEUED)
    supply_point_id: Mapped[int | None] = mapped_column(ForeignKey("supply_point.id", ondelete="CASCADE"), index=True)
    portfolio_file_id: Mapped[int | None] = mapped_column(
        ForeignKey("portfolio_file.id", ondelete="CASCADE"), index=True
    )
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id", ondelete="CASCADE"), index=True)
    progress: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[Short | None]
    # Traceback text is never shown; this is the short technical remark for the administrator.
    error_detail: Mapped[str | None] = mapped_column(String(500))
    params: Mapped[dict] = mapped_column(Document, default=dict)
    created_at: Mapped[Moment]
    started_at: Mapped[Moment | None]
    heartbeat_at: Mapped[Moment | None]
    finished_at: Mapped[Moment | None]
