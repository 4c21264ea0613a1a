"""One simulated home: its people, usage, bills and readings; the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from advisor.energy.usage import BillPeriod, UsageSeries
from advisor.reference.loader import Reference
from advisor.reference.sample import london_weeks
from advisor.services.sample.people import Told, told_by

ZONE = "America/Lima"
# One home in ten has interval data; the others live by their bills.
METERED_EVERY = 10
HALF_HOUR_MINUTES, HALF_HOURS_A_DAY = 30, 48
# Assumed, not measured: 130 kWh a month puts many homes on either side of the step at 140 kWh; the spread is ours too.
MEDIAN_KWH_A_DAY, SPREAD, LEAST, MOST = 4.3, 0.45, 1.0, 20.0
MOST_SEASON, MOST_TREND_A_YEAR = 0.2, 0.05
LAST_READING_DAY, MOST_DAYS_LATE = 26, 2
SHARE_WITHOUT_BAR, SHARE_ESTIMATED, SHARE_WITH_GAPS = 0.12, 0.02, 0.3
MONTHS_A_YEAR, LONGEST_MONTH = 12, 31


@dataclass(frozen=True, eq=False)
class SimulatedHome:
    """A home to store: its number in the world, what its people told, its bills and, where metered, its readings."""

    number: int
    told: Told
    bills: tuple[BillPeriod, ...]
    series: UsageSeries | None


def simulated_home(number: int, *, seed: int, years: int, as_of: date, reference: Reference) -> SimulatedHome:
    """Make home `number` of the world of `seed`: `years` of bills until `as_of`, of readings where it is metered."""
    chance = np.random.default_rng([seed, number])
    told = told_by(number, chance=chance, reference=reference)
    # Bills begin before the readings do, so that the first bar of the years is a whole one.
    readings_from = as_of - timedelta(days=round(years * 365.25))
    first = readings_from - timedelta(days=2 * LONGEST_MONTH)
    metered = number % METERED_EVERY == 0
    usage = _usage(chance, first=first, days=(as_of - first).days, half_hours=metered)
    days = usage.reshape(len(usage), -1).sum(axis=1)
    bills = _bills(chance, days, first=first, count=years * MONTHS_A_YEAR, as_of=as_of, told=told)
    series = _series(chance, usage[(readings_from - first).days :], start=readings_from) if metered else None
    return SimulatedHome(number, told, bills, series)


def _usage(chance: np.random.Generator, *, first: date, days: int, half_hours: bool) -> np.ndarray:
    """Return kWh of each day, or of each half hour of each day: real weeks in a drawn order, size, season and trend."""
    weeks = london_weeks()[chance.integers(len(london_weeks()))]
    shape = (-1, HALF_HOURS_A_DAY) if half_hours else (-1,)
    by_day = weeks if half_hours else weeks.reshape(len(weeks), 7, HALF_HOURS_A_DAY).sum(axis=2)
    count = days // 7 + 2
    drawn = by_day[chance.integers(len(weeks), size=count)].reshape(shape)[first.weekday() :][:days]
    mean = float(np.clip(chance.lognormal(np.log(MEDIAN_KWH_A_DAY), SPREAD), LEAST, MOST))
    size = mean / (weeks.sum() / len(weeks) / 7)
    year = np.arange(days) / 365.25
    warmest = chance.uniform(0, 1)
    season = 1 + chance.uniform(0, MOST_SEASON) * np.cos(2 * np.pi * (year - warmest))
    trend = 1 + chance.uniform(-MOST_TREND_A_YEAR, MOST_TREND_A_YEAR) * year
    weight = size * season * trend
    return drawn * (weight[:, None] if half_hours else weight)


def _bills(
    chance: np.random.Generator, days: np.ndarray, *, first: date, count: int, as_of: date, told: Told
) -> tuple[BillPeriod, ...]:
    """Sum the days between monthly readings, newest `count`; whole kWh as bills print, some bars missing."""
    reading_day = int(chance.integers(1, LAST_READING_DAY + 1))
    months = [first.year * MONTHS_A_YEAR + first.month - 1 + number for number in range(count + 4)]
    late = chance.integers(0, MOST_DAYS_LATE + 1, size=len(months)).tolist()
    readings = [
        date(month // MONTHS_A_YEAR, month % MONTHS_A_YEAR + 1, reading_day + days_late)
        for month, days_late in zip(months, late, strict=True)
    ]
    readings = [reading for reading in readings if first <= reading <= as_of][-(count + 1) :]
    periods = []
    for start, end in pairwise(readings):
        kwh = float(round(days[(start - first).days : (end - first).days].sum()))
        estimated = bool(chance.random() < SHARE_ESTIMATED)
        periods.append(BillPeriod(start, end, kwh, _total(kwh, told), estimated))
    if chance.random() < SHARE_WITHOUT_BAR:
        gone = int(chance.integers(len(periods) - 1))
        periods[gone] = replace(periods[gone], kwh=None, total=None)
    return tuple(periods)


def _total(kwh: float, told: Told) -> Decimal | None:
    """Return the amount the home's own prices give; None where it did not tell them."""
    prices = told.last_bill
    if prices is None:
        return None
    before_tax = Decimal(kwh) * Decimal(prices["unit_price"]) + Decimal(prices["fixed"])
    return (before_tax + Decimal(prices["public_lighting"])).quantize(Decimal("0.01"))


def _series(chance: np.random.Generator, usage: np.ndarray, *, start: date) -> UsageSeries:
    """Return the half hours as a meter gives them: whole watt-hours, in some homes with hours that are missing."""
    kwh = np.round(usage.ravel(), 3)
    if chance.random() < SHARE_WITH_GAPS:
        for _ in range(int(chance.integers(1, 6))):
            at = int(chance.integers(len(kwh) - HALF_HOURS_A_DAY * 3))
            kwh[at : at + int(chance.integers(1, HALF_HOURS_A_DAY * 2))] = np.nan
    midnight = datetime.combine(start, time(), ZoneInfo(ZONE)).astimezone(timezone.utc)
    return UsageSeries.measured(start=midnight, step_minutes=HALF_HOUR_MINUTES, kwh=kwh)
