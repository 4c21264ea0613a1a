"""An upload is kept before it is acknowledged, shown before it is stored, and stored once."""

import io
import os
import threading
import time
from itertools import permutations

import pytest
from sqlalchemy import func, select

from advisor.db import IntervalBlock, Job, JobKind, Upload, UploadStatus, UsageDay, UsageMonth, db
from advisor.db.queries.scope import NotFound
from advisor.services import uploads
from advisor.services.checking import check_upload
from advisor.services.content import EmptyUpload, UploadTooLarge, content_path, keep, remove_stale_parts
from advisor.services.importing import import_upload, rebuild
from advisor.services.intervals import load_series

from .meter_files import a_day, half_hours


def stored_kwh(session, supply_point) -> float:
    series = load_series(session, supply_point_id=supply_point.id)
    return 0.0 if series is None else round(series.total_kwh, 9)


def test_a_received_file_is_on_disk_under_its_content_hash(session, receive, settings):
    content = half_hours("2026-04-01 00:00", a_day(0.1))
    received = receive(content, filename="C:\\fakepath\\mi medidor.csv")
    upload = session.get_one(Upload, received.upload_id)
    assert content_path(settings.uploads_dir, upload.sha256).read_bytes() == content
    assert (upload.status, upload.size_bytes) == (UploadStatus.RECEIVED, len(content))
    assert upload.filename == "mi medidor.csv"
    assert session.get_one(Job, received.job_id).kind is JobKind.CHECK_UPLOAD


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("a\r\nSet-Cookie: x.csv", "aSet-Cookie: x.csv"),
        ("\u202egnp.exe", "gnp.exe"),
        ("", "archivo"),
        ("ñandú<img>.csv", "ñandú<img>.csv"),
        ("x" * 4000, "x" * 255),
    ],
)
def test_a_file_name_is_only_ever_a_label(session, receive, given, shown):
    received = receive(b"x", filename=given)
    assert session.get_one(Upload, received.upload_id).filename == shown


def test_a_file_that_is_too_large_leaves_nothing_behind(session, receive, settings):
    with pytest.raises(UploadTooLarge):
        receive(b"x" * 200_000, max_bytes=100_000)
    assert session.scalars(select(Upload)).all() == []
    assert [path for path in settings.uploads_dir.rglob("*") if path.is_file()] == []


def test_an_empty_file_is_refused(receive):
    with pytest.raises(EmptyUpload):
        receive(b"")


def test_another_person_cannot_upload_to_this_home_nor_confirm(session, receive, create_actor, now):
    stranger = create_actor()
    with pytest.raises(NotFound):
        receive(b"x", by=stranger)
    upload_id = receive(b"x").upload_id
    with pytest.raises(NotFound):
        uploads.confirm(session, actor=stranger, now=now, upload_id=upload_id)


def test_nothing_is_stored_before_the_person_confirms(session, receive, supply_point, settings, now):
    received = receive(half_hours("2026-04-01 00:00", a_day(0.1)))
    check_upload(session, now=now, upload_id=received.upload_id, uploads_dir=settings.uploads_dir)
    upload = session.get_one(Upload, received.upload_id)
    assert upload.status is UploadStatus.CHECKED
    assert upload.summary["supplies"][0]["total_kwh"] == pytest.approx(14.4)
    assert stored_kwh(session, supply_point) == 0


def test_a_file_that_is_no_meter_file_is_refused_with_a_reason(session, receive, actor, settings, now):
    received = receive(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, filename="foto.csv")
    check_upload(session, now=now, upload_id=received.upload_id, uploads_dir=settings.uploads_dir)
    upload = session.get_one(Upload, received.upload_id)
    assert upload.status is UploadStatus.REFUSED
    assert upload.summary["findings"][0]["severity"] == "error"
    with pytest.raises(uploads.NotConfirmable):
        uploads.confirm(session, actor=actor, now=now, upload_id=upload.id)


def test_an_import_stores_every_interval_and_the_sums_of_days_and_months(session, bring_in, supply_point):
    bring_in(half_hours("2026-03-31 00:00", a_day(0.1) + [0.25] * 10))
    days = session.scalars(select(UsageDay).order_by(UsageDay.day)).all()
    months = session.scalars(select(UsageMonth).order_by(UsageMonth.month)).all()
    assert [(day.day.isoformat(), day.kwh) for day in days] == [
        ("2026-03-31", 4.8), ("2026-04-01", 4.8), ("2026-04-02", 4.8), ("2026-04-03", 2.5)
    ]  # fmt: skip
    assert [day.measured_share for day in days] == [1, 1, 1, 10 / 48]
    assert [(month.kwh, round(month.measured_share * 30 * 48)) for month in months][1] == (12.1, 106)
    assert stored_kwh(session, supply_point) == 16.9


