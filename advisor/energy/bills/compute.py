"""Bill a period's usage line by line, as the paper does.

Order and rules (facts on Peruvian bills, "The computation in one page"): each line rounded half-up to the cent; IGV
on the sum of the rounded lines before it; the levy of Law 28749 after IGV, on all kWh; the bracket is that of the
whole period's usage (whether it is normalised to 30 days is not known: it is not).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from advisor.energy.bills.rates import Rates, rates_for
from advisor.energy.bills.values import Bill, BillLine
from advisor.energy.findings import Finding, Severity
from advisor.energy.money import to_cents, to_kwh, to_price
from advisor.energy.tariffs.book import TariffBook
from advisor.energy.tariffs.charges import BilledUsage
from advisor.energy.tariffs.own_bill import OWN_BILL
from advisor.energy.tariffs.values import OwnBill

TAXED_ORDER = (
    "connection",
    "fixed",
    "energy_first_30",
    "energy_rest",
    "energy_all",
    "energy_peak",
    "energy_offpeak",
    "energy_middle",
    "energy_base",
    "public_lighting",
    "interest",
)
ZERO = Decimal("0.00")


def bill(
    *,
    tariff_book: TariffBook,
    distributor: str | None,
    kwh: Decimal | float,
    start: date,
    end: date,
    option: str = "BT5B",
    igv: bool = True,
    own_bill: OwnBill | None = None,
    peak_kwh: Decimal | float | None = None,
    base_kwh: Decimal | float | None = None,
    system: str | None = None,
    department: str | None = None,
    residential: bool = True,
    fose: bool = True,
    interest: Decimal | None = None,
    rounding: Decimal | None = None,
) -> Bill:
    """Bill the usage of the days in [start, end) (kWh) on the home's own tariff.

    own_bill: what the home's last bill prints, used before any table. peak_kwh, base_kwh: the parts that an option by
    hours meters apart. residential, fose: as in `rates_for`. interest, rounding: soles read on this very bill, when a
    typed bill is checked; never predicted. Raises UnableToBill with the finding that says what is missing.
    """
    rates = rates_for(
        tariff_book=tariff_book,
        distributor=distributor,
        start=start,
        end=end,
        option=option,
        igv=igv,
        own_bill=own_bill,
        system=system,
        department=department,
        residential=residential,
        fose=fose,
    )
    return bill_at(rates, kwh=kwh, peak_kwh=peak_kwh, base_kwh=base_kwh, interest=interest, rounding=rounding)


def bill_at(
    rates: Rates,
    *,
    kwh: Decimal | float,
    peak_kwh: Decimal | float | None = None,
    base_kwh: Decimal | float | None = None,
    interest: Decimal | None = None,
    rounding: Decimal | None = None,
) -> Bill:
    """Bill one usage (kWh) with prices already resolved; the way to bill many usages of one period."""
    usage = _usage(rates, kwh, peak_kwh, base_kwh)
    lines, subtotal, tax = _lines(rates, usage, interest, rounding)
    tariff = rates.tariff
    limit = tariff.bracket(usage.kwh).up_to_kwh
    return Bill(
        distributor=tariff.distributor,
        system=tariff.system,
        option=tariff.option,
        kwh=usage.kwh,
        bracket=tariff.bracket_name(usage.kwh),
        lines=lines,
        subtotal=subtotal,
        igv=tax,
        total=_sum(lines),
        marginal_price_per_kwh=_marginal_price(rates, usage),
        next_bracket_at_kwh=limit,
        next_bracket_jump=None if limit is None else _jump_of(rates, usage, limit),
        tariff_versions=rates.versions,
        findings=rates.findings + _lighting_finding(rates, usage.kwh),
    )


def total_at(
    rates: Rates,
    *,
    kwh: Decimal | float,
    peak_kwh: Decimal | float | None = None,
    base_kwh: Decimal | float | None = None,
) -> Decimal:
    """Return only the total in soles of one usage (kWh)."""
    return _sum(_lines(rates, _usage(rates, kwh, peak_kwh, base_kwh), None, None)[0])


def jump_at(
    rates: Rates,
    *,
    limit_kwh: Decimal | int = 140,
    peak_share: Decimal | None = None,
    base_share: Decimal | None = None,
) -> Decimal:
    """Return what one kWh more than a limit adds to the total (soles): the FOSE step at 140 kWh."""
    limit = to_kwh(limit_kwh)

    def total(kwh: Decimal) -> Decimal:
        peak_kwh, base_kwh = (None if share is None else kwh * share for share in (peak_share, base_share))
        return total_at(rates, kwh=kwh, peak_kwh=peak_kwh, base_kwh=base_kwh)

    return total(limit + 1) - total(limit)


def _jump_of(rates: Rates, usage: BilledUsage, limit: Decimal) -> Decimal:
    """Return the jump at a limit for a home that goes on using energy at the hours of this usage."""

    def share(part: Decimal | None) -> Decimal | None:
        return None if part is None else part / usage.kwh if usage.kwh else Decimal(0)

    return jump_at(rates, limit_kwh=limit, peak_share=share(usage.peak_kwh), base_share=share(usage.base_kwh))


def _usage(
    rates: Rates, kwh: Decimal | float, peak_kwh: Decimal | float | None, base_kwh: Decimal | float | None
) -> BilledUsage:
    rates.check_parts(peak_known=peak_kwh is not None, base_known=base_kwh is not None)
    peak = to_kwh(peak_kwh) if rates.by_hours else None
    return BilledUsage(to_kwh(kwh), peak, to_kwh(base_kwh) if rates.three_period else None)


def _lines(
    rates: Rates, usage: BilledUsage, interest: Decimal | None, rounding: Decimal | None
) -> tuple[tuple[BillLine, ...], Decimal, Decimal]:
    """Return the lines, the subtotal that bears IGV, and the IGV (soles)."""
    taxed = sorted(_taxed(rates, usage, interest), key=lambda line: TAXED_ORDER.index(line.code))
    subtotal = _sum(taxed)
    tax = to_cents(subtotal * rates.tax.rate) if rates.tax else ZERO
    levy = rates.levy
    after = [] if rates.tax is None else [BillLine("igv", subtotal, rates.tax.rate, tax, "IGV", rates.tax.status)]
    after.append(
        BillLine(
            "rural_electrification",
            usage.kwh,
            levy.price_per_kwh,
            to_cents(usage.kwh * levy.price_per_kwh),
            f"Law 28749, {levy.valid_from.year}",
            levy.status,
        )
    )
    if rounding is not None:
        after.append(BillLine("rounding", Decimal(1), rounding, to_cents(rounding), OWN_BILL, "own_bill"))
    return (*taxed, *after), subtotal, tax


def _taxed(rates: Rates, usage: BilledUsage, interest: Decimal | None) -> Iterable[BillLine]:
    for charge in rates.tariff.bracket(usage.kwh).charges:
        for part in charge.parts(usage):
            own = rates.own_fixed and part.code == "fixed"
            source, status = (OWN_BILL, "own_bill") if own else (rates.tariff.version, rates.tariff.status)
            yield BillLine(part.code, part.quantity, part.unit_price, part.amount, source, status)
    for site in rates.site_charges:
        for part in site.charge.parts(usage):
            status = "estimate" if site.estimate else site.status
            yield BillLine(part.code, part.quantity, part.unit_price, part.amount, site.source, status)
    if interest is not None:
        yield BillLine("interest", Decimal(1), interest, to_cents(interest), OWN_BILL, "own_bill")


def _marginal_price(rates: Rates, usage: BilledUsage) -> Decimal:
    price = rates.tariff.bracket(usage.kwh).energy.marginal_price(usage)
    rate = rates.tax.rate if rates.tax else Decimal(0)
    return to_price(price * (1 + rate) + rates.levy.price_per_kwh)


def _lighting_finding(rates: Rates, kwh: Decimal) -> tuple[Finding, ...]:
    """Remark that public lighting read at another usage belongs to another band of the (unverified) scale."""
    scale = rates.lighting_scale
    if scale is None or rates.own_kwh is None:
        return ()
    if scale.band(to_kwh(rates.own_kwh)) == scale.band(kwh):
        return ()
    return (Finding("public_lighting_band_differs", Severity.INFO, {"kwh": float(kwh), "own_kwh": rates.own_kwh}),)


def _sum(lines: Iterable[BillLine]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)
