"""The pipeline: what each kind of home gets, and that no home harms another."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.assessment.inputs import parse_household
from advisor.assessment.pipeline import assess_many
from advisor.energy.bills import bill
from advisor.energy.tariffs import OwnBill
from advisor.forecasting.registry import NO_MODELS
from advisor.reference.loader import load_reference

AS_OF = date(2026, 8, 4)
UP = ("low", "expected", "high")
LEVELS = ("p10", "p50", "p90")


def codes(document):
    return {finding["code"] for finding in document["findings"]}


def check_shape(document):
    """Hold a document to the contract: keys, kinds, and figures in order."""
    assert set(document) >= {"household_id", "status", "findings", "profile", "forecast", "advice", "versions"}
    assert set(document["versions"]) == {"reference", "forecaster", "ranker"}
    if document["status"] == "not_enough_data":
        assert document["advice"] == []
        assert document["findings"]
        return
    profile = document["profile"]
    assert sum(use["kwh_year"]["expected"] for use in profile["end_uses"]) == pytest.approx(
        profile["annual_kwh"], abs=8
    )
    for period in [document["forecast"]["next_bill"], *document["forecast"]["months"]]:
        assert date.fromisoformat(period["start"]) < date.fromisoformat(period["end"])
        assert [period["kwh"][level] for level in LEVELS] == sorted(period["kwh"][level] for level in LEVELS)
        if period["total"] is not None:
            totals = [Decimal(period["total"][level]) for level in LEVELS]
            assert totals == sorted(totals)
    assert 0 <= document["forecast"]["next_bill"]["probability_within_140"] <= 1
    for place, item in enumerate(document["advice"], start=1):
        assert item["rank"] == place
        assert item["reasons"]
        for part in ("savings_kwh_year", "savings_soles_year", "savings_soles_month"):
            values = [Decimal(str(item[part][name])) for name in UP]
            assert 0 <= values[0] <= values[1] <= values[2]
        assert Decimal(item["savings_soles_year"]["expected"]) >= 12
        assert Decimal(item["cost_soles"]["low"]) <= Decimal(item["cost_soles"]["high"])
        assert item["confidence"] in ("high", "medium", "low")


def test_twelve_bars_get_bill_forecast_and_advice(home, assessed):
    (found,) = assessed(home())
    check_shape(found)
    assert found["status"] == "assessed"
    assert found["household_id"] == "h-001"
    assert found["data"] == {
        "kind": "bills",
        "bills": 12,
        "bills_derived": False,
        "interval_days": 0,
        "coverage": 1.0,
        "last_end": "2026-08-04",
    }
    assert len(found["usage"]["bills"]) == 12
    assert found["profile"]["annual_kwh"] == 1619  # 1619 kWh in 365 days
    assert found["limit_140"]["bills_over"] == 4
    assert found["forecast"]["next_bill"]["start"] == "2026-08-04"
    assert found["forecast"]["next_bill"]["end"] == "2026-09-04"  # 31 days is the middle length of the bars
    assert len(found["forecast"]["months"]) == 12
    assert found["forecast"]["hours"] == []
    assert {"shower_shorter", "fose_stay_under_140"} <= {item["measure"] for item in found["advice"]}


def test_the_middle_of_the_forecast_is_the_bill_shown_and_the_bill_command_agrees(home, assessed):
    (found,) = assessed(home())
    next_bill = found["forecast"]["next_bill"]
    assert found["bill"]["total"] == next_bill["total"]["p50"]
    again = bill(
        tariff_book=load_reference().tariffs,
        distributor="luz-del-sur",
        kwh=next_bill["kwh"]["p90"],
        start=date(2026, 8, 4),
        end=date(2026, 9, 4),
    )
    assert str(again.total) == next_bill["total"]["p90"]


def test_hours_of_a_meter_get_a_week_a_profile_and_the_running_bill(home, assessed, hourly):
    (found,) = assessed(home(usage={}), series=hourly(200))
    check_shape(found)
    assert found["data"]["kind"] == "interval"
    assert found["data"]["bills_derived"]
    assert found["profile"]["base_load_w"] == 100
    assert 0.3 < found["profile"]["peak_window_share"] < 0.7
    assert len(found["profile"]["week"]) == 7
    assert len(found["profile"]["week"][0]) == 24
    assert set(found["profile"]["by_day_type"]) == {"weekday", "saturday", "sunday"}
    assert len(found["forecast"]["hours"]) == 168
    assert found["forecast"]["hours"][0]["start"] == "2026-08-05T00:00:00-05:00"
    # Metered to 4 August: the running period began on the reading day, the 1st.
    assert found["forecast"]["next_bill"]["start"] == "2026-08-01"
    assert found["forecast"]["months"][0]["kwh"] == found["forecast"]["next_bill"]["kwh"]


def test_the_running_bill_says_what_is_used_so_far_and_the_last_three_days(home, assessed, hourly):
    series = hourly(200)
    (found,) = assessed(home(usage={}), series=series)
    # The period is 1 to 31 August (30 days, the middle length); the meter is known to the end of the 4th: four days.
    four_days_kwh = series.kwh[-4 * 24 :].sum()
    assert found["forecast"]["next_bill"]["used"] == {
        "kwh": pytest.approx(four_days_kwh, abs=0.05),
        "until": "2026-08-05",
        "days_left": 26,
    }
    recent = found["forecast"]["recent_hours"]
    assert [item["kwh"] for item in recent] == pytest.approx(series.kwh[-72:].tolist(), abs=0.0006)
    assert recent[0]["start"] == "2026-08-02T00:00:00-05:00"


def test_a_running_bill_with_a_long_gap_says_nothing_of_what_is_used(home, assessed, hourly):
    series = hourly(200)
    series.kwh[-60:-36], series.quality[-60:-36] = float("nan"), 0
    (found,) = assessed(home(usage={}), series=series)
    assert found["forecast"]["next_bill"]["used"] is None
    assert [item["kwh"] for item in found["forecast"]["recent_hours"]][12:36] == [None] * 24


def test_bars_alone_know_nothing_of_the_running_bill(home, assessed):
    (found,) = assessed(home())
    assert found["forecast"]["next_bill"]["used"] is None
    assert found["forecast"]["recent_hours"] == []


def test_four_weeks_of_a_meter_are_enough_and_a_day_less_is_not(home, assessed, hourly):
    (enough,) = assessed(home(usage={}), series=hourly(28))
    (short,) = assessed(home(usage={}), series=hourly(27))
    check_shape(enough)
    check_shape(short)
    assert enough["status"] == "assessed"
    assert short["status"] == "not_enough_data"
    (finding,) = (item for item in short["findings"] if item["code"] == "too_few_interval_days")
    assert finding["params"] == {"days": 27, "needed_days": 28, "known_on": "2026-08-06"}


def test_quarter_hours_and_days_are_series_too(home, assessed, hourly):
    for step_minutes, hours in ((15, 168), (1440, 0)):
        (found,) = assessed(home(usage={}), series=hourly(120, step_minutes=step_minutes))
        check_shape(found)
        assert found["status"] == "assessed"
        assert len(found["forecast"]["hours"]) == hours


def test_bars_and_a_meter_together_are_both_used(home, assessed, hourly):
    (found,) = assessed(home(), series=hourly(60))
    check_shape(found)
    assert found["data"]["kind"] == "both"
    assert not found["data"]["bills_derived"]
    assert found["data"]["bills"] == 12
    assert len(found["forecast"]["hours"]) == 168


def test_two_bills_are_not_enough_and_the_answer_says_from_when_they_are(home, assessed, bars):
    (found,) = assessed(home(usage={"bills": bars((132, 140))}))
    check_shape(found)
    assert found["status"] == "not_enough_data"
    (finding,) = (item for item in found["findings"] if item["code"] == "too_few_bills")
    assert finding["params"] == {"bills": 2, "needed_bills": 3, "known_on": "2026-09-03"}
    assert len(found["usage"]["bills"]) == 2


def test_a_home_with_nothing_at_all_is_answered(assessed):
    (found,) = assessed({})
    check_shape(found)
    assert codes(found) == {"too_few_bills"}


def test_three_bars_are_enough(home, assessed, bars):
    (found,) = assessed(home(usage={"bills": bars((132, 140, 128))}))
    check_shape(found)
    assert found["status"] == "assessed"
    assert "no_season_known" in codes(found)


def test_a_missing_bar_is_a_remark_and_no_zero(home, assessed, bars):
    given = bars()
    given[4]["kwh"] = None
    (found,) = assessed(home(usage={"bills": given}))
    check_shape(found)
    assert "bars_missing" in codes(found)
    assert found["usage"]["bills"][4]["kwh"] is None
    assert found["limit_140"]["bills_counted"] == 11


def test_an_unknown_distributor_without_a_price_gets_energy_and_is_asked_for_the_price(home, assessed):
    (found,) = assessed(home(distributor="luz-de-marte"))
    check_shape(found)
    assert found["status"] == "assessed"
    assert "unit_price_needed" in codes(found)
    assert found["forecast"]["next_bill"]["kwh"]["p50"] > 0
    assert found["forecast"]["next_bill"]["total"] is None
    assert found["bill"] is None
    assert found["limit_140"] is None
    assert found["advice"] == []


def test_an_unknown_distributor_with_the_homes_own_price_gets_soles_and_advice(home, assessed):
    (found,) = assessed(home(distributor="luz-de-marte", last_bill={"unit_price": "0.6937", "fixed": "3.55"}))
    check_shape(found)
    assert Decimal(found["forecast"]["next_bill"]["total"]["p50"]) > 60
    assert found["advice"]


def test_no_igv_lowers_the_bill(home, assessed):
    with_tax, without = assessed(home(), home(igv=False))
    assert Decimal(without["bill"]["total"]) < Decimal(with_tax["bill"]["total"])
    assert all(line["code"] != "igv" for line in without["bill"]["lines"])


def test_a_home_in_the_exempt_jungle_that_did_not_say_is_not_charged_igv(home, assessed):
    price = {"unit_price": "0.7097"}
    silent, pays = (
        assessed(home(department="Loreto", distributor="electro-oriente", last_bill=price, igv=igv))[0]
        for igv in (None, True)
    )
    assert "igv_exemption_assumed" in codes(silent)
    assert "igv_exemption_assumed" not in codes(pays)
    assert Decimal(silent["bill"]["total"]) < Decimal(pays["bill"]["total"])


def test_a_distributor_may_be_given_by_its_name(home, assessed):
    by_key, by_name = assessed(home(), home(distributor="Luz del Sur"))
    assert by_name["bill"]["total"] == by_key["bill"]["total"]


def test_a_meter_that_stopped_before_the_last_bill_leaves_the_next_bill_to_the_bills(home, assessed, hourly):
    (found,) = assessed(home(), series=hourly(60, end=date(2026, 3, 1)))
    assert found["forecast"]["next_bill"]["start"] == "2026-08-04"
    assert found["forecast"]["next_bill"]["method"] == "own_bills"


def test_data_after_the_date_of_the_assessment_are_not_looked_at(home, assessed):
    (then,) = assessed(home(), as_of=date(2026, 5, 10))
    assert "bills_after_date_left_out" in codes(then)
    assert then["data"]["last_end"] == "2026-05-04"


def test_old_data_are_said_to_be_old(home, assessed):
    (found,) = assessed(home(), as_of=date(2026, 11, 21))
    assert "data_is_old" in codes(found)


def test_a_tenant_is_not_told_to_build(home, assessed):
    owner, tenant = assessed(home(), home(owned=False))
    assert any(item["needs_work"] for item in owner["advice"])
    assert not any(item["needs_work"] for item in tenant["advice"])


def test_the_first_three_together_save_no_more_than_their_sum(home, assessed):
    (found,) = assessed(home())
    first = found["advice"][:3]
    together = found["advice_together"]
    assert together["measures"] == [item["measure"] for item in first]
    total = sum(Decimal(item["savings_soles_year"]["expected"]) for item in first)
    assert Decimal(together["savings_soles_year"]) <= total


def test_order_is_kept_over_more_homes_than_one_batch(home, assessed, bars):
    short = {"bills": bars((100,))}
    documents = [home(household_id=f"h-{n}", usage=short if n % 3 else None) for n in range(300)]
    found = assessed(*documents)
    assert [item["household_id"] for item in found] == [f"h-{n}" for n in range(300)]
    assert found[0]["status"] == "assessed"
    assert found[1]["status"] == "not_enough_data"


def test_a_home_that_breaks_a_step_does_not_stop_the_others(home, assessed, monkeypatch):
    from advisor.assessment import pipeline

    whole = pipeline.end_uses_of

    def breaks(household, **more):
        if household.household_id == "broken":
            raise ZeroDivisionError("made up")
        return whole(household, **more)

    monkeypatch.setattr(pipeline, "end_uses_of", breaks)
    first, broken, last = assessed(home(), home(household_id="broken"), home(household_id="h-3"))
    assert [item["status"] for item in (first, broken, last)] == ["assessed", "not_enough_data", "assessed"]
    assert "assessment_failed" in codes(broken)


def test_homes_are_taken_from_a_stream_as_they_are_needed(home):
    taken = []

    def stream():
        for n in range(1000):
            taken.append(n)
            yield parse_household(home(household_id=str(n)))

    results = assess_many(stream(), reference=load_reference(), models=NO_MODELS, as_of=AS_OF)
    assert next(results).household_id == "0"
    assert len(taken) <= 256


def test_the_same_input_gives_the_same_document(home, assessed):
    assert assessed(home()) == assessed(home())


def test_a_home_that_uses_nothing_gets_no_advice_and_a_bill(home, assessed, bars):
    (found,) = assessed(home(usage={"bills": bars((0,) * 12)}))
    check_shape(found)
    assert found["status"] == "assessed"
    assert found["advice"] == []


BARS = st.lists(st.none() | st.integers(0, 1500) | st.floats(0, 1500), min_size=0, max_size=14)
TOLD = st.fixed_dictionaries(
    {},
    optional={
        "people": st.integers(1, 12),
        "water_heating": st.sampled_from(["electric_storage", "electric_shower", "gas", "none", "unknown"]),
        "cooking": st.sampled_from(["lpg", "natural_gas", "electric", "unknown"]),
        "distributor": st.sampled_from(["luz-del-sur", "pluz", "seal", "nobody"]),
        "department": st.sampled_from(["Lima", "Madre de Dios", "Áncash", "Atlantis"]),
        "owned": st.booleans(),
        "appliances": st.lists(
            st.fixed_dictionaries(
                {"kind": st.sampled_from(["refrigerator", "fan", "iron", "air_conditioner", "robot"])}
            )
        ),
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BARS, TOLD)
def test_any_bars_give_a_valid_document(home, assessed, bars, values, told):
    (found,) = assessed(home(usage={"bills": bars(values) if values else []}, **told))
    check_shape(found)
    assert "assessment_failed" not in codes(found)


def test_no_advice_is_called_sure_while_its_range_is_wide(home, assessed):
    (found,) = assessed(home())
    for item in found["advice"]:
        low, expected, high = (Decimal(item["savings_soles_year"][name]) for name in UP)
        if high - low > Decimal("1.5") * expected:
            assert item["confidence"] != "high", item["measure"]
    wide = next(item for item in found["advice"] if item["measure"] == "shower_shorter")
    assert wide["confidence"] == "medium"


def test_the_price_of_the_last_bill_is_taken_at_the_usage_of_the_newest_bar(home, assessed, bars):
    typed = home(last_bill={"unit_price": "0.6130"}, usage={"bills": bars((150.0, 150.0, 150.0))})
    (found,) = assessed(typed)
    assert "own_bill_bracket_unknown" not in codes(found)
    # 0.6130 is then the price above 140 kWh, and the rest of the list of 4 August keeps its proportion to it:
    # 0.6259 × 0.6130 / 0.6403 = 0.59921 -> 0.5992 a kWh between 31 and 140.
    again = bill(
        tariff_book=load_reference().tariffs,
        distributor="luz-del-sur",
        kwh=100,
        start=date(2026, 8, 4),
        end=date(2026, 9, 4),
        own_bill=OwnBill(unit_price=Decimal("0.6130"), kwh=150.0),
    )
    assert found["bill"]["lines"][2]["unit_price"] == "0.6130"
    assert next(line for line in again.lines if line.code == "energy_rest").unit_price == Decimal("0.5992")
