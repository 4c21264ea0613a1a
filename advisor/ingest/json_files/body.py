"""Our own JSON: what programs send, read as every other file of data and judged member by member.

One reader serves both ends: the API judges a body before it takes it, the import reads the kept body once more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import Path

from advisor.energy.findings import Finding, Severity
from advisor.ingest.json_files.bills import read_bills
from advisor.ingest.json_files.intervals import read_intervals
from advisor.ingest.json_files.members import BadBody, Problems
from advisor.ingest.results import Decision, ReadResult, RowCounts, SupplyRead, UnableToReadFile

FORMAT = "advisor-json"
_HEAD_BYTES = 4096


def read_own_body(source: Path | bytes, *, zone: tzinfo) -> ReadResult | None:
    """Read a file that is our own JSON of intervals or bills; None where it is anything else.

    Raises UnableToReadFile, with the first problem, for one that is ours and cannot be used.
    """
    if not _head(source).lstrip(b" \t\r\n").startswith(b"{"):
        return None
    try:
        document = decode_body(source if isinstance(source, bytes) else source.read_bytes())
        kind = _kind(document)
        return result_of(document, zone=zone, kind=kind) if kind else None
    except BadBody as bad:
        if bad.problems[0].code in ("body_not_json", "member_twice"):
            return None
        first = bad.problems[0]
        raise UnableToReadFile("bad_member", member=first.pointer, problem=first.code) from bad


def decode_body(content: bytes) -> dict:
    """Return the JSON object of a body. Raises BadBody: not JSON in UTF-8, no object, a member given twice, NaN."""
    problems = Problems()
    try:
        document = json.loads(content.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except _Twice as twice:
        problems.add("", "member_twice", member=twice.name)
        raise problems.bad() from twice
    except (ValueError, RecursionError) as problem:
        where = {"line": problem.lineno, "column": problem.colno} if isinstance(problem, json.JSONDecodeError) else {}
        problems.add("", "body_not_json", **where)
        raise problems.bad() from problem
    if not isinstance(document, dict):
        problems.add("", "not_an_object", value=document)
        raise problems.bad()
    return document


def result_of(document: Mapping, *, zone: tzinfo, kind: str, until: datetime | None = None) -> ReadResult:
    """Read a decoded body as what it is (kind "interval" or "bills"). Raises BadBody with all its problems.

    until: a moment after it is a mistake.
    """
    if kind == "bills":
        supply, count = read_bills(document, until=until)
    else:
        supply, count = read_intervals(document, until=until)
    return ReadResult(
        format=FORMAT,
        encoding="utf-8",
        zone=zone,
        kind=kind,
        supplies=(supply,),
        rows=RowCounts(lines=count, header=0, blank=0, read=count, used=count, ignored=0, refused=0),
        findings=_remarks(supply),
        decisions=(Decision("encoding", "utf-8", "decodes"),),
    )


def _kind(document: Mapping) -> str | None:
    if isinstance(document.get("bills"), list):
        return "bills"
    compact = {"start", "step_minutes", "kwh"} <= set(document)
    return "interval" if compact or isinstance(document.get("intervals"), list) else None


def _remarks(supply: SupplyRead) -> tuple[Finding, ...]:
    if supply.series is None:
        return ()
    missing = len(supply.series) - supply.values
    return (Finding("gaps", Severity.INFO, {"slots": missing}),) if missing else ()


def _head(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:_HEAD_BYTES]
    with source.open("rb") as file:
        return file.read(_HEAD_BYTES)


class _Twice(ValueError):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _once(pairs: list[tuple[str, object]]) -> dict:
    """Make an object; the standard reader would silently keep the last of two members of one name."""
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        raise _Twice(next(name for name, _ in pairs if name in seen or seen.add(name)))
    return made


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")
