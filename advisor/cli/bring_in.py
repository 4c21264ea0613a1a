"""`flask --app wsgi import`: a file of any length into one supply point, without the limit of the pages."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_babel import ngettext

from advisor.cli.database import database_needed
from advisor.db import db

WRONG_INPUT = 2


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--supply-point", "supply_point_id", type=int, required=True, help="The supply point it is of.")
@click.option("--answer", "answers", multiple=True, metavar="KEY=CHOICE", help="Answer to a question of `read`.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def bring_in(file: Path, supply_point_id: int, answers: tuple[str, ...], as_json: bool) -> None:
    """Store a meter file for a supply point; long texts go in parts of half a million lines, each an upload."""
    from advisor.db.queries.scope import NotFound
    from advisor.ingest import UnableToReadFile
    from advisor.services.bulk import PartRefused, import_file
    from advisor.services.uploads import EmptyUpload, NotAnswered, NotConfirmable, UploadTooLarge
    from advisor.web.messages import sentence

    if not file.is_file():
        _stop(_("The file %(path)s cannot be read.", path=file))
    told = dict(_answer(text) for text in answers)
    settings = current_app.extensions["advisor_settings"]
    try:
        with database_needed():
            imported = import_file(
                db.session,
                now=datetime.now(timezone.utc),
                supply_point_id=supply_point_id,
                path=file,
                answers=told,
                uploads_dir=settings.uploads_dir,
                progress=lambda number: click.echo(_("Part %(number)s is stored.", number=number), err=True),
            )
    except EmptyUpload:
        _stop(_("The file is empty."))
    except UploadTooLarge as large:
        limit = large.max_bytes // 1_000_000
        _stop(_("A part of the file is larger than %(limit)s MB. Load it in smaller files.", limit=limit))
    except NotConfirmable:
        _stop(_("A bill needs a person to compare its figures. Upload it on the page of the supply point."))
    except NotAnswered as open_question:
        key, choices = open_question.question["key"], ", ".join(open_question.question["choices"])
        _stop(_("Tell which with --answer %(key)s=CHOICE, one of: %(choices)s.", key=key, choices=choices))
    except NotFound:
        _stop(_("There is no supply point %(id)s.", id=supply_point_id))
    except UnableToReadFile as unable:
        _stop(sentence(unable.finding))
    except PartRefused as refused:
        _stop("\n".join(sentence(finding) for finding in refused.summary.get("findings", [])))
    total = {
        name: sum(result.get(name, 0) for result in imported.results)
        for name in ("intervals_added", "intervals_replaced", "intervals_kept", "bills_added", "kwh")
    }
    if as_json:
        click.echo(json.dumps({"uploads": list(imported.upload_ids), **total}))
        return
    count = total["intervals_added"] + total["bills_added"]
    click.echo(ngettext("%(num)s value was stored.", "%(num)s values were stored.", count))


def _answer(text: str) -> tuple[str, str]:
    key, sign, choice = text.partition("=")
    if not sign:
        _stop(_("An answer is written as KEY=CHOICE; “%(text)s” is not.", text=text))
    return key, choice


def _stop(problem: str) -> NoReturn:
    click.echo(problem, err=True)
    sys.exit(WRONG_INPUT)
