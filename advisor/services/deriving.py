"""Usage made of the readings of one standing upload: its layer, anew from all that count, and the new result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.households import SupplyPoint
from advisor.db.intervals import Channel
from advisor.db.layers import IntervalLayer
from advisor.db.queries.meter_readings import counting_values, fingerprint, several_count, typed_upload
from advisor.db.readings import ReadingKind
from advisor.db.transactions import write_transaction
from advisor.db.uploads import Upload, UploadKind, UploadStatus
from advisor.energy.findings import Finding
from advisor.energy.metered import LONGEST_SPREAD_BY_HAND, register_series, step_for
from advisor.energy.power import power_to_series
from advisor.energy.registers import RegisterReading
from advisor.energy.settled import Settled, settled_power, settled_register
from advisor.energy.usage import MINUTES_PER_DAY, UsageSeries
from advisor.services.failpoints import reach
from advisor.services.intervals import continue_layer, remove_layers, store_layer
from advisor.services.jobs import announce, join_assessment
from advisor.services.readings import digits_of, replacements_of, request_derivation
from advisor.services.settling import NOTHING, Before, document, documents, settled_part, unsettle

HOUR = 60
MOST_FINDINGS = 200


@dataclass(frozen=True)
class Derived:
    """What the readings of one channel say: a series, or None while they fill no interval; and what was noticed.

    since: the series begins here and follows what is stored; None: it is all there is. settled: where the next one may
    begin; before: findings, intervals and kWh of what is stored before `since`.
    """

    series: UsageSeries | None
    findings: tuple[Finding, ...] = ()
    since: datetime | None = None
    settled: Settled | None = None
    kind: ReadingKind = ReadingKind.REGISTER
    before: Before = NOTHING

    @property
    def all_findings(self) -> tuple[dict, ...]:
        own = [finding.as_document() for finding in self.findings]
        return (*self.before.findings, *sorted(own, key=lambda one: one["params"]["at"]))[:MOST_FINDINGS]

    def until(self, end: datetime | None) -> Before:
        """Count what is known up to `end`, or all of it."""
        part = None if self.series is None else self.series.between(self.series.start, end or self.series.end)
        intervals, kwh = (0, 0.0) if part is None else (int((part.quality > 0).sum()), part.total_kwh)
        found = tuple(one for one in self.all_findings if end is None or _at(one) <= self.settled.at)
        return Before(found, self.before.intervals + intervals, round(self.before.kwh + kwh, 6))


def derive(session: Session, *, now: datetime, supply_point_id: int, upload_id: int) -> None:
    """Make the layer of an upload from its readings and queue the new result; repeating it changes nothing.

    Only from where later readings may change it, unless something earlier changed. No transaction is open while the
    series are made: where readings came meanwhile, they are made once more.
    """
    while True:
        found = session.execute(select(Upload, SupplyPoint).join(SupplyPoint).where(Upload.id == upload_id))
        upload, point = found.one_or_none() or (None, None)
        if upload is None or upload.status is UploadStatus.UNDONE:
            session.rollback()
            return
        seen = _seen(session, upload)
        made = {channel: derived_of(session, upload, point, channel) for channel in Channel}
        session.rollback()
        reach("derive:made")
        job_id = _store(session, now=now, supply_point_id=supply_point_id, upload_id=upload_id, made=made, seen=seen)
        if job_id is not None:
            reach("derive:committed")
            announce(job_id)
            return


def derived_of(session: Session, upload: Upload, point: SupplyPoint, channel: Channel) -> Derived:
    """Return the usage that the readings of an upload say of one channel.

    A register counts before power: its sum is what the meter counted, whatever happened between two messages.
    """
    of = {"upload_id": upload.id, "channel": channel}
    metered = several_count(session, **of, kind=ReadingKind.REGISTER)
    kind = ReadingKind.REGISTER if metered else ReadingKind.POWER
    settled, before = settled_part(upload, channel, kind)
    if settled is not None:
        moments, values = counting_values(session, **of, kind=kind, since=settled.at)
        if moments[:1] == [settled.at] and _step(kind, settled.step_with(moments)) == settled.step_minutes:
            series, findings = _made(session, upload, point, kind, moments, values, settled.step_minutes)
            series = series.between(settled.since, series.end) if series is not None else None
            later = _settled(upload, kind, moments, values, settled.step_minutes, earlier=settled)
            return Derived(series, findings, settled.since, later, kind, before)
    moments, values = counting_values(session, **of, kind=kind)
    if len(moments) < 2:
        return Derived(None)
    if metered and upload.kind is UploadKind.TYPED:
        step = _step_by_hand(session, point, upload)
    else:
        step = _step(kind, step_for(moments))
    series, findings = _made(session, upload, point, kind, moments, values, step)
    later = _settled(upload, kind, moments, values, step) if series is not None else None
    return Derived(series, findings, settled=later, kind=kind)


def _made(
    session: Session, upload: Upload, point: SupplyPoint, kind: ReadingKind, moments, values, step: int
) -> tuple[UsageSeries | None, tuple[Finding, ...]]:
    if kind is ReadingKind.REGISTER:
        return register_series(
            [RegisterReading(at, value) for at, value in zip(moments, values, strict=True)],
            zone=ZoneInfo(point.timezone),
            step_minutes=step,
            digits=digits_of(upload.answers),
            replaced_at=replacements_of(upload.answers),
            longest_spread=LONGEST_SPREAD_BY_HAND if upload.kind is UploadKind.TYPED else None,
        )
    series = power_to_series(np.array([at.timestamp() for at in moments]), np.array(values), step_minutes=step)
    return (series if series.quality.any() else None), ()


def _step(kind: ReadingKind, fitting: int) -> int:
    return fitting if kind is ReadingKind.REGISTER else min(HOUR, fitting)


def _settled(
    upload: Upload, kind: ReadingKind, moments, values, step: int, *, earlier: Settled | None = None
) -> Settled | None:
    """Return from where the next readings may be taken; nothing typed is settled, its readings are few."""
    if upload.kind is UploadKind.TYPED or replacements_of(upload.answers):
        return None
    if kind is ReadingKind.POWER:
        return settled_power(moments, step_minutes=step, earlier=earlier)
    return settled_register(moments, values, step_minutes=step, digits=digits_of(upload.answers), earlier=earlier)


def _seen(session: Session, upload: Upload) -> tuple:
    """Return what changes with anything that a derivation of the upload reads."""
    settled = documents(upload)
    since = min((datetime.fromisoformat(one["at"]) for one in settled.values()), default=None)
    return fingerprint(session, upload_id=upload.id, since=since), upload.answers, settled


def renew_typed(session: Session, *, now: datetime, supply_point: SupplyPoint) -> int | None:
    """Queue the making of typed readings' usage where another step fits now that other data came or went.

    Within the caller's write transaction; announce the returned job after the commit.
    """
    upload = typed_upload(session, supply_point)
    if upload is None or upload.status is not UploadStatus.IMPORTED:
        return None
    wanted = _step_by_hand(session, supply_point, upload)
    steps = session.scalars(select(IntervalLayer.step_minutes).where(IntervalLayer.upload_id == upload.id))
    if all(step == wanted for step in steps):
        return None
    return request_derivation(session, now=now, upload=upload)


def _step_by_hand(session: Session, point: SupplyPoint, upload: Upload) -> int:
    """Days for readings typed by hand; the finest step of other data where they tell hours.

    The months of a series are read together at their coarsest step: a month of days would make all of them days.
    """
    others = IntervalLayer.upload_id.is_distinct_from(upload.id)
    finest = select(func.min(IntervalLayer.step_minutes)).where(IntervalLayer.supply_point_id == point.id, others)
    step = session.scalars(finest).one()
    return step if step is not None and step <= HOUR else MINUTES_PER_DAY


def _store(
    session: Session, *, now: datetime, supply_point_id: int, upload_id: int, made: dict[Channel, Derived], seen: tuple
) -> int | None:
    """Replace the upload's layers by what was made; None where its readings have changed since."""
    with write_transaction(session):
        upload = session.scalars(select(Upload).where(Upload.id == upload_id).with_for_update()).one()
        point = session.scalars(select(SupplyPoint).where(SupplyPoint.id == supply_point_id).with_for_update()).one()
        if upload.status is UploadStatus.UNDONE or _seen(session, upload) != seen:
            return None
        silent = [channel for channel, derived in made.items() if derived.series is None and derived.since is None]
        gone = select(IntervalLayer.id).where(IntervalLayer.upload_id == upload_id, IntervalLayer.channel.in_(silent))
        if session.scalars(gone.limit(1)).one_or_none() is not None:
            remove_layers(session, supply_point=point, upload_id=upload_id)
        for channel, derived in made.items():
            of = {"supply_point": point, "upload_id": upload_id, "channel": channel, "series": derived.series}
            if derived.series is None:
                continue
            if derived.since is None:
                store_layer(session, **of, replace=True)
            elif not continue_layer(session, **of, since=derived.since):
                unsettle(upload)
                break
        else:
            _tell(upload, made, now=now)
            reach("derive:stored")
            return join_assessment(session, now=now, supply_point_id=supply_point_id).id
    return None


def _tell(upload: Upload, made: dict[Channel, Derived], *, now: datetime) -> None:
    """Keep with the upload what its readings say, and up to where that is settled."""
    every = [derived.until(None) for derived in made.values()]
    settled = {
        channel.value: document(derived.settled, derived.until(derived.settled.since), derived.kind)
        for channel, derived in made.items()
        if derived.settled is not None
    }
    findings = [finding for derived in made.values() for finding in derived.all_findings][:MOST_FINDINGS]
    upload.summary = storable({"kind": "register", "findings": findings, **({"settled": settled} if settled else {})})
    kwh = next((part.kwh for part in every if part.intervals), 0.0)
    intervals = sum(part.intervals for part in every)
    upload.result = storable({"intervals": intervals, "kwh": kwh, "derived_at": now})
    upload.imported_at = now


def _at(finding: dict) -> datetime:
    return datetime.fromisoformat(finding["params"]["at"])
