"""Registers in files: rollovers, replacements, slips, sensors that fall silent, two tariffs; never negative."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.ingest import ReadResult, read_file
from tests.ingest.files import LIMA

START = datetime(2024, 5, 1)


def a_register(first: float, *, count: int = 97, digits: int | None = None, seed: int = 5) -> np.ndarray:
    """Hourly readings of a home with three decimals; a register of so many digits begins again at zero."""
    grown = np.random.default_rng(seed).integers(50, 900, size=count - 1) / 1000
    readings = first + np.concatenate([[0.0], np.cumsum(grown)])
    return np.round(readings % 10**digits if digits else readings, 3)


def read(readings: np.ndarray, *, name: str = "Lectura (kWh)", absent: tuple[int, ...] = ()) -> ReadResult:
    lines = [f"Fecha y hora;{name}"]
    for index, reading in enumerate(readings):
        if index not in absent:
            lines.append(f"{START + timedelta(hours=index):%Y-%m-%d %H:%M};{reading:.3f}".replace(".", ","))
    return read_file("\n".join(lines).encode(), zone=LIMA)


def codes(result: ReadResult) -> set[str]:
    return {finding.code for finding in result.findings}


@settings(max_examples=25, deadline=None)
@given(digits=st.integers(4, 6), before_kwh=st.integers(1, 20), seed=st.integers(0, 999))
def test_a_register_that_passes_its_last_number_loses_nothing(digits: int, before_kwh: int, seed: int) -> None:
    first = float(10**digits - before_kwh)
    true = float(a_register(first, seed=seed)[-1]) - first
    result = read(a_register(first, digits=digits, seed=seed))
    assert result.supplies[0].total_kwh == pytest.approx(true, abs=0.001)
    assert result.supplies[0].values == 96
    assert ("register_rolled_over" in codes(result)) == (true >= before_kwh)


@settings(max_examples=25, deadline=None)
@given(at=st.integers(3, 93), first=st.sampled_from((812.5, 41_253.7, 88_000.0)), new=st.sampled_from((0.0, 3.4)))
def test_a_new_meter_leaves_one_interval_empty(at: int, first: float, new: float) -> None:
    old = a_register(first)
    result = read(np.concatenate([old[:at], new + old[at:] - old[at]]))
    supply = result.supplies[0]
    assert np.isnan(supply.series.kwh[at - 1])
    assert supply.total_kwh == pytest.approx(old[at - 1] - old[0] + old[-1] - old[at], abs=0.001)
    assert "register_fell" in codes(result)


@settings(max_examples=25, deadline=None)
@given(at=st.integers(2, 80), count=st.integers(1, 8), value=st.sampled_from((0.0, 4.125, 97_000.0)))
def test_a_sensor_that_falls_silent_for_hours_is_left_out(at: int, count: int, value: float) -> None:
    true = a_register(41_253.7)
    spoiled = true.copy()
    spoiled[at : at + count] = value
    result = read(spoiled)
    supply = result.supplies[0]
    assert supply.total_kwh == pytest.approx(true[-1] - true[0], abs=0.001)
    assert (supply.series.kwh >= 0).all()
    assert result.rows.refused == count


@pytest.mark.parametrize("fall", [0.001, 0.05, 0.1])
def test_a_fall_within_the_tolerance_is_rounding_and_loses_nothing(fall: float) -> None:
    readings = a_register(41_253.7)
    readings[40] = round(readings[39] - fall, 3)
    supply = read(readings).supplies[0]
    assert supply.total_kwh == pytest.approx(readings[-1] - readings[0], abs=0.001)
    assert (supply.series.kwh >= 0).all()


def test_days_without_a_reading_are_spread_and_marked() -> None:
    readings = a_register(41_253.7)
    result = read(readings, absent=tuple(range(20, 75)))
    supply = result.supplies[0]
    assert supply.total_kwh == pytest.approx(readings[-1] - readings[0], abs=0.001)
    assert supply._count(1) == 56
    assert "register_gap_spread" in codes(result)


def test_a_rollover_of_a_register_in_watt_hours_is_told_by_its_own_digits() -> None:
    watt_hours = np.round(a_register(99_990.0, digits=5) * 1000, 0)
    lines = ["timestamp,Meter reading (Wh)"]
    lines += [f"{START + timedelta(hours=index):%Y-%m-%d %H:%M},{value:.0f}" for index, value in enumerate(watt_hours)]
    supply = read_file("\n".join(lines).encode(), zone=LIMA).supplies[0]
    assert supply.total_kwh == pytest.approx(a_register(99_990.0)[-1] - 99_990.0, abs=0.001)


def test_two_tariffs_are_added_and_a_new_meter_in_one_empties_the_sum_there() -> None:
    day, night = a_register(5000.0, seed=1), a_register(7000.0, seed=2)
    night[50:] -= night[50] - 1.0
    lines = ["Fecha y hora;Lectura T1 (kWh);Lectura T2 (kWh)"]
    for index, (one, two) in enumerate(zip(day, night, strict=True)):
        lines.append(f"{START + timedelta(hours=index):%Y-%m-%d %H:%M};{one:.3f};{two:.3f}".replace(".", ","))
    result = read_file("\n".join(lines).encode(), zone=LIMA)
    series = result.supplies[0].series
    assert np.isnan(series.kwh[49])
    both = np.diff(day) + np.diff(night)
    assert np.nansum(series.kwh) == pytest.approx(both.sum() - both[49], abs=0.001)
    assert {"register_fell", "partial_values"} <= codes(result)
