"""What the usual temperatures of a place say about the usage of two bills."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.energy.climate import FOLLOW_WEATHER, Climate, SeasonalUse

JUNE, JULY = (date(2026, 6, 1), date(2026, 7, 1)), (date(2026, 7, 1), date(2026, 8, 1))
# 20 °C all year but 10 °C in July: water is heated by 20 °C eleven times and by 30 °C once, of 250 together.
COLD_JULY = Climate("Aquí", tuple(10.0 if month == 6 else 20.0 for month in range(12)), (25.0,) * 12, "", "")


def test_hot_water_of_a_cold_month_by_hand():
    use = SeasonalUse({"water_heating": 1000.0}, COLD_JULY)
    # July: 1000 × 30/250 = 120 kWh. June: 1000 × 20/250 = 80 kWh in 30 days, 82.67 in 31.
    assert use.added_kwh(older=JUNE, newer=JULY) == pytest.approx(120 - 80 * 31 / 30)


def test_days_of_two_months_count_by_the_day():
    use = SeasonalUse({"water_heating": 1000.0}, COLD_JULY)
    newer = (date(2026, 7, 17), date(2026, 8, 16))
    # 15 days of July of 120/31 kWh and 15 of August of 80/31, against 30 of June.
    assert use.added_kwh(older=JUNE, newer=newer) == pytest.approx(15 * 120 / 31 + 15 * 80 / 31 - 80)


def test_what_does_not_follow_the_weather_adds_nothing_to_whole_months():
    use = SeasonalUse({"cooling": 0.0, "water_heating": 0.0}, COLD_JULY)
    assert use.added_kwh(older=JUNE, newer=JULY) == 0


@given(
    st.dictionaries(st.sampled_from(FOLLOW_WEATHER), st.floats(0, 5000)),
    st.lists(st.floats(-5, 35), min_size=12, max_size=12),
    st.integers(1, 12),
)
def test_the_same_days_a_year_later_need_the_same(kwh_year, means, month):
    use = SeasonalUse(kwh_year, Climate("Aquí", tuple(means), tuple(means), "", ""))
    older, newer = ((date(year, month, 1), date(year, month, 28)) for year in (2025, 2026))
    assert use.added_kwh(older=older, newer=newer) == pytest.approx(0, abs=1e-6)
