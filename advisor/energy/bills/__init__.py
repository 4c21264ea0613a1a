"""Bills line by line: what a period's usage costs, and what one more kWh would."""

from advisor.energy.bills.compute import bill, bill_at, jump_at, total_at
from advisor.energy.bills.many import bill_totals, totals_in_cents
from advisor.energy.bills.rates import Rates, rates_for
from advisor.energy.bills.values import Bill, BillLine, UnableToBill

__all__ = [
    "Bill",
    "BillLine",
    "Rates",
    "UnableToBill",
    "bill",
    "bill_at",
    "bill_totals",
    "jump_at",
    "rates_for",
    "total_at",
    "totals_in_cents",
]
