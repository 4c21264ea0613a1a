"""`flask --app wsgi reference load`: check the product's own documents and keep them as versions."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import click
from flask.cli import AppGroup

from advisor.cli.database import database_needed
from advisor.db import db

reference = AppGroup("reference", help="Tariffs, measures, holidays: the published documents.")


@reference.command("load")
def load() -> None:
    """Read every document of the product; harmless to repeat."""
    import advisor.reference
    from advisor.reference.loader import load_reference
    from advisor.services.reference import load_documents

    # Reading them first: a document with a mistake is refused before anything is stored.
    version = load_reference().version
    folder = Path(advisor.reference.__file__).parent / "documents"
    with database_needed():
        done = load_documents(db.session, now=datetime.now(timezone.utc), folder=folder)
    click.echo(f"Reference {version}: {done.added} new documents, {done.known} known.", err=True)
