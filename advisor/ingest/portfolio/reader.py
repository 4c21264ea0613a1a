"""Read a portfolio: find which of its layouts a file has, then every row and every client of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from pathlib import Path

from advisor.energy.findings import Finding
from advisor.ingest.containers.archives import GZIP, ZIP, kind_of_zip, names_in_zip, read_members, unzipped
from advisor.ingest.dialect import Row
from advisor.ingest.opening import head_of
from advisor.ingest.portfolio.header import Header, find_header
from advisor.ingest.portfolio.lines import Lines, lines_of
from advisor.ingest.portfolio.long import read_long
from advisor.ingest.portfolio.metered import holds_readings, read_archive_of_clients, read_metered
from advisor.ingest.portfolio.results import PortfolioRead
from advisor.ingest.portfolio.wide import read_wide
from advisor.ingest.results import UnableToReadFile

MOST_CLIENTS = 5000


def read_portfolio(
    source: Path | bytes, *, zone: tzinfo, filename: str = "", answers: Mapping[str, str] | None = None
) -> PortfolioRead:
    """Read a file with many clients, storing nothing.

    One row a client with its months, one row a client and bill, one row a client and reading, or an archive of files
    named by client. Departments, companies and options stay as written until `match_places`. Raises UnableToReadFile:
    portfolio_no_clients, portfolio_no_year, portfolio_too_large, portfolio_month_twice, and what reading a file raises.
    """
    answers = answers or {}
    told = {"zone": zone, "filename": filename, "answers": answers}
    if head_of(source).startswith(GZIP):
        with unzipped(source) as path:
            return read_portfolio(path, **told)
    if head_of(source).startswith(ZIP) and kind_of_zip(names := names_in_zip(source)) == "zip":
        if len(names) == 1:
            return _only_one(source, told)
        return _bounded(read_archive_of_clients(source, zone=zone, answers=answers))
    lines = lines_of(source, holds_clients=lambda rows: find_header(rows) is not None)
    header = find_header(lines.rows)
    if header is None:
        return _bounded(read_metered(source, zone=zone, filename=filename, answers=answers, header=None, body=()))
    if header.yearless:
        raise UnableToReadFile("portfolio_no_year")
    body, blank, repeated = _body(lines, header)
    if not header.wide and holds_readings(body, header):
        read = read_metered(source, zone=zone, filename=filename, answers=answers, header=header, body=body)
        return _bounded(read)
    if lines.cut:
        raise UnableToReadFile("portfolio_too_large", limit=MOST_CLIENTS)
    if not body:
        raise UnableToReadFile("portfolio_no_clients")
    findings: Sequence[Finding] = ()
    if header.wide:
        rows, clients, decisions, questions = read_wide(body, header, answers)
    else:
        rows, clients, decisions, questions, findings = read_long(body, header, answers)
    return _bounded(
        PortfolioRead(
            layout="wide" if header.wide else "long",
            encoding=lines.encoding,
            header=header.names,
            roles=header.roles,
            lines=len(lines.rows),
            header_lines=header.position + 1 - _blank(lines.rows[: header.position]) + repeated,
            blank_lines=blank + _blank(lines.rows[: header.position]),
            rows=tuple(rows),
            clients=tuple(clients),
            findings=tuple(findings),
            questions=tuple(questions),
            decisions=tuple(decisions),
        )
    )


def _only_one(source: Path | bytes, told: Mapping) -> PortfolioRead:
    """Read the portfolio that somebody has packed."""
    ((_name, outcome),) = read_members(source, read_one=lambda path: read_portfolio(path, **told))
    if isinstance(outcome, UnableToReadFile):
        raise outcome
    return outcome


def _body(lines: Lines, header: Header) -> tuple[list[Row], int, int]:
    """Return the rows below the header, how many are blank, and how often the header stands there again."""
    below = lines.rows[header.position + 1 :]
    body = [row for row in below if any(row.cells) and tuple(row.cells) != header.names]
    blank = _blank(below)
    return body, blank, len(below) - len(body) - blank


def _blank(rows: Sequence[Row]) -> int:
    return sum(not any(row.cells) for row in rows)


def _bounded(read: PortfolioRead) -> PortfolioRead:
    if len(read.clients) > MOST_CLIENTS:
        raise UnableToReadFile("portfolio_too_large", limit=MOST_CLIENTS)
    return read
