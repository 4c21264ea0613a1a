"""Read the lines of an `assess` file: one household each, with the interval file a line names beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from advisor.assessment.inputs import HouseholdInput, InvalidHousehold, parse_household
from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import UsageSeries

IMPORT = "import"


@dataclass(frozen=True, eq=False)
class HouseholdLine:
    """One line of the file: its number, the household (None where it is no household), and what is wrong with it."""

    number: int
    household_id: str
    household: HouseholdInput | None
    problems: tuple[Finding, ...] = ()


def read_lines(lines: Iterable[str], *, folder: Path) -> Iterator[HouseholdLine]:
    """Yield the households of a JSONL file in order; blank lines are passed over.

    folder: what relative interval files are relative to. A line that cannot be read is yielded with its problems.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _read_line(number, line, folder)


def _read_line(number: int, line: str, folder: Path) -> HouseholdLine:
    try:
        document = json.loads(line)
    except ValueError:
        return HouseholdLine(number, "", None, (Finding("not_json", Severity.ERROR, {"path": "$"}),))
    given = document.get("household_id") if isinstance(document, dict) else None
    household_id = str(given) if isinstance(given, str | int) else ""
    try:
        household = parse_household(document)
    except InvalidHousehold as invalid:
        return HouseholdLine(number, household_id, None, invalid.findings)
    if household.interval_file is None:
        return HouseholdLine(number, household_id, household)
    return _with_intervals(number, household, folder / household.interval_file)


def _with_intervals(number: int, household: HouseholdInput, path: Path) -> HouseholdLine:
    """Add the usage of the interval file; where it cannot be used the household keeps its bills, with the problem."""
    from advisor.ingest import UnableToReadFile, read_file

    try:
        result = read_file(path, zone=_zone(household.zone))
    except OSError:
        problem = Finding("interval_file_missing", Severity.ERROR, _at(household))
        return HouseholdLine(number, household.household_id, household, (problem,))
    except UnableToReadFile as unable:
        problem = Finding("interval_file_unreadable", Severity.ERROR, {**_at(household), "reason": unable.finding.code})
        return HouseholdLine(number, household.household_id, household, (problem,))
    found = [supply for supply in result.supplies if supply.channel == IMPORT and _has_usage(supply.series)]
    if not found:
        problem = Finding("interval_file_without_usage", Severity.ERROR, _at(household))
        return HouseholdLine(number, household.household_id, household, (problem,))
    remarks = tuple(Finding("several_supplies", Severity.WARNING, {"count": len(found)}) for _ in found[1:2])
    series = found[0].series
    return HouseholdLine(number, household.household_id, household.with_series(series, remarks))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("America/Lima")


def _has_usage(series: UsageSeries | None) -> bool:
    return series is not None and len(series) > 0


def _at(household: HouseholdInput) -> dict[str, object]:
    return {"path": "$.usage.interval_file", "file": household.interval_file}
