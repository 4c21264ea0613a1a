"""`flask --app wsgi demo load`: make the demonstration household."""

from __future__ import annotations

from datetime import datetime, timezone

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _

from advisor.cli.database import database_needed
from advisor.db import db

demo = AppGroup("demo", help="The demonstration household: real readings of a home in London, 2013.")


@demo.command("load")
def load() -> None:
    """Load it, or leave it as it is while its data are fresh; harmless to repeat."""
    from advisor.services.demo import load_demo

    settings = current_app.extensions["advisor_settings"]
    with force_locale("es_PE"):
        name = _("Demonstration home")
    with database_needed():
        loaded = load_demo(
            db.session,
            now=datetime.now(timezone.utc),
            name=name,
            uploads_dir=settings.uploads_dir,
            models_dir=settings.models_dir,
        )
    click.echo("Demonstration household loaded." if loaded.made else "Demonstration household is there.", err=True)
