"""What is paid of a total: distributors round it, and give or take the difference back next month.

Never part of a forecast: nobody can say today what was carried into a future bill.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Payment:
    """The amount to pay of one bill, soles: total + carried + rounding = to_pay.

    carried: what last month's rounding brings back; rounding: what this one adds; carry: what it brings next month.
    """

    total: Decimal
    carried: Decimal
    rounding: Decimal

    @property
    def to_pay(self) -> Decimal:
        """Return what is paid this month, a multiple of the unit."""
        return self.total + self.carried + self.rounding

    @property
    def carry(self) -> Decimal:
        """Return what the next bill carries: this rounding with the opposite sign."""
        return -self.rounding


def payment(total: Decimal, *, unit: Decimal, carried: Decimal = ZERO) -> Payment:
    """Round a total (soles) and what was carried to a multiple of the unit (soles).

    Half-up is an assumption; one bill of Luz del Sur turns 361.05 into 361.10. That a rounding comes back with the
    opposite sign is implied by the paired lines of bills ("mes anterior", "mes actual"). Raises ValueError for a unit
    of zero or less.
    """
    if unit <= 0:
        raise ValueError(f"unit must be more than zero, received {unit}")
    due = total + carried
    rounded = (due / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit
    return Payment(total, carried, rounded - due)


def payments(totals: Iterable[Decimal], *, unit: Decimal, carried: Decimal = ZERO) -> tuple[Payment, ...]:
    """Return the payments of bills that follow each other, each with what the one before carries."""
    made: list[Payment] = []
    for total in totals:
        made.append(payment(total, unit=unit, carried=made[-1].carry if made else carried))
    return tuple(made)
