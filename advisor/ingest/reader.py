"""Read a table of meter data: the steps of the package in order, from rows to a ReadResult."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import tzinfo
from itertools import islice

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.ingest.bills import read_bills
from advisor.ingest.channels import find_channels
from advisor.ingest.clock import NO_MOMENT
from advisor.ingest.columns import Columns, find_columns
from advisor.ingest.commodity import electricity_rows
from advisor.ingest.cut_decimals import joined
from advisor.ingest.extract import Extract, extract
from advisor.ingest.fate import Fates, Fetch, fate_findings, judge_rows, refused_rows
from advisor.ingest.irregular import is_irregular, read_irregular
from advisor.ingest.layouts import Layout, find_layout
from advisor.ingest.moments import Moments, find_moments
from advisor.ingest.quantity import REGISTER
from advisor.ingest.rearrange import arranged
from advisor.ingest.remarks import file_findings, named_supplies, open_questions, solar_by_day
from advisor.ingest.results import Decision, Question, ReadResult, RowCounts, SupplyRead, UnableToReadFile
from advisor.ingest.rowsource import RowSource
from advisor.ingest.sensors import Sensors, choose_sensor
from advisor.ingest.signature import signature_of
from advisor.ingest.stamps import START, decide_stamp, find_step_minutes
from advisor.ingest.streams import Channel, order_by_time
from advisor.ingest.supplies import Timing, build_supplies, starts_of
from advisor.ingest.table import SAMPLE_ROWS, Table, find_table
from advisor.ingest.words import means

_PREVIEW_ROWS = 5
_BILL_DAYS = 20


@dataclass(frozen=True, eq=False)
class _Opened:
    source: RowSource
    table: Table
    layout: Layout | None
    columns: Columns
    data: Extract
    fetch: Fetch
    sensors: Sensors


def read_table(source: RowSource, *, zone: tzinfo, answers: Mapping[str, str]) -> ReadResult:
    """Read the rows of one table.

    zone: the zone of times that state none; answers: what the person chose for the questions of an earlier reading,
    by question key. Expected faults of rows are findings and refused rows. Raises UnableToReadFile, with one finding,
    for a table that cannot be used at all.
    """
    opened = _open(source, answers)
    moments = find_moments(opened.data, table=opened.table, columns=opened.columns, zone=zone, answers=answers)
    if (moments.utc == NO_MOMENT).all():
        raise UnableToReadFile("no_rows", header=" | ".join(name for name in opened.table.names if name)[:200])
    distances = _distances(moments)
    if moments.months or (len(distances) and float(np.median(distances)) >= _BILL_DAYS * 86_400):
        return _bills(opened, moments, zone, answers)
    return _series(opened, moments, zone, answers)


def _open(source: RowSource, answers: Mapping[str, str]) -> _Opened:
    source = joined(source, list(islice(source.rows(), SAMPLE_ROWS)))
    source = arranged(source, list(islice(source.rows(), SAMPLE_ROWS)))
    sample = list(islice(source.rows(), SAMPLE_ROWS))
    table = find_table([row for row in sample if not _is_separator_line(row.cells)])
    layout = find_layout(table.names, table.preamble)
    columns = find_columns(table, layout, answers)
    data = extract(
        source.rows,
        table=table,
        columns=columns,
        decimal={"point": ".", "comma": ","}.get(answers.get("decimal", ""), source.decimal),
    )
    sensors = choose_sensor(data, columns, table, answers)
    sensors = replace(sensors, rows=sensors.rows & electricity_rows(data, columns, table, answers))
    return _Opened(source, table, layout, columns, data, Fetch(source.rows), sensors)


def _is_separator_line(cells: list[str]) -> bool:
    return bool(cells) and cells[0].lower().startswith("sep=")


def _distances(moments: Moments) -> np.ndarray:
    if (moments.length > 0).any():
        return moments.length[moments.length > 0]
    return np.diff(np.unique(moments.utc[moments.utc != NO_MOMENT]))


def _usual_hours(moments: Moments) -> float | None:
    distances = _distances(moments)
    return float(np.median(distances)) / 3600 if len(distances) else None


def _series(opened: _Opened, moments: Moments, zone: tzinfo, answers: Mapping[str, str]) -> ReadResult:
    data, columns, layout = opened.data, opened.columns, opened.layout
    good = order_by_time(moments.utc, (moments.utc != NO_MOMENT) & opened.sensors.rows)
    channels, decisions, questions, remarks = find_channels(
        data,
        columns,
        order=good,
        step_hours=_usual_hours(moments),
        layout_quantity=layout.quantity if layout else None,
        answers=answers,
    )
    if not channels:
        raise UnableToReadFile("no_value_column", columns=", ".join(name for name in opened.table.names if name)[:200])
    used_columns = sorted({part.position for channel in channels for part in channel.parts})
    fates = judge_rows(
        data, moments, columns=columns, table=opened.table, used_columns=used_columns, fetch=opened.fetch
    )
    fates.ignore(np.flatnonzero(~opened.sensors.rows), opened.sensors.why)
    order = order_by_time(moments.utc, fates.usable() & (moments.utc != NO_MOMENT))
    if not len(order):
        raise UnableToReadFile("no_rows", header=" | ".join(name for name in opened.table.names if name)[:200])
    if not columns.wide and is_irregular(moments.utc[order], channels, layout):
        return _at_odd_moments(opened, moments, channels, fates, order, zone, decisions, questions, answers)
    step_minutes = _step(opened, moments, order)
    stamp, decision, question = _stamp(opened, moments, channels, order, step_minutes, answers)
    timing = Timing(
        start=_starts(opened, moments, channels, stamp, step_minutes),
        stamp=stamp,
        step_minutes=step_minutes,
        zone=moments.written,
    )
    built = build_supplies(
        data, channels, timing, columns=columns, fates=fates, order=order, layout=layout, answers=answers
    )
    if not built.supplies:
        raise UnableToReadFile("no_rows", header=" | ".join(name for name in opened.table.names if name)[:200])
    findings = [Finding(code, Severity.INFO, params) for code, params in remarks]
    supplies, doubts = solar_by_day(built.supplies, channels, zone=zone, answers=answers)
    supplies = named_supplies(supplies, table=opened.table, columns=columns)
    findings += fate_findings(fates, data, opened.table) + built.findings
    findings += file_findings(data, columns, used_columns=used_columns, usable=fates.usable(), supplies=supplies)
    kind = "register" if any(channel.quantity == REGISTER for channel in channels) else "interval"
    step = Decision("step", str(step_minutes), "usual_distance")
    asked = [
        *moments.questions,
        *questions,
        *built.questions,
        *([question] if question else []),
        *doubts,
        *open_questions(data, columns, supplies, table=opened.table, answers=answers),
    ]
    return _result(
        opened,
        zone,
        kind=kind,
        supplies=supplies,
        fates=fates,
        findings=findings,
        questions=asked,
        decisions=[*moments.decisions, step, decision, *decisions, *built.decisions],
    )


def _at_odd_moments(
    opened: _Opened,
    moments: Moments,
    channels: list[Channel],
    fates: Fates,
    order: np.ndarray,
    zone: tzinfo,
    decisions: list[Decision],
    questions: list[Question],
    answers: Mapping[str, str],
) -> ReadResult:
    data, columns = opened.data, opened.columns
    found = read_irregular(data, moments.utc, channels, columns=columns, order=order, answers=answers)
    if not found.supplies:
        raise UnableToReadFile("no_regular_step", rows=len(order))
    step = Decision("step", str(found.step_minutes), "irregular_rows")
    used_columns = sorted({part.position for channel in channels for part in channel.parts})
    about = file_findings(data, columns, used_columns=used_columns, usable=fates.usable(), supplies=found.supplies)
    return _result(
        opened,
        zone,
        kind="register" if all(channel.quantity == REGISTER for channel in channels) else "interval",
        supplies=found.supplies,
        fates=fates,
        findings=[*fate_findings(fates, data, opened.table), *found.findings, *about],
        questions=[
            *moments.questions,
            *questions,
            *found.questions,
            *open_questions(data, columns, found.supplies, table=opened.table, answers=answers),
        ],
        decisions=[*moments.decisions, step, *decisions, *found.decisions],
    )


def _step(opened: _Opened, moments: Moments, order: np.ndarray) -> int:
    if opened.columns.slot_minutes:
        return opened.columns.slot_minutes
    lengths = moments.length[order]
    if (lengths > 0).mean() > 0.5:
        minutes = round(float(np.median(lengths[lengths > 0])) / 60)
        if minutes and 1440 % minutes == 0:
            return minutes
    step, share = find_step_minutes(moments.utc[order])
    if step is None or share < 0.2:
        raise UnableToReadFile("no_regular_step", rows=len(order))
    return step


def _stamp(
    opened: _Opened,
    moments: Moments,
    channels: list[Channel],
    order: np.ndarray,
    step_minutes: int,
    answers: Mapping[str, str],
) -> tuple[str, Decision, Question | None]:
    columns, names = opened.columns, opened.table.names
    if columns.slots or moments.ordinal:
        return START, Decision("stamp", START, "columns" if columns.slots else "ordinal_hour"), None
    if all(channel.quantity == REGISTER for channel in channels):
        return START, Decision("stamp", "reading", "register"), None
    if columns.end_date is not None:
        return START, Decision("stamp", START, "from_until"), None
    told = [names[index] for index in (columns.date, columns.clock) if index is not None]
    header = (
        "start"
        if any(means(name, "start") for name in told)
        else "end"
        if any(means(name, "end") for name in told)
        else None
    )
    stamp = opened.layout.stamp if opened.layout else None
    return decide_stamp(
        clocks=moments.clocks(order), step_minutes=step_minutes, header=header, layout=stamp, answers=answers
    )


def _starts(opened: _Opened, moments: Moments, channels: list[Channel], stamp: str, step_minutes: int) -> np.ndarray:
    at_end = opened.layout is not None and opened.layout.register_at == "interval_end"
    if at_end and all(channel.quantity == REGISTER for channel in channels):
        return moments.utc + step_minutes * 60
    return starts_of(moments.utc, stamp=stamp, step_minutes=step_minutes)


def _bills(opened: _Opened, moments: Moments, zone: tzinfo, answers: Mapping[str, str]) -> ReadResult:
    fates = judge_rows(
        opened.data,
        moments,
        columns=opened.columns,
        table=opened.table,
        used_columns=list(range(len(opened.columns.values))),
        fetch=opened.fetch,
    )
    fates.ignore(np.flatnonzero(~opened.sensors.rows), opened.sensors.why)
    supplies, findings, decisions = read_bills(
        opened.data, moments, fates=fates, columns=opened.columns, table=opened.table, fetch=opened.fetch
    )
    findings = [*fate_findings(fates, opened.data, opened.table), *findings]
    return _result(
        opened,
        zone,
        kind="bills",
        supplies=supplies,
        fates=fates,
        findings=findings,
        questions=[
            *moments.questions,
            *open_questions(opened.data, opened.columns, supplies, table=opened.table, answers=answers),
        ],
        decisions=[*moments.decisions, *decisions],
    )


def _result(
    opened: _Opened,
    zone: tzinfo,
    *,
    kind: str,
    supplies: tuple[SupplyRead, ...],
    fates: Fates,
    findings: list[Finding],
    questions: list[Question] | tuple[Question, ...],
    decisions: list[Decision],
) -> ReadResult:
    data, table = opened.data, opened.table
    read, refused, ignored = len(data), len(fates.refused), len(fates.ignored)
    counts = RowCounts(
        lines=data.last_line,
        header=table.first_data_line - 1,
        blank=data.blank_lines,
        read=read,
        used=read - refused - ignored,
        ignored=ignored,
        refused=refused,
    )
    about_file = [
        *opened.source.decisions,
        Decision(
            "decimal", "point" if data.decimal == "." else "comma", "digits" if not data.decimal_open else "default"
        ),
    ]
    told = [opened.sensors.decision] if opened.sensors.decision else []
    told_questions = [opened.sensors.question] if opened.sensors.question else []
    preview = [row for row in table.sample if row.line >= table.first_data_line][:_PREVIEW_ROWS]
    container = opened.source.format
    return ReadResult(
        format=opened.layout.key if opened.layout else (f"wide_{container}" if opened.columns.slots else container),
        encoding=opened.source.encoding,
        zone=zone,
        kind=kind,
        supplies=supplies,
        rows=counts,
        findings=(*opened.sensors.findings, *findings),
        questions=(*opened.source.questions, *told_questions, *questions),
        decisions=(*about_file, *told, *decisions),
        refused_rows=refused_rows(fates, data, opened.fetch),
        header=table.names,
        preview=tuple((row.line, tuple(row.cells)) for row in preview),
        signature=signature_of(opened.source, table),
    )
