"""Appliances: how much energy one of each kind uses, as ranges with their sources."""

from __future__ import annotations

import math
from dataclasses import dataclass

DAYS_PER_YEAR = 365
END_USES = (
    "water_heating",
    "refrigeration",
    "lighting",
    "cooking",
    "laundry",
    "ironing",
    "entertainment",
    "computing",
    "cooling",
    "space_heating",
    "pumping",
    "standby",
    "other",
)


@dataclass(frozen=True)
class Range:
    """A low, an expected and a high value of one quantity; low and high are meant to hold about 80 % of homes."""

    low: float
    expected: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.expected <= self.high:
            raise ValueError(f"a range must be ordered, received {self.low}, {self.expected}, {self.high}")

    def scaled(self, factor: float) -> Range:
        """Return the range times a factor that is not negative."""
        return Range(self.low * factor, self.expected * factor, self.high * factor)

    def times(self, other: Range) -> Range:
        """Multiply by an independent range.

        Assumption: deviations add in quadrature, as for independent errors; multiplying low by low would
        describe a home that is at every low end at once.
        """
        expected = self.expected * other.expected
        below = math.hypot((self.expected - self.low) * other.expected, (other.expected - other.low) * self.expected)
        above = math.hypot((self.high - self.expected) * other.expected, (other.high - other.expected) * self.expected)
        return Range(max(0.0, expected - below), expected, expected + above)

    def plus(self, other: Range) -> Range:
        """Add an independent range; deviations add in quadrature."""
        expected = self.expected + other.expected
        below = math.hypot(self.expected - self.low, other.expected - other.low)
        above = math.hypot(self.high - self.expected, other.high - other.expected)
        return Range(max(0.0, expected - below), expected, expected + above)

    def at_most(self, other: Range) -> Range:
        """Cut each of the three values at the same one of another range."""
        return Range(min(self.low, other.low), min(self.expected, other.expected), min(self.high, other.high))

    def as_document(self, digits: int = 0) -> dict[str, float]:
        """Return the range in the shape of the JSON contract, rounded for reading."""
        places = digits or None
        return {
            "low": round(self.low, places),
            "expected": round(self.expected, places),
            "high": round(self.high, places),
        }


NOTHING = Range(0.0, 0.0, 0.0)


@dataclass(frozen=True)
class ApplianceKind:
    """One kind of appliance of the reference table.

    power_w while it runs; hours_per_day it is on; duty_factor: share of those hours at full power (a refrigerator's
    compressor); ownership_share of Peruvian homes where published; sources say what is published and what assumed.
    """

    key: str
    names: dict[str, str]
    end_use: str | None
    power_w: Range
    hours_per_day: Range
    duty_factor: Range
    ownership_share: float | None
    power_status: str
    power_source: str
    hours_source: str
    note: str | None = None

    def kwh_year(self, *, power_w: float | None = None, hours_per_day: float | None = None) -> Range:
        """Return kWh a year of one such appliance: watts x hours x duty x 365 / 1000.

        power_w and hours_per_day: the home's own values, taken as exact.
        """
        power = Range(power_w, power_w, power_w) if power_w is not None else self.power_w
        hours = Range(hours_per_day, hours_per_day, hours_per_day) if hours_per_day is not None else self.hours_per_day
        return power.times(hours).times(self.duty_factor).scaled(DAYS_PER_YEAR / 1000)
