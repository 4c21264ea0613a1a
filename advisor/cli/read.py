"""`flask --app wsgi read`: what is in a meter file; nothing is stored."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

if TYPE_CHECKING:
    from advisor.ingest import ReadResult, SupplyRead

WRONG_INPUT = 2
CSV_COLUMNS = ("supply_point", "channel", "interval_start", "interval_end", "kwh", "quality")
QUALITY_NAMES = ("missing", "estimated", "measured")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@click.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--timezone", default="America/Lima", show_default=True, help="Zone of times that state none.")
@click.option(
    "--answer", "answers", multiple=True, metavar="KEY=CHOICE", help="Answer to a question of an earlier run."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE.csv", help="Write the series to this file.")
@with_appcontext
def read(file: Path, timezone: str, answers: tuple[str, ...], as_json: bool, out: Path | None) -> None:
    """Say what a meter file holds: period, step, unit, energy, gaps, and the rows that cannot be used."""
    from advisor.ingest import UnableToReadFile, read_file
    from advisor.web.messages import sentence

    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        _stop(_("The time zone “%(name)s” is not known; write it as America/Lima.", name=timezone))
    if not file.is_file():
        _stop(_("The file %(path)s cannot be read.", path=file))
    try:
        result = read_file(file, filename=file.name, zone=zone, answers=dict(_answer(text) for text in answers))
    except UnableToReadFile as unable:
        _stop(sentence(unable.finding))
    except OSError:
        _stop(_("The file %(path)s cannot be read.", path=file))
    if out is not None:
        _write(result, out)
    if as_json:
        click.echo(json.dumps(result.as_document(), ensure_ascii=False, indent=2))
        return
    for line in _summary(result):
        click.echo(line)
    for finding in result.findings:
        click.echo(f"- {sentence(finding)}")


def _stop(problem: str) -> None:
    click.echo(problem, err=True)
    sys.exit(WRONG_INPUT)


def _answer(text: str) -> tuple[str, str]:
    key, sign, choice = text.partition("=")
    if not sign:
        _stop(_("An answer is written as KEY=CHOICE; “%(text)s” is not.", text=text))
    return key, choice


def _summary(result: ReadResult) -> Iterator[str]:
    yield _(
        "Format: %(format)s. Text: %(encoding)s. Time zone: %(zone)s.",
        format=result.format,
        encoding=result.encoding,
        zone=result.timezone,
    )
    rows = result.rows
    yield _(
        "Rows read: %(read)s; used: %(used)s; refused: %(refused)s.",
        read=rows.read,
        used=rows.used,
        refused=rows.refused,
    )
    for supply in result.supplies:
        yield from _supply_lines(result, supply)
    for refused in result.refused_rows[:10]:
        yield _(
            "Line %(row)s was left out: “%(value)s” (%(code)s).",
            row=refused.row,
            value=refused.params.get("value", ""),
            code=refused.code,
        )
    for question in result.questions:
        choices = ", ".join(question.choices)
        yield _(
            "To confirm with --answer %(key)s=…: %(choices)s (taken: %(chosen)s).",
            key=question.key,
            choices=choices,
            chosen=question.chosen,
        )


def _supply_lines(result: ReadResult, supply: SupplyRead) -> Iterator[str]:
    start, end = supply.span(result.zone)
    name = supply.supply_point or _("not stated")
    yield _("Supply %(name)s, channel %(channel)s:", name=name, channel=_channel(supply.channel))
    yield "  " + _("from %(start)s to %(end)s", start=f"{start:%Y-%m-%d %H:%M}", end=f"{end:%Y-%m-%d %H:%M}")
    if supply.series is None:
        yield "  " + _("%(bills)s bills, %(kwh)s kWh", bills=len(supply.bills), kwh=f"{supply.total_kwh:.3f}")
        return
    missing = len(supply.series) - int((supply.series.quality > 0).sum())
    words = _(
        "%(intervals)s intervals of %(minutes)s minutes, %(missing)s without data; "
        "%(kwh)s kWh (unit in the file: %(unit)s)",
        intervals=len(supply.series),
        minutes=supply.step_minutes,
        missing=missing,
        kwh=f"{supply.total_kwh:.3f}",
        unit=supply.unit,
    )
    yield f"  {words}"


def _channel(channel: str) -> str:
    return {"import": _("taken from the grid"), "export": _("fed into the grid"), "generation": _("solar production")}[
        channel
    ]


def _write(result: ReadResult, path: Path) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(CSV_COLUMNS)
            for supply in result.supplies:
                writer.writerows(_canonical_rows(result, supply))
    except OSError:
        _stop(_("The file %(path)s cannot be written.", path=path))


def _canonical_rows(result: ReadResult, supply: SupplyRead) -> Iterator[tuple[str, ...]]:
    name = _safe(supply.supply_point or "")
    if supply.series is None:
        for bill in supply.bills:
            quality = "missing" if bill.kwh is None else "estimated" if bill.estimated else "measured"
            kwh = "" if bill.kwh is None else repr(float(bill.kwh))
            yield name, supply.channel, bill.start.isoformat(), bill.end.isoformat(), kwh, quality
        return
    slots = pairwise(supply.interval_starts(result.zone))
    for (start, end), kwh, quality in zip(slots, supply.series.kwh, supply.series.quality, strict=True):
        text = "" if quality == 0 else repr(float(kwh))
        yield name, supply.channel, start.isoformat(), end.isoformat(), text, QUALITY_NAMES[quality]


def _safe(text: str) -> str:
    """Return text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
