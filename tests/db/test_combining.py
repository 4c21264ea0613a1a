"""Layers of a month come together by rule, whatever their steps and whatever order they arrive in."""

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.db.combining import combined
from advisor.energy.usage import Quality

from .slots import slots

M, E, X = Quality.MEASURED, Quality.ESTIMATED, Quality.MISSING


def every_order(layers):
    """Combine in each order; assert that all say the same and return it."""
    results = {}
    for order in permutations(layers):
        outcome = combined(order)
        key = (outcome.units.tobytes(), outcome.quality.tobytes(), outcome.sources.tobytes())
        results[key] = outcome
    assert len(results) == 1
    return next(iter(results.values()))


def test_three_steps_in_any_order():
    """Merging pair by pair failed here: 60 min (newer) with 30 min (older), then 15 min elsewhere, or 15 min first."""
    hour = slots([100, 0], quality=[M, X], step_minutes=60, source=2)
    halves = slots([60, 0, 0, 0], quality=[M, X, X, X], source=1)
    quarters = slots([0] * 7 + [9], quality=[X] * 7 + [M], step_minutes=15, source=3)
    outcome = every_order([hour, halves, quarters])
    assert outcome.step_minutes == 15
    assert outcome.units.tolist() == [30, 30, 20, 20, 0, 0, 0, 9]
    assert outcome.quality.tolist() == [E, E, E, E, X, X, X, M]
    assert outcome.sources.tolist() == [1, 1, 2, 2, 0, 0, 0, 3]


def test_measured_beats_estimated_whichever_upload_is_newer():
    old, new = slots([100], source=1), slots([900], quality=[E], source=2)
    assert every_order([old, new]).units.tolist() == [100]


def test_the_newer_upload_wins_at_the_same_rank():
    assert every_order([slots([100], source=1), slots([900], source=2)]).units.tolist() == [900]


def test_simulated_usage_gives_way_to_any_upload():
    assert every_order([slots([100], source=0), slots([900], source=1)]).units.tolist() == [900]


def test_a_blank_never_overwrites():
    kept = every_order([slots([100], source=1), slots([0], quality=[X], source=2)])
    assert (kept.units.tolist(), kept.sources.tolist()) == ([100], [1])


def test_the_rest_of_a_measured_hour_goes_to_the_slots_that_nothing_finer_measured():
    hour = slots([101, 50], step_minutes=60, source=1)
    halves = slots([60, 0, 0, 0], quality=[M, X, X, X], source=2)
    outcome = every_order([hour, halves])
    assert outcome.units.tolist() == [60, 41, 25, 25]
    assert outcome.quality.tolist() == [M, E, E, E]
    assert outcome.sources.tolist() == [2, 1, 1, 1]


def test_finer_slots_that_hold_more_than_the_hour_leave_nothing_for_the_rest():
    hour = slots([100], step_minutes=60, source=2)
    halves = slots([130, 0], quality=[M, X], source=1)
    outcome = every_order([hour, halves])
    assert (outcome.units.tolist(), outcome.quality.tolist()) == ([130, 0], [M, E])


def test_a_measured_hour_is_not_lost_to_newer_estimates_of_its_halves():
    hour = slots([100], step_minutes=60, source=1)
    halves = slots([70, 80], quality=[E, E], source=2)
    assert every_order([hour, halves]).units.tolist() == [50, 50]


def test_estimates_fill_only_what_is_free_newest_first():
    hour = slots([101], quality=[E], step_minutes=60, source=2)
    halves = slots([7, 8], quality=[E, X], source=3)
    outcome = every_order([hour, halves])
    assert (outcome.units.tolist(), outcome.sources.tolist()) == ([7, 50], [3, 2])


def test_layers_of_different_scales_keep_their_digits():
    outcome = every_order([slots([100], source=1, scale_kwh=1e-3), slots([0], quality=[X], source=2, scale_kwh=1e-6)])
    assert (outcome.scale_kwh, outcome.units.tolist()) == (1e-3, [100])
    outcome = every_order(
        [slots([100, 0], quality=[M, X], source=1), slots([0, 7], quality=[X, M], source=2, scale_kwh=1e-6)]
    )
    assert (outcome.scale_kwh, outcome.units.tolist()) == (1e-6, [100_000, 7])


def test_nothing_gives_nothing():
    assert combined([]) is None
    assert combined([slots([0], quality=[X])]) is None


@st.composite
def some_layers(draw):
    """Layers of four hours at several steps, each of its own upload."""
    made = []
    for source in range(1, draw(st.integers(2, 4)) + 1):
        step = draw(st.sampled_from([15, 30, 60]))
        count = 240 // step
        units = draw(st.lists(st.integers(0, 9), min_size=count, max_size=count))
        quality = draw(st.lists(st.sampled_from([X, E, M]), min_size=count, max_size=count))
        made.append(slots(units, quality=quality, source=source, step_minutes=step))
    return made


@settings(max_examples=150)
@given(some_layers())
def test_the_order_of_arrival_cannot_matter(layers):
    if any(layer.quality.any() for layer in layers):
        every_order(layers)


@settings(max_examples=150)
@given(some_layers())
def test_no_slot_is_lost_and_no_energy_is_counted_twice(layers):
    told = [layer for layer in layers if layer.quality.any()]
    if not told:
        return
    outcome = combined(told)
    step = outcome.step_minutes
    covered = np.zeros(240 // step, bool)
    for layer in told:
        covered |= np.repeat(layer.quality > 0, layer.step_minutes // step)
    assert np.array_equal(outcome.quality > 0, covered)
    coarsest = max(layer.step_minutes for layer in told)
    newest = [layer for layer in told if layer.step_minutes == coarsest][-1]
    parts = coarsest // step
    sums = outcome.units.reshape(-1, parts).sum(axis=1)
    finer = [layer for layer in told if layer.step_minutes < coarsest]
    most = np.zeros(240 // coarsest)
    for layer in finer:
        most += np.where(layer.quality == M, layer.units, 0).reshape(240 // coarsest, -1).sum(axis=1)
    measured = newest.quality == M
    # At least what the hour metered, unless only finer measured slots make it up; never more than the greater of both.
    assert (sums[measured] <= np.maximum(newest.units, most)[measured]).all()