def test_an_import_queues_a_new_assessment(session, bring_in, supply_point):
    bring_in(half_hours("2026-04-01 00:00", a_day(0.1)))
    assert session.scalars(select(Job.kind).order_by(Job.id.desc())).first() is JobKind.ASSESS


def test_the_same_file_twice_or_renamed_adds_nothing(session, bring_in, receive, supply_point):
    content = half_hours("2026-04-01 00:00", a_day(0.1))
    first = bring_in(content)
    again = receive(content, filename="otro nombre.csv")
    assert (again.upload_id, again.already_known) == (first, True)
    assert stored_kwh(session, supply_point) == 14.4
    assert session.scalars(select(func.count(Upload.id))).one() == 1


def test_the_same_file_from_many_tabs_at_once_is_one_upload(bare_app, session, actor, supply_point, settings, now):
    content = half_hours("2026-04-01 00:00", a_day(0.1))
    where, results, barrier = supply_point.id, [], threading.Barrier(8)
    session.rollback()

    def give():
        with bare_app.app_context():
            barrier.wait()
            given = uploads.receive(
                db.session,
                actor=actor,
                now=now,
                supply_point_id=where,
                filename="medidor.csv",
                stream=io.BytesIO(content),
                uploads_dir=settings.uploads_dir,
                max_bytes=10_000_000,
            )
            results.append(given)

    threads = [threading.Thread(target=give) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert len({received.upload_id for received in results}) == 1
    assert sum(not received.already_known for received in results) == 1


def test_the_same_file_for_two_homes_is_stored_for_each(bring_in, receive, create_supply_point, actor):
    content = half_hours("2026-04-01 00:00", a_day(0.1))
    first = bring_in(content)
    other = receive(content, to=create_supply_point(actor))
    assert other.upload_id != first
    assert not other.already_known


def test_confirming_twice_imports_once(session, receive, actor, settings, now, supply_point):
    upload_id = receive(half_hours("2026-04-01 00:00", a_day(0.1))).upload_id
    check_upload(session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
    first = uploads.confirm(session, actor=actor, now=now, upload_id=upload_id)
    assert uploads.confirm(session, actor=actor, now=now, upload_id=upload_id) == first
    for _ in range(3):
        import_upload(session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
    assert stored_kwh(session, supply_point) == 14.4
    assert session.get_one(Upload, upload_id).result["intervals_added"] == 144


OVERLAPPING = {
    "first three days": ("2026-04-01 00:00", a_day(0.1)),
    "with a gap": ("2026-04-02 00:00", [None, 0.2] * 24),
    "corrected": ("2026-04-03 12:00", a_day(0.4, days=1)),
}


@pytest.mark.parametrize("order", list(permutations(OVERLAPPING)))
def test_overlapping_files_end_the_same_whatever_is_imported_first(
    session, receive, actor, settings, now, supply_point, order
):
    given = {}
    for name, (start, values) in OVERLAPPING.items():
        given[name] = receive(half_hours(start, values)).upload_id
        check_upload(session, now=now, upload_id=given[name], uploads_dir=settings.uploads_dir)
    for name in order:
        uploads.confirm(session, actor=actor, now=now, upload_id=given[name])
        import_upload(session, now=now, upload_id=given[name], uploads_dir=settings.uploads_dir)
    # A day of 48 × 0.1; one whose later half of each hour is 0.2; half a day at 0.1; then a whole day at 0.4.
    assert stored_kwh(session, supply_point) == round(48 * 0.1 + 24 * 0.05 + 24 * 0.2 + 24 * 0.1 + 48 * 0.4, 9)


def test_a_rebuild_from_the_kept_files_gives_the_same_blocks(session, bring_in, supply_point, settings):
    for start, values in OVERLAPPING.values():
        bring_in(half_hours(start, values))
    where, before = supply_point.id, _blocks(session)
    rebuild(session, supply_point_id=where, uploads_dir=settings.uploads_dir)
    assert _blocks(session) == before


def _blocks(session):
    rows = session.scalars(select(IntervalBlock).order_by(IntervalBlock.month))
    return [(row.month, row.scale, row.codec, row.values, row.quality, row.sources) for row in rows]


def test_parts_of_broken_uploads_are_cleared_after_an_hour(tmp_path):
    (tmp_path / "incoming").mkdir()
    old, young = tmp_path / "incoming/old.part", tmp_path / "incoming/young.part"
    old.write_bytes(b"x")
    young.write_bytes(b"x")
    os.utime(old, (time.time() - 7200,) * 2)
    assert remove_stale_parts(tmp_path) == 1
    assert (old.exists(), young.exists()) == (False, True)


def test_a_disk_that_is_full_acknowledges_nothing(tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(io.BytesIO(b"x"), folder=tmp_path, max_bytes=10)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
