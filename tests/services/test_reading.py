"""A file is read in a process with limits; how that process ends is an answer, never a fault of the job."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import asdict, replace
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from advisor.ingest import UnableToReadFile, read_file
from advisor.services import reading
from advisor.services.reading import MB, Limits, Ran, read_limited, result_of, run_reader

from .meter_files import a_day, half_hours

LIMA = ZoneInfo("America/Lima")


@pytest.fixture
def meter_file(tmp_path):
    path = tmp_path / "stored"
    path.write_bytes(half_hours("2026-04-01 00:00", [*a_day(0.1), None]) + b"2026-04-09 00:00,1_000\n")
    return path


def test_the_result_is_that_of_reading_in_this_process(meter_file):
    there = read_limited(meter_file, zone=LIMA, filename="a.csv", answers={"stamp": "end"})
    here = read_file(meter_file, zone=LIMA, filename="a.csv", answers={"stamp": "end"})
    assert there.as_document() == here.as_document()
    assert np.array_equal(there.supplies[0].series.kwh, here.supplies[0].series.kwh, equal_nan=True)
    assert (there.header, there.preview, there.refused_rows) == (here.header, here.preview, here.refused_rows)
    assert there.refused_rows


def test_a_refusal_arrives_with_its_values(tmp_path):
    path = tmp_path / "stored"
    path.write_bytes(b"a,b\n1\x00,2\n")
    with pytest.raises(UnableToReadFile) as unable:
        read_limited(path, zone=LIMA)
    assert (unable.value.finding.code, unable.value.finding.params) == ("nul_bytes", {"line": 2})


def test_too_little_memory_is_an_answer(tmp_path):
    path = tmp_path / "stored"
    path.write_bytes(half_hours("2020-01-01 00:00", [0.25] * 150_000))
    with pytest.raises(UnableToReadFile) as unable:
        read_limited(path, zone=LIMA, limits=replace(Limits(), memory_bytes=32 * MB))
    assert unable.value.finding.code == "too_heavy"


@pytest.mark.parametrize("limits", [replace(Limits(), cpu_seconds=1), replace(Limits(), wall_seconds=0.01)])
def test_too_little_time_is_an_answer(tmp_path, limits):
    path = tmp_path / "stored"
    path.write_bytes(half_hours("2020-01-01 00:00", [0.25] * 400_000))
    with pytest.raises(UnableToReadFile) as unable:
        read_limited(path, zone=LIMA, limits=limits)
    assert unable.value.finding.code == "took_too_long"


def test_a_file_that_is_gone_is_an_answer(tmp_path, caplog):
    with pytest.raises(UnableToReadFile) as unable:
        read_limited(tmp_path / "nothing", zone=LIMA)
    assert unable.value.finding.code == "reader_failed"
    assert "FileNotFoundError" in caplog.text


@pytest.mark.parametrize(
    ("status", "timed_out", "code"),
    [
        (-signal.SIGABRT, False, "too_heavy"),
        (-signal.SIGKILL, False, "too_heavy"),
        (-signal.SIGKILL, True, "took_too_long"),
        (-signal.SIGXCPU, False, "took_too_long"),
        (-signal.SIGSEGV, False, "reader_failed"),
        (0, False, "reader_failed"),
    ],
)
def test_each_end_of_the_process_has_its_sentence(status, timed_out, code):
    with pytest.raises(UnableToReadFile) as unable:
        result_of(Ran(None, status, timed_out, 0, 0.0))
    assert unable.value.finding.code == code


def test_a_value_that_is_no_result_is_a_failed_reading():
    with pytest.raises(UnableToReadFile) as unable:
        result_of(Ran(["something else"], 0, False, 0, 0.0))
    assert unable.value.finding.code == "reader_failed"


def test_nothing_is_left_behind_and_the_peak_is_known(meter_file, tmp_path, monkeypatch):
    monkeypatch.setattr(reading.tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    ran = run_reader("file", meter_file, zone=LIMA)
    assert ran.status == 0
    assert 10 * MB < ran.peak_bytes < 512 * MB
    assert list((tmp_path / "temporary").iterdir()) == []


def test_the_process_knows_nothing_of_the_application(meter_file, monkeypatch):
    """Neither settings nor secrets nor the libraries of database and web come along."""
    monkeypatch.setenv("ADVISOR_SECRET_KEY", "do not hand on")
    assert not any(name.startswith("ADVISOR") for name in reading._ENVIRONMENT)
    code = (
        "import sys, advisor.ingest.__main__; print([m for m in ('sqlalchemy','flask','pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


CONFINED = """
import os, resource, socket
from advisor.ingest.confinement import confine
confine({limits!r})
print(resource.getrlimit(resource.RLIMIT_DATA)[1], resource.getrlimit(resource.RLIMIT_NOFILE)[1])
print(sorted(line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="namespaces are of Linux")
def test_limits_hold_and_the_network_is_out_of_reach_where_the_kernel_allows():
    environment = {"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", CONFINED.format(limits=asdict(Limits()))],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    limits, interfaces = done.stdout.splitlines()
    assert limits == f"{Limits().memory_bytes} {Limits().open_files}"
    allowed = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode == 0
    assert interfaces == "['lo']" or not allowed
