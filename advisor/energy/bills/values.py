"""A computed bill: its lines in the order of the paper, the totals, and what the next kWh costs."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from advisor.energy.findings import Finding


class UnableToBill(Exception):
    """The bill cannot be computed from what is known; `finding` says what is missing, as a code with parameters."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(frozen=True)
class BillLine:
    """One line of a bill: amount in soles, rounded half-up to the cent.

    code: connection, fixed, energy_first_30, energy_rest, energy_all, energy_peak, energy_offpeak, energy_middle,
    energy_base, public_lighting, interest, igv, rural_electrification or rounding. quantity: kWh for energy and levy,
    soles for igv, a factor or 1 otherwise. source: tariff version, "own bill", or where an estimate comes from. status:
    "verified", "unverified", "own_bill", "inferred" or "estimate".
    """

    code: str
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    source: str
    status: str

    def as_document(self) -> dict[str, str]:
        """Return the line in the shape of the JSON contract."""
        return {
            "code": self.code,
            "quantity": str(self.quantity),
            "unit_price": str(self.unit_price),
            "amount": str(self.amount),
            "source": self.source,
            "status": self.status,
        }


@dataclass(frozen=True)
class Bill:
    """The bill of one period, in soles; the lines sum to `total`.

    subtotal: the lines that bear IGV; marginal_price_per_kwh: the next kWh inside the bracket, IGV and levy included;
    next_bracket_at_kwh: the limit ahead, or None in the last bracket; next_bracket_jump: total at one kWh over that
    limit minus total at the limit.
    """

    distributor: str | None
    system: str | None
    option: str
    kwh: Decimal
    bracket: str
    lines: tuple[BillLine, ...]
    subtotal: Decimal
    igv: Decimal
    total: Decimal
    marginal_price_per_kwh: Decimal
    next_bracket_at_kwh: Decimal | None
    next_bracket_jump: Decimal | None
    tariff_versions: tuple[str, ...]
    findings: tuple[Finding, ...]

    def amount(self, code: str) -> Decimal:
        """Return the sum of the lines with one code, zero where there is none."""
        return sum((line.amount for line in self.lines if line.code == code), Decimal("0.00"))

    def as_document(self) -> dict[str, object]:
        """Return the bill in the shape of the JSON contract: money as text, energy as numbers."""
        limit, jump = self.next_bracket_at_kwh, self.next_bracket_jump
        return {
            "distributor": self.distributor,
            "system": self.system,
            "option": self.option,
            "kwh": _number(self.kwh),
            "bracket": self.bracket,
            "lines": [line.as_document() for line in self.lines],
            "subtotal": str(self.subtotal),
            "igv": str(self.igv),
            "total": str(self.total),
            "marginal_price_per_kwh": str(self.marginal_price_per_kwh),
            "next_bracket_at_kwh": None if limit is None else _number(limit),
            "next_bracket_jump": None if jump is None else str(jump),
            "tariff_versions": list(self.tariff_versions),
            "findings": [finding.as_document() for finding in self.findings],
        }


def _number(kwh: Decimal) -> int | float:
    return int(kwh) if kwh == kwh.to_integral_value() else float(kwh)
