"""`flask --app wsgi sample`: fill an empty database with simulated households for load tests and demonstrations."""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import NoReturn

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_security.utils import hash_password

from advisor.cli.database import database_needed
from advisor.db import db

WRONG_INPUT = 2
MOST_HOUSEHOLDS, MOST_YEARS = 200_000, 10


@click.command("sample")
@click.option("--households", type=click.IntRange(1, MOST_HOUSEHOLDS), required=True, help="How many households.")
@click.option("--years", type=click.IntRange(1, MOST_YEARS), required=True, help="Years of bills, and of readings.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed, the same homes.")
@click.option("--password-stdin", is_flag=True, help="Read their password as one line of standard input.")
@click.option("--processes", type=click.IntRange(1, 64), help="Processes that work; one a core where not given.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@with_appcontext
def sample(households: int, years: int, seed: int, password_stdin: bool, processes: int | None, as_json: bool) -> None:
    """Fill an EMPTY database: bills for all, half hours for one in ten, every home assessed. Interrupted, run it again.

    The homes are real weeks of homes in London mixed anew: data for load tests, no picture of Peru.
    """
    from advisor.services.sample import OtherWorld, RealPeople, World, fill

    began = time.monotonic()
    try:
        with database_needed():
            counts = fill(
                db.session,
                world=World(households, years, seed),
                now=datetime.now(timezone.utc),
                password_hash=lambda: hash_password(_password(given=password_stdin)),
                models_dir=current_app.extensions["advisor_settings"].models_dir,
                processes=processes or os.cpu_count() or 1,
                told=_progress(households),
            )
    except RealPeople:
        _refuse(
            _("This database holds real people; sample fills only an empty one. Name another in ADVISOR_DATABASE_URL.")
        )
    except OtherWorld as other:
        _refuse(
            _(
                "This database holds another sample: --households %(households)s --years %(years)s --seed %(seed)s. "
                "Give the same to complete it, or use a new database.",
                **vars(other.stored),
            )
        )
    document = {**vars(counts), "seconds": round(time.monotonic() - began, 1)}
    words = _("%(households)s households with %(bills)s bills and %(intervals)s intervals are stored.", **vars(counts))
    click.echo(json.dumps(document) if as_json else words)


def _password(*, given: bool) -> str:
    """Return the password every sample account gets: the line given, or a new one that is said once."""
    if given:
        line = sys.stdin.readline().rstrip("\r\n")
        return line or _refuse(_("The password is missing: give it as one line on standard input."))
    made = secrets.token_urlsafe(16)
    click.echo(_("Password of every sample account: %(password)s", password=made), err=True)
    return made


def _progress(households: int) -> Callable[[int], None]:
    def told(done: int) -> None:
        click.echo(_("%(done)s of %(all)s households stored", done=done, all=households), err=True)

    return told


def _refuse(problem: str) -> NoReturn:
    click.echo(problem, err=True)
    sys.exit(WRONG_INPUT)
