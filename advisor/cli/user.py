"""`flask --app wsgi user create`: make an account from a script; the password comes on standard input only."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timezone
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup
from flask_security.utils import hash_password

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
        problems.append("--consultancy is only for the role consultant.")
    if role == "consultant" and not consultancy:
        problems.append("A consultant needs --consultancy NAME.")
    password = sys.stdin.readline().rstrip("\r\n")
    normal = _checked_password(password, address, problems)
    if problems:
        _refuse(problems)
    try:
        made = accounts.create_user(
            db.session,
            now=datetime.now(timezone.utc),
            email=address,
            password_hash=hash_password(normal),
            role=role,
            consultancy=consultancy,
        )
    except accounts.AddressTaken:
        _refuse([f"There is already an account with the address {address}."])
    document = {"user_id": str(made.id), "role": role}
    click.echo(json.dumps(document) if as_json else f"Account {made.id} made: {address}, {role}.")


def _normal_address(email: str, problems: list[str]) -> str:
    try:
        return current_app.extensions["security"]._mail_util.validate(email)
    except ValueError:
        problems.append(f"{email!r} is not an e-mail address.")
        return email


def _checked_password(password: str, address: str, problems: list[str]) -> str:
    if not password:
        problems.append("The password is missing: give it as one line on standard input.")
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
