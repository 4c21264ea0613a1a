"""Reading a household: the contract's example, unknown fields, and each wrong value named by its path."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.assessment.inputs import InvalidHousehold, parse_household

EXAMPLE = {
    "household_id": "h-001",
    "household": {
        "department": "Lima",
        "distributor": "luz-del-sur",
        "tariff_option": "BT5B",
        "igv": True,
        "people": 4,
        "dwelling": "house",
        "owned": True,
        "water_heating": "unknown",
        "cooking": "lpg",
        "roof": {"area_m2": 30, "tilt_deg": 10, "azimuth_deg": 0, "shade": "none"},
        "appliances": [{"kind": "refrigerator", "count": 1, "age_years": 12}, {"kind": "lamp_led", "count": 6}],
        "last_bill": {"unit_price": "0.6130", "fixed": "2.26", "public_lighting": "17.64"},
    },
    "usage": {
        "bills": [
            {"start": "2025-02-04", "end": "2025-03-04", "kwh": None},
            {"start": "2025-01-04", "end": "2025-02-04", "kwh": 132, "total": "98.50", "estimated": False},
        ],
        "interval_file": "path/to/file.csv",
    },
}


def problems(document):
    with pytest.raises(InvalidHousehold) as refused:
        parse_household(document)
    return {finding.params["path"]: finding.params["reason"] for finding in refused.value.findings}


def test_the_example_of_the_contract_is_read():
    found = parse_household(EXAMPLE)
    assert found.home.people == 4
    assert found.home.water_heating is None
    assert found.home.count("refrigerator") == 1
    assert found.home.roof.area_m2 == 30
    assert found.last_bill.unit_price == Decimal("0.6130")
    assert [bill.kwh for bill in found.bills] == [132, None]  # oldest first
    assert found.bills[0].total == Decimal("98.50")
    assert found.interval_file == "path/to/file.csv"


def test_everything_may_be_absent():
    found = parse_household({})
    assert found.bills == ()
    assert found.home.appliances is None
    assert found.tariff_option == "BT5B"


def test_fields_of_a_later_version_are_tolerated():
    found = parse_household({"household": {"people": 2, "pets": 3}, "usage": {"weather": []}, "note": "x"})
    assert found.home.people == 2


def test_each_wrong_value_is_named_by_its_path():
    document = {
        "household": {"people": "many", "water_heating": "fire", "appliances": [{"kind": "fan", "count": -1}]},
        "usage": {"bills": [{"start": "2026-01-04", "end": "2026-02-04", "kwh": -3}, {"start": "x", "end": "y"}]},
    }
    assert set(problems(document)) == {
        "$.household.people",
        "$.household.water_heating",
        "$.household.appliances[0].count",
        "$.usage.bills[0].kwh",
        "$.usage.bills[1].start",
        "$.usage.bills[1].end",
    }


def test_a_bill_that_ends_before_it_starts_is_refused():
    wrong = {"usage": {"bills": [{"start": "2026-02-04", "end": "2026-01-04", "kwh": 3}]}}
    assert list(problems(wrong)) == ["$.usage.bills[0]"]


@pytest.mark.parametrize("value", ["nan", "Infinity", float("nan"), float("inf"), "12 kWh", [], {}])
def test_kwh_must_be_a_plain_number(value):
    assert "$.usage.bills[0].kwh" in problems(
        {"usage": {"bills": [{"start": "2026-01-04", "end": "2026-02-04", "kwh": value}]}}
    )


@pytest.mark.parametrize("document", [None, [], "home", 3])
def test_what_is_no_object_is_refused(document):
    assert list(problems(document)) == ["$"]


def test_a_bill_that_overlaps_another_is_left_out_with_a_remark():
    bill = {"start": "2026-01-04", "end": "2026-02-04", "kwh": 100}
    found = parse_household({"usage": {"bills": [bill, bill, {**bill, "start": "2026-02-04", "end": "2026-03-04"}]}})
    assert len(found.bills) == 2
    assert [finding.code for finding in found.findings] == ["overlapping_bill"]


def test_a_list_without_a_refrigerator_means_there_is_none_and_no_list_means_unknown():
    assert parse_household({"household": {"appliances": []}}).home.count("refrigerator") == 0
    assert parse_household({"household": {"appliances": []}}).home.count("iron") is None
    assert parse_household({}).home.count("refrigerator") is None


KEYS = ["household_id", "household", "usage", "bills", "kwh", "start", "end", "people", "appliances", "kind", "roof"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(KEYS), part, max_size=4),
    max_leaves=12,
)


def refusal(document):
    try:
        parse_household(document)
    except InvalidHousehold as refused:
        return refused.findings
    return None


@settings(deadline=None)
@given(JSON)
def test_any_json_is_a_household_or_refused_with_paths(document):
    findings = refusal(document)
    assert findings is None or findings
    assert all(str(finding.params["path"]).startswith("$") for finding in findings or ())


@pytest.mark.parametrize("nothing", [None, "unknown"])
def test_a_text_that_is_null_or_unknown_is_unknown(nothing):
    read = parse_household({"household": {"distributor": nothing, "department": nothing, "tariff_option": nothing}})
    assert read.distributor is None
    assert read.home.department is None
    assert read.tariff_option == "BT5B"
