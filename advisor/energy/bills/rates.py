"""Everything one billing period is priced with, resolved once: then any usage of that period can be billed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from advisor.energy.bills.values import UnableToBill
from advisor.energy.findings import Finding, Severity
from advisor.energy.tariffs.book import TariffBook, TariffNotFound, TariffSpan, may_be_outdated
from advisor.energy.tariffs.charges import BandedCharge, FixedCharge, ThreePeriodKind, TwoPeriodKind
from advisor.energy.tariffs.own_bill import (
    OWN_BILL,
    has_fixed,
    inferred_tariff,
    one_price_tariff,
    outside_fose,
    recalibrated,
    with_own_fixed,
)
from advisor.energy.tariffs.repricing import UnableToMix, mixed_by_days
from advisor.energy.tariffs.values import Levy, OwnBill, SiteCharge, Tariff, Tax

INFERABLE_OPTION = "BT5B"
Findings = tuple[Finding, ...]


@dataclass(frozen=True)
class Rates:
    """The prices of one period for one home: the resolved tariff, the charges no list holds, tax and levy.

    tax: None where the home pays no IGV. own_fixed: the fixed charge is the own bill's. lighting_scale: the bands of
    public lighting, kept to notice that an amount read on the own bill is of another band; None where not needed.
    """

    tariff: Tariff
    versions: tuple[str, ...]
    own_fixed: bool
    site_charges: tuple[SiteCharge, ...]
    lighting_scale: BandedCharge | None
    own_kwh: float | None
    tax: Tax | None
    levy: Levy
    findings: Findings

    @property
    def two_period(self) -> bool:
        """Say whether energy has its own price in peak hours."""
        return isinstance(self.tariff.brackets[0].energy, TwoPeriodKind)

    @property
    def three_period(self) -> bool:
        """Say whether energy has a price in peak hours, one in base hours and one in the others."""
        return isinstance(self.tariff.brackets[0].energy, ThreePeriodKind)

    @property
    def by_hours(self) -> bool:
        """Say whether the price of energy depends on the hour it is used."""
        return self.two_period or self.three_period

    def check_parts(self, *, peak_known: bool, base_known: bool) -> None:
        """Make sure that the parts of a usage are known which the option meters apart. Raises UnableToBill."""
        missing = {"peak_kwh_needed": self.by_hours and not peak_known}
        missing["base_kwh_needed"] = self.three_period and not base_known
        for code, needed in missing.items():
            if needed:
                raise UnableToBill(Finding(code, Severity.ERROR, {"option": self.tariff.option}))


def rates_for(
    *,
    tariff_book: TariffBook,
    distributor: str | None,
    start: date,
    end: date,
    option: str = "BT5B",
    igv: bool = True,
    own_bill: OwnBill | None = None,
    system: str | None = None,
    department: str | None = None,
    residential: bool = True,
    fose: bool = True,
) -> Rates:
    """Resolve the prices for the days in [start, end): own bill first, then price lists, then proportions of lists.

    department only goes into the finding that asks for a price. residential: False for the lists of shops and offices,
    which have no social brackets. fose: False for a home excluded from the social fund (a block of high or medium-high
    stratum, Law 31429): the price over the last limit then holds for every kWh. Levy and IGV are those in force at
    `end`, the reading date. Raises UnableToBill where neither a price list nor the own unit price is known.
    """
    if end <= start:
        raise ValueError(f"a period must end after it starts, received {start} to {end}")
    own = own_bill or OwnBill()
    lists = _Lists(tariff_book, distributor, option, system, residential)
    spans, of_lists = _spans(lists, start, end)
    if spans:
        tariff, of_tariff = _listed(spans, end)
        if not fose and len(tariff.brackets) > 1:
            tariff = outside_fose(tariff)
            of_tariff += (Finding("outside_fose", Severity.INFO, {"version": tariff.version}),)
        current = not of_lists and not any(f.code == "tariff_may_be_outdated" for f in of_tariff)
        tariff, of_own = recalibrated(tariff, own_bill=own, list_is_current=current)
        versions = (*(s.tariff.version for s in spans), *((OWN_BILL,) if tariff.status == "own_bill" else ()))
    elif own.unit_price is not None and option.upper() == INFERABLE_OPTION:
        of_tariff = ()
        if residential and fose:
            tariff, of_own = inferred_tariff(distributor=distributor, own_bill=own, fose=tariff_book.fose)
        else:
            tariff, of_own = one_price_tariff(distributor=distributor, own_bill=own, residential=residential), ()
        versions = (OWN_BILL,)
    else:
        raise UnableToBill(_what_is_missing(tariff_book, distributor, option, department))
    if own.fixed is not None:
        tariff = with_own_fixed(tariff, fixed=own.fixed)
    known = tariff_book.site_charges.get(distributor or "", ())
    site_charges, of_site = _site_charges(known, distributor, own)
    if not has_fixed(tariff):
        of_site = (Finding("fixed_charge_unknown", Severity.WARNING, {"distributor": distributor}), *of_site)
    scales = [site.charge for site in known if isinstance(site.charge, BandedCharge)]
    return Rates(
        tariff=tariff,
        versions=versions,
        own_fixed=own.fixed is not None,
        site_charges=site_charges,
        lighting_scale=scales[0] if scales and own.public_lighting is not None else None,
        own_kwh=own.kwh,
        tax=tariff_book.tax_on(end) if igv else None,
        levy=tariff_book.levy_on(end),
        findings=of_lists + of_tariff + of_own + of_site + _of_levy(tariff_book.levy_on(end), end),
    )


@dataclass(frozen=True)
class _Lists:
    """The lists of one distributor, option, system and kind of customer in a book."""

    book: TariffBook
    distributor: str | None
    option: str
    system: str | None
    residential: bool

    def covering(self, start: date, end: date) -> tuple[TariffSpan, ...]:
        return self.book.covering(start=start, end=end, **self._which)

    def all(self) -> tuple[Tariff, ...]:
        return self.book.schedules(**self._which)

    @property
    def _which(self) -> dict[str, object]:
        return {
            "distributor": self.distributor,
            "option": self.option,
            "system": self.system,
            "residential": self.residential,
        }


def _spans(which: _Lists, start: date, end: date) -> tuple[tuple[TariffSpan, ...], Findings]:
    """Return the lists that hold in the period.

    Days before the first known list are billed at it, and days after the end of a list at that list until the next
    begins, each with a finding.
    """
    try:
        return which.covering(start, end), ()
    except TariffNotFound as missing:
        if missing.earliest is None:
            return (), ()
        lists = which.all()
    held = tuple(_held(lists, start, end))
    findings: Findings = ()
    if start < lists[0].valid_from:
        params = {
            "valid_from": lists[0].valid_from.isoformat(),
            "start": start.isoformat(),
            "version": lists[0].version,
        }
        findings = (Finding("tariff_not_known_for_dates", Severity.WARNING, params),)
    ended = (tariff for tariff, until in held if tariff.valid_until is not None and tariff.valid_until < until)
    findings += tuple(
        Finding(
            "tariff_may_be_outdated",
            Severity.WARNING,
            {"valid_from": tariff.valid_from.isoformat(), "version": tariff.version},
        )
        for tariff in ended
    )
    starts = (start, *(until for _, until in held))
    return tuple(
        TariffSpan(tariff, (until - at).days) for (tariff, until), at in zip(held, starts, strict=False)
    ), findings


def _held(lists: tuple[Tariff, ...], start: date, end: date) -> Iterator[tuple[Tariff, date]]:
    """Yield each list with the day until which it is used in [start, end), as if none had an end of its own."""
    day = start
    for place, tariff in enumerate(lists):
        until = min(end, lists[place + 1].valid_from) if place + 1 < len(lists) else end
        if day < until:
            yield tariff, until
            day = until


def _listed(spans: tuple[TariffSpan, ...], end: date) -> tuple[Tariff, Findings]:
    last = spans[-1].tariff
    findings: Findings = ()
    if may_be_outdated(last, end=end):
        params = {"valid_from": last.valid_from.isoformat(), "version": last.version}
        findings = (Finding("tariff_may_be_outdated", Severity.WARNING, params),)
    if last.status == "inferred":
        findings += (Finding("tariff_inferred", Severity.WARNING, {"version": last.version}),)
    if len(spans) == 1:
        return last, findings
    longest = max(spans, key=lambda span: span.days).tariff
    params = {"changed_on": last.valid_from.isoformat(), "days_before": spans[0].days, "days_after": spans[-1].days}
    try:
        brackets = mixed_by_days([(span.tariff.brackets, span.days) for span in spans])
    except UnableToMix:
        return longest, (*findings, Finding("price_change_not_mixed", Severity.WARNING, params))
    mixed = Tariff(
        version=" + ".join(span.tariff.version for span in spans),
        distributor=last.distributor,
        system=last.system,
        option=last.option,
        residential=last.residential,
        valid_from=spans[0].tariff.valid_from,
        valid_until=last.valid_until,
        brackets=brackets,
        source=" + ".join(span.tariff.source for span in spans),
        status=last.status if len({span.tariff.status for span in spans}) == 1 else "unverified",
    )
    return mixed, (*findings, Finding("price_change_inside_period", Severity.INFO, params))


def _site_charges(
    known: tuple[SiteCharge, ...], distributor: str | None, own: OwnBill
) -> tuple[tuple[SiteCharge, ...], Findings]:
    """Return connection and public lighting: the own bill's amounts first, then what is known of the distributor."""
    by_code = {site.charge.code: site for site in known}
    for code, amount in (("connection", own.connection), ("public_lighting", own.public_lighting)):
        if amount is not None:
            by_code[code] = SiteCharge(FixedCharge(amount, code), OWN_BILL, "own_bill", estimate=False)
    lighting = by_code.get("public_lighting")
    if lighting is None:
        findings = (Finding("public_lighting_unknown", Severity.WARNING, {"distributor": distributor}),)
    elif lighting.estimate:
        findings = (Finding("public_lighting_estimated", Severity.INFO, {"distributor": distributor}),)
    else:
        findings = ()
    return tuple(by_code.values()), findings


def _what_is_missing(book: TariffBook, distributor: str | None, option: str, department: str | None) -> Finding:
    if option.upper() != INFERABLE_OPTION:
        known = book.minimum_data.get(option.upper())
        params = {"distributor": distributor, "option": option.upper(), "needs": list(known.needs) if known else []}
        # The sentence of an option names what its bill prints.
        return Finding("option_without_prices", Severity.ERROR, {**params, "reason": option.upper()})
    params = {"distributor": distributor, "department": department}
    return Finding("unit_price_needed", Severity.ERROR, params)


def _of_levy(levy: Levy, end: date) -> Findings:
    """Remark that the levy of another year is used; one of the year itself that is unverified says so on its line."""
    if levy.valid_from.year == end.year:
        return ()
    params = {"year": end.year, "price_per_kwh": str(levy.price_per_kwh), "known_year": levy.valid_from.year}
    return (Finding("levy_estimated", Severity.INFO, params),)
