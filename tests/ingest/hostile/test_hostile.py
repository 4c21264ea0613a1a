"""Files made to do harm are refused in the reading process, in words with their place, in bounded memory.

How long each takes is measured by `benchmarks/read_hostile.py`, not here.
"""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from advisor.energy.findings import Finding
from advisor.ingest import ReadResult
from advisor.services.reading import MB, run_reader
from tests.ingest.hostile.cases import READ, REFUSED, Case

LIMA = ZoneInfo("America/Lima")
MOST_MEMORY = 512 * MB


def read(path: Path, case: Case):
    case.write(path)
    ran = run_reader("file", path, zone=LIMA, filename="archivo")
    assert ran.peak_bytes < MOST_MEMORY, case.name
    assert not ran.timed_out
    return ran


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_it_is_refused_with_the_reason_and_the_place(tmp_path, case):
    ran = read(tmp_path / "file", case)
    assert isinstance(ran.value, Finding), ran
    assert ran.value.code == case.code
    assert all(ran.value.params[name] for name in case.place)


@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_it_is_read_and_every_row_is_accounted_for(tmp_path, case):
    ran = read(tmp_path / "file", case)
    assert isinstance(ran.value, ReadResult), ran
    rows = ran.value.rows
    assert rows.lines == rows.header + rows.blank + rows.read
    assert rows.read == rows.used + rows.ignored + rows.refused
    assert ran.value.supplies[0].total_kwh > 10


def test_names_of_an_archive_are_never_paths(tmp_path):
    """The link is not followed, the climbing name is a label, and nothing is written beside the file."""
    path = tmp_path / "deep" / "er" / "file.zip"
    path.parent.mkdir(parents=True)
    case = next(case for case in READ if "links" in case.name)
    ran = read(path, case)
    assert sorted(found.name for found in tmp_path.rglob("*")) == ["deep", "er", "file.zip"]
    assert ran.value.supplies[0].total_kwh == pytest.approx(24.0)
    unread = [finding.params for finding in ran.value.findings if finding.code == "member_unreadable"]
    assert unread == [{"member": "link.csv", "code": "not_a_file"}]
