"""Facts: the closed list of what rules may ask about a home, and their values for one home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from statistics import mean

import numpy as np

from advisor.energy.appliances import Range
from advisor.energy.climate import Climate
from advisor.energy.end_uses import base_load_excess_w
from advisor.energy.homes import Home
from advisor.energy.usage import BillPeriod

FactValue = float | bool | str
Facts = Mapping[str, "FactValue | None"]


class FactType(str, Enum):
    """What the values of a fact are."""

    NUMBER = "number"
    TRUTH = "truth value"
    WORD = "word"


_COUNTED = (
    "refrigerator",
    "washing_machine",
    "clothes_dryer",
    "television",
    "computer",
    "iron",
    "air_conditioner",
    "fan",
    "space_heater",
    "water_pump",
    "lamp_incandescent",
    "lamp_cfl",
    "lamp_led",
)

FACTS: dict[str, FactType] = {
    # said by the household
    "people": FactType.NUMBER,
    "owned": FactType.TRUTH,
    "dwelling": FactType.WORD,
    "water_heating": FactType.WORD,
    "cooking": FactType.WORD,
    "roof_area_m2": FactType.NUMBER,
    "roof_shade": FactType.WORD,
    **{f"count_{kind}": FactType.NUMBER for kind in _COUNTED},
    "lamps_to_swap": FactType.NUMBER,
    "refrigerator_age_years": FactType.NUMBER,
    # seen in its bills
    "annual_kwh": FactType.NUMBER,
    "mean_month_kwh": FactType.NUMBER,
    "bills_counted": FactType.NUMBER,
    "bills_over_140": FactType.NUMBER,
    "bills_just_over_140": FactType.NUMBER,
    "cold_months_extra_kwh": FactType.NUMBER,
    "warm_months_extra_kwh": FactType.NUMBER,
    # seen in its interval data
    "has_interval_data": FactType.TRUTH,
    "base_load_w": FactType.NUMBER,
    "base_load_share": FactType.NUMBER,
    "base_load_excess_w": FactType.NUMBER,
    "peak_window_share": FactType.NUMBER,
    # of its tariff
    "tariff_option": FactType.WORD,
    "step_at_140_soles": FactType.NUMBER,
    # of its place
    "warmest_month_c": FactType.NUMBER,
    "coldest_month_c": FactType.NUMBER,
    # estimated
    "standby_kwh_year": FactType.NUMBER,
}

FOSE_LIMIT_KWH = 140.0
# "Just over": months a few habits can bring back under the limit. An assumption of this product.
JUST_OVER_KWH = 15.0
MONTH_DAYS = 30


def home_facts(
    home: Home,
    *,
    bills: Sequence[BillPeriod],
    annual_kwh: float,
    climate: Climate | None,
    tariff_option: str,
    step_at_140_soles: float | None,
    base_load_w: float | None,
    peak_window_share: float | None,
    refrigerator_w: float,
    end_uses: Mapping[str, Range],
) -> dict[str, FactValue | None]:
    """Return the value of every fact for one home; None where it is unknown.

    bills: at most the last twelve, oldest first; refrigerator_w: mean power of one refrigerator over the day;
    end_uses: kWh a year by end use.
    """
    counted = [period for period in bills if period.kwh is not None]
    cold, warm = _seasonal_extra_kwh(counted, climate)
    values: dict[str, FactValue | None] = dict.fromkeys(FACTS)
    values.update(
        {
            "people": home.people,
            "owned": home.owned,
            "dwelling": home.dwelling,
            "water_heating": home.water_heating,
            "cooking": home.cooking,
            "refrigerator_age_years": home.oldest("refrigerator"),
            "roof_area_m2": home.roof.area_m2 if home.roof else None,
            "roof_shade": home.roof.shade if home.roof else None,
            "annual_kwh": annual_kwh,
            "mean_month_kwh": annual_kwh / 12,
            "bills_counted": len(counted),
            "bills_over_140": sum(period.kwh > FOSE_LIMIT_KWH for period in counted),
            "bills_just_over_140": sum(
                FOSE_LIMIT_KWH < period.kwh <= FOSE_LIMIT_KWH + JUST_OVER_KWH for period in counted
            ),
            "cold_months_extra_kwh": cold,
            "warm_months_extra_kwh": warm,
            "has_interval_data": base_load_w is not None,
            "base_load_w": base_load_w,
            "peak_window_share": peak_window_share,
            "base_load_share": base_load_w * 8.76 / annual_kwh if base_load_w is not None and annual_kwh > 0 else None,
            "base_load_excess_w": base_load_excess_w(home, base_load_w=base_load_w, refrigerator_w=refrigerator_w),
            "tariff_option": tariff_option,
            "step_at_140_soles": step_at_140_soles,
            "warmest_month_c": climate.warmest_c if climate else None,
            "coldest_month_c": climate.coldest_c if climate else None,
            "standby_kwh_year": end_uses["standby"].expected if "standby" in end_uses else None,
        }
    )
    values.update({f"count_{kind}": home.count(kind) for kind in _COUNTED})
    old_lamps = [home.count(kind) for kind in ("lamp_incandescent", "lamp_cfl")]
    values["lamps_to_swap"] = sum(old_lamps) if None not in old_lamps else None
    return values


def _seasonal_extra_kwh(bills: Sequence[BillPeriod], climate: Climate | None) -> tuple[float | None, float | None]:
    """Return how many kWh a 30-day month the coldest and the warmest third of the year use above the rest."""
    if climate is None or len(bills) < 10:
        return None, None
    per_month = np.array([period.kwh / period.days * MONTH_DAYS for period in bills])
    warmth = np.array([climate.mean_c[(period.start + (period.end - period.start) / 2).month - 1] for period in bills])
    order = np.argsort(warmth, kind="stable")
    third = len(bills) // 3
    cold, rest, warm = per_month[order[:third]], per_month[order[third:-third]], per_month[order[-third:]]
    return float(mean(cold) - mean(rest)), float(mean(warm) - mean(rest))
