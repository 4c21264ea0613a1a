"""First step: what usage a home brought, cut at the assessment date, and whether it suffices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from statistics import median
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from advisor.assessment.inputs import HouseholdInput
from advisor.energy.findings import Finding, Severity
from advisor.energy.gaps import filled
from advisor.energy.periods import bills_from_series
from advisor.energy.usage import BillPeriod, Quality, UsageSeries

LEAST_BILLS = 3
LEAST_INTERVAL_DAYS = 28
MOST_BILLS = 36
PERU = "America/Lima"
# Paper bills run from 26 to 35 days; outside that the home's own median is no guide to the next one.
SHORTEST_PERIOD_DAYS, LONGEST_PERIOD_DAYS, USUAL_PERIOD_DAYS = 26, 35, 30
# After two billing periods without data the assessment says that it looks at the past.
OLD_AFTER_DAYS = 62


@dataclass(frozen=True, eq=False)
class HomeData:
    """The usage of one home up to a date.

    kind: bills, interval or both; bills: given ones, else those cut from the series (oldest first, at most 36);
    derived: whether they were cut; next_start, next_end: the billing period now running or coming; interval_days: days'
    worth of values; coverage: share of the series with a value, or of the last twelve bills with kWh.
    """

    kind: str
    bills: tuple[BillPeriod, ...]
    derived: bool
    series: UsageSeries | None
    zone: ZoneInfo
    interval_days: int
    coverage: float
    last_end: date | None
    next_start: date | None
    next_end: date | None
    findings: tuple[Finding, ...]

    @property
    def counted(self) -> tuple[BillPeriod, ...]:
        """The bills with kWh."""
        return tuple(period for period in self.bills if period.kwh is not None)

    @property
    def enough(self) -> bool:
        """Say whether an assessment can be made: three bills with kWh, or 28 days of intervals."""
        return len(self.counted) >= LEAST_BILLS or self.interval_days >= LEAST_INTERVAL_DAYS


def gather(household: HouseholdInput, *, as_of: date) -> HomeData:
    """Collect what is known of a home's usage until the end of `as_of`; later data are left out with a finding."""
    findings = list(household.findings)
    zone = _zone(household.zone, findings)
    given = tuple(period for period in household.bills if period.end <= as_of)
    if len(given) < len(household.bills):
        params = {"count": len(household.bills) - len(given), "as_of": as_of.isoformat()}
        findings.append(Finding("bills_after_date_left_out", Severity.WARNING, params))
    series = _until(household.series, as_of, zone)
    derived = series is not None and sum(period.kwh is not None for period in given) < LEAST_BILLS
    bills, remarks = _cut(series, zone) if derived else (given, ())
    findings += remarks
    days = _days(series) if series else 0
    last_end = _last_end(bills, series, zone)
    start, end = _next_period(bills, series, zone)
    counted = sum(period.kwh is not None for period in bills[-12:])
    known = len(series) - series.count(Quality.MISSING) if series else 0
    coverage = known / len(series) if series else (counted / len(bills[-12:]) if bills else 0.0)
    data = HomeData(
        kind=("both" if given else "interval") if series else "bills",
        bills=bills[-MOST_BILLS:],
        derived=derived,
        series=series,
        zone=zone,
        interval_days=days,
        coverage=coverage,
        last_end=last_end,
        next_start=start,
        next_end=end,
        findings=(),
    )
    findings += _sufficiency(data) + _remarks(data, as_of)
    return HomeData(**{**vars(data), "findings": tuple(findings)})


def _cut(series: UsageSeries, zone: ZoneInfo) -> tuple[tuple[BillPeriod, ...], tuple[Finding, ...]]:
    """Cut bills from a series; short gaps of the periods that real values cover well enough count with an estimate."""
    covered = {period.start for period in bills_from_series(series, zone)}
    full = filled(series)
    bills = tuple(period for period in bills_from_series(full.series, zone) if period.start in covered)
    if not bills or not full.mask.any():
        return bills, ()
    hours = round(int(full.mask.sum()) * series.step_minutes / 60, 1)
    params = {"share": round(full.share, 4), "hours": hours, "how": [way.value for way in full.how]}
    return bills, (Finding("gaps_filled", Severity.INFO, params),)


def _zone(name: str, findings: list[Finding]) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        findings.append(Finding("unknown_timezone", Severity.WARNING, {"timezone": name[:60], "used": PERU}))
        return ZoneInfo(PERU)


def _until(series: UsageSeries | None, as_of: date, zone: ZoneInfo) -> UsageSeries | None:
    if series is None or not len(series):
        return None
    midnight = datetime.combine(as_of + timedelta(days=1), time(), zone).astimezone(timezone.utc)
    part = series if series.end <= midnight else series.between(series.start, midnight)
    return part if len(part) and part.count(Quality.MISSING) < len(part) else None


def _days(series: UsageSeries) -> int:
    known = len(series) - series.count(Quality.MISSING)
    return int(known * series.step / timedelta(days=1))


def _last_end(bills: tuple[BillPeriod, ...], series: UsageSeries | None, zone: ZoneInfo) -> date | None:
    ends = [bills[-1].end] if bills else []
    if series is not None:
        ends.append(series.end.astimezone(zone).date())
    return max(ends, default=None)


def _next_period(
    bills: tuple[BillPeriod, ...], series: UsageSeries | None, zone: ZoneInfo
) -> tuple[date | None, date | None]:
    """Return the period after the last bill; where the series has run past its end, the one it is in."""
    if not bills and series is None:
        return None, None
    lengths = [period.days for period in bills if SHORTEST_PERIOD_DAYS <= period.days <= LONGEST_PERIOD_DAYS]
    length = timedelta(days=round(median(lengths)) if lengths else USUAL_PERIOD_DAYS)
    metered_to = series.end.astimezone(zone).date() if series is not None else None
    start = bills[-1].end if bills else metered_to
    while metered_to is not None and metered_to >= start + length:
        start += length
    return start, start + length


def _sufficiency(data: HomeData) -> list[Finding]:
    if data.enough:
        return []
    if data.series is not None:
        params = {"days": data.interval_days, "needed_days": LEAST_INTERVAL_DAYS}
        params["known_on"] = (data.last_end + timedelta(days=LEAST_INTERVAL_DAYS - data.interval_days)).isoformat()
        return [Finding("too_few_interval_days", Severity.ERROR, params)]
    counted = len(data.counted)
    params = {"bills": counted, "needed_bills": LEAST_BILLS}
    if data.last_end is not None:
        params["known_on"] = (data.last_end + timedelta(days=USUAL_PERIOD_DAYS * (LEAST_BILLS - counted))).isoformat()
    return [Finding("too_few_bills", Severity.ERROR, params)]


def _remarks(data: HomeData, as_of: date) -> list[Finding]:
    remarks = []
    missing = sum(period.kwh is None for period in data.bills)
    if missing:
        remarks.append(Finding("bars_missing", Severity.INFO, {"count": missing}))
    age = (as_of - data.last_end).days if data.last_end else 0
    if age > OLD_AFTER_DAYS:
        remarks.append(Finding("data_is_old", Severity.WARNING, {"last_end": data.last_end.isoformat(), "days": age}))
    return remarks
