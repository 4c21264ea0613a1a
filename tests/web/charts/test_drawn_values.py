"""What is drawn stands where its number says, for any numbers: columns of a change, ranges, before and after."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from itertools import accumulate
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.web import charts
from advisor.web.charts.scale import figure, scale_for
from advisor.web.charts.solar_day import overlap_of
from advisor.web.charts.waterfall import signed

CAPTION = charts.Caption("a", "b", "c")
STARTS = "from {amount}"
SVG = "{http://www.w3.org/2000/svg}"
soles = st.decimals(min_value=-500, max_value=500, places=2)
totals = st.decimals(min_value=1, max_value=5000, places=2)
energy = st.floats(min_value=0, max_value=1e6, allow_nan=False)
month = st.none() | energy


def parsed(markup):
    return ElementTree.fromstring(str(markup))


def by_class(root, name):
    return [node for node in root.iter() if name in (node.get("class") or "").split()]


def share(value):
    return float(value.rstrip("%"))


def stands_inside(root):
    """Every number is one, no rectangle is negative, and every mark lies within the picture."""
    height = float(root.get("height"))
    for node in root.iter():
        for value in node.attrib.values():
            assert not re.search(r"\b(nan|inf)\b", value), ElementTree.tostring(node)
        if node.tag == f"{SVG}rect" and node.get("x"):
            assert share(node.get("x")) >= -0.01
            assert share(node.get("x")) + share(node.get("width")) <= 100.05
            assert float(node.get("height")) >= 0
            assert -0.1 <= float(node.get("y")) <= height
            assert float(node.get("y")) + float(node.get("height")) <= height + 0.2
        if node.tag in (f"{SVG}circle", f"{SVG}text") and (node.get("cy") or node.get("y")):
            assert -0.1 <= float(node.get("cy") or node.get("y")) <= height


def change(first, amounts):
    steps = [charts.Step(f"s{i}", amount) for i, amount in enumerate(amounts)]
    last = charts.Total("last", first + sum(amounts))
    return charts.waterfall(charts.Total("first", first), steps, last, caption=CAPTION, starts_at=STARTS)


@given(totals, st.lists(soles, max_size=6))
def test_a_change_of_the_bill_stays_inside_and_each_step_begins_where_the_last_ended(first, amounts):
    root = parsed(change(first, amounts))
    stands_inside(root)
    joins = by_class(root, "chart-join")
    assert len(joins) == len(amounts) + 1
    levels = list(accumulate(amounts, initial=first))
    heights = [float(node.get("y1")) for node in joins]
    for (one, high), (other, low) in zip(
        sorted(zip(levels, heights, strict=True)), sorted(zip(levels, heights, strict=True))[1:], strict=False
    ):
        assert one <= other
        assert high >= low, "a larger amount stands lower"


@given(totals, st.lists(soles, max_size=6))
def test_every_step_says_its_sign_and_amount(first, amounts):
    root = parsed(change(first, amounts))
    told = [node.text for node in by_class(root, "chart-text--strong")]
    assert [signed(amount) for amount in amounts if signed(amount) not in told] == []
    assert len(by_class(root, "chart-rise")) == sum(amount > 0 for amount in amounts)
    assert len(by_class(root, "chart-fall")) == sum(amount < 0 for amount in amounts)


def test_steps_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match=r"not to 99\.0"):
        charts.waterfall(
            charts.Total("a", Decimal("100.0")),
            [charts.Step("b", Decimal("-0.9"))],
            charts.Total("c", Decimal("99.0")),
            caption=CAPTION,
            starts_at=STARTS,
        )


def test_a_small_change_starts_above_zero_and_says_where():
    small = change(Decimal("118.2"), [Decimal("-3.9"), Decimal("0.5")])
    assert "from 110" in small
    assert len(by_class(parsed(small), "chart-tear")) == 2
    large = change(Decimal("118.2"), [Decimal("-78.5")])
    assert "from" not in large
    assert not by_class(parsed(large), "chart-tear")


def test_from_zero_the_columns_are_in_proportion():
    tall, short = by_class(parsed(change(Decimal(100), [Decimal(-60)])), "chart-usage")
    assert float(short.get("height")) == pytest.approx(0.4 * float(tall.get("height")), abs=0.1)


@given(st.lists(st.tuples(soles, soles, soles).map(sorted), min_size=1, max_size=8))
def test_savings_stand_inside_and_costs_lie_left_of_zero(ranges):
    rows = [charts.Saving("x", low, expected, high, figure="f") for low, expected, high in ranges]
    root = parsed(charts.savings(rows, caption=CAPTION, unit="soles", costs="more"))
    stands_inside(root)
    zero = share(by_class(root, "chart-axis")[0].get("x1"))
    costs, saves = by_class(root, "chart-costs"), by_class(root, "chart-saves")
    assert len(costs) == sum(row.expected < 0 for row in rows)
    assert all(share(bar.get("x")) <= zero + 0.01 for bar in costs)
    assert all(share(bar.get("x")) == pytest.approx(zero, abs=0.02) for bar in saves)


def before_and_after(measured, width):
    months = [
        charts.Month("m", used, None if used is None else charts.Adjusted(used - width, used, used + width), "w")
        for used in measured
    ]
    words = charts.VerificationWords("used", "would", "missing")
    return charts.verification(months, charts.Change(len(months) // 2, "change"), caption=CAPTION, words=words)


@given(st.lists(month, max_size=24), energy)
def test_before_and_after_has_a_point_for_each_known_month_and_a_line_for_each_stretch(measured, width):
    root = parsed(before_and_after(measured, width))
    stands_inside(root)
    known = [value is not None for value in measured]
    assert len(by_class(root, "chart-point")) == sum(known)
    stretches = sum(now and not before for before, now in zip([False, *known], known, strict=False))
    assert len(by_class(root, "chart-used")) == len(by_class(root, "chart-band")) == stretches


@given(st.lists(energy))
def test_a_scale_holds_its_values_and_its_figures_are_round(values):
    scale = scale_for(values, top_px=10, bottom_px=110)
    assert all(9.9 <= scale.y(value) <= 110.1 for value in values)
    ticks = scale.ticks()
    assert ticks[0] == 0
    assert len(ticks) <= 6
    assert all(re.fullmatch(r"[\d,]+(\.\d{1,4})?", figure(tick)) for tick in ticks)
    assert len({figure(tick) for tick in ticks}) == len(ticks)


@given(st.lists(st.tuples(energy, energy), min_size=1, max_size=24))
def test_what_of_the_sun_is_used_is_never_more_than_there_is_or_is_used(hours):
    sun, load = ([(i, pair[k]) for i, pair in enumerate(hours)] for k in (0, 1))
    overlap = overlap_of(sun, load)
    assert [value for slot, value in overlap if slot == int(slot)][: len(hours)]
    for slot, value in overlap:
        left = math.floor(slot)
        right = min(left + 1, len(hours) - 1)
        for line in (sun, load):
            height = line[left][1] + (slot - left) * (line[right][1] - line[left][1])
            assert value <= height * (1 + 1e-6) + 1e-3


@given(st.lists(month, max_size=12), st.none() | energy)
def test_tiny_bars_show_only_the_months_there_are(values, limit):
    root = parsed(charts.sparkbars(values, words="w", limit_kwh=limit))
    stands_inside(root)
    assert len(by_class(root, "chart-usage")) == sum(value is not None for value in values)
    passed = limit is not None and any(value is not None and value > limit for value in values)
    assert bool(by_class(root, "chart-limit")) == passed


def test_tiny_bars_without_words_are_hidden_from_readers():
    assert parsed(charts.sparkbars([1.0, None])).get("aria-hidden") == "true"
    assert parsed(charts.sparkbars([1.0], words="doce meses")).get("role") == "img"


@pytest.mark.parametrize("expected_kwh", [12, 52, 90, 120, 139])
def test_the_name_of_what_is_expected_has_room_and_leaves_the_limits_name_alone(expected_kwh):
    words = f"fin del periodo: {expected_kwh} kWh"
    drawing = charts.progress_to_limit(
        used=None,
        expected=charts.Reached(expected_kwh, words),
        limit=charts.LimitLine(140, "140 kWh"),
        caption=charts.Caption("", "", "p"),
    )
    texts = {node.text: node for node in parsed(drawing).iter(f"{SVG}text")}
    wide = 100 * 6.3 * len(words) / 320  # a letter of 12 px takes 6.3 px; the picture of a phone is 320 px wide
    name, limit = texts[words], texts["140 kWh"]
    left = share(name.get("x")) - (wide if name.get("text-anchor") == "end" else 0)
    assert left >= 0
    if name.get("y") == limit.get("y"):
        assert left + wide <= share(limit.get("x"))
