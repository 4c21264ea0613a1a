"""Typed readings of the world: Rita has a home for each state of their page, and one whose meter sends its own."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from advisor.db import Device, MeterReading, SupplyPoint, UploadKind, db
from advisor.db.transactions import write_transaction
from advisor.services.readings import standing_upload
from advisor.services.typed_readings import type_reading
from tests.browser.world import MOMENT
from tests.browser.world.building import Builder


def add_readings(world: Builder) -> None:
    """Make Rita's homes and what she read at their meters, a week apart."""
    world.person("rita")
    for key, read in {
        "no_readings": (),
        "one_reading": (12_340.0,),
        "some_readings": (12_300.0, 12_331.5, 12_362.0, 12_398.0),
    }.items():
        world.home(key, "rita", name="Casa de Rita")
        for weeks, kwh in enumerate(reversed(read)):
            _type(world, key, kwh, weeks=weeks)
    world.names["a_reading"] = db.session.scalars(select(MeterReading.id).where(MeterReading.value == 12_362)).one()
    _connected(world)


def _type(world: Builder, key: str, kwh: float, *, weeks: int) -> None:
    at = MOMENT - timedelta(weeks=weeks, hours=2)
    told = {"actor": world.actors["rita"], "now": MOMENT, "supply_point_id": world.names[key]}
    assert type_reading(db.session, **told, at=at, kwh=kwh, name="Lecturas del medidor") is None


def _connected(world: Builder) -> None:
    world.home("sends_readings", "rita", name="Taller de Rita")
    with write_transaction(db.session):
        point = db.session.get_one(SupplyPoint, world.names["sends_readings"])
        of = {"now": MOMENT, "supply_point": point, "kind": UploadKind.DEVICE, "key": "rita"}
        upload = standing_upload(db.session, **of, name="Medidor del taller")
        device = Device(supply_point_id=point.id, upload_id=upload.id, name="Medidor del taller", layout="tasmota")
        device.topic, device.created_at = "tele/taller/SENSOR", MOMENT
        device.last_message_at = MOMENT - timedelta(minutes=4)
        db.session.add(device)
