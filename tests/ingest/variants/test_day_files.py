"""Rows of a day on days when clocks change: each value at its moment or missing, never at another moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.ingest import ReadResult, read_file
from tests.ingest.variants.day_files import AUTUMN, COLUMNS, SPRING, ZONES, DayFile, difference, fitting, missing, write

MADRID = "Europe/Madrid"
BOTH = DayFile(MADRID, "clock", True, "blank", "sum", 60, date(2025, 3, 20), 240, seed=1)
IN_SPRING, IN_AUTUMN = replace(BOTH, days=20), replace(BOTH, first=date(2025, 10, 15), days=20)

day_files = st.builds(
    DayFile,
    zone=st.sampled_from(ZONES),
    columns=st.sampled_from(COLUMNS),
    by_clock=st.booleans(),
    empty=st.sampled_from(SPRING),
    doubled=st.sampled_from(AUTUMN),
    step_minutes=st.sampled_from((60, 60, 30, 15)),
    first=st.dates(date(2023, 1, 1), date(2024, 12, 1)),
    days=st.sampled_from((40, 40, 120, 240)),
    seed=st.integers(0, 999),
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(day_files)
def test_no_value_stands_at_another_moment(file: DayFile) -> None:
    assert difference(fitting(file)) is None


def read(file: DayFile) -> ReadResult:
    return read_file(write(fitting(file))[0], zone=ZoneInfo(file.zone), answers={"unit": "Wh"})


def codes(result: ReadResult) -> set[str]:
    return {finding.code for finding in result.findings}


@pytest.mark.parametrize(
    ("file", "gaps", "said"),
    [
        # The empty hour of spring is no gap; a day of 23 hours says that the columns are hours of the clock.
        (IN_SPRING, 0, False),
        (replace(IN_SPRING, empty="zero"), 0, False),
        (replace(IN_SPRING, columns="number", by_clock=True), 0, False),
        (replace(IN_SPRING, columns="number", by_clock=False), 0, False),
        # One column for both hours of autumn may hold the first, the second or their sum: both stay missing.
        (IN_AUTUMN, 2, True),
        (replace(IN_AUTUMN, doubled="first", step_minutes=15), 8, True),
        # A column for the hour more leaves nothing open, be it the second 2 h or the 25th of the day.
        (replace(IN_AUTUMN, columns="clock_twice"), 0, False),
        (replace(IN_AUTUMN, columns="clock_twice", empty="zero"), 0, False),
        (replace(IN_AUTUMN, columns="number_twice", step_minutes=30), 0, False),
        (replace(IN_AUTUMN, columns="number_more"), 0, False),
        (replace(IN_AUTUMN, columns="number_more", empty="zero"), 0, False),
        # Numbers 1 to 24 alone in autumn: of the clock or counted on? From 2 h on the day stays missing.
        (replace(IN_AUTUMN, columns="number", by_clock=True), 23, True),
        # A spring in the same file tells: the 25th hour is what was lost.
        (replace(BOTH, columns="number", by_clock=False), 1, False),
        (replace(BOTH, columns="number", by_clock=True), 2, True),
    ],
)
def test_what_is_known_of_a_day_of_another_length(file: DayFile, gaps: int, said: bool) -> None:
    result = read(file)
    assert missing(result) == gaps
    assert ("clock_change_unclear" in codes(result)) == said
    assert difference(fitting(file)) is None


def test_a_value_for_an_hour_that_was_not_leaves_the_rest_of_the_day_open() -> None:
    """On 30 March Madrid has no 2 h; a file with a value there follows another clock, or counts the hours."""
    lines = ["Fecha;" + ";".join(f"{hour:02d}:00" for hour in range(24)) + ";Unidad"]
    lines += [f"2025-03-{day};" + ";".join(["0.3"] * 24) + ";kWh" for day in range(26, 32)]
    result = read_file("\n".join(lines).encode(), zone=ZoneInfo(MADRID))
    kwh = result.supplies[0].series.kwh
    assert "clock_change_unclear" in codes(result)
    assert np.flatnonzero(np.isnan(kwh)).tolist() == list(range(4 * 24 + 2, 4 * 24 + 23))


def test_a_25th_value_where_clocks_never_change_is_left_out_and_told() -> None:
    lines = ["Fecha;" + ";".join(f"H{hour}" for hour in range(1, 26)) + ";Unidad"]
    lines += [
        f"2025-10-{day};" + ";".join(["0.3"] * 24) + (";0.7" if day == 26 else ";") + ";kWh" for day in range(20, 30)
    ]
    result = read_file("\n".join(lines).encode(), zone=ZoneInfo("America/Lima"))
    (told,) = [finding for finding in result.findings if finding.code == "surplus_hour"]
    assert (told.row, told.params["count"]) == (8, 1)
    np.testing.assert_allclose(result.supplies[0].series.kwh, 0.3)
    assert result.supplies[0].values == 240


def test_days_of_a_zone_that_skips_midnight_are_whole_rows() -> None:
    """Santiago went from 24:00 on 6 September 2025 to 01:00: the day exists, in days and in hours."""
    lines = ["Fecha;Consumo (kWh)", *(f"2025-09-{day:02d};{7 + day % 3},{7 * day % 10}" for day in range(1, 15))]
    result = read_file("\n".join(lines).encode(), zone=ZoneInfo("America/Santiago"))
    assert (result.rows.refused, result.supplies[0].values, result.supplies[0].local_days) == (0, 14, True)
    assert difference(replace(BOTH, zone="America/Santiago", first=date(2025, 8, 25), days=30)) is None
