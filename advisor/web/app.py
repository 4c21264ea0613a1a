"""The application factory: settings in, a Flask app with every feature registered out."""

from __future__ import annotations

from flask import Flask

from advisor import cli, clock, db
from advisor.jobs import queue
from advisor.settings import Settings
from advisor.web import assets, blueprints, compression, errors, filters, kept_forms, locale, security
from advisor.web.api import extension as api


def create_app(settings: Settings | None = None, *, now: clock.Clock | None = None) -> Flask:
    """Make the application; without settings they are read from the environment (prefix ADVISOR_).

    now: the clock of pages and background work; the machine's unless given.
    """
    settings = settings or Settings.from_environment()
    app = Flask("advisor.web", instance_path=str(settings.instance_dir))
    app.config.from_mapping(settings.as_flask_config())
    app.extensions["advisor_settings"] = settings

    compression.init_app(app)
    clock.init_app(app, now)
    db.init_app(app)
    locale.init_app(app)
    security.init_app(app)
    queue.init_app(app)
    filters.init_app(app)
    assets.init_app(app)
    errors.init_app(app)
    kept_forms.init_app(app)
    blueprints.register(app)
    api.init_app(app)
    cli.register(app)
    return app
