"""What a command says when the database it needs is not there yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError, ProgrammingError


@contextmanager
def database_needed() -> Iterator[None]:
    """Turn a missing table or an unreachable server into one sentence and exit 1, without a traceback."""
    try:
        yield
    except (OperationalError, ProgrammingError) as problem:
        told = _("The database is not ready: run “flask --app wsgi prepare” first. It answered: %(answer)s")
        raise click.ClickException(told % {"answer": problem.orig}) from problem
