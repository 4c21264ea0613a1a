"""`flask --app wsgi mqtt`: take the readings that connected meters publish, as a process of its own."""

from __future__ import annotations

import logging
import signal

import click
from flask import current_app
from flask.cli import with_appcontext

from advisor.cli.database import database_needed
from advisor.settings import UnableToStart

WRONG_INPUT = 2


@click.command("mqtt")
@with_appcontext
def mqtt() -> None:
    """Subscribe to the topics of the connected devices and store their readings until told to stop (SIGTERM).

    Exit 2 with one sentence where a setting cannot be used, or where the broker refuses us or is not to be trusted.
    """
    from advisor.db import db
    from advisor.mqtt.broker import Refused, broker_of
    from advisor.mqtt.subscriber import Subscriber
    from advisor.services.devices import connected_devices

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = current_app._get_current_object()
    try:
        broker = broker_of(app.extensions["advisor_settings"])
    except UnableToStart as problem:
        click.echo(str(problem), err=True)
        raise SystemExit(WRONG_INPUT) from problem
    with database_needed():
        connected_devices(db.session)
        db.session.remove()
    subscriber = Subscriber(app, broker)
    signal.signal(signal.SIGTERM, subscriber.stop)
    signal.signal(signal.SIGINT, subscriber.stop)
    try:
        subscriber.run()
    except Refused as problem:
        click.echo(str(problem), err=True)
        raise SystemExit(WRONG_INPUT) from problem
