"""A list of intervals judged at once says what judging its members one by one says, or says nothing."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.usage import Quality
from advisor.ingest.json_files.columns import columns_of
from advisor.ingest.json_files.intervals import one_by_one
from advisor.ingest.json_files.members import BadBody, Problems

UNTIL = datetime(2026, 6, 1, tzinfo=timezone.utc)
START = datetime(2026, 5, 1, tzinfo=timezone(timedelta(hours=-5)))
WRITTEN = ("2026-05-01T00:00:00-05:00", "2026-05-01T05:00:00Z", "2026-05-01T05:00Z", "2026-05-01T05:00:00.000Z",
           "2026-05-01T00:15:00-05:00", "2026-05-01T10:45:00+05:30", "2026-05-01 05:00:00Z", "20260501T050000Z",
           "2026-05-01T05:00:30Z", "2026-05-01T05:00:30+00:00:30", "2026-05-01T05:00:00.5Z", "2026-05-01T05:00:00",
           "2026-02-30T05:00:00Z", "2026-05-01T24:00:00Z", "2026-05-01T05:60:00Z", "1989-12-31T23:30:00Z",
           "1990-01-01T00:30:00+14:00", "2100-01-01T00:00:00+05:00", "2026-06-01T00:00:00Z", "2026-06-01T00:15:00Z",
           "2026-05-01T٠5:00:00Z", "2026-05-01", "", "now", "NaT", None, 1777611600, True)  # fmt: skip
KWH = (0.1, 1, 0, 0.0, None, -0.1, True, "0.1", 1e308, 10**400, float("inf"), 24.9, 25.1, 1e6, [], {})
LENGTHS = (15, 30, 60, 7, 0, -15, True, 15.0, "15", None)
QUALITY = ("measured", "estimated", "missing", 1, None, ["measured"])


def told(start=WRITTEN[0], kwh=0.1, **more) -> dict:
    """Return an interval of a body; `more` is its end or step, and its quality."""
    length = {} if {"end", "step_minutes"} & set(more) else {"step_minutes": 15}
    return {"start": start, "kwh": kwh, **length, **more}


usual = st.builds(
    lambda place, step, kwh, quality: told(
        (START + timedelta(minutes=15 * place)).isoformat(), kwh, step_minutes=step, quality=quality
    ),
    st.integers(0, 9), st.just(15), st.sampled_from((0.1, 1, None)), st.sampled_from(("measured", "estimated")),
)  # fmt: skip
members = {
    "start": st.sampled_from(WRITTEN),
    "kwh": st.sampled_from(KWH),
}
odd = st.one_of(
    st.fixed_dictionaries(members, optional={"step_minutes": st.sampled_from(LENGTHS),
                                             "end": st.sampled_from(WRITTEN),
                                             "quality": st.sampled_from(QUALITY), "more": st.just(1)}),
    st.sampled_from((None, [], "x", 3, {})),
)  # fmt: skip
bodies = st.one_of(
    st.lists(usual, min_size=1, max_size=6),
    st.lists(st.one_of(usual, odd), min_size=1, max_size=3),
    st.lists(odd, min_size=1, max_size=2),
    st.lists(members["start"], min_size=1, max_size=3).map(lambda starts: [told(start) for start in starts]),
    st.tuples(*[members["start"]] * 2).map(lambda ends: [told(ends[0], end=ends[1])]),
    members["kwh"].map(lambda kwh: [told(kwh=kwh)]),
)


@given(bodies, st.sampled_from((1.0, 0.001)), st.sampled_from((None, UNTIL)))
def test_what_is_taken_at_once_is_what_is_taken_one_by_one(body, factor, until):
    read = columns_of(body, factor=factor, until=until)
    if read is None:
        return
    alone = one_by_one(body, factor=factor, until=until, problems=Problems())
    assert read.step == alone.step
    for name in ("starts", "kwh", "codes"):
        one, other = getattr(read, name), getattr(alone, name)
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("written", WRITTEN[:4])
def test_what_programs_write_is_taken_at_once(written):
    read = columns_of([told(written, kwh=200, quality="estimated")], factor=0.001, until=UNTIL)
    five_in_the_morning = 1_777_611_600 // 60
    assert (read.starts.tolist(), read.kwh.tolist(), read.step) == ([five_in_the_morning], [0.2], 15)
    assert read.codes.tolist() == [Quality.ESTIMATED]


def test_two_offsets_and_ends_are_taken_at_once():
    """The clocks of Madrid go forward at 2 o'clock on 29 March 2026."""
    body = [
        told("2026-03-29T01:00:00+01:00", None, end="2026-03-29T03:00:00+02:00"),
        told("2026-03-29T03:00:00+02:00", 0.5, end="2026-03-29T04:00:00+02:00"),
    ]
    read = columns_of(body, factor=1.0, until=UNTIL)
    assert read.step == 60
    assert np.diff(read.starts).tolist() == [60]
    assert np.isnan(read.kwh[0])
    assert read.kwh[1] == 0.5


@pytest.mark.parametrize(
    "wrong",
    [told("2026-05-01T00:30:00-05:00", step_minutes=30), told(), told(kwh=True), told(start="2026-05-01T05:07:00Z"),
     told(start="2026-05-01T00:15:00"), {**told(WRITTEN[4]), "end": WRITTEN[5]}, {**told(WRITTEN[4]), "more": 1}],
)  # fmt: skip
def test_one_that_is_wrong_among_right_ones_is_left_to_be_explained(wrong):
    body = [told(), wrong]
    assert columns_of(body, factor=1.0, until=UNTIL) is None
    with pytest.raises(BadBody):
        one_by_one(body, factor=1.0, until=UNTIL, problems=Problems())
