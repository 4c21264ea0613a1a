"""A household's file over several supplies: its own number tells which, else it is asked once for each meter."""

from __future__ import annotations

import pytest

from advisor.db import Upload, UploadStatus
from advisor.ingest import UnableToReadFile
from advisor.services import uploads
from advisor.services.checking import check_upload
from advisor.services.importing import import_upload, rebuild
from advisor.services.intervals import load_series

NAMES = ("1000456", "2000789")


def both(month: int, names: tuple[str, ...] = NAMES) -> bytes:
    rows = [
        f"2026-{month:02d}-{1 + hour // 24:02d} {hour % 24:02d}:00;{name};{kwh}"
        for hour in range(48)
        for name, kwh in zip(names, ("0,25", "0,75"), strict=True)
    ]
    return "\n".join(["Fecha;Suministro;Consumo (kWh)", *rows]).encode()


@pytest.fixture
def check(session, settings, now, receive):
    """Give a file and have it checked; return its upload's id."""

    def go(content: bytes, **options) -> int:
        upload_id = receive(content, **options).upload_id
        check_upload(session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
        return upload_id

    return go


@pytest.fixture
def confirm(session, actor, settings, now):
    """Confirm an upload with answers and have it imported."""

    def go(upload_id: int, **answers: str) -> None:
        uploads.confirm(session, actor=actor, now=now, upload_id=upload_id, answers=answers)
        import_upload(session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)

    return go


def name_it(session, point, name: str) -> None:
    point.name = name
    session.commit()


def stored(session, point) -> float:
    series = load_series(session, supply_point_id=point.id)
    return 0.0 if series is None else round(series.total_kwh, 6)


def test_the_supply_with_the_number_of_this_one_is_taken_and_said(session, check, confirm, supply_point):
    name_it(session, supply_point, "0789")
    upload_id = check(both(4))
    summary = session.get_one(Upload, upload_id).summary
    assert summary["questions"] == []
    taken = [decision for decision in summary["decisions"] if decision["key"] == "supply"]
    assert [(one["value"], one["evidence"]) for one in taken] == [(NAMES[1], "own_number")]
    assert [one["params"] for one in summary["findings"] if one["code"] == "supplies_left_out"] == [
        {"count": 1, "names": NAMES[0]}
    ]
    rows = summary["rows"]
    assert (rows["read"], rows["used"], rows["ignored"], rows["refused"]) == (96, 48, 48, 0)
    confirm(upload_id)
    assert stored(session, supply_point) == 36


@pytest.mark.parametrize("number", ["56", "Casa", "4567"])
def test_without_its_number_in_the_file_nothing_is_stored_before_it_is_told(
    session, check, confirm, supply_point, number
):
    name_it(session, supply_point, number)
    upload_id = check(both(4))
    with pytest.raises(uploads.NotAnswered):
        confirm(upload_id)
    session.rollback()
    with pytest.raises(uploads.NotAnswered):
        confirm(upload_id, supply="another")
    session.rollback()
    assert session.get_one(Upload, upload_id).status is UploadStatus.CHECKED
    confirm(upload_id, supply=NAMES[0])
    assert stored(session, supply_point) == 12


def test_the_summary_says_after_the_answer_what_was_left_out(session, check, confirm, supply_point):
    upload_id = check(both(4))
    assert session.get_one(Upload, upload_id).summary["rows"]["used"] == 96
    confirm(upload_id, supply=NAMES[0])
    summary = session.get_one(Upload, upload_id).summary
    assert (summary["rows"]["used"], summary["rows"]["ignored"]) == (48, 48)
    assert [supply["supply_point"] for supply in summary["supplies"]] == [NAMES[0]]
    assert "supplies_left_out" in {finding["code"] for finding in summary["findings"]}


def test_the_next_file_is_read_for_the_supply_that_was_told(session, check, confirm, supply_point, settings):
    confirm(check(both(4)), supply=NAMES[1])
    second = check(both(5))
    summary = session.get_one(Upload, second).summary
    assert (summary["questions"], summary["remembered"]) == ([], {"supply": NAMES[1]})
    assert [question["key"] for question in summary["known_questions"]] == ["supply"]
    confirm(second)
    assert stored(session, supply_point) == 72
    where = supply_point.id
    session.rollback()
    rebuild(session, supply_point_id=where, uploads_dir=settings.uploads_dir)
    assert stored(session, supply_point) == 72


def test_another_meter_of_the_household_is_asked_for_itself(
    session, check, confirm, supply_point, create_supply_point, actor
):
    confirm(check(both(4)), supply=NAMES[1])
    other = create_supply_point(actor)
    other.household_id = supply_point.household_id
    session.commit()
    upload_id = check(both(5), to=other)
    assert [one["key"] for one in session.get_one(Upload, upload_id).summary["questions"]] == ["supply"]


def test_a_file_of_the_same_kind_without_the_supply_told_is_asked_about(session, check, confirm, supply_point):
    confirm(check(both(4)), supply=NAMES[1])
    upload_id = check(both(5, ("3000111", "4000222")))
    assert [one["key"] for one in session.get_one(Upload, upload_id).summary["questions"]] == ["supply"]


def test_more_supplies_than_a_person_looks_through_are_refused_unless_one_is_known(session, check, supply_point):
    names = tuple(f"{5_000_000 + number * 1111}" for number in range(60))
    rows = [f"2026-04-{day:02d};{name};3,5" for name in names for day in range(1, 11)]
    content = "\n".join(["Fecha;Suministro;Consumo (kWh)", *rows]).encode()
    upload = session.get_one(Upload, check(content))
    assert (upload.status, upload.summary["findings"][0]["code"]) == (UploadStatus.REFUSED, "supplies_too_many_to_ask")
    session.rollback()
    name_it(session, supply_point, names[41][-4:])
    upload = session.get_one(Upload, check(content + b"\n"))
    assert upload.status is UploadStatus.CHECKED
    assert upload.summary["remembered"] == {"supply": names[41]}


def test_an_import_that_was_not_told_stores_nothing(session, check, actor, settings, now, supply_point):
    """A file confirmed before files of several supplies were asked about."""
    upload_id = check(both(4))
    upload = session.get_one(Upload, upload_id)
    upload.status, upload.answers = UploadStatus.CONFIRMED, {}
    session.commit()
    with pytest.raises(UnableToReadFile) as unable:
        import_upload(session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
    session.rollback()
    assert unable.value.finding.code == "supply_not_told"
    assert stored(session, supply_point) == 0
