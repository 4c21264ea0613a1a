"""`flask --app wsgi assess`: everything for one or many households, one JSON line in, one out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _

FAULT, WRONG_INPUT = 1, 2
LINES_AT_ONCE = 256


@click.command("assess")
@click.argument("source", metavar="INPUT.jsonl", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", metavar="DATE", help="Day of the assessment (YYYY-MM-DD); today where it is not given.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document a line (the only form there is).")
@with_appcontext
def assess(source: Path, as_of: str | None, as_json: bool) -> None:
    """Assess each household of INPUT.jsonl: next bill, forecast and advice, in the same order."""
    from advisor.cli.database import reference_here
    from advisor.forecasting.registry import load_models

    day = _day(as_of)
    reference = reference_here()
    models = load_models(current_app.extensions["advisor_settings"].models_dir)
    clean, whole = True, True
    with source.open(encoding="utf-8-sig", errors="replace") as lines:
        for line, document in _answers(lines, source.resolve().parent, reference=reference, models=models, as_of=day):
            _say(line, source)
            clean = clean and not line.problems
            whole = whole and not any(finding["code"] == "assessment_failed" for finding in document["findings"])
            click.echo(json.dumps(document, ensure_ascii=False, allow_nan=False))
    if not (clean and whole):
        sys.exit(WRONG_INPUT if whole else FAULT)


def _answers(lines, folder: Path, *, reference, models, as_of: date) -> Iterator[tuple]:
    """Yield each line with its document; the households of many lines are assessed in one go."""
    from advisor.assessment.pipeline import assess_many
    from advisor.cli.household_lines import read_lines

    read = read_lines(lines, folder=folder)
    while chunk := list(islice(read, LINES_AT_ONCE)):
        households = [line.household for line in chunk if line.household is not None]
        results = assess_many(households, reference=reference, models=models, as_of=as_of)
        for line in chunk:
            yield line, _with_problems(line, next(results).as_document()) if line.household else _refused(line, as_of)


def _with_problems(line, document: dict[str, object]) -> dict[str, object]:
    return {**document, "findings": [*(problem.as_document() for problem in line.problems), *document["findings"]]}


def _refused(line, as_of: date) -> dict[str, object]:
    """Keep the line's place in the output, so that line n answers household n."""
    return {
        "household_id": line.household_id,
        "status": "not_enough_data",
        "as_of": as_of.isoformat(),
        "findings": [problem.as_document() for problem in line.problems],
        "profile": None,
        "forecast": None,
        "advice": [],
    }


def _say(line, source: Path) -> None:
    from advisor.web.messages import sentence

    for problem in line.problems:
        text = _("%(file)s, line %(line)s: %(problem)s", file=source.name, line=line.number, problem=sentence(problem))
        click.echo(text, err=True)


def _day(text: str | None) -> date:
    if text is None:
        return datetime.now(ZoneInfo("America/Lima")).date()
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        click.echo(_("--as-of must be a day such as 2026-01-04; it says %(value)s.", value=text), err=True)
        sys.exit(WRONG_INPUT)
