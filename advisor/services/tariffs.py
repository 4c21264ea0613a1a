"""Price lists from draft to published to withdrawn; every step is recorded with who took it and why.

Where bills get other prices by it, the homes of the distributor are assessed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from advisor.db.tariffs import TariffEdition, TariffList, TariffState
from advisor.db.transactions import write_transaction
from advisor.energy.findings import Finding, Severity, blocking
from advisor.reference.published import PublishedList, edition_of, findings_among, in_force, lists_of, same
from advisor.reference.tariffs import load_tariff_documents
from advisor.services.actors import Actor
from advisor.services.audit import record
from advisor.services.repricing import assess_again
from advisor.services.tariff_previews import Preview, check
from advisor.services.tariff_reading import list_of_row, lists_in_force, published_rows

ADMINISTRATOR = "administrator"
LONGEST_REASON = 500
Findings = tuple[Finding, ...]


class NotAnAdministrator(PermissionError):
    """Only an administrator prepares, publishes and withdraws price lists."""


class UnableToPublish(ValueError):
    """A list cannot be published, or withdrawn; the findings say why."""

    def __init__(self, findings: Findings) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = findings


def draft(session: Session, *, actor: Actor, now: datetime, listed: PublishedList) -> int:
    """Store a list that no bill uses yet and return its id; the same draft again is the one there is."""
    _require_administrator(actor)
    with write_transaction(session):
        return _draft(session, actor=actor, now=now, listed=listed).id


def preview(session: Session, *, actor: Actor, list_id: int) -> Preview:
    """Say what publishing a draft would do."""
    _require_administrator(actor)
    listed = list_of_row(session.get_one(TariffList, list_id))
    (found,) = check(session, lists=[listed])
    return found


def publish(session: Session, *, actor: Actor, now: datetime, list_id: int, reason: str) -> None:
    """Let every bill use a draft from now on. Raises UnableToPublish; a published list stays as it is."""
    _require_administrator(actor)
    with write_transaction(session):
        row = session.get_one(TariffList, list_id)
        if row.state is TariffState.PUBLISHED:
            return
        if row.state is TariffState.WITHDRAWN:
            raise UnableToPublish((_problem("tariff_was_withdrawn", version=list_of_row(row).name),))
        _publish(session, actor=actor, now=now, rows=[row], reason=reason)
        distributor = row.distributor
    assess_again(session, now=now, distributors=[distributor])


def publish_all(
    session: Session, *, actor: Actor, now: datetime, lists: Sequence[PublishedList], reason: str
) -> tuple[int, ...]:
    """Draft and publish lists together, all or none; those that bills use already are left. Returns the new ids."""
    _require_administrator(actor)
    with write_transaction(session):
        held = lists_in_force(session)
        new = [item for item in lists if not any(same(item, other) for other in held)]
        rows = [_draft(session, actor=actor, now=now, listed=item) for item in new]
        if rows:
            _publish(session, actor=actor, now=now, rows=rows, reason=reason)
        made = tuple(row.id for row in rows)
    assess_again(session, now=now, distributors={item.distributor for item in new})
    return made


def withdraw(session: Session, *, actor: Actor, now: datetime, list_id: int, reason: str) -> None:
    """Take a list out of use; what it replaced holds again. Raises UnableToPublish where days would then overlap."""
    _require_administrator(actor)
    with write_transaction(session):
        row = session.get_one(TariffList, list_id)
        if row.state is TariffState.WITHDRAWN:
            return
        was_published = row.state is TariffState.PUBLISHED
        left = [list_of_row(other) for other in published_rows(session) if other.id != row.id]
        back = [item for item in lists_of(load_tariff_documents()) if item.name == list_of_row(row).name]
        held = in_force(load_tariff_documents(), left)
        against = tuple(finding for item in back for finding in findings_among(item, held))
        if was_published and blocking(against):
            raise UnableToPublish(against)
        row.state, row.reason = TariffState.WITHDRAWN, _reason(reason)
        row.withdrawn_at, row.withdrawn_by_id = now, actor.user_id
        _recorded(session, actor=actor, now=now, row=row, action="withdrawn")
        distributors = [row.distributor] if was_published else []
        if was_published:
            _new_edition(session, now=now)
    assess_again(session, now=now, distributors=distributors)


def _draft(session: Session, *, actor: Actor, now: datetime, listed: PublishedList) -> TariffList:
    digest, prices = listed.sha256, listed.prices
    query = select(TariffList).where(TariffList.sha256 == digest, TariffList.state == TariffState.DRAFT)
    if (known := session.scalars(query.order_by(TariffList.id).limit(1)).one_or_none()) is not None:
        return known
    row = TariffList(
        distributor=listed.distributor,
        system=listed.system,
        option=listed.option,
        residential=listed.residential,
        valid_from=prices.valid_from,
        valid_until=prices.valid_until,
        igv_included=prices.igv_included,
        status=prices.status,
        source=prices.source,
        source_page=listed.source_page,
        document=prices.model_dump(mode="json"),
        sha256=digest,
        state=TariffState.DRAFT,
        created_at=now,
        created_by_id=actor.user_id,
    )
    session.add(row)
    session.flush()
    _recorded(session, actor=actor, now=now, row=row, action="drafted")
    return row


def _publish(session: Session, *, actor: Actor, now: datetime, rows: Sequence[TariffList], reason: str) -> None:
    why = _reason(reason)
    against = [finding for found in check(session, lists=list(map(list_of_row, rows))) for finding in found.findings]
    if blocking(against):
        raise UnableToPublish(tuple(finding for finding in against if finding.severity is Severity.ERROR))
    for row in rows:
        row.state, row.reason = TariffState.PUBLISHED, why
        row.published_at, row.published_by_id = now, actor.user_id
        _recorded(session, actor=actor, now=now, row=row, action="published")
    _new_edition(session, now=now)


def _new_edition(session: Session, *, now: datetime) -> None:
    session.flush()
    last = session.scalars(select(func.max(TariffEdition.number))).one() or 0
    digest = edition_of(row.sha256 for row in published_rows(session))
    session.add(TariffEdition(number=last + 1, sha256=digest, made_at=now))
    session.flush()


def _recorded(session: Session, *, actor: Actor, now: datetime, row: TariffList, action: str) -> None:
    record(
        session,
        now=now,
        tag=f"reference:tariff:{action}",
        actor_id=actor.user_id,
        subject_id=row.id,
        name=list_of_row(row).name,
        sha256=row.sha256,
        reason=row.reason,
    )


def _reason(text: str) -> str:
    told = text.strip()
    if not told or len(told) > LONGEST_REASON:
        raise UnableToPublish((_problem("tariff_reason_needed", limit=LONGEST_REASON),))
    return told


def _require_administrator(actor: Actor) -> None:
    if not actor.is_a(ADMINISTRATOR):
        raise NotAnAdministrator


def _problem(code: str, **params: object) -> Finding:
    return Finding(code, Severity.ERROR, params)
