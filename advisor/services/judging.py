"""JSON bodies judged before they are taken; the readers of files are loaded with the first of them, not before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from advisor.db.intervals import Channel
from advisor.services.readings import NewReading

if TYPE_CHECKING:
    from advisor.ingest import ReadResult
    from advisor.ingest.json_files.members import Problem


class RefusedBody(ValueError):
    """A body that cannot be used. problems: the first of what is wrong; count: how much; unreadable: it is no JSON."""

    def __init__(self, problems: tuple[Problem, ...], count: int) -> None:
        super().__init__(f"{count} problems")
        self.problems = problems
        self.count = count
        self.unreadable = problems[0].code in ("body_not_json", "member_twice")


def judged(content: bytes, *, zone: tzinfo, kind: str, until: datetime) -> ReadResult:
    """Read a body of intervals or bills (kind "interval" or "bills"). Raises RefusedBody."""
    from advisor.ingest.json_files.body import decode_body, result_of

    return _or_refused(lambda: result_of(decode_body(content), zone=zone, kind=kind, until=until))


def judged_readings(content: bytes, *, until: datetime) -> list[NewReading]:
    """Read a body of readings. Raises RefusedBody."""
    from advisor.ingest.json_files.body import decode_body
    from advisor.ingest.json_files.readings import read_readings

    read = _or_refused(lambda: read_readings(decode_body(content), until=until))
    return [NewReading(at=one.at, value=one.kwh, channel=Channel(one.channel)) for one in read]


def _or_refused(read: Callable):
    from advisor.ingest.json_files.members import BadBody

    try:
        return read()
    except BadBody as bad:
        raise RefusedBody(bad.problems, bad.count) from bad
