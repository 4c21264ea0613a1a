"""Another tariff option for one home: its own last year on one price and on two, or why that cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np

from advisor.assessment.data import LEAST_BILLS, USUAL_PERIOD_DAYS, HomeData, gather
from advisor.assessment.inputs import HouseholdInput
from advisor.assessment.pricing import price_home
from advisor.energy.bills import Rates, UnableToBill, rates_for
from advisor.energy.bills.options import BilledMonth, OptionComparison, PeakShares, at_level, compare_options
from advisor.energy.findings import Finding, Severity
from advisor.energy.money import to_kwh
from advisor.energy.profile import PEAK_HOURS, hourly
from advisor.energy.tariffs import OwnBill
from advisor.energy.tariffs.charges import EnergyCharge
from advisor.energy.usage import BillPeriod, UsageSeries
from advisor.reference.loader import Reference

ONE_PRICE, TWO_PRICES, WITH_POWER = "BT5B", "BT5F", "BT5A"
MOST_MONTHS = 12
LEAST_KNOWN = 0.5  # of a month's hours, to take its share of peak hours from them


@dataclass(frozen=True)
class OptionOutlook:
    """What another option would cost a home; comparison is None where a finding says what is missing.

    current: the option it has; one, two: the prices compared; months: the usage compared, newest last.
    """

    current: str
    comparison: OptionComparison | None = None
    one: Rates | None = None
    two: Rates | None = None
    months: tuple[BilledMonth, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def other(self) -> str:
        """The option it could change to."""
        return ONE_PRICE if self.current == TWO_PRICES else TWO_PRICES


def option_outlook(
    household: HouseholdInput, *, reference: Reference, plausible: PeakShares, as_of: date
) -> OptionOutlook:
    """Compare BT5B and BT5F on the last year of a home, at the prices of the day `as_of`."""
    current = household.tariff_option.upper()
    data = gather(household, as_of=as_of)
    periods = [period for period in data.counted if period.days][-MOST_MONTHS:]
    if current not in (ONE_PRICE, TWO_PRICES):
        return _unable(current, Finding("option_not_compared", Severity.INFO, {"option": current}))
    if len(periods) < LEAST_BILLS:
        params = {"bills": len(periods), "needed_bills": LEAST_BILLS}
        return _unable(current, Finding("too_few_bills_to_compare", Severity.INFO, params))
    end = as_of + timedelta(days=1)
    start = end - timedelta(days=USUAL_PERIOD_DAYS)
    # The price an own bill prints is that of the option it is on.
    own = household.last_bill if current == ONE_PRICE else None
    asked = replace(household, tariff_option=ONE_PRICE, last_bill=own, bills=data.counted)
    pricing, findings = price_home(asked, reference=reference, start=start, end=end, peak_share=None)
    if pricing is None:
        return _unable(current, *findings)
    one = pricing.rates
    try:
        two = _two_prices(one, household, reference, start, end)
    except UnableToBill as unable:
        return _unable(current, unable.finding)
    months = _months(periods, data)
    return OptionOutlook(
        current=current,
        comparison=compare_options(one, two, months, plausible=plausible),
        one=one,
        two=two,
        months=months,
        findings=(*findings, *two.findings),
    )


def _unable(current: str, *findings: Finding) -> OptionOutlook:
    return OptionOutlook(current, findings=findings)


def _two_prices(one: Rates, household: HouseholdInput, reference: Reference, start: date, end: date) -> Rates:
    """Return the prices by hours at the level of the home's one price.

    The list with two prices is older than the home's: both prices of the same table give the level of then. Raises
    UnableToBill where no list with two prices is known, or none with one price of the same day.
    """
    own = household.last_bill or OwnBill()
    asked = {"distributor": one.tariff.distributor, "option": TWO_PRICES}
    two = rates_for(
        tariff_book=reference.tariffs,
        **asked,
        start=start,
        end=end,
        igv=one.tax is not None,
        own_bill=OwnBill(public_lighting=own.public_lighting, connection=own.connection, kwh=own.kwh),
        fose=len(one.tariff.brackets) > 1,
    )
    # Homes over 140 kWh and shops pay the same price per kWh, so either list tells the level of that day.
    of_table = [
        tariff
        for residential in (True, False)
        for tariff in reference.tariffs.schedules(
            distributor=one.tariff.distributor, option=ONE_PRICE, residential=residential
        )
    ]
    then = next((t for t in of_table if t.valid_from == two.tariff.valid_from), None)
    now, before = one.tariff.brackets[-1].energy, then and then.brackets[-1].energy
    if not isinstance(now, EnergyCharge) or not isinstance(before, EnergyCharge):
        raise UnableToBill(
            Finding("option_without_prices", Severity.ERROR, {**asked, "needs": [], "reason": TWO_PRICES})
        )
    return at_level(two, now.price_per_kwh / before.price_per_kwh)


def _months(periods: Sequence[BillPeriod], data: HomeData) -> tuple[BilledMonth, ...]:
    """Return the months with their metered peak share; no month has one unless three have."""
    shares = peak_shares(data.series, periods, data.zone) if data.series else [None] * len(periods)
    known = [share for share in shares if share is not None]
    usual = sum(known) / len(known) if len(known) >= LEAST_BILLS else None
    if usual is None:
        shares = [None] * len(periods)
    return tuple(
        BilledMonth(period.days, to_kwh(period.kwh), usual if share is None else share)
        for period, share in zip(periods, shares, strict=True)
    )


def peak_shares(series: UsageSeries, periods: Sequence[BillPeriod], zone: ZoneInfo) -> list[Decimal | None]:
    """Return the share of each period's energy used from 18 to 23 h; None where under half of its hours are known."""
    by_hour = hourly(series, zone)
    if by_hour is None or not len(by_hour):
        return [None] * len(periods)
    starts = by_hour.local_starts(zone).astype("datetime64[h]")
    days, hours = starts.astype("datetime64[D]"), starts.astype(np.int64) % 24
    in_peak = (hours >= PEAK_HOURS.start) & (hours < PEAK_HOURS.stop)
    known = ~np.isnan(by_hour.kwh)
    found: list[Decimal | None] = []
    for period in periods:
        inside = known & (days >= np.datetime64(period.start)) & (days < np.datetime64(period.end))
        total = by_hour.kwh[inside].sum()
        enough = inside.sum() >= LEAST_KNOWN * 24 * period.days and total > 0
        share = by_hour.kwh[inside & in_peak].sum() / total if enough else None
        found.append(None if share is None else Decimal(repr(round(float(share), 4))))
    return found
