"""What a command says when the database it needs is not there yet, and what one does that can go without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError, ProgrammingError

from advisor.db import TariffEdition, db

if TYPE_CHECKING:
    from advisor.reference.loader import Reference


@contextmanager
def database_needed() -> Iterator[None]:
    """Turn a missing table or an unreachable server into one sentence and exit 1, without a traceback."""
    try:
        yield
    except (OperationalError, ProgrammingError) as problem:
        told = _("The database is not ready: run “flask --app wsgi prepare” first. It answered: %(answer)s")
        raise click.ClickException(told % {"answer": problem.orig}) from problem


def reference_here() -> Reference:
    """Return the documents with the price lists published in this installation.

    Commands that need no database work without one: where its tables are not there, nothing was published; where its
    server does not answer, that is said and the shipped documents are used.
    """
    from advisor.reference.loader import load_reference
    from advisor.services.tariff_reading import reference_in_force

    if "sqlalchemy" not in current_app.extensions:
        return load_reference()
    try:
        if not inspect(db.engine).has_table(TariffEdition.__tablename__):
            return load_reference()
        return reference_in_force(db.session)
    except OperationalError as problem:
        told = _(
            "Published price lists could not be read; those of the product are used. The database answered: %(answer)s"
        )
        click.echo(told % {"answer": problem.orig}, err=True)
        return load_reference()
    finally:
        db.session.remove()
