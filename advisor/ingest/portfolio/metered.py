"""Portfolios of readings: one file with a column that names the client, or an archive with one file a client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path, PurePosixPath

from advisor.energy.findings import Severity
from advisor.ingest.containers.archives import read_members
from advisor.ingest.dialect import Row
from advisor.ingest.opening import read_file
from advisor.ingest.portfolio.cells import Noted, cell_at, read_told
from advisor.ingest.portfolio.header import Header
from advisor.ingest.portfolio.results import Client, ClientSeries, PortfolioRead, Remark, SheetRow
from advisor.ingest.portfolio.wide import client_of
from advisor.ingest.results import Question, ReadResult, SupplyRead, UnableToReadFile
from advisor.ingest.times import BAD, BLANK, NO_TIME, parse_time

_PROBE = 2000


def holds_readings(body: Sequence[Row], header: Header) -> bool:
    """Say whether the rows are readings of meters and not bills: times of day, or days too close together."""
    index = header.start if header.start is not None else header.month
    days: dict[str, set[tuple[int, ...]]] = {}
    for row in body[:_PROBE]:
        kind, *parts, seconds, _offset = parse_time(cell_at(row.cells, index))
        if kind in (BLANK, BAD):
            continue
        if seconds not in (NO_TIME, 0):
            return True
        days.setdefault(cell_at(row.cells, header.roles.reference), set()).add(tuple(parts))
    return _crowded(days)


def read_metered(
    source: Path | bytes,
    *,
    zone: tzinfo,
    filename: str,
    answers: Mapping[str, str],
    header: Header | None,
    body: Sequence[Row],
) -> PortfolioRead:
    """Read a file of readings of several clients, named by its column of supply or client.

    Raises UnableToReadFile: what `read_file` raises, portfolio_no_clients where no row says whose it is.
    """
    result = read_file(source, zone=zone, filename=filename, answers=answers)
    by_client: dict[str, list[SupplyRead]] = {}
    for supply in result.supplies:
        if supply.supply_point:
            by_client.setdefault(supply.supply_point, []).append(supply)
    if not by_client:
        raise UnableToReadFile("portfolio_no_clients")
    told = _told(header, body) if header is not None else {}
    clients = tuple(
        _with_usage(told.get(reference) or Client(reference, reference, 0), supplies)
        for reference, supplies in by_client.items()
    )
    rows = tuple(_refused(row.row, row.cells, row.bad_column, row.code, row.params) for row in result.refused_rows)
    counts = result.rows
    # Of thousands of refused rows the first come with their cells; the others are still counted.
    unnamed = tuple(
        SheetRow(0, (), None, (Remark(None, "row_not_shown", Severity.ERROR),))
        for _ in range(counts.refused - len(rows))
    )
    return PortfolioRead(
        layout="intervals",
        encoding=result.encoding,
        header=result.header,
        roles=None,
        lines=counts.lines,
        header_lines=counts.header,
        blank_lines=counts.blank,
        rows=rows + unnamed,
        clients=clients,
        unlisted=counts.read - counts.refused,
        findings=result.findings,
        questions=result.questions,
        decisions=result.decisions,
    )


def read_archive_of_clients(source: Path | bytes, *, zone: tzinfo, answers: Mapping[str, str]) -> PortfolioRead:
    """Read an archive with one file for each client, named by the file; a file that cannot be read is a refused row.

    Raises UnableToReadFile: what `read_members` raises, portfolio_no_clients for an archive without files.
    """
    outcomes = list(read_members(source, read_one=lambda path: read_file(path, zone=zone, answers=answers)))
    if not outcomes:
        raise UnableToReadFile("portfolio_no_clients")
    rows, clients, seen = [], [], {}
    questions: dict[str, Question] = {}
    names = _names([file for file, _ in outcomes])
    for number, ((file, outcome), name) in enumerate(zip(outcomes, names, strict=True), start=1):
        noted = Noted()
        earlier = seen.setdefault(name, number)
        if earlier != number:
            noted.refuse(0, "client_repeated", cell=name, first_row=earlier)
        _check_member(file, outcome, noted)
        if not noted.refused:
            questions.update({asked.key: asked for asked in outcome.questions if asked.key not in questions})
            clients.append(_with_usage(Client(name, name, number), outcome.supplies))
        rows.append(SheetRow(number, (file,), name, tuple(noted.remarks)))
    return PortfolioRead(
        layout="archive",
        encoding="zip",
        header=("file",),
        roles=None,
        lines=len(outcomes),
        header_lines=0,
        blank_lines=0,
        rows=tuple(rows),
        clients=tuple(clients),
        questions=tuple(questions.values()),
    )


def _check_member(file: str, outcome: ReadResult | UnableToReadFile, noted: Noted) -> None:
    if isinstance(outcome, UnableToReadFile):
        noted.refuse(0, outcome.finding.code, **outcome.finding.params)
    elif len({supply.supply_point for supply in outcome.supplies}) > 1:
        noted.refuse(0, "member_of_many_clients", cell=file)
    elif not any(supply.series is not None or supply.bills for supply in outcome.supplies):
        noted.refuse(0, "client_without_usage")
    elif outcome.rows.refused:
        noted.warn(0, "member_with_refused_rows", count=outcome.rows.refused)


def _with_usage(client: Client, supplies: Sequence[SupplyRead]) -> Client:
    series = tuple(ClientSeries(supply.channel, supply.series) for supply in supplies if supply.series is not None)
    bills = tuple(bill for supply in supplies for bill in supply.bills if supply.channel == "import")
    return replace(client, series=series, bills=bills)


def _told(header: Header, body: Sequence[Row]) -> dict[str, Client]:
    """Return what the first row of each client tells of it."""
    found: dict[str, Client] = {}
    for row in body:
        reference = cell_at(row.cells, header.roles.reference)
        if reference and reference not in found:
            found[reference] = client_of(read_told(row.cells, header.roles, Noted()), row.line)
    return found


def _names(files: Sequence[str]) -> list[str]:
    """Name each client by its file, or by its folder where all files are called the same."""
    paths = [PurePosixPath(file) for file in files]
    stems = {path.stem.lower() for path in paths}
    by_folder = len(stems) == 1 and len(paths) > 1 and all(path.parent.name for path in paths)
    return [(path.parent.name if by_folder else path.stem)[:64] for path in paths]


def _refused(row: int, cells: Sequence[str], column: int | None, code: str, params: Mapping[str, object]) -> SheetRow:
    return SheetRow(row, tuple(cells), None, (Remark(column, code, Severity.ERROR, {"count": 1, **params}),))


def _crowded(days: Mapping[str, set[tuple[int, ...]]]) -> bool:
    """Say whether clients have more rows than a month can have bills: for each year and month, more than three."""
    rows = sum(len(own) for own in days.values())
    months = sum(min(len({(a, b) for a, b, _c in own}), len({(b, c) for _a, b, c in own})) for own in days.values())
    return bool(months) and rows / months > 3
