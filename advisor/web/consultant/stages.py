"""Where a portfolio file stands, from its row and its jobs."""

from __future__ import annotations

from enum import Enum

from advisor.db import db
from advisor.db.jobs import JobStatus
from advisor.db.portfolios import PortfolioFile
from advisor.db.queries.portfolios import job_of_portfolio_file
from advisor.db.uploads import UploadStatus


class Stage(str, Enum):
    """What the page of a portfolio file shows."""

    CHECKING = "checking"
    TO_CONFIRM = "to_confirm"
    REFUSED = "refused"
    STORING = "storing"
    DONE = "done"
    FAILED = "failed"


_SETTLED = {
    UploadStatus.IMPORTED: Stage.DONE,
    UploadStatus.CHECKED: Stage.TO_CONFIRM,
    UploadStatus.REFUSED: Stage.REFUSED,
    UploadStatus.FAILED: Stage.FAILED,
}


def stage_of(file: PortfolioFile) -> Stage:
    """Return the stage; work that gave up shows as failed even where the row still waits for it."""
    if file.status in _SETTLED:
        return _SETTLED[file.status]
    job = job_of_portfolio_file(db.session, file)
    if job is not None and job.status is JobStatus.FAILED:
        return Stage.FAILED
    return Stage.CHECKING if file.status is UploadStatus.RECEIVED else Stage.STORING


def percent_of(file: PortfolioFile) -> int | None:
    """Return how far the newest job of the file is, or None before it says."""
    job = job_of_portfolio_file(db.session, file)
    return job.progress if job is not None and job.status is JobStatus.RUNNING and job.progress else None
