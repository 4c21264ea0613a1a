"""The pipeline: inputs, reference and models in, assessments out; one household is a list of one.

Each step takes values and gives values; nothing is read, written or asked of a clock. What a home lacks is a finding in
its own assessment, never an exception for the others.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice

from advisor.assessment.advice import AdviceReference, advise, end_uses_of, facts_of
from advisor.assessment.data import HomeData, gather
from advisor.assessment.forecasts import forecast_homes
from advisor.assessment.inputs import HouseholdInput
from advisor.assessment.outlook import Outlook
from advisor.assessment.pricing import price_home
from advisor.assessment.results import ASSESSED, NOT_ENOUGH, Assessment, Versions
from advisor.energy.findings import Finding, Severity
from advisor.energy.profile import LoadProfile, load_profile
from advisor.forecasting.registry import Models
from advisor.ranking import RANKER_VERSION
from advisor.reference.loader import Reference

# Homes whose hours are forecast in one call of the network.
CHUNK = 256
DAYS_PER_YEAR = 365

log = logging.getLogger(__name__)


def assess_many(
    inputs: Iterable[HouseholdInput], *, reference: Reference, models: Models, as_of: date
) -> Iterator[Assessment]:
    """Assess households in order, each with the data up to the end of `as_of`.

    A home with too little data, or one whose data break a step, gets status "not_enough_data" with the finding; the
    others are not touched by it.
    """
    remaining = iter(inputs)
    while chunk := list(islice(remaining, CHUNK)):
        homes = [_gathered(household, as_of) for household in chunk]
        usable = [data for data in homes if data is not None and data.enough]
        outlooks = forecast_homes(usable, models=models, holidays=reference.holidays)
        by_home = dict(zip(map(id, usable), outlooks, strict=True))
        for household, data in zip(chunk, homes, strict=True):
            outlook = by_home.get(id(data))
            yield _assessed(household, data, outlook, reference=reference, models=models, as_of=as_of)


def _gathered(household: HouseholdInput, as_of: date) -> HomeData | None:
    try:
        return gather(household, as_of=as_of)
    except Exception:
        log.exception("the data of household %s could not be gathered", household.household_id)
        return None


def _assessed(
    household: HouseholdInput,
    data: HomeData | None,
    outlook: Outlook | None,
    *,
    reference: Reference,
    models: Models,
    as_of: date,
) -> Assessment:
    versions = Versions(reference.version, models.version, RANKER_VERSION)
    refused = Assessment(household.household_id, NOT_ENOUGH, as_of, versions, data=data)
    if data is not None and not data.enough:
        return Assessment(**{**vars(refused), "findings": data.findings})
    try:
        if data is not None and outlook is not None:
            return _complete(household, data, outlook, reference=reference, versions=versions, as_of=as_of)
    except Exception:
        log.exception("household %s could not be assessed", household.household_id)
    fault = Finding("assessment_failed", Severity.ERROR)
    return Assessment(**{**vars(refused), "data": None, "findings": (*household.findings, fault)})


def _complete(
    household: HouseholdInput,
    data: HomeData,
    outlook: Outlook,
    *,
    reference: Reference,
    versions: Versions,
    as_of: date,
) -> Assessment:
    profile = _profile(data, reference)
    annual_kwh, method = annual_usage(data, profile)
    pricing, of_prices = price_home(
        household,
        reference=reference,
        start=data.next_start,
        end=data.next_end,
        peak_share=profile.peak_window_share if profile else None,
    )
    tables = AdviceReference(
        reference.measures, reference.appliances, reference.climate.of(household.home.department), reference.emissions
    )
    end_uses = end_uses_of(household, annual_kwh=annual_kwh, profile=profile, tables=tables)
    advice = None
    if pricing is not None and annual_kwh > 0:
        facts = facts_of(
            household,
            data,
            annual_kwh=annual_kwh,
            profile=profile,
            pricing=pricing,
            end_uses=end_uses,
            tables=tables,
        )
        advice = advise(
            household, data, annual_kwh=annual_kwh, facts=facts, pricing=pricing, end_uses=end_uses, tables=tables
        )
    of_profile = profile.findings if profile else ()
    return Assessment(
        household_id=household.household_id,
        status=ASSESSED,
        as_of=as_of,
        versions=versions,
        findings=data.findings + of_profile + outlook.findings + of_prices + _unknown_kinds(household, reference),
        data=data,
        profile=profile,
        annual_kwh=annual_kwh,
        annual_kwh_method=method,
        end_uses=end_uses,
        outlook=outlook,
        pricing=pricing,
        advice=advice,
        emission_factor=reference.emissions.electricity,
    )


def annual_usage(data: HomeData, profile: LoadProfile | None) -> tuple[float, str]:
    """Return kWh a year and how: the profile's mean week where there is one, else the last bills' kWh a day x 365.

    Assumption of the second: the days of missing bars are like those of the others.
    """
    if profile is not None and profile.annual_kwh is not None and (data.derived or not data.counted):
        return profile.annual_kwh, profile.annual_kwh_method
    counted = [period for period in data.bills if period.kwh is not None][-12:]
    if counted:
        kwh = sum(period.kwh for period in counted)
        return kwh / sum(period.days for period in counted) * DAYS_PER_YEAR, "bills_mean_per_day"
    return data.series.total_kwh / max(1, data.interval_days) * DAYS_PER_YEAR, "interval_mean_per_day"


def _profile(data: HomeData, reference: Reference) -> LoadProfile | None:
    if data.series is None:
        return None
    years = range(data.series.start.year, data.series.end.year + 1)
    holidays = frozenset().union(*(reference.holidays(year) for year in years))
    return load_profile(data.series, data.zone, holidays)


def _unknown_kinds(household: HouseholdInput, reference: Reference) -> tuple[Finding, ...]:
    listed: Mapping[str, None] = dict.fromkeys(item.kind for item in household.home.appliances or ())
    return tuple(
        Finding("unknown_appliance", Severity.INFO, {"kind": kind})
        for kind in listed
        if kind not in reference.appliances
    )
