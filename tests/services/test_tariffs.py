"""Price lists from draft to published to withdrawn, and the reference data that every bill then uses."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, select

from advisor.db import AuditEvent, TariffEdition, TariffList, TariffState, db
from advisor.energy.bills import bill
from advisor.reference.loader import load_reference
from advisor.reference.published import lists_of
from advisor.reference.tariffs import load_tariff_documents
from advisor.services import tariffs
from advisor.services.tariff_reading import lists_in_force, reference_in_force

LAST = next(x for x in lists_of(load_tariff_documents()) if x.name == "luz-del-sur/lima-sur/BT5B/2026-08-04")
SEPTEMBER = date(2026, 9, 4)


def listed(*, start=SEPTEMBER, until=None, over_140="0.8000", like=LAST, **told):
    """The last list of Luz del Sur with other days and another price over 140 kWh."""
    document = like.prices.model_dump()
    document["brackets"][-1]["charges"][-1]["price_per_kwh"] = over_140
    prices = type(like.prices).model_validate({**document, "valid_from": start, "valid_until": until})
    return type(like)(**{**vars(like), "prices": prices, **told})


def total(reference, *, start=SEPTEMBER, kwh=200) -> Decimal:
    end = start + timedelta(days=30)
    return bill(tariff_book=reference.tariffs, distributor="luz-del-sur", kwh=kwh, start=start, end=end).total


@pytest.fixture
def administrator(create_actor):
    return create_actor("administrator")


@pytest.fixture
def drafted(session, administrator, now):
    def make(item=None) -> int:
        return tariffs.draft(session, actor=administrator, now=now, listed=item or listed())

    return make


@pytest.fixture
def publish(session, administrator, now):
    def do(list_id: int) -> None:
        tariffs.publish(session, actor=administrator, now=now, list_id=list_id, reason="Pliego de setiembre")

    return do


def test_a_draft_changes_no_bill_and_is_kept_once(session, drafted):
    assert drafted() == drafted()
    assert reference_in_force(session) is load_reference()
    assert session.get_one(TariffList, drafted()).state is TariffState.DRAFT


def test_a_published_list_is_what_bills_use_from_its_first_day(session, drafted, publish):
    before = total(load_reference())
    publish(drafted(listed(source_page="3")))
    now_held = reference_in_force(session)
    assert total(now_held) > before
    assert total(now_held, start=date(2026, 8, 4)) == total(load_reference(), start=date(2026, 8, 4))
    row = session.scalars(select(TariffList)).one()
    assert (row.valid_from, row.valid_until, row.source_page) == (SEPTEMBER, None, "3")
    assert (row.state, row.reason) == (TariffState.PUBLISHED, "Pliego de setiembre")


def test_the_version_of_results_and_of_the_list_tell_that_something_was_published(session, drafted, publish):
    publish(drafted(listed(start=date(2026, 8, 4))))
    found = reference_in_force(session)
    assert found.version.startswith(load_reference().version + "-")
    (held,) = found.tariffs.covering(
        distributor="luz-del-sur", option="BT5B", start=date(2026, 8, 5), end=date(2026, 8, 6)
    )
    assert held.tariff.version.startswith(LAST.name + "-")
    assert len([item for item in lists_in_force(session) if item.name == LAST.name]) == 1


def test_a_withdrawn_list_gives_its_place_back(session, administrator, drafted, publish, now):
    number = drafted(listed(start=date(2026, 8, 4)))
    publish(number)
    tariffs.withdraw(session, actor=administrator, now=now, list_id=number, reason="Tipeo")
    assert reference_in_force(session) is load_reference()
    assert session.get_one(TariffList, number).state is TariffState.WITHDRAWN
    with pytest.raises(tariffs.UnableToPublish, match="tariff_was_withdrawn"):
        publish(number)
    publish(drafted(listed(start=date(2026, 8, 4))))
    assert reference_in_force(session) is not load_reference()


def test_a_publication_of_another_process_is_noticed(session, drafted, publish):
    publish(drafted())
    first = reference_in_force(session)
    assert reference_in_force(session) is first
    # Another process: nothing of ours was told but the rows it wrote.
    other = listed(start=date(2026, 10, 4), over_140="0.9000")
    row = session.scalars(select(TariffList)).one()
    columns = {c.key: getattr(row, c.key) for c in TariffList.__table__.columns if c.key != "id"}
    changed = {"valid_from": other.prices.valid_from, "sha256": other.sha256}
    changed["document"] = other.prices.model_dump(mode="json")
    session.rollback()
    with db.engine.begin() as connection:
        connection.execute(TariffList.__table__.insert(), {**columns, **changed})
        told = {"number": 2, "sha256": "0" * 64, "made_at": columns["published_at"]}
        connection.execute(TariffEdition.__table__.insert(), told)
    second = reference_in_force(session)
    assert second.version != first.version
    assert total(second, start=date(2026, 10, 4)) > total(first, start=date(2026, 10, 4))


def test_a_known_edition_costs_one_statement(session, drafted, publish):
    publish(drafted())
    reference_in_force(session)
    session.rollback()
    statements = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    reference_in_force(session)
    assert len([statement for statement in statements if statement.startswith("SELECT")]) == 1


def test_a_list_whose_days_overlap_another_is_refused(session, administrator, drafted, publish, now):
    publish(drafted(listed(until=date(2026, 12, 4))))
    with pytest.raises(tariffs.UnableToPublish) as refused:
        publish(drafted(listed(start=date(2026, 11, 4))))
    (finding,) = refused.value.findings
    assert (finding.code, finding.params["until"]) == ("tariff_days_overlap", "2026-12-04")
    with pytest.raises(tariffs.UnableToPublish, match="tariff_days_overlap"):
        publish(drafted(listed(start=date(2026, 6, 4), until=date(2026, 8, 5))))
    publish(drafted(listed(start=date(2026, 12, 4))))
    assert session.scalars(select(TariffEdition.number).order_by(TariffEdition.number)).all() == [1, 2]


def test_lists_published_together_may_not_overlap_each_other(session, administrator, now):
    both = [listed(until=date(2026, 10, 5)), listed(start=date(2026, 10, 4))]
    with pytest.raises(tariffs.UnableToPublish, match="tariff_days_overlap"):
        tariffs.publish_all(session, actor=administrator, now=now, lists=both, reason="Dos pliegos")
    assert session.scalars(select(TariffList)).all() == []


def test_another_list_of_a_published_day_must_wait_for_its_withdrawal(drafted, publish):
    publish(drafted())
    with pytest.raises(tariffs.UnableToPublish, match="tariff_day_taken"):
        publish(drafted(listed(over_140="0.8100")))


def test_a_list_after_whose_end_none_is_known_is_used_on_with_a_warning(session, drafted, publish):
    publish(drafted(listed(until=date(2026, 10, 4))))
    book = reference_in_force(session).tariffs
    result = bill(tariff_book=book, distributor="luz-del-sur", kwh=200, start=date(2026, 10, 4), end=date(2026, 11, 4))
    assert "tariff_may_be_outdated" in [finding.code for finding in result.findings]
    assert result.total == total(reference_in_force(session))


def test_the_preview_shows_both_sides_of_each_limit(session, administrator, drafted):
    shown = tariffs.preview(session, actor=administrator, list_id=drafted())
    assert [effect.kwh for effect in shown.effects] == [30, 31, 100, 140, 141, 300]
    assert [effect.new == effect.in_force for effect in shown.effects] == [True] * 4 + [False] * 2
    # 141 × 0.6780 = 95.60 and 141 × 0.6403 = 90.28 before IGV: 5.32 more, and 0.96 of IGV.
    assert shown.effects[4].new - shown.effects[4].in_force == Decimal("6.28")


def test_the_preview_says_what_is_replaced_and_what_would_hold_too_long(session, administrator, drafted):
    again = tariffs.preview(session, actor=administrator, list_id=drafted(listed(start=date(2026, 8, 4))))
    assert [finding.code for finding in again.findings] == ["tariff_replaces_shipped"]
    old = tariffs.preview(session, actor=administrator, list_id=drafted(listed(start=date(2015, 5, 4))))
    assert [finding.code for finding in old.findings] == ["tariff_holds_long"]
    assert {effect.in_force for effect in old.effects} == {None}
    none = tariffs.preview(session, actor=administrator, list_id=drafted(listed(start=date(2010, 5, 4))))
    assert "tariff_before_known_igv" in [finding.code for finding in none.findings]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_reason_is_needed(session, administrator, drafted, now, reason):
    with pytest.raises(tariffs.UnableToPublish, match="tariff_reason_needed"):
        tariffs.publish(session, actor=administrator, now=now, list_id=drafted(), reason=reason)
    assert session.scalars(select(TariffEdition)).all() == []


def test_only_an_administrator_does_any_of_it(session, create_actor, drafted, now):
    number = drafted()
    for actor in (create_actor("consultant"), create_actor("homeowner")):
        told = {"actor": actor, "now": now}
        for refused in (
            lambda told=told: tariffs.draft(session, **told, listed=listed()),
            lambda told=told: tariffs.publish(session, **told, list_id=number, reason="x"),
            lambda told=told: tariffs.publish_all(session, **told, lists=[listed()], reason="x"),
            lambda told=told: tariffs.withdraw(session, **told, list_id=number, reason="x"),
            lambda actor=actor: tariffs.preview(session, actor=actor, list_id=number),
        ):
            with pytest.raises(tariffs.NotAnAdministrator):
                refused()


def test_each_step_is_recorded_with_who_and_why(session, administrator, drafted, publish, now):
    number = drafted()
    publish(number)
    tariffs.withdraw(session, actor=administrator, now=now, list_id=number, reason="Tipeo")
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.tag.like("reference:tariff:%")).order_by(AuditEvent.id)
    )
    told = [(e.tag.rpartition(":")[2], e.actor_id, e.subject_id, e.details["reason"]) for e in events]
    who = administrator.user_id
    assert told == [
        ("drafted", who, number, None),
        ("published", who, number, "Pliego de setiembre"),
        ("withdrawn", who, number, "Tipeo"),
    ]


def test_what_is_in_force_already_is_not_stored_again(session, administrator, now):
    assert tariffs.publish_all(session, actor=administrator, now=now, lists=lists_in_force(session), reason="x") == ()
    assert session.scalars(select(TariffList)).all() == []


def test_a_list_for_shops_touches_no_home(session, drafted, publish):
    publish(drafted(listed(start=date(2026, 8, 4), residential=False)))
    assert total(reference_in_force(session)) == total(load_reference())
