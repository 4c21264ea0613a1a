"""Climate: mean monthly temperatures of a place, and what they say about hot water, cooling and heating."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = 12
# The end uses that `monthly_shares` spreads by temperature.
FOLLOW_WEATHER = ("water_heating", "cooling", "space_heating")
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


@dataclass(frozen=True)
class SeasonalUse:
    """What a home uses in a year for what follows the weather (kWh by end use), and the temperatures of its place."""

    kwh_year: Mapping[str, float]
    climate: Climate

    def added_kwh(self, *, older: tuple[date, date], newer: tuple[date, date]) -> float:
        """Return the kWh usual temperatures add to the days of `newer`, against as many days like those of `older`.

        older, newer: days [start, end). An estimate: it knows the mean temperature of each calendar month, not that of
        the days themselves, and spreads each end use over the year as `monthly_shares` does.
        """
        longer = (newer[1] - newer[0]).days / (older[1] - older[0]).days
        added = 0.0
        for end_use, kwh in self.kwh_year.items():
            shares = monthly_shares(end_use, self.climate)
            added += kwh * (_share_of_days(shares, *newer) - _share_of_days(shares, *older) * longer)
        return added


def _share_of_days(shares: tuple[float, ...], start: date, end: date) -> float:
    days = (start + timedelta(days=day) for day in range((end - start).days))
    return sum(shares[day.month - 1] / monthrange(day.year, day.month)[1] for day in days)
