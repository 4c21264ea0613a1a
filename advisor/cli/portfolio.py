"""`flask --app wsgi portfolio`: check or import a file with the homes of a consultancy's clients."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timezone
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from advisor.cli.database import database_needed
from advisor.db import PortfolioFile, UploadStatus, db
from advisor.db.transactions import write_transaction
from advisor.services import consultancies, content, jobs, portfolios
from advisor.services.checking import StoredFile
from advisor.services.portfolio_checking import ZONE, check_portfolio, checked, row_findings
from advisor.services.portfolio_importing import import_portfolio

WRONG_INPUT = 2
COUNTS = ("rows", "valid", "warned", "refused")

portfolio = AppGroup("portfolio", help="Many clients in one file.")
_file = click.argument("file", type=click.Path(path_type=Path))
_consultancy = click.option("--consultancy", metavar="NAME", required=True, help="Whose clients they are.")
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@portfolio.command("check")
@_file
@_consultancy
@_json
def check(file: Path, consultancy: str, as_json: bool) -> None:
    """Say what becomes of each row; nothing is stored."""
    _readable(file, consultancy)
    status, summary = checked(StoredFile(file, file.name, ZONE))
    if "rows" not in summary:
        _stop_where_refused(status, summary)
    _tell(summary, as_json)


@portfolio.command("import")
@_file
@_consultancy
@_json
def import_(file: Path, consultancy: str, as_json: bool) -> None:
    """Store the good rows; a file imported before changes nothing. The results are worked out by the worker."""
    _readable(file, consultancy)
    settings, now = current_app.extensions["advisor_settings"], datetime.now(timezone.utc)
    with database_needed():
        consultancy_id = consultancies.find_or_make(db.session, now=now, name=consultancy)
        with file.open("rb") as stream:
            try:
                stored = content.keep(stream, folder=settings.uploads_dir, max_bytes=settings.max_upload_mb * 1_000_000)
            except (content.EmptyUpload, content.UploadTooLarge):
                _stop(_("The file is empty or larger than %(limit)s MB.", limit=settings.max_upload_mb))
        received = portfolios.receive_for(
            db.session, now=now, consultancy_id=consultancy_id, filename=file.name, content=stored
        )
        number = received.portfolio_file_id
        check_portfolio(db.session, now=now, portfolio_file_id=number, uploads_dir=settings.uploads_dir)
        row = db.session.get_one(PortfolioFile, number)
        _stop_where_refused(row.status, row.summary or {})
        with write_transaction(db.session):
            portfolios.confirmed(
                db.session, now=now, file=db.session.get_one(PortfolioFile, number), actor_id=None, answers={}
            )
        import_portfolio(
            db.session, now=now, portfolio_file_id=number, uploads_dir=settings.uploads_dir, progress=_progress
        )
        jobs.finish_waiting(db.session, now=now, portfolio_file_id=number)
        row = db.session.get_one(PortfolioFile, number)
    _tell(row.summary, as_json, result=row.result)


def _readable(file: Path, consultancy: str) -> None:
    if not consultancy.strip():
        _stop(_("Give the name of the consultancy."))
    if not file.is_file():
        _stop(_("The file %(path)s cannot be read.", path=file))


def _stop_where_refused(status: UploadStatus, summary: dict) -> None:
    """End with the reasons where no client of the file can be used."""
    from advisor.web.messages import sentence

    if status is not UploadStatus.REFUSED:
        return
    problems = [sentence(finding) for finding in summary.get("findings", [])]
    for mark in row_findings(summary):
        problems.append(_("Row %(row)s: %(why)s", row=mark["row"], why=sentence(mark)))
    _stop(*(problems or [_("No row of the file can be used.")]))


def _tell(summary: dict, as_json: bool, *, result: dict | None = None) -> None:
    from advisor.web.messages import sentence

    counts = {name: summary["rows"][name] for name in COUNTS}
    findings = row_findings(summary)
    if as_json:
        document = {
            **counts,
            "clients": summary["clients"],
            "findings": findings,
            **({"result": result} if result else {}),
        }
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    click.echo(_("Rows: %(rows)s; fine: %(valid)s; to look at: %(warned)s; refused: %(refused)s.", **counts))
    for mark in findings:
        click.echo(_("Row %(row)s: %(why)s", row=mark["row"], why=sentence(mark)))
    if result:
        told = {name: result[name] for name in ("made", "renewed", "unchanged")}
        click.echo(_("Clients made: %(made)s; renewed: %(renewed)s; as they were: %(unchanged)s.", **told))


def _progress(percent: int) -> None:
    click.echo(f"{percent} %", err=True)


def _stop(*problems: str) -> None:
    for problem in problems:
        click.echo(problem, err=True)
    sys.exit(WRONG_INPUT)
