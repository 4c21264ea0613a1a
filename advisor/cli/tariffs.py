"""`flask --app wsgi tariffs`: write, check, publish and withdraw price lists as CSV."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from sqlalchemy import select

from advisor.cli.database import database_needed
from advisor.cli.tariff_texts import as_document, as_text
from advisor.db import TariffState, User, db
from advisor.energy.findings import Finding, Severity, blocking
from advisor.services.actors import Actor

WRONG_INPUT = 2
LARGEST_FILE = 10_000_000

tariffs = AppGroup("tariffs", help="Price lists: the versions every bill uses.")
_file = click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_actor = click.option("--actor", metavar="EMAIL", required=True, help="The administrator who does it.")
_reason = click.option("--reason", required=True, help="Why, for the record.")


@tariffs.command("export")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), default="-")
@_json
def export(file: Path, as_json: bool) -> None:
    """Write every price list in force to FILE, or print them; publishing that file changes nothing."""
    from advisor.reference.loader import load_reference
    from advisor.reference.tariff_rows import as_csv
    from advisor.services.tariff_reading import lists_in_force

    with database_needed():
        lists = lists_in_force(db.session)
    text = as_csv(lists, distributors=load_reference().distributors)
    if str(file) != "-":
        try:
            file.write_text(text, encoding="utf-8")
        except OSError:
            _stop([_("The file %(path)s cannot be written.", path=file)])
    if as_json:
        click.echo(json.dumps({"lists": [item.name for item in lists], "rows": text.count("\n") - 1}))
    elif str(file) == "-":
        click.echo(text, nl=False)


@tariffs.command("check")
@_file
@_json
def check(file: Path, as_json: bool) -> None:
    """Say what publishing FILE would do; nothing is stored."""
    from advisor.services.tariff_previews import check as previews_of

    read = _read(file)
    with database_needed():
        previews = previews_of(db.session, lists=read.lists)
    if not any(not blocking(found.findings) for found in previews):
        _refuse([*read.findings, *(finding for found in previews for finding in found.findings)])
    click.echo(as_document(read, previews) if as_json else as_text(read, previews))


@tariffs.command("publish")
@_file
@_actor
@_reason
@click.option("--complete-only", is_flag=True, help="Leave out the lists of FILE that are not complete.")
@_json
def publish(file: Path, actor: str, reason: str, complete_only: bool, as_json: bool) -> None:
    """Let every bill use the lists of FILE, all or none; lists in use already are left as they are."""
    from advisor.services.tariff_previews import check as previews_of
    from advisor.services.tariff_reading import reference_in_force
    from advisor.services.tariffs import UnableToPublish, publish_all

    read = _read(file)
    if not read.lists or not (read.whole or complete_only):
        _refuse(read.findings)
    with database_needed():
        acting = _administrator(actor)
        previews = previews_of(db.session, lists=read.lists)
        try:
            now = datetime.now(timezone.utc)
            publish_all(db.session, actor=acting, now=now, lists=read.lists, reason=reason)
        except UnableToPublish as unable:
            _refuse(unable.findings)
        version = reference_in_force(db.session).version
    new = [found.listed.name for found in previews if not found.unchanged]
    same = [found.listed.name for found in previews if found.unchanged]
    if as_json:
        click.echo(json.dumps({"published": new, "unchanged": same, "reference": version}))
        return
    click.echo(_("Published: %(new)s; as they were: %(same)s.", new=len(new), same=len(same)))
    for name in new:
        click.echo(f"  {name}")


@tariffs.command("withdraw")
@click.argument("name", metavar="LIST")
@_actor
@_reason
def withdraw(name: str, actor: str, reason: str) -> None:
    """Take the published LIST (such as pluz/lima-norte/BT5B/2026-05-04) out of use."""
    from advisor.services.tariff_reading import list_of_row, published_rows
    from advisor.services.tariffs import UnableToPublish, withdraw

    with database_needed():
        acting = _administrator(actor)
        row = next((row for row in published_rows(db.session) if list_of_row(row).name == name), None)
        if row is None or row.state is not TariffState.PUBLISHED:
            _stop([_("No list is published under the name %(name)s.", name=name)])
        try:
            withdraw(db.session, actor=acting, now=datetime.now(timezone.utc), list_id=row.id, reason=reason)
        except UnableToPublish as unable:
            _refuse(unable.findings)
    click.echo(_("Withdrawn: %(name)s.", name=name))


def _read(file: Path):
    from advisor.reference.loader import load_reference
    from advisor.reference.tariff_csv import read_tariff_csv

    try:
        if str(file) == "-":
            content = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with file.open("rb") as stream:
                content = stream.read(LARGEST_FILE + 1)
    except OSError:
        _stop([_("The file %(path)s cannot be read.", path=file)])
    if len(content) > LARGEST_FILE:
        _stop([_("The file is empty or larger than %(limit)s MB.", limit=LARGEST_FILE // 1_000_000)])
    return read_tariff_csv(content, distributors=load_reference().distributors)


def _administrator(email: str) -> Actor:
    user = db.session.scalars(select(User).where(User.email == email.strip().lower())).one_or_none()
    roles = frozenset(role.name for role in user.roles) if user is not None and user.active else frozenset()
    if user is None or "administrator" not in roles:
        _stop([_("There is no administrator with the address %(address)s.", address=email)])
    return Actor(user.id, roles)


def _refuse(findings: Iterable[Finding]) -> NoReturn:
    from advisor.cli.tariff_texts import said

    _stop([said(finding) for finding in findings if finding.severity is Severity.ERROR])


def _stop(problems: Sequence[str]) -> NoReturn:
    for problem in problems or [_("The file holds no price list.")]:
        click.echo(problem, err=True)
    sys.exit(WRONG_INPUT)
