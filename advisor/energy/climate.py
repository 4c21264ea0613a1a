"""Climate: mean monthly temperatures of a place, and what they say about hot water, cooling and heating."""

from __future__ import annotations

from dataclasses import dataclass

MONTHS = 12
# Assumptions of this product, not published for Peru: below 15 °C mean a home may heat, above 22 °C mean it may cool.
HEATING_BELOW_C = 15.0
COOLING_ABOVE_C = 22.0
BATH_C = 40.0


@dataclass(frozen=True)
class Climate:
    """Twelve mean and twelve maximum temperatures in °C, January first."""

    place: str
    mean_c: tuple[float, ...]
    max_c: tuple[float, ...]
    quality: str
    source: str

    @property
    def warmest_c(self) -> float:
        return max(self.mean_c)

    @property
    def coldest_c(self) -> float:
        return min(self.mean_c)

    @property
    def mean_year_c(self) -> float:
        return sum(self.mean_c) / MONTHS


def monthly_shares(end_use: str, climate: Climate | None) -> tuple[float, ...]:
    """Return how the year's energy of one end use falls on the twelve months, January first; sums to 1.

    Hot water follows bath temperature minus mean air temperature (the stand-in for cold water the facts name);
    cooling and heating follow the degrees above 22 °C and below 15 °C of the monthly mean; the rest is even.
    """
    if climate is None:
        return (1 / MONTHS,) * MONTHS
    weights = {
        "water_heating": [max(1.0, BATH_C - mean) for mean in climate.mean_c],
        "cooling": [max(0.0, mean - COOLING_ABOVE_C) for mean in climate.mean_c],
        "space_heating": [max(0.0, HEATING_BELOW_C - mean) for mean in climate.mean_c],
    }.get(end_use, [1.0] * MONTHS)
    if sum(weights) <= 0:
        # No month calls for it by the mean: the home uses it all the same in its most extreme quarter.
        order = sorted(climate.mean_c, reverse=end_use == "cooling")[:3]
        weights = [1.0 if mean in order else 0.0 for mean in climate.mean_c]
    total = sum(weights)
    return tuple(weight / total for weight in weights)
