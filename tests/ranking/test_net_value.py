"""The rule ranker: net soles first, nothing that loses money, and an order that does not wander."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.energy.appliances import Range
from advisor.energy.measures import Match, MatchedReason
from advisor.energy.savings import Money, Savings
from advisor.ranking import Candidate, order
from advisor.reference.measures import load_measures

MEASURES = load_measures()
USES = {"water_heating": Range(600, 800, 1000), "refrigeration": Range(300, 500, 700)}


def candidate(key, soles, *, kwh=100.0, confidence="high", cost=(0, 0)):
    measure = MEASURES[key]
    expected = Decimal(str(soles))
    savings = Savings(
        measure=measure,
        kwh_year=Range(kwh / 2, kwh, kwh * 1.5),
        soles_year=Money(expected / 2, expected, expected * 2),
        cost_soles=(Decimal(cost[0]), Decimal(cost[1])),
        co2_kg_year=kwh * 0.128,
    )
    return Candidate(Match(measure, (MatchedReason("why", {}),), confidence), savings)


def keys(*candidates):
    return [item.match.measure.key for item in order(candidates, end_uses=USES)]


def test_more_soles_come_first():
    assert keys(candidate("iron_batch", 30), candidate("pump_check", 60)) == ["pump_check", "iron_batch"]


def test_what_one_is_surer_of_comes_before_a_little_more_money():
    sure, unsure = candidate("iron_batch", 50), candidate("pump_check", 60, confidence="low")
    assert keys(unsure, sure) == ["iron_batch", "pump_check"]


def test_the_cost_is_spread_over_the_life_before_comparing():
    # 200 soles a year less 2100 / 15 is 60 a year: below a habit of 100.
    assert keys(candidate("solar_water_heater", 250, cost=(1200, 3000)), candidate("iron_batch", 100)) == [
        "iron_batch",
        "solar_water_heater",
    ]


def test_less_than_a_sol_a_month_is_not_shown():
    assert keys(candidate("iron_batch", 11.99)) == []
    assert keys(candidate("iron_batch", 12)) == ["iron_batch"]


def test_what_does_not_earn_its_upper_cost_in_its_life_is_not_shown():
    # 15 years x 199 = 2985 is less than 3000
    assert keys(candidate("solar_water_heater", 199, cost=(1200, 3000))) == []
    assert keys(candidate("solar_water_heater", 201, cost=(1200, 3000))) == ["solar_water_heater"]


def test_a_second_measure_on_the_same_use_counts_only_on_what_is_left():
    shower = candidate("shower_shorter", 200, kwh=480)  # 60 % of the hot water
    timer = candidate("water_heater_timer", 150, kwh=300)  # worth 60 once the shower is shorter
    fridge = candidate("fridge_care", 90)
    assert keys(timer, fridge, shower) == ["shower_shorter", "fridge_care", "water_heater_timer"]


@settings(deadline=None)
@given(st.permutations(["iron_batch", "pump_check", "fridge_care", "computer_sleep"]), st.randoms())
def test_the_order_does_not_depend_on_the_order_given(given_keys, chance):
    worth = {"iron_batch": 20, "pump_check": 20, "fridge_care": 40, "computer_sleep": 20}
    found = keys(*(candidate(key, worth[key]) for key in given_keys))
    chance.shuffle(given_keys)
    assert found == keys(*(candidate(key, worth[key]) for key in given_keys))
    assert found[0] == "fridge_care"


@pytest.mark.parametrize("seed", range(5))
def test_nothing_is_shown_twice_and_nothing_is_invented(seed):
    chance = random.Random(seed)
    some = [candidate(key, chance.randint(0, 300)) for key in MEASURES]
    found = keys(*some)
    assert len(found) == len(set(found))
    assert set(found) <= set(MEASURES)


def test_a_candidate_without_confidence_weight_is_a_fault():
    with pytest.raises(KeyError):
        keys(replace(candidate("iron_batch", 30), match=replace(candidate("iron_batch", 30).match, confidence="sure")))
