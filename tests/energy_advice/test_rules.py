"""The rule evaluator: Kleene's truth tables, limits on the data, and no answer but true, false or unknown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.energy.facts import FACTS, FactType
from advisor.energy.rules import MOST_DEPTH, MOST_NODES, InvalidCondition, evaluate, matches, parse_condition

TRUE = {"eq": ["owned", True]}
FALSE = {"eq": ["owned", False]}
UNKNOWN = {"ge": ["people", 2]}
HOME = {"owned": True, "people": None, "water_heating": "gas", "annual_kwh": 1200.0}
PARTS = {"true": TRUE, "false": FALSE, "unknown": UNKNOWN}


def answer(data, facts=HOME):
    return evaluate(parse_condition(data), facts)


@pytest.mark.parametrize(
    ("first", "second", "both", "either"),
    [
        ("true", "true", True, True),
        ("true", "false", False, True),
        ("true", "unknown", None, True),
        ("false", "false", False, False),
        ("false", "unknown", False, None),
        ("unknown", "unknown", None, None),
    ],
)
def test_logic_follows_kleenes_tables_in_either_order(first, second, both, either):
    for pair in ([PARTS[first], PARTS[second]], [PARTS[second], PARTS[first]]):
        assert answer({"all": pair}) is both
        assert answer({"any": pair}) is either


@pytest.mark.parametrize(("part", "turned"), [("true", False), ("false", True), ("unknown", None)])
def test_not_turns_truth_and_leaves_the_unknown_unknown(part, turned):
    assert answer({"not": PARTS[part]}) is turned


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"eq": ["water_heating", "gas"]}, True),
        ({"ne": ["water_heating", "gas"]}, False),
        ({"in": ["water_heating", ["solar", "gas"]]}, True),
        ({"in": ["water_heating", ["solar"]]}, False),
        ({"lt": ["annual_kwh", 1200]}, False),
        ({"le": ["annual_kwh", 1200]}, True),
        ({"gt": ["annual_kwh", 1200]}, False),
        ({"ge": ["annual_kwh", 1200]}, True),
        ({"known": "people"}, False),
        ({"known": "owned"}, True),
        ({"in": ["people", [2, 3]]}, None),
    ],
)
def test_comparisons_mean_what_they_say(condition, expected):
    assert answer(condition) is expected


def test_an_unknown_fact_does_not_match_unless_the_rule_asks_for_it():
    assert not matches(parse_condition(UNKNOWN), HOME)
    assert matches(parse_condition({"not": {"known": "people"}}), HOME)


def test_a_fact_that_is_absent_altogether_is_unknown():
    assert answer({"eq": ["owned", True]}, {}) is None


@pytest.mark.parametrize(
    "data",
    [
        None,
        "people",
        [],
        {},
        {"all": []},
        {"all": [TRUE], "any": [TRUE]},
        {"xor": [TRUE, FALSE]},
        {"eq": ["password", "x"]},
        {"eq": ["owned"]},
        {"eq": ["owned", 1]},
        {"eq": ["people", True]},
        {"ge": ["people", float("nan")]},
        {"ge": ["people", "2"]},
        {"lt": ["water_heating", "gas"]},
        {"in": ["people", []]},
        {"in": ["people", "234"]},
        {"known": ["people"]},
        {"not": [TRUE]},
        {"__import__": "os"},
    ],
)
def test_what_is_no_condition_over_known_facts_is_refused(data):
    with pytest.raises(InvalidCondition, match="condition"):
        parse_condition(data)


def nested(depth):
    return {"not": nested(depth - 1)} if depth > 1 else TRUE


def test_depth_is_limited():
    assert answer(nested(MOST_DEPTH)) in (True, False)
    with pytest.raises(InvalidCondition, match="deeper"):
        parse_condition(nested(MOST_DEPTH + 1))


def test_the_number_of_nodes_is_limited():
    parse_condition({"all": [TRUE] * (MOST_NODES - 1)})
    with pytest.raises(InvalidCondition, match="more than"):
        parse_condition({"all": [TRUE] * MOST_NODES})


VALUES = {
    FactType.NUMBER: st.floats(-1e6, 1e6) | st.integers(-100, 100),
    FactType.TRUTH: st.booleans(),
    FactType.WORD: st.sampled_from(["gas", "none", "house", "lpg"]),
}


@st.composite
def comparisons(draw):
    name = draw(st.sampled_from(sorted(FACTS)))
    ordered = ["lt", "le", "gt", "ge"] if FACTS[name] is FactType.NUMBER else []
    operator = draw(st.sampled_from(["eq", "ne", "in", "known", *ordered]))
    if operator == "known":
        return {"known": name}
    value = draw(VALUES[FACTS[name]])
    return {operator: [name, [value] if operator == "in" else value]}


CONDITIONS = st.recursive(
    comparisons(),
    lambda part: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(part, min_size=1, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(part, min_size=1, max_size=3)),
        st.builds(lambda one: {"not": one}, part),
    ),
    max_leaves=8,
)
HOMES = st.fixed_dictionaries({name: st.none() | VALUES[kind] for name, kind in FACTS.items()})


def deep(data):
    (operand,) = data.values()
    parts = operand if isinstance(operand, list) else [operand]
    return 1 + max((deep(part) for part in parts if isinstance(part, dict)), default=0)


@settings(deadline=None)
@given(CONDITIONS, HOMES)
def test_every_condition_has_one_of_three_answers_and_not_of_it_the_opposite(data, facts):
    if deep(data) >= MOST_DEPTH:
        return
    found = answer(data, facts)
    assert found in (True, False, None)
    assert answer({"not": data}, facts) is (None if found is None else not found)


@settings(deadline=None)
@given(CONDITIONS, HOMES, st.sampled_from(sorted(FACTS)))
def test_learning_a_fact_never_turns_an_answer_that_was_sure_unless_known_is_asked(data, facts, name):
    if deep(data) > MOST_DEPTH or "known" in str(data) or facts[name] is None:
        return
    before = answer(data, {**facts, name: None})
    assert before is None or before is answer(data, facts)


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=6), part, max_size=3),
    )
)
def test_any_data_is_a_condition_or_refused(data):
    try:
        condition = parse_condition(data)
    except InvalidCondition:
        return
    assert evaluate(condition, HOME) in (True, False, None)
