"""The catalogue: each document says everything, its rule fires on a home it is for and not on another."""

from __future__ import annotations

import copy

import pytest
import yaml
from pydantic import ValidationError

from advisor.energy.facts import FACTS
from advisor.energy.measures import MEASURE_KEYS, Method, match_measures
from advisor.energy.rules import InvalidCondition
from advisor.reference.measures import FOLDER, load_measures, parse_measure

MEASURES = load_measures()
UNKNOWN = dict.fromkeys(FACTS)

# For each measure: facts of a home it is for, and the one change that makes it a home it is not for.
CASES = {
    "led_lighting": ({"lamps_to_swap": 6, "count_lamp_cfl": 6}, {"lamps_to_swap": 0}),
    "standby_off": ({"annual_kwh": 1500, "standby_kwh_year": 90.0}, {"annual_kwh": 300}),
    "fridge_replace": ({"count_refrigerator": 1, "refrigerator_age_years": 14}, {"refrigerator_age_years": 4}),
    "fridge_care": ({"count_refrigerator": 1}, {"count_refrigerator": 0}),
    "shower_shorter": ({"water_heating": "electric_shower", "people": 4}, {"water_heating": "gas"}),
    "water_heater_timer": ({"water_heating": "electric_storage", "people": 2}, {"water_heating": "solar"}),
    "solar_water_heater": ({"water_heating": "electric_storage", "owned": True, "people": 3}, {"owned": False}),
    "gas_water_heater": ({"water_heating": "electric_shower", "cooking": "natural_gas"}, {"cooking": "lpg"}),
    "laundry_cold_full": ({"count_washing_machine": 1}, {"count_washing_machine": 0, "count_clothes_dryer": 0}),
    "iron_batch": ({"count_iron": 1}, {"count_iron": None}),
    "ac_setpoint": ({"count_air_conditioner": 1}, {"count_air_conditioner": 0}),
    "fan_before_ac": ({"count_air_conditioner": 1, "count_fan": 1}, {"count_fan": 0}),
    "pump_check": ({"count_water_pump": 1}, {"count_water_pump": 0}),
    "base_load_leak": ({"base_load_w": 260.0, "base_load_excess_w": 140.0}, {"base_load_excess_w": 20.0}),
    "computer_sleep": ({"count_computer": 1}, {"count_computer": 0}),
    "fose_stay_under_140": (
        {
            "bills_just_over_140": 2,
            "bills_over_140": 3,
            "bills_counted": 12,
            "step_at_140_soles": 9.85,
        },
        {"step_at_140_soles": None},
    ),
    "fise_voucher_check": ({"cooking": "lpg", "mean_month_kwh": 55.0, "bills_counted": 12}, {"mean_month_kwh": 71.0}),
}


def keys_matched(facts):
    return {match.measure.key for match in match_measures(MEASURES, {**UNKNOWN, **facts})}


def test_the_catalogue_has_at_least_twelve_measures_and_each_is_tried_here():
    assert len(MEASURES) >= 12
    assert set(CASES) == set(MEASURES)
    assert list(MEASURES) == [key for key in MEASURE_KEYS if key in MEASURES]


@pytest.mark.parametrize("key", CASES)
def test_a_measure_is_matched_on_a_home_it_is_for_and_not_on_another(key):
    fits, changed = CASES[key]
    assert key in keys_matched(fits)
    assert key not in keys_matched({**fits, **changed})


def test_a_home_of_which_nothing_is_known_gets_no_advice():
    assert keys_matched({}) == set()


@pytest.mark.parametrize("key", CASES)
def test_a_match_has_reasons_with_values_of_this_home(key):
    (match,) = (m for m in match_measures(MEASURES, {**UNKNOWN, **CASES[key][0]}) if m.measure.key == key)
    assert match.reasons
    for reason in match.reasons:
        assert None not in reason.params.values()
    assert match.confidence in ("high", "medium", "low")


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.key)
def test_each_figure_has_a_source_and_an_estimate_is_called_one(measure):
    for figures in (measure.savings, measure.cost):
        assert len(figures.source) > 10
        if "from memory" in figures.source or "no published figure" in figures.source:
            assert figures.basis == "estimate" or measure.savings.method is Method.LAMP_SWAP


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.key)
def test_a_no_cost_measure_costs_nothing_and_needs_no_work(measure):
    if measure.category == "no_cost":
        assert measure.cost.high == 0
        assert measure.tenant_ok
    assert measure.needs_work == (measure.category == "work")


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda measure: measure.key)
def test_texts_are_complete_in_both_languages_and_differ(measure):
    spanish, english = measure.texts["es"], measure.texts["en"]
    assert set(spanish) == set(english) == {"title", "what_to_do", "how_we_estimate"}
    assert all(spanish[part] != english[part] for part in spanish)
    assert " usted " not in f" {' '.join(spanish.values())} ".lower()


def document(key="shower_shorter"):
    return yaml.safe_load((FOLDER / f"{key}.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("key",), "perpetual_motion"),
        (("category",), "magic"),
        (("savings", "amount", "low"), 9),
        (("savings", "method"), "guess"),
        (("savings", "source"), ""),
        (("end_use",), "sauna"),
        (("life_years",), 0),
        (("unknown_field",), 1),
        (("texts", "es", "title"), ""),
    ],
)
def test_a_document_that_is_no_measure_is_refused(path, value):
    changed = copy.deepcopy(document())
    place = changed
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    with pytest.raises((ValidationError, ValueError)):
        parse_measure(changed)


def test_a_rule_over_an_unknown_fact_is_refused():
    with pytest.raises(InvalidCondition, match="unknown fact"):
        parse_measure({**document(), "conditions": {"eq": ["bank_balance", 3]}})


def test_a_reason_may_only_show_known_facts():
    with pytest.raises(InvalidCondition, match="unknown fact"):
        parse_measure({**document(), "reasons": [{"code": "why", "facts": ["bank_balance"]}]})


def test_a_share_above_one_is_refused():
    changed = document("fridge_care")
    changed["savings"]["amount"] = {"low": 0.1, "expected": 0.5, "high": 1.2}
    with pytest.raises(ValidationError, match="share"):
        parse_measure(changed)
