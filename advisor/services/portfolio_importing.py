"""The import of a confirmed portfolio: one transaction a client, so that a killed import goes on where it stopped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.portfolios import PortfolioFile
from advisor.db.transactions import write_transaction
from advisor.db.uploads import UploadStatus
from advisor.services.audit import record
from advisor.services.failpoints import reach
from advisor.services.portfolio_checking import read_stored_portfolio, stored_portfolio, summary_of
from advisor.services.portfolio_clients import MADE, RENEWED, UNCHANGED, Source, import_client


@dataclass
class _Outcome:
    """What became of the clients of a file so far."""

    clients: dict[str, int] = field(default_factory=lambda: {MADE: 0, RENEWED: 0, UNCHANGED: 0})
    bills: int = 0
    intervals: int = 0

    def add(self, result: dict) -> None:
        """Count one client."""
        self.clients[result["client"]] += 1
        self.bills += result["bills_added"]
        self.intervals += result["intervals_added"] + result["intervals_replaced"]


def import_portfolio(
    session: Session,
    *,
    now: datetime,
    portfolio_file_id: int,
    uploads_dir: Path,
    progress: Callable[[int], object] = lambda percent: None,
) -> None:
    """Make or renew the household of each client of a confirmed file and queue its result.

    progress: told the whole per cent done. Running it again, after it was killed at any point, stores the same.
    """
    stored = stored_portfolio(
        session, portfolio_file_id=portfolio_file_id, uploads_dir=uploads_dir, wanted=UploadStatus.CONFIRMED
    )
    if stored is None:
        return
    file = session.get_one(PortfolioFile, portfolio_file_id)
    source = Source(file.id, file.consultancy_id, file.uploaded_by_id, file.filename)
    session.rollback()
    read = read_stored_portfolio(stored)
    reach("portfolio_import:read")
    outcome, told = _Outcome(), 0
    for number, client in enumerate(read.clients, start=1):
        outcome.add(import_client(session, now=now, source=source, client=client, uploads_dir=uploads_dir))
        reach(f"portfolio_import:client_{number}")
        if (percent := number * 100 // len(read.clients)) > told:
            told = percent
            progress(percent)
    with write_transaction(session):
        query = select(PortfolioFile).where(PortfolioFile.id == portfolio_file_id).with_for_update()
        row = session.scalars(query).one_or_none()
        if row is not None and row.status is UploadStatus.CONFIRMED:
            # The answers may have changed what became of the rows.
            row.summary = storable(summary_of(read))
            row.result = {**outcome.clients, "bills": outcome.bills, "intervals": outcome.intervals}
            row.status, row.imported_at = UploadStatus.IMPORTED, now
            record(session, now=now, tag="job:portfolio:imported", actor_id=None, subject_id=row.id, **outcome.clients)
    reach("portfolio_import:marked")
