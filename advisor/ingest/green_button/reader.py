"""Green Button (ESPI): which readings are the electricity of the home, in which unit, taken or given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone, tzinfo
from pathlib import Path

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.ingest.green_button.feed import Block, Feed, Resource, read_feed
from advisor.ingest.green_button.times import StatedClock
from advisor.ingest.recorded import Stream, Supplies, supplies_of
from advisor.ingest.records import record_layout
from advisor.ingest.results import Decision, ReadResult, RowCounts, UnableToReadFile
from advisor.ingest.signature import digest
from advisor.ingest.supply_names import left_out, name_of, settled, told_home
from advisor.ingest.words import POWER_UNITS, UNITS_KWH

_PREVIEW = 5
_HEADER = ("start", "duration", "value")


@dataclass(frozen=True)
class _Told:
    """What the resources say of one block: its supply, channel, unit, factor to kWh or kW, whether it is a register."""

    supply: str | None
    channel: str
    unit: str
    factor: float
    register: bool
    length: int
    assumed_unit: bool


def read_green_button(source: Path | bytes, *, zone: tzinfo, answers: Mapping[str, str]) -> ReadResult:
    """Read the interval readings of a Green Button file. Raises UnableToReadFile.

    answers: with a usage point under "supply" the others are left out.
    """
    feed = read_feed(source)
    if not feed.blocks:
        raise UnableToReadFile("no_rows", header="Green Button")
    layout = record_layout("green_button")
    left = {"commodity": 0, "unit": 0, "supply": 0}
    found = [(block, one) for block in feed.blocks.values() if (one := _told(feed, block, layout, left))]
    home = told_home(answers, (one.supply for _, one in found))
    mine = [pair for pair in found if home is None or name_of(pair[1].supply) == home]
    others = [pair for pair in found if home is not None and name_of(pair[1].supply) != home]
    left["supply"] = sum(len(block.starts) for block, _ in others)
    told, streams = [one for _, one in mine], [_stream(feed, block, one, layout) for block, one in mine]
    if not streams:
        if left["commodity"]:
            raise UnableToReadFile("no_electricity_in_feed")
        raise UnableToReadFile("no_energy_unit")
    made = supplies_of(streams, zone=zone)
    if not made.supplies:
        raise UnableToReadFile("no_rows", header="Green Button")
    result = _result(feed, zone, layout, made, told, left, sum(len(stream.starts) for stream in streams))
    if not others:
        return result
    findings = (*left_out(one.supply for _, one in others), *result.findings)
    return replace(result, findings=findings, decisions=(*result.decisions, settled(home)))


def _told(feed: Feed, block: Block, layout: dict, left: dict[str, int]) -> _Told | None:
    """Return what is known of a block, or None (counted in `left`) where it is no electric energy."""
    meter = next((one for one in feed.of_kind("MeterReading") if one.address == block.meter), None)
    kind = _reading_type(feed, meter)
    point = _usage_point(feed, block.meter)
    service = point.leaves.get("kind", "") if point else ""
    commodity = kind.get("commodity", "")
    if service not in layout["electricity"] or commodity not in layout["electricity_commodities"]:
        left["commodity"] += len(block.starts)
        return None
    unit = layout["units"].get(kind.get("uom") or layout["default_unit"])
    channel = layout["channels"].get(kind.get("flowDirection", ""))
    if unit is None or channel is None:
        left["unit"] += len(block.starts)
        return None
    power_of_ten = int(kind.get("powerOfTenMultiplier") or 0) if _small(kind.get("powerOfTenMultiplier", "")) else 0
    return _Told(
        supply=_name(feed, point),
        channel=channel,
        unit=unit,
        factor=UNITS_KWH[unit] * 10.0**power_of_ten,
        register=kind.get("accumulationBehaviour", "") in layout["register"] and unit not in POWER_UNITS,
        length=int(kind["intervalLength"]) if kind.get("intervalLength", "").isdecimal() else 0,
        assumed_unit=not kind.get("uom"),
    )


def _small(text: str) -> bool:
    return len(text) <= 3 and text.lstrip("-").isdecimal()


def _reading_type(feed: Feed, meter: Resource | None) -> dict[str, str]:
    kinds = feed.of_kind("ReadingType")
    linked = [kind for kind in kinds if meter is not None and kind.address in meter.related]
    return dict((linked or (kinds if len(kinds) == 1 else [None]))[0].leaves) if linked or len(kinds) == 1 else {}


def _usage_point(feed: Feed, meter: str) -> Resource | None:
    points = feed.of_kind("UsagePoint")
    above = [point for point in points if meter.startswith(point.address + "/")]
    return max(above, key=lambda point: len(point.address)) if above else points[0] if len(points) == 1 else None


def _name(feed: Feed, point: Resource | None) -> str | None:
    """Return what names a supply: what the feed states, else, among several, its title or its address."""
    if point is None:
        return None
    stated = point.leaves.get("mRID") or point.leaves.get("name")
    if stated or len(feed.of_kind("UsagePoint")) == 1:
        return stated
    titles = [other.title for other in feed.of_kind("UsagePoint")]
    return point.title if point.title and titles.count(point.title) == 1 else point.address.rsplit("/", 1)[-1]


def _stream(feed: Feed, block: Block, told: _Told, layout: dict) -> Stream:
    starts, values = np.array(block.starts, dtype=np.int64), np.array(block.values, dtype=np.float64)
    seconds = np.array(block.seconds, dtype=np.int64)
    if not told.register:
        seconds = np.where(seconds == 0, told.length, seconds)
        if not (seconds > 0).all():
            raise UnableToReadFile("no_regular_step", rows=len(starts))
    hours = seconds / 3600 if told.unit in POWER_UNITS else 1.0
    guessed = np.array([bool(qualities & set(layout["estimated"])) for qualities in feed.qualities])
    return Stream(
        supply_point=told.supply,
        channel=told.channel,
        unit=told.unit,
        starts=starts,
        seconds=seconds,
        kwh=values * told.factor * hours,
        estimated=guessed[np.array(block.qualities, dtype=np.int64)],
        register=told.register,
    )


def _result(
    feed: Feed, zone: tzinfo, layout: dict, made: Supplies, told: list[_Told], left: dict[str, int], read: int
) -> ReadResult:
    findings = list(made.findings)
    if left["commodity"]:
        findings.append(Finding("other_commodity_left_out", Severity.INFO, {"count": left["commodity"]}))
    if left["unit"]:
        findings.append(Finding("other_quantities_left_out", Severity.INFO, {"count": left["unit"]}))
    for code in dict.fromkeys(row.code for row in feed.refused):
        rows = [row for row in feed.refused if row.code == code]
        params = {"count": len(rows), **rows[0].params, "column": _HEADER[rows[0].bad_column]}
        findings.append(Finding(code, Severity.WARNING, params, row=rows[0].row))
    stated = StatedClock.of(feed.of_kind("LocalTimeParameters"))
    findings += _clock_findings(stated, made, zone)
    steps = sorted({supply.step_minutes for supply in made.supplies if supply.step_minutes})
    first = told[0]
    return ReadResult(
        format=layout["key"],
        encoding="utf-8",
        zone=zone,
        kind="bills" if not steps else "register" if any(one.register for one in told) else "interval",
        supplies=tuple(made.supplies),
        rows=RowCounts(
            lines=feed.readings,
            header=0,
            blank=0,
            read=feed.readings,
            used=read - made.duplicates,
            ignored=sum(left.values()) + made.duplicates,
            refused=feed.refused_count,
        ),
        findings=tuple(findings),
        decisions=(
            Decision("timezone", "offset", "stated"),
            Decision("unit", first.unit, "default" if first.assumed_unit else "stated"),
            Decision("quantity", "register" if first.register else _quantity(first), "stated"),
            *(Decision("step", str(step), "stated") for step in steps),
            Decision("stamp", "reading" if first.register else "start", "stated"),
        ),
        refused_rows=tuple(feed.refused),
        header=_HEADER,
        preview=_preview(feed),
        signature=digest(layout["key"], sorted({(one.unit, one.channel, one.register) for one in told}), steps),
    )


def _quantity(told: _Told) -> str:
    return "power" if told.unit in POWER_UNITS else "interval"


def _clock_findings(stated: StatedClock | None, made: Supplies, zone: tzinfo) -> list[Finding]:
    """Say where the days of the file are not those of the home's clock."""
    series = [supply.series for supply in made.supplies if supply.series is not None]
    if stated is None or not series:
        return []
    start = series[0].start
    here = start.astimezone(zone).utcoffset()
    there = stated.offset(int(start.timestamp()))
    if here == timedelta(seconds=there):
        return []
    hours = timezone(timedelta(seconds=there)).tzname(None)
    return [Finding("clock_of_file_differs", Severity.WARNING, {"offset": hours, "zone": str(zone)})]


def _preview(feed: Feed) -> tuple[tuple[int, tuple[str, ...]], ...]:
    block = next(iter(feed.blocks.values()))
    rows = []
    for index in range(min(_PREVIEW, len(block.starts))):
        start = datetime.fromtimestamp(block.starts[index], timezone.utc).isoformat()
        value = block.values[index]
        rows.append((index + 1, (start, str(block.seconds[index]), "" if np.isnan(value) else f"{value:.0f}")))
    return tuple(rows)
