"""The check of a portfolio file: read it in the limited process, match its names, keep the fate of every row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.portfolios import PortfolioFile
from advisor.db.transactions import write_transaction
from advisor.db.uploads import UploadStatus
from advisor.reference.loader import load_reference
from advisor.services.checking import StoredFile
from advisor.services.content import content_path
from advisor.services.failpoints import reach
from advisor.services.reading import death, run_reader

if TYPE_CHECKING:
    from advisor.ingest.portfolio import Places, PortfolioRead, SheetRow

ZONE = "America/Lima"
_FIRST_ROWS = 5


def check_portfolio(session: Session, *, now: datetime, portfolio_file_id: int, uploads_dir: Path) -> None:
    """Read the file and store the fate of its rows; a file that is already checked or further is left alone."""
    stored = stored_portfolio(
        session, portfolio_file_id=portfolio_file_id, uploads_dir=uploads_dir, wanted=UploadStatus.RECEIVED
    )
    if stored is None:
        return
    reach("portfolio_check:started")
    status, summary = checked(stored)
    with write_transaction(session):
        query = select(PortfolioFile).where(PortfolioFile.id == portfolio_file_id).with_for_update()
        file = session.scalars(query).one_or_none()
        if file is not None and file.status is UploadStatus.RECEIVED:
            file.status, file.summary, file.checked_at = status, storable(summary), now
    reach("portfolio_check:stored")


def stored_portfolio(
    session: Session, *, portfolio_file_id: int, uploads_dir: Path, wanted: UploadStatus
) -> StoredFile | None:
    """Return the content of a file that stands at `wanted`, else None; ends the read transaction."""
    file = session.get(PortfolioFile, portfolio_file_id)
    stored = None
    if file is not None and file.status is wanted:
        stored = StoredFile(content_path(uploads_dir, file.sha256), file.filename, ZONE, dict(file.answers or {}))
    session.rollback()
    return stored


def checked(stored: StoredFile) -> tuple[UploadStatus, dict[str, object]]:
    """Read a file and say what to do with it: checked where at least one client can be used, else refused."""
    from advisor.ingest import UnableToReadFile

    try:
        read = read_stored_portfolio(stored)
    except UnableToReadFile as problem:
        return UploadStatus.REFUSED, {"findings": [problem.finding.as_document()], "clients": 0}
    return (UploadStatus.CHECKED if read.clients else UploadStatus.REFUSED), summary_of(read)


def read_stored_portfolio(stored: StoredFile) -> PortfolioRead:
    """Read the file as the consultant answered; raises advisor.ingest.UnableToReadFile."""
    from advisor.energy.findings import Finding
    from advisor.ingest import UnableToReadFile
    from advisor.ingest.portfolio import PortfolioRead, match_places

    answers = {str(key): str(value) for key, value in stored.answers.items()}
    zone = ZoneInfo(stored.timezone)
    ran = run_reader("portfolio", stored.path, zone=zone, filename=stored.filename, answers=answers)
    if isinstance(ran.value, PortfolioRead):
        return match_places(ran.value, places())
    if isinstance(ran.value, Finding):
        raise UnableToReadFile(ran.value.code, **ran.value.params)
    raise UnableToReadFile(death(ran))


@lru_cache(maxsize=1)
def places() -> Places:
    """Return the names the reference knows."""
    from advisor.ingest.portfolio import Places

    reference = load_reference()
    return Places(
        departments={key: department.name for key, department in reference.departments.items()},
        distributors={key: distributor.name for key, distributor in reference.distributors.items()},
        companies_of={key: department.distributors for key, department in reference.departments.items()},
        options=tuple(sorted({tariff.option for tariff in reference.tariffs.tariffs})),
    )


def summary_of(read: PortfolioRead) -> dict[str, object]:
    """Return what the pages and the command show: counts, questions, and the rows to look at with their cells."""
    counts = read.counts
    names = read.header
    looked_at = [row for row in read.rows if row.remarks and row.cells]
    plain = [row for row in read.rows if not row.remarks][:_FIRST_ROWS]
    return {
        "layout": read.layout,
        "encoding": read.encoding,
        "header": list(names),
        "rows": {
            "lines": counts.lines,
            "header": counts.header,
            "blank": counts.blank,
            "rows": counts.rows,
            "valid": counts.valid,
            "warned": counts.warned,
            "refused": counts.refused,
        },
        "clients": len(read.clients),
        "bills": sum(len(client.bills) for client in read.clients),
        "findings": [finding.as_document() for finding in read.findings],
        "questions": [question.as_document() for question in read.questions],
        "looked_at": [_row(row) for row in sorted(looked_at, key=lambda row: (row.fate != "refused", row.row))],
        "first_rows": [_row(row) for row in plain],
    }


def row_findings(summary: Mapping) -> list[dict[str, object]]:
    """Return the remarks on rows in the shape of the command's contract, in the order of the sheet."""
    header = summary.get("header") or []
    return [
        {
            "row": row["row"],
            "column": header[mark["column"]] if mark["column"] is not None and mark["column"] < len(header) else None,
            "code": mark["code"],
            "severity": mark["severity"],
            "params": mark["params"],
        }
        for row in sorted(summary.get("looked_at", []), key=lambda row: row["row"])
        for mark in row["remarks"]
    ]


def _row(row: SheetRow) -> dict[str, object]:
    return {
        "row": row.row,
        "cells": list(row.cells),
        "fate": row.fate,
        "remarks": [
            {"column": mark.column, "code": mark.code, "severity": mark.severity.value, "params": dict(mark.params)}
            for mark in row.remarks
        ],
    }
