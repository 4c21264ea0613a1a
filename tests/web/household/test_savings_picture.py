"""The picture of Consejos: its title is true of the stored result, its rows are those of the list."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask import Flask
from flask_babel import Babel

from advisor.web.advice_rows import AdviceRow
from advisor.web.household.advice.savings import savings_picture


@pytest.fixture(autouse=True)
def english():
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.test_request_context():
        yield


def item(low, expected, high):
    return {"savings_soles_month": {"low": str(low), "expected": str(expected), "high": str(high)}}


def card(title):
    words = {"what_to_do": "", "reason": "", "details": "", "how_we_estimate": ""}
    return AdviceRow(key=title, amount="S/ 9", range="", title=title, **words)


def picture(*items, together=None):
    cards = [card(f"idea {i}") for i, _item in enumerate(items)]
    return savings_picture({"advice": list(items), "advice_together": together}, cards)


def test_the_title_says_what_the_first_ideas_save_together_not_their_sum():
    together = {"measures": ["a", "b"], "savings_soles_month": "31.20"}
    made = picture(item(10, 20, 30), item(10, 18, 25), together=together)
    assert made.finding == "With the first two together you would pay about S/\u00a031 less a month"


def test_without_a_figure_for_all_together_the_title_names_the_one_that_saves_most():
    assert picture(item(1, 2, 3), item(4, 5, 6)).finding == "What lowers your bill the most: idea 1"


def test_the_table_has_every_idea_with_its_range_in_the_order_of_the_list():
    made = picture(*(item(i, i + 1, i + Decimal("2.5")) for i in range(10)))
    assert [row[0] for row in made.rows] == [f"idea {i}" for i in range(10)]
    assert made.rows[3] == ("idea 3", "S/\u00a03", "S/\u00a04", "S/\u00a06")
    assert made.chart.count('class="chart-saves"') == 8


def test_the_table_calls_a_little_a_little_and_not_nothing():
    assert picture(item(0, Decimal("0.40"), 2), item(1, 2, 3)).rows[0][1:] == ("S/\u00a00", "under S/ 1", "S/\u00a02")


@pytest.mark.parametrize("items", [[], [item(1, 2, 3)], [item(0, Decimal("0.4"), 1)] * 2])
def test_where_there_is_nothing_to_compare_there_is_no_picture(items):
    assert picture(*items) is None


def test_the_list_of_homes_shows_the_year_of_a_home_with_a_result(owner, assessed_home):
    page = owner[0].get("/hogares/?lang=en").get_data(as_text=True)
    assert page.count('class="chart-spark"') == 1
    assert page.count('class="chart-usage"') == 11, "the month without a bill stays empty"


def test_the_advice_page_has_its_picture_and_the_numbers_behind_it(owner, assessed_home):
    page = owner[0].get(f"/suministro/{assessed_home}/consejos/?lang=en").get_data(as_text=True)
    assert 'class="chart chart--savings"' in page
    assert "What each idea would save, in soles a month" in page
    assert page.index("chart--savings") < page.index("See the numbers")
