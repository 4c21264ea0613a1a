"""The figures of a walk as a document: every page of every pass beside the bar and the baseline."""

from __future__ import annotations

import os
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from math import ceil
from pathlib import Path

from pages_walk import BASELINE, Timing

MOST_MS, MOST_STATEMENTS, MOST_MIB = 150, 12, 200
KINDS = {"guest": "guest", "bars": "home with bars", "metered": "metered home", "administrator": "administrator"}


@dataclass(frozen=True)
class Pass:
    """One way of asking: its name, its timings, and whether the bar counts in it."""

    name: str
    timings: Sequence[Timing]
    counts: bool


@dataclass(frozen=True)
class Row:
    """One page of a pass; milliseconds at the client, `server` at the server, `work` of its processor alone."""

    endpoint: str
    kind: str
    html: bool
    count: int
    p50: float
    p95: float
    p99: float
    longest: float
    server_p95: float
    work_p95: float
    statements: int
    kilobytes: float


def rows_of(timings: Sequence[Timing]) -> list[Row]:
    """Sum up each page of a pass, slowest first."""
    by_page: dict[tuple[str, str], list[Timing]] = defaultdict(list)
    for timing in timings:
        by_page[timing.endpoint, timing.kind].append(timing)
    rows = [_row(endpoint, kind, found) for (endpoint, kind), found in by_page.items()]
    return sorted(rows, key=lambda row: -row.p95)


def missed(passes: Sequence[Pass]) -> list[str]:
    """Name every page over the bar: time where it counts, statements in every pass."""
    problems = set()
    for one in passes:
        for row in rows_of(one.timings):
            if row.statements > MOST_STATEMENTS:
                problems.add(f"{row.endpoint} ({row.kind}) asks {row.statements} SQL statements")
            if one.counts and row.html and row.p95 > MOST_MS:
                problems.add(f"{row.endpoint} ({row.kind}) takes {row.p95:.0f} ms, {one.name}")
    return sorted(problems)


def report(passes: Sequence[Pass], *, memory: Sequence[int], database: Path, command: str, imports, app) -> str:
    """Return the document."""
    (done, left), import_bytes = imports
    text = [
        "# How fast the pages are",
        "",
        "Written by the command, never by hand:",
        "",
        f"    {command} --write",
        "",
        f"{datetime.now(timezone.utc):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores, shared by client, server and"
        f" whatever else runs; load {os.getloadavg()[0]:.1f} at the end. {_size(database)}. Two gunicorn processes"
        " of eight threads, production settings, SQLite. Times are at the client over loopback, request to last byte.",
        "",
        f"* The bar: p95 of every HTML page at most {MOST_MS} ms at two at a time, and at most {MOST_STATEMENTS} SQL"
        f" statements a page in every pass: **{'missed' if missed(passes) else 'held'}**.",
        f"* Memory of the working processes at the end: {', '.join(map(str, memory))} MiB (bar {MOST_MIB}).",
        f"* While the worker ran it finished {done} imports of {import_bytes / 1e6:.1f} MB"
        f" each and assessed those homes; {left} were still waiting at the end.",
        "* `work p95` is the time the server's thread itself worked: what else runs here adds to the other"
        " columns, hardly to this one.",
        "* `times /healthz` is the page's p50 over that of `/healthz` in the same pass.",
        "",
        "| pass | requests | a second | p50 | p95 | p99 | longest |",
        "|---|---|---|---|---|---|---|",
        *(_overall(one) for one in passes),
    ]
    for one in passes:
        if one.counts:  # the other passes say how it changes, in their totals
            text += ["", f"## {one.name[0].upper()}{one.name[1:]}", "", *_table(one)]
    return "\n".join(text) + "\n"


def _table(one: Pass) -> list[str]:
    rows = rows_of(one.timings)
    baseline = min(row.p50 for row in rows if row.endpoint == BASELINE)
    lines = [
        "| page | as | n | p50 ms | p95 ms | p99 ms | longest"
        " | server p95 | work p95 | times /healthz | statements | KB |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    return lines + [
        f"| {row.endpoint}{'' if row.html else ' (no page)'} | {KINDS[row.kind]} | {row.count} | {row.p50:.1f}"
        f" | {row.p95:.1f} | {row.p99:.1f} | {row.longest:.0f} | {row.server_p95:.1f} | {row.work_p95:.1f}"
        f" | {row.p50 / baseline:.1f} | {row.statements} | {row.kilobytes:.1f} |"
        for row in rows
    ]


def _overall(one: Pass) -> str:
    times = sorted(timing.seconds * 1000 for timing in one.timings if timing.html)
    figures = " | ".join(f"{_at(times, share):.1f}" for share in (0.5, 0.95, 0.99, 1))
    at_once = int(one.name.split()[0])
    rate = at_once * len(one.timings) / sum(timing.seconds for timing in one.timings)
    return f"| {one.name} | {len(one.timings)} | {rate:.0f} | {figures} |"


def _row(endpoint: str, kind: str, found: Sequence[Timing]) -> Row:
    times = sorted(timing.seconds * 1000 for timing in found)
    at_server = sorted(timing.server_seconds * 1000 for timing in found)
    return Row(
        endpoint=endpoint,
        kind=kind,
        html=found[0].html,
        count=len(found),
        p50=_at(times, 0.5),
        p95=_at(times, 0.95),
        p99=_at(times, 0.99),
        longest=times[-1],
        server_p95=_at(at_server, 0.95),
        work_p95=_at(sorted(timing.work_seconds * 1000 for timing in found), 0.95),
        statements=max(timing.statements for timing in found),
        kilobytes=max(timing.bytes for timing in found) / 1000,
    )


def _at(times: Sequence[float], share: float) -> float:
    """Return the smallest time that at least `share` of the requests kept to."""
    return times[max(0, ceil(len(times) * share) - 1)]


def _size(database: Path) -> str:
    with sqlite3.connect(database) as connection:
        counts = {
            name: connection.execute(f"select count(*) from {table}").fetchone()[0]
            for name, table in (("households", "household"), ("bills", "bill"), ("month blocks", "interval_block"))
        }
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    return f"{told}; the database has {database.stat().st_size / 1e6:,.0f} MB"
