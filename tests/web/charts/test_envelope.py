"""The picture of every reading: gaps stay gaps, nothing is lost but what a column joins."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from advisor.energy.usage import Quality
from advisor.web.charts.envelope import (
    MOST_COLUMNS,
    PLAIN_UP_TO,
    Stretch,
    Tick,
    columns_of,
    envelope,
    readings_together,
)
from advisor.web.charts.svg import Caption

CAPTION = Caption(title="Lecturas", description="Tu hora de más consumo", name="readings")


def drawn(kwh, *, quality=None, together=1, **parts):
    values = np.array([np.nan if value is None else value for value in kwh], dtype=float)
    codes = np.where(np.isnan(values), Quality.MISSING, Quality.MEASURED) if quality is None else np.array(quality)
    columns = columns_of(values, codes.astype(np.uint8), together=together)
    return ElementTree.fromstring(str(envelope(columns, caption=CAPTION, ticks=parts.pop("ticks", ()), **parts)))


def path(tree, name):
    found = [node for node in tree.iter() if f"chart-readings--{name}" in (node.get("class") or "")]
    assert len(found) == 1
    return found[0].get("d")


@pytest.mark.parametrize(
    ("days", "step", "together"),
    [(1, 15, 1), (14, 15, 1), (31, 30, 1), (31, 15, 4), (365, 60, 12), (365, 30, 24), (365, 15, 48), (366, 1440, 1)],
)
def test_a_column_joins_the_fewest_readings_that_divide_a_day(days, step, together):
    assert readings_together(days=days, step_minutes=step) == together


@pytest.mark.parametrize("step", [1, 5, 15, 30, 60, 720, 1440])
def test_no_window_has_more_columns_than_can_be_seen(step):
    for days in range(1, 367):
        together = readings_together(days=days, step_minutes=step)
        columns = days * 1440 // step / together
        assert columns <= (PLAIN_UP_TO if together == 1 else MOST_COLUMNS)
        assert (1440 // step) % together == 0


def test_a_column_keeps_its_lowest_mean_and_highest_reading():
    columns = columns_of(np.array([1.0, 2.0, 6.0, 4.0, np.nan, np.nan]), np.array([2, 2, 2, 1, 0, 0]), together=3)
    assert columns.lowest.tolist() == [1, 4]
    assert columns.mean.tolist() == [3, 4]
    assert columns.highest.tolist() == [6, 4]
    assert columns.codes.tolist() == [Quality.MEASURED, Quality.ESTIMATED]
    assert columns.partly.tolist() == [False, True]


def test_readings_stand_as_steps_on_zero_and_the_highest_reaches_the_top():
    d = path(drawn([0.5, 1.0]), "measured")
    ground, half, top, back = map(int, re.fullmatch(r"M0,(\d+)V(\d+)H1V(\d+)H2V(\d+)Z", d).groups())
    assert ground == back > half > top
    assert ground - top == pytest.approx(2 * (ground - half), abs=1)


def test_a_gap_is_left_open_and_marked_and_never_a_zero():
    tree = drawn([1.0, None, None, 1.0])
    assert path(tree, "measured").count("M") == 2
    assert re.search(r"M0,\d+V\d+H1V\d+Z", path(tree, "measured"))
    assert re.search(r"M3,\d+V\d+H4V\d+Z", path(tree, "measured"))
    assert re.fullmatch(r"M1,\d+H3", path(tree, "missing"))


def test_estimated_readings_are_drawn_apart_from_measured_ones():
    tree = drawn([1.0, 1.0, 1.0], quality=[2, 1, 2])
    assert path(tree, "measured").count("M") == 2
    assert path(tree, "estimated").startswith("M1,")


def test_a_joined_column_goes_from_lowest_to_highest_without_touching_zero():
    tree = drawn([1.0, 2.0, 1.0, 2.0], together=2)
    d = path(tree, "measured")
    heights = {int(y) for y in re.findall(r"[,V](\d+)", d)}
    assert len(heights) == 2
    assert max(heights) < int(re.match(r"M0,(\d+)", path(drawn([1.0]), "measured")).group(1))
    assert path(tree, "mean") == ""


def test_the_mean_is_drawn_where_many_readings_are_joined_and_breaks_at_gaps():
    day = [0.1] * 24
    assert path(drawn([*day, *[None] * 24, *day], together=24), "mean").count("M") == 2


def test_a_window_without_any_reading_has_an_axis_and_only_its_gap():
    tree = drawn([None, None])
    assert path(tree, "measured") == path(tree, "estimated") == ""
    assert path(tree, "missing")


def test_ticks_and_what_can_be_pointed_at_lie_where_they_belong():
    tree = drawn([1.0] * 4, ticks=[Tick(0.5, "jue <8>")], stretches=[Stretch(0.0, 0.25, "a las 0:00: 1 kWh")])
    label = next(node for node in tree.iter() if node.text == "jue <8>")
    assert label.get("x") == "54.5%"
    mark = next(node for node in tree.iter() if "chart-mark" in (node.get("class") or ""))
    assert [node.text for node in mark.iter() if node.tag.endswith("title")] == ["a las 0:00: 1 kWh"]
