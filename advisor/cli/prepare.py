"""`flask --app wsgi prepare`: everything between an empty folder and a served product, in one process."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext


@click.command("prepare")
@click.pass_context
@with_appcontext
def prepare(context: click.Context) -> None:
    """Bring database, reference data and, where it is on, the demonstration up to date; harmless to repeat."""
    import flask_migrate

    from advisor.cli.demo import load as load_demo
    from advisor.cli.reference import load as load_reference

    click.echo("Bringing the database up to date ...", err=True)
    flask_migrate.upgrade()
    click.echo("Loading the reference data (tariffs, measures, holidays) ...", err=True)
    context.invoke(load_reference)
    if current_app.extensions["advisor_settings"].demo:
        click.echo("Loading the demonstration household ...", err=True)
        context.invoke(load_demo)
