"""A file longer than a part is stored in parts that together hold every line, a register's steps included."""

from __future__ import annotations

from functools import partial

import pytest

from advisor.db.queries.scope import NotFound
from advisor.ingest import slicing
from advisor.ingest.slicing import parts_of
from advisor.services import bulk
from advisor.services.intervals import load_series

from .meter_files import a_day, half_hours


def test_parts_hold_every_line_once_more_only_at_their_seams(tmp_path):
    path = tmp_path / "long.csv"
    path.write_bytes(b"Medidor;123\n\n" + half_hours("2026-04-01 00:00", a_day(0.2)).replace(b"\r\n", b"\n"))
    lines = path.read_bytes().splitlines()
    parts = [part.read_bytes().splitlines() for part in parts_of(path, lines=50)]
    top = lines[:3]
    assert all(part[:3] == top for part in parts)
    bodies = [part[3:] for part in parts]
    assert [line for number, body in enumerate(bodies) for line in body[bool(number) :]] == lines[3:]
    assert [body[0] for body in bodies[1:]] == [body[-1] for body in bodies[:-1]]


@pytest.mark.parametrize("content", [b"short", "ñ;1\n".encode("utf-16") * 99, b"PK\x03\x04\n" * 99, b"\x1f\x8b\n" * 99])
def test_what_is_short_or_no_lines_of_bytes_is_one_part(tmp_path, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert list(parts_of(path, lines=50)) == [path]


def test_a_long_file_is_stored_in_parts_and_again_changes_nothing(
    session, supply_point, settings, now, tmp_path, monkeypatch
):
    monkeypatch.setattr(slicing, "parts_of", partial(slicing.parts_of, lines=60))
    path = tmp_path / "long.csv"
    values = a_day(0.2, days=4)
    path.write_bytes(half_hours("2026-04-01 00:00", values).replace(b"\r\n", b"\n"))
    told = []
    args = {
        "now": now,
        "supply_point_id": supply_point.id,
        "path": path,
        "answers": {},
        "uploads_dir": settings.uploads_dir,
        "progress": told.append,
    }
    imported = bulk.import_file(session, **args)
    assert told == [1, 2, 3, 4]
    assert len(imported.upload_ids) == 4
    series = load_series(session, supply_point_id=supply_point.id)
    assert series.total_kwh == pytest.approx(sum(values))
    assert bulk.import_file(session, **args).upload_ids == imported.upload_ids
    assert load_series(session, supply_point_id=supply_point.id).total_kwh == pytest.approx(sum(values))


def test_a_supply_point_nobody_has_is_not_found(session, settings, now, tmp_path):
    with pytest.raises(NotFound):
        bulk.import_file(
            session,
            now=now,
            supply_point_id=9_999,
            path=tmp_path,
            answers={},
            uploads_dir=settings.uploads_dir,
            progress=print,
        )
