"""`flask --app wsgi user create`: make an account from a script; the password comes on standard input only."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timezone
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_security.utils import hash_password

from advisor.cli.database import database_needed
from advisor.db import db
from advisor.services import accounts

WRONG_INPUT = 2

user = AppGroup("user", help="Accounts.")


@user.command("create")
@click.argument("email")
@click.option("--role", type=click.Choice(accounts.ROLES), required=True)
@click.option("--consultancy", metavar="NAME", help="The consultancy a consultant belongs to.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password as one line of standard input.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def create(email: str, role: str, consultancy: str | None, password_stdin: bool, as_json: bool) -> None:
    """Make an account with a role; exit 2 with one sentence for each problem."""
    problems: list[str] = []
    address = _normal_address(email, problems)
    if consultancy and role != "consultant":
        problems.append(_("--consultancy is only for the role consultant."))
    password = sys.stdin.readline().rstrip("\r\n")
    normal = _checked_password(password, address, problems)
    if problems:
        _refuse(problems)
    try:
        with database_needed():
            made = accounts.create_user(
                db.session,
                now=datetime.now(timezone.utc),
                email=address,
                password_hash=hash_password(normal),
                role=role,
                consultancy=consultancy,
            )
    except accounts.AddressTaken:
        _refuse([_("There is already an account with the address %(address)s.", address=address)])
    document = {"user_id": str(made.id), "role": role}
    told = _("Account %(id)s made: %(address)s, %(role)s.", id=made.id, address=address, role=role)
    click.echo(json.dumps(document) if as_json else told)


def _normal_address(email: str, problems: list[str]) -> str:
    try:
        return current_app.extensions["security"]._mail_util.validate(email)
    except ValueError:
        problems.append(_("“%(given)s” is not an e-mail address.", given=email))
        return email


def _checked_password(password: str, address: str, problems: list[str]) -> str:
    if not password:
        problems.append(_("The password is missing: give it as one line on standard input."))
        return ""
    # The sentences are made for a page; outside a request they come in the default language.
    with current_app.test_request_context():
        found, normal = current_app.extensions["security"]._password_util.validate(password, True, email=address)
    problems.extend(found or [])
    return normal


def _refuse(problems: list[str]) -> NoReturn:
    for problem in problems:
        click.echo(problem, err=True)
    sys.exit(WRONG_INPUT)
