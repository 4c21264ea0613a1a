"""What reading a portfolio yields: its clients with their bills or readings, and what became of every row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import BillPeriod, UsageSeries
from advisor.ingest.results import Decision, Question

VALID, WARNED, REFUSED = "valid", "warned", "refused"


@dataclass(frozen=True)
class Remark:
    """One thing found in a row: the 0-based column (None: the row as a whole), a code, and values for its sentence."""

    column: int | None
    code: str
    severity: Severity
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class SheetRow:
    """A row as it stands in the file, with the client it names and what was found in it."""

    row: int
    cells: tuple[str, ...]
    client: str | None = None
    remarks: tuple[Remark, ...] = ()

    @property
    def fate(self) -> str:
        """Refused with an error, warned with any other remark, else valid."""
        if any(remark.severity is Severity.ERROR for remark in self.remarks):
            return REFUSED
        return WARNED if self.remarks else VALID


@dataclass(frozen=True, eq=False)
class ClientSeries:
    """The readings of one channel of a client."""

    channel: str
    series: UsageSeries


@dataclass(frozen=True, eq=False)
class Client:
    """One household of the file; row: where it first stands.

    department, distributor, tariff_option: as written, and after `match_places` the keys of the reference or None.
    """

    reference: str
    name: str
    row: int
    department: str | None = None
    distributor: str | None = None
    tariff_option: str | None = None
    supply_number: str | None = None
    bills: tuple[BillPeriod, ...] = ()
    series: tuple[ClientSeries, ...] = ()


@dataclass(frozen=True)
class Counts:
    """Every line of the file has one fate: lines = header + blank + valid + warned + refused."""

    lines: int
    header: int
    blank: int
    valid: int
    warned: int
    refused: int

    @property
    def rows(self) -> int:
        return self.valid + self.warned + self.refused


@dataclass(frozen=True)
class Roles:
    """Column of each thing told of a client, 0-based; None where the sheet has none."""

    reference: int
    name: int | None = None
    department: int | None = None
    distributor: int | None = None
    tariff: int | None = None
    supply: int | None = None


@dataclass(frozen=True, eq=False)
class PortfolioRead:
    """Everything understood of a portfolio.

    layout: wide, long, intervals or archive; rows: those listed one by one (readings are not: unlisted counts them);
    lines, header_lines, blank_lines: physical lines of the file, or members of the archive.
    """

    layout: str
    encoding: str
    header: tuple[str, ...]
    roles: Roles | None
    lines: int
    header_lines: int
    blank_lines: int
    rows: tuple[SheetRow, ...]
    clients: tuple[Client, ...]
    unlisted: int = 0
    findings: tuple[Finding, ...] = ()
    questions: tuple[Question, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def counts(self) -> Counts:
        """Count the lines by their fate."""
        fates = [row.fate for row in self.rows]
        return Counts(
            lines=self.lines,
            header=self.header_lines,
            blank=self.blank_lines,
            valid=fates.count(VALID) + self.unlisted,
            warned=fates.count(WARNED),
            refused=fates.count(REFUSED),
        )
