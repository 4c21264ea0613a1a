"""Pictures: what the numbers say is what is drawn."""

from __future__ import annotations

import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from advisor.web import charts

CAPTION = charts.Caption(title="Doce meses", description="Pasaste 140 kWh en uno", name="months")
LIMIT = charts.LimitLine(140, "140 kWh")
WEEK = [[0.1] * 24 for _ in range(7)]


def year(*, missing=None, estimated=None):
    return [
        charts.Bar("x", None if i == missing else 100 + 10 * i, f"mes {i}", estimated=i == estimated) for i in range(12)
    ]


def parsed(markup):
    return ElementTree.fromstring(str(markup))


def by_class(tree, name):
    return [node for node in tree.iter() if name in (node.get("class") or "").split()]


def everything():
    forecast = [charts.ForecastBar("ago", 100, 120, 150)]
    hours = [charts.HourBand(0.1, 0.2, 0.4)] * 48
    return {
        "months": charts.monthly_bars(
            year(missing=3), caption=CAPTION, missing="sin dato", forecast=forecast, limit=LIMIT
        ),
        "no months": charts.monthly_bars([], caption=CAPTION, missing="sin dato"),
        "days": charts.daily_bars(year(missing=0), caption=CAPTION, missing="sin dato"),
        "week": charts.week_by_hour(
            WEEK, days=list("lmmjvsd"), caption=CAPTION, peak=charts.PeakWindow(18, 23, "hora punta"), hour="{hour} h"
        ),
        "hours": charts.forecast_band(
            hours,
            caption=CAPTION,
            words=charts.BandWords("a", "b"),
            days=[charts.DayMark(0, "lun")],
            history_kwh=[1, None, 2],
        ),
        "coming months": charts.months_band(forecast * 12, caption=CAPTION, limit=LIMIT),
        "progress": charts.progress_to_limit(
            used=charts.Reached(100, "hoy"), expected=charts.Reached(150, "fin"), limit=LIMIT, caption=CAPTION
        ),
        "parts": charts.bill_parts([charts.BillPart("Energía", Decimal("80"), "energy")], caption=CAPTION),
    }


@pytest.mark.parametrize("name", sorted(everything()))
def test_a_picture_says_its_title_and_finding_to_readers_and_carries_nothing_inline(name):
    markup = everything()[name]
    tree = parsed(markup)
    ids = {node.get("id") for node in tree.iter()}
    assert tree.get("role") == "img"
    assert set(tree.get("aria-labelledby").split()) <= ids
    assert "Pasaste 140 kWh en uno" in markup
    assert " style=" not in markup
    assert "<script" not in markup


def test_words_are_escaped_in_text_and_attributes():
    nasty = charts.Caption(title="<script>alert(1)</script>", description='"><img src=x>', name='a" onload="x')
    markup = charts.monthly_bars([charts.Bar("<b>", 1.0, "<i>")], caption=nasty, missing="<u>")
    assert not re.search(r"<(script|img|b|i|u)\b", markup)
    assert all(node.get("onload") is None for node in parsed(markup).iter())


def test_only_the_part_above_the_limit_is_drawn_as_over():
    tree = parsed(charts.monthly_bars(year(), caption=CAPTION, missing="sin dato", limit=LIMIT))
    assert len(by_class(tree, "chart-usage")) == 12
    assert len(by_class(tree, "chart-over")) == sum(100 + 10 * i > 140 for i in range(12))


def test_heights_are_in_proportion_from_zero():
    tree = parsed(charts.daily_bars([charts.Bar("1", 10.0), charts.Bar("2", 5.0)], caption=CAPTION, missing="sin dato"))
    tall, short = (float(node.get("height")) for node in by_class(tree, "chart-usage"))
    assert tall == pytest.approx(2 * short, abs=0.1)


def test_a_missing_month_is_an_empty_slot_with_its_words_never_a_zero():
    tree = parsed(charts.monthly_bars(year(missing=5), caption=CAPTION, missing="sin dato"))
    assert len(by_class(tree, "chart-usage")) == 11
    assert [node.text for node in tree.iter() if node.text == "sin dato"] == ["sin dato"]


def test_a_run_of_days_without_data_is_named_once():
    bars = [charts.Bar("", None if 3 <= i < 9 else 1.0) for i in range(20)]
    assert str(charts.daily_bars(bars, caption=CAPTION, missing="sin dato")).count("sin dato") == 1


def test_an_estimated_reading_is_outlined():
    tree = parsed(charts.monthly_bars(year(estimated=2), caption=CAPTION, missing="sin dato"))
    assert len(by_class(tree, "chart-outline")) == 1


def test_what_has_not_happened_is_hatched_and_has_its_whisker():
    tree = parsed(everything()["coming months"])
    assert not by_class(tree, "chart-usage")
    assert len(by_class(tree, "chart-forecast")) == 12
    assert all(node.get("fill").startswith("url(#months-hatch") for node in by_class(tree, "chart-forecast"))
    assert len(by_class(tree, "chart-whisker")) == 36


def test_a_gap_breaks_the_line_of_what_was_used():
    assert len(by_class(parsed(everything()["hours"]), "chart-used")) == 2


def test_the_parts_of_a_bill_fill_the_bar_and_a_refund_takes_no_length():
    parts = [
        charts.BillPart("a", Decimal("75"), "energy"),
        charts.BillPart("b", Decimal("25"), "tax"),
        charts.BillPart("c", Decimal("-3"), "other"),
    ]
    rects = [node for node in parsed(charts.bill_parts(parts, caption=CAPTION)).iter() if node.tag.endswith("rect")]
    assert [node.get("x") for node in rects] == ["0%", "75%"]


def test_the_week_has_a_cell_for_every_hour_and_frames_the_unknown():
    week = [row[:] for row in WEEK]
    week[2][5] = None
    peak = charts.PeakWindow(18, 23, "hora punta")
    tree = parsed(charts.week_by_hour(week, days=list("lmmjvsd"), caption=CAPTION, peak=peak, hour="{hour} h"))
    assert len(by_class(tree, "chart-heat")) == 168
    assert len(by_class(tree, "chart-heat--none")) == 1
