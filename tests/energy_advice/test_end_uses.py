"""Where the year's energy goes: worked by hand, and always the whole year and no more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.energy.appliances import Range
from advisor.energy.climate import Climate, monthly_shares
from advisor.energy.end_uses import (
    base_load_excess_w,
    estimate_end_uses,
    shower_kwh_year,
    storage_kwh_year,
)
from advisor.energy.homes import Home, OwnedAppliance
from advisor.reference.appliances import load_appliances
from advisor.reference.climate import load_climate

APPLIANCES = load_appliances()
LIMA = load_climate().of("Lima")


def uses(home, annual_kwh=1600.0, **more):
    return estimate_end_uses(home, annual_kwh=annual_kwh, appliances=APPLIANCES, climate=LIMA, **more)


def test_an_electric_shower_is_watts_times_minutes_times_people():
    # 4,100 W x 7.5 min x 4 people x 365 / 60,000 = 748.25 kWh
    power = APPLIANCES["electric_shower"].power_w
    assert power.expected == 4100
    assert shower_kwh_year(people=4, power_w=power).expected == pytest.approx(748.25)


def test_a_storage_heater_is_litres_times_rise_plus_standing_loss():
    # 27 l x 2 people x (40 - 20) °C x 0.00116 x 365 + 0.8 x 365 = 457.27 + 292 = 749.27 kWh
    place = Climate("somewhere", (20.0,) * 12, (25.0,) * 12, "made up", "this test")
    assert storage_kwh_year(people=2, climate=place).expected == pytest.approx(749.27, abs=0.01)


def test_a_refrigerator_is_watts_times_hours_times_duty():
    # 275 W x 24 h x 0.33 x 365 / 1000 = 794.97 kWh
    assert APPLIANCES["refrigerator"].kwh_year().expected == pytest.approx(794.97)


def test_the_homes_own_watts_and_hours_come_before_the_table():
    kind = APPLIANCES["television"]
    assert kind.kwh_year(power_w=50, hours_per_day=2).expected == pytest.approx(36.5)


def test_what_was_ticked_as_absent_uses_nothing():
    home = Home(appliances=(OwnedAppliance("television"),), water_heating="none", cooking="lpg")
    assert "refrigeration" not in uses(home)
    assert "water_heating" not in uses(home)


def test_a_home_that_said_nothing_gets_wide_ranges_from_published_ownership():
    found = uses(Home())
    assert found["refrigeration"].low == 0
    assert found["refrigeration"].high > found["refrigeration"].expected > 0
    assert found["other"].expected > 0


def test_an_older_refrigerator_is_expected_to_use_more():
    def of_age(years):
        home = Home(appliances=(OwnedAppliance("refrigerator", age_years=years),), water_heating="none", cooking="lpg")
        return uses(home, annual_kwh=5000)["refrigeration"].expected

    assert of_age(3) < of_age(None) < of_age(15)


def test_base_load_bounds_what_is_always_on():
    home = Home(appliances=(OwnedAppliance("refrigerator"),), water_heating="none", cooking="lpg")
    # 20 W all year is 175.2 kWh; a cycling refrigerator may pass it by half, and it is still not known for sure.
    found = uses(home, base_load_w=20)["refrigeration"]
    assert found.expected == pytest.approx(175.2)
    assert found.low < found.expected < found.high <= 175.2 * 1.5 + 1e-9


def test_the_excess_of_the_base_load_leaves_out_refrigerators_and_small_things():
    two = Home(appliances=(OwnedAppliance("refrigerator", 2),))
    assert base_load_excess_w(two, base_load_w=300, refrigerator_w=90) == 90  # 300 - 30 - 2 x 90
    assert base_load_excess_w(Home(), base_load_w=300, refrigerator_w=90) == 180
    assert base_load_excess_w(Home(), base_load_w=None, refrigerator_w=90) is None
    assert base_load_excess_w(two, base_load_w=50, refrigerator_w=90) == 0


def test_hot_water_falls_more_on_cold_months_and_shares_make_a_year():
    shares = monthly_shares("water_heating", LIMA)
    assert sum(shares) == pytest.approx(1)
    assert shares[7] > shares[1]  # August and February in Lima
    assert monthly_shares("lighting", LIMA) == (1 / 12,) * 12


def test_cooling_without_a_warm_month_falls_on_the_warmest_quarter():
    cold = Climate("high", tuple(range(1, 13)), tuple(range(1, 13)), "made up", "this test")
    assert monthly_shares("cooling", cold)[9:] == (1 / 3,) * 3


@st.composite
def homes(draw):
    kinds = st.sampled_from(sorted(APPLIANCES))
    owned = st.builds(
        OwnedAppliance, kinds, st.integers(0, 8), st.none() | st.floats(0, 40), st.none() | st.floats(1, 3000)
    )
    return Home(
        department="Lima",
        people=draw(st.none() | st.integers(1, 12)),
        water_heating=draw(st.sampled_from(["electric_storage", "electric_shower", "gas", "solar", "none", None])),
        cooking=draw(st.sampled_from(["lpg", "electric", None])),
        appliances=draw(st.none() | st.lists(owned, max_size=8).map(tuple)),
    )


@settings(deadline=None)
@given(homes(), st.floats(0, 20_000), st.none() | st.floats(0, 2_000))
def test_expected_uses_sum_to_the_year_and_no_range_leaves_it(home, annual_kwh, base_load_w):
    found = uses(home, annual_kwh=annual_kwh, base_load_w=base_load_w)
    assert sum(amount.expected for amount in found.values()) == pytest.approx(annual_kwh, rel=1e-9, abs=1e-6)
    assert "other" in found
    for amount in found.values():
        assert 0 <= amount.low <= amount.expected <= amount.high <= annual_kwh * (1 + 1e-9) + 1e-9


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_product_of_ranges_is_a_range_around_the_product(a, b, c, d):
    first, second = Range(0.5 * a, a, a + c), Range(0.2 * b, b, b + d)
    product = first.times(second)
    assert product.expected == pytest.approx(a * b)
    assert 0 <= product.low <= product.expected <= product.high
