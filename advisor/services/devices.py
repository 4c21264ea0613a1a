"""Connected meters: which topic belongs to which supply point, and what arrived on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel
from advisor.db.queries.meter_readings import newest_value
from advisor.db.readings import Device
from advisor.db.transactions import write_transaction
from advisor.db.uploads import Upload, UploadKind
from advisor.services.audit import record
from advisor.services.jobs import announce
from advisor.services.readings import AddedReadings, NewReading, add_readings, request_derivation, standing_upload

LONGEST_TOPIC = 255
# A message each minute would else have a home's result made anew each minute.
DERIVE_EVERY = timedelta(hours=1)


class UnableToConnectDevice(ValueError):
    """`reason`: no_supply_point, wrong_topic (has wildcards, is reserved or too long), topic_taken or no_device."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class ConnectedDevice:
    """What the subscriber needs to know of a device. channel, unit: what its messages may leave open."""

    id: int
    name: str
    layout: str
    topic: str
    channel: Channel
    unit: str | None
    supply_point_id: int
    timezone: str
    last_message_at: datetime | None


@dataclass(frozen=True)
class Arrival:
    """The readings of one message. sent_again: the broker says it may have been delivered before; own_time: the message
    said its moment, so that a repetition is known by it."""

    device_id: int
    readings: tuple[NewReading, ...]
    sent_again: bool = False
    own_time: bool = True


def connect_device(
    session: Session,
    *,
    now: datetime,
    supply_point_id: int,
    layout: str,
    topic: str,
    name: str,
    channel: Channel = Channel.IMPORT,
    unit: str | None = None,
) -> int:
    """Let a topic belong to a supply point; return the device's id. A topic belongs to one device at a time.

    Raises UnableToConnectDevice.
    """
    if not _usable(topic):
        raise UnableToConnectDevice("wrong_topic")
    with write_transaction(session):
        point = session.get(SupplyPoint, supply_point_id)
        if point is None:
            raise UnableToConnectDevice("no_supply_point")
        device = session.scalars(select(Device).where(Device.topic == topic)).one_or_none() or Device(topic=topic)
        if device.id is not None and device.removed_at is None:
            raise UnableToConnectDevice("topic_taken")
        upload = standing_upload(session, now=now, supply_point=point, kind=UploadKind.DEVICE, key=topic, name=name)
        device.supply_point_id, device.upload_id, device.name, device.layout = point.id, upload.id, name, layout
        device.settings = {"channel": channel.value, **({"unit": unit} if unit else {})}
        device.created_at, device.last_message_at, device.removed_at = now, None, None
        session.add(device)
        session.flush()
        record(session, now=now, tag="cli:device:connected", actor_id=None, subject_id=point.id, device=device.id)
        return device.id


def disconnect_device(session: Session, *, now: datetime, device_id: int) -> None:
    """Take no more readings from a device; those it sent stay. Raises UnableToConnectDevice."""
    with write_transaction(session):
        device = session.get(Device, device_id)
        if device is None or device.removed_at is not None:
            raise UnableToConnectDevice("no_device")
        device.removed_at = now
        point_id = device.supply_point_id
        record(session, now=now, tag="cli:device:disconnected", actor_id=None, subject_id=point_id, device=device.id)


def connected_devices(session: Session) -> list[ConnectedDevice]:
    """Return every connected device, oldest first."""
    query = select(Device, SupplyPoint.timezone).join(SupplyPoint, Device.supply_point_id == SupplyPoint.id)
    rows = session.execute(query.where(Device.removed_at.is_(None)).order_by(Device.id)).all()
    return [
        ConnectedDevice(
            id=device.id,
            name=device.name,
            layout=device.layout,
            topic=device.topic,
            channel=Channel(device.settings.get("channel", Channel.IMPORT.value)),
            unit=device.settings.get("unit"),
            supply_point_id=device.supply_point_id,
            timezone=timezone,
            last_message_at=device.last_message_at,
        )
        for device, timezone in rows
    ]


def keep_arrivals(session: Session, *, now: datetime, arrivals: Sequence[Arrival]) -> AddedReadings:
    """Keep the readings of messages in one transaction; what comes of a device disconnected meanwhile is dropped."""
    total = AddedReadings()
    with write_transaction(session):
        for device_id in sorted({arrival.device_id for arrival in arrivals}):
            device = session.get(Device, device_id)
            if device is None or device.removed_at is not None:
                continue
            mine = [arrival for arrival in arrivals if arrival.device_id == device_id]
            upload, point = (
                session.get_one(Upload, device.upload_id),
                session.get_one(SupplyPoint, device.supply_point_id),
            )
            readings = list(_new(session, upload, mine))
            added = add_readings(session, now=now, supply_point=point, upload=upload, readings=readings)
            device.last_message_at = now
            total = AddedReadings(
                total.added + added.added, total.known + added.known, total.corrected + added.corrected
            )
    return total


def derive_due(session: Session, *, now: datetime, every: timedelta = DERIVE_EVERY) -> list[int]:
    """Queue the making of usage for devices that sent something since it was last made; return the jobs' ids.

    At once for a device whose readings were never made into usage, then once in `every`.
    """
    query = (
        select(Device, Upload).join(Upload, Device.upload_id == Upload.id).where(Device.last_message_at.is_not(None))
    )
    due = [upload.id for device, upload in session.execute(query) if _due(device, upload, now=now, every=every)]
    session.rollback()
    if not due:
        return []
    with write_transaction(session):
        uploads = session.scalars(select(Upload).where(Upload.id.in_(due)))
        jobs = [request_derivation(session, now=now, upload=upload) for upload in uploads.all()]
    queued = [job_id for job_id in jobs if job_id is not None]
    for job_id in queued:
        announce(job_id)
    return queued


def _usable(topic: str) -> bool:
    """Say whether a topic is one topic of a device: no wildcards, not the broker's own, not absurdly long."""
    reserved = topic.startswith("$") or any(character in topic for character in "+#\x00")
    return bool(topic.strip()) and topic.isprintable() and not reserved and len(topic) <= LONGEST_TOPIC


def _new(session: Session, upload: Upload, arrivals: Iterable[Arrival]) -> Iterable[NewReading]:
    """Yield what is to be kept. A message sent again that says no moment is known by its value being the newest one."""
    for arrival in arrivals:
        for reading in arrival.readings:
            if arrival.sent_again and not arrival.own_time:
                of = {"channel": reading.channel, "kind": reading.kind}
                if newest_value(session, upload_id=upload.id, **of) == reading.value:
                    continue
            yield reading


def _due(device: Device, upload: Upload, *, now: datetime, every: timedelta) -> bool:
    told = (upload.result or {}).get("derived_at")
    derived_at = datetime.fromisoformat(told) if told else None
    return derived_at is None or (device.last_message_at > derived_at and now >= derived_at + every)
