"""A known series written down in any way reads back the same, or the reader asks: it is never silently wrong."""

from __future__ import annotations

from datetime import datetime

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.ingest import read_file
from tests.ingest.files import DATE_STYLES, LIMA, Writing, half_hours, write_file

writings = st.builds(
    Writing,
    separator=st.sampled_from([",", ";", "\t", "|"]),
    decimal=st.sampled_from([".", ","]),
    date_style=st.sampled_from(sorted(set(DATE_STYLES) - {"compact"})),
    twelve_hour=st.booleans(),
    two_columns=st.booleans(),
    stamp_end=st.booleans(),
    unit=st.sampled_from(["kWh", "Wh", "kW", "W"]),
    register=st.just(False),
    newest_first=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252", "utf-16-le"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoted=st.booleans(),
    preamble=st.booleans(),
)
seeds = st.integers(min_value=0, max_value=10_000)
lengths = st.integers(min_value=1, max_value=40)
days = st.dates(min_value=datetime(2015, 1, 1).date(), max_value=datetime(2027, 12, 1).date())


def a_home(seed: int, length: int) -> list[int]:
    """Return the half hours of some days in Wh, never all alike."""
    return np.random.default_rng(seed).integers(1, 2_000, size=48 * length).tolist()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(writing=writings, seed=seeds, length=lengths, day=days)
def test_a_series_of_whole_days_reads_back_or_is_asked_about(
    writing: Writing, seed: int, length: int, day: object
) -> None:
    """Values in whole Wh, from a midnight on: the total, the first start and every value come back."""
    watt_hours = a_home(seed, length)
    starts = half_hours(datetime.combine(day, datetime.min.time()), len(watt_hours))
    content = write_file(starts, [value / 1000 for value in watt_hours], writing)

    result = read_file(content, filename="medidor.csv", zone=LIMA)

    (supply,) = result.supplies
    same = (
        supply.channel == "import"
        and supply.step_minutes == 30
        and supply.series.start.astimezone(LIMA).replace(tzinfo=None) == starts[0]
        and len(supply.series) == len(watt_hours)
        and np.allclose(supply.series.kwh, np.array(watt_hours) / 1000, atol=2e-6)
    )
    assert same or result.questions, (writing, supply.as_document(LIMA))
    assert result.rows.refused == 0
    assert result.rows.lines == result.rows.header + result.rows.blank + result.rows.read


@settings(max_examples=20, deadline=None)
@given(writing=writings, seed=seeds, length=lengths, day=days, unit=st.sampled_from(["kWh", "Wh"]))
def test_a_register_reads_back_as_the_energy_between_its_readings(
    writing: Writing, seed: int, length: int, day: object, unit: str
) -> None:
    """N+1 readings give N intervals, whatever way they are written."""
    watt_hours = a_home(seed, length)
    writing = Writing(**{**writing.__dict__, "register": True, "unit": unit, "stamp_end": False})
    starts = half_hours(datetime.combine(day, datetime.min.time()), len(watt_hours))
    content = write_file(starts, [value / 1000 for value in watt_hours], writing)

    result = read_file(content, filename="lecturas.csv", zone=LIMA)

    (supply,) = result.supplies
    same = (
        result.kind == "register"
        and supply.series.start.astimezone(LIMA).replace(tzinfo=None) == starts[0]
        and len(supply.series) == len(watt_hours)
        and np.allclose(supply.series.kwh, np.array(watt_hours) / 1000, atol=2e-6)
    )
    assert same or result.questions, (writing, supply.as_document(LIMA))
