"""`flask --app wsgi device`: say which topic of the broker belongs to which supply point.

Only here: a broker is shared, so who may read a topic is for whoever runs it to say, not for a household.
"""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import NoReturn

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from advisor.cli.database import database_needed
from advisor.db import db
from advisor.db.intervals import Channel
from advisor.services import devices

WRONG_INPUT = 2
UNITS = ("kWh", "Wh", "MWh", "W", "kW")

device = AppGroup("device", help="Connected meters: which topic belongs to which supply point.")


@device.command("add")
@click.option("--supply-point", "supply_point_id", type=int, required=True, metavar="ID")
@click.option("--layout", required=True, help="How it writes its messages; see docs/connected-meters.md.")
@click.option("--topic", required=True, help="The topic it publishes on, without wildcards.")
@click.option("--name", help="How the household's page calls it; the topic's last part unless given.")
@click.option("--channel", type=click.Choice([c.value for c in Channel]), default="import", show_default=True)
@click.option("--unit", type=click.Choice(UNITS, case_sensitive=False), help="The unit of bare numbers.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def add(supply_point_id, layout, topic, name, channel, unit, as_json) -> None:
    """Connect a meter; exit 2 with one sentence where that cannot be."""
    from advisor.mqtt.layouts import layouts

    if layout not in layouts():
        _refuse(
            _("There is no layout “%(layout)s”. Choose one of: %(known)s.", layout=layout, known=", ".join(layouts()))
        )
    shown = name or next((part for part in reversed(topic.split("/")) if part not in ("SENSOR", "state", "")), topic)
    try:
        with database_needed():
            device_id = devices.connect_device(
                db.session,
                now=datetime.now(timezone.utc),
                supply_point_id=supply_point_id,
                layout=layout,
                topic=topic,
                name=shown,
                channel=Channel(channel),
                unit=unit,
            )
    except devices.UnableToConnectDevice as problem:
        _refuse(_reasons(topic=topic, id=supply_point_id)[problem.reason])
    told = _("Device %(id)s connected: %(topic)s.", id=device_id, topic=topic)
    click.echo(json.dumps({"device_id": str(device_id)}) if as_json else told)


@device.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_devices(as_json) -> None:
    """List the connected meters."""
    with database_needed():
        found = devices.connected_devices(db.session)
    if as_json:
        click.echo(json.dumps({"devices": [_document(one) for one in found]}))
        return
    for one in found:
        seen = one.last_message_at.isoformat(timespec="seconds") if one.last_message_at else "-"
        click.echo(f"{one.id}\t{one.supply_point_id}\t{one.layout}\t{one.channel.value}\t{one.topic}\t{seen}")


@device.command("remove")
@click.argument("device_id", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def remove(device_id, as_json) -> None:
    """Take no more readings from a meter; those it sent stay."""
    try:
        with database_needed():
            devices.disconnect_device(db.session, now=datetime.now(timezone.utc), device_id=device_id)
    except devices.UnableToConnectDevice as problem:
        _refuse(_reasons(topic="", id=device_id)[problem.reason])
    told = _("Device %(id)s disconnected.", id=device_id)
    click.echo(json.dumps({"device_id": str(device_id)}) if as_json else told)


def _document(one: devices.ConnectedDevice) -> dict[str, object]:
    return {
        "device_id": str(one.id),
        "supply_point_id": str(one.supply_point_id),
        "name": one.name,
        "layout": one.layout,
        "topic": one.topic,
        "channel": one.channel.value,
        "unit": one.unit,
        "last_message_at": one.last_message_at.isoformat() if one.last_message_at else None,
    }


def _reasons(**params: object) -> dict[str, str]:
    return {
        "no_supply_point": _("There is no supply point %(id)s.", **params),
        "no_device": _("There is no connected device %(id)s.", **params),
        "topic_taken": _("The topic %(topic)s belongs to another device: remove that one first.", **params),
        "wrong_topic": _("“%(topic)s” is not one topic: write it whole, without + or #.", **params),
    }


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(WRONG_INPUT)
