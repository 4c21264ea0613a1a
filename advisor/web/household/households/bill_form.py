"""The form of the twelve bars of a home already known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from advisor.energy.usage import BillPeriod
from advisor.web.guest.forms import GuestForm
from advisor.web.guest.months import billing_periods

SAME_BAR_DAYS = 16  # a stored period whose end is nearer than this to a bar's is that bar


class BillsForm(GuestForm):
    """The guest's bars, with the stored ones filled in; the home's other answers are asked elsewhere."""

    def start_from(self, *, stored: Sequence[BillPeriod], today: date) -> None:
        """Fill the form with what is stored. The last reading is the newest stored one, or today."""
        self.last_reading.data = stored[-1].end if stored else today
        for (_start, end), field in zip(billing_periods(self.last_reading.data), self.bars(), strict=True):
            match = min(stored, key=lambda bill: abs((bill.end - end).days), default=None)
            if match and match.kwh is not None and abs((match.end - end).days) < SAME_BAR_DAYS:
                field.process_data(_written(match.kwh))
                if match.estimated:
                    self.estimated.data = [*(self.estimated.data or ()), field.name.removeprefix("bar_")]

    def bill_periods(self, *, stored: Sequence[BillPeriod]) -> tuple[BillPeriod, ...]:
        """Return the valid bars, oldest first, without the empty ones before the first.

        The exact usage of a month whose rounded bar nobody changed stays, and so does its stored amount: one of another
        usage is not of this one.
        """
        bars = list(zip(self.periods(), self.bars(), self.estimated_bars(), strict=True))
        while bars and bars[-1][1].data is None:
            bars.pop()
        known = {(bill.start, bill.end): bill for bill in stored}
        periods = [
            BillPeriod(
                start=start,
                end=end,
                kwh=_unchanged_or_typed(bar.data, known.get((start, end))),
                total=self.total.data
                if number == 0 and self.total.data is not None
                else _amount(bar.data, known.get((start, end))),
                estimated=estimated and bar.data is not None,
            )
            for number, ((start, end), bar, estimated) in enumerate(bars)
        ]
        return tuple(reversed(periods))

    def validate_department(self, field):
        """Asked on the page of the home."""

    def validate_distributor(self, field):
        """Asked on the page of the home."""

    def validate_unit_price(self, field):
        """Asked on the page of the home."""


def _written(kwh: float) -> str:
    """Write a usage as a person would type it: a bill derived from a meter has more decimals than a bill prints."""
    return f"{kwh:.1f}".removesuffix(".0")


def _amount(typed: Decimal | None, bill: BillPeriod | None) -> Decimal | None:
    """Return the stored amount of a month whose usage is as it was."""
    same = bill is not None and (bill.kwh is None if typed is None else _unchanged_or_typed(typed, bill) == bill.kwh)
    return bill.total if same else None


def _unchanged_or_typed(typed: Decimal | None, bill: BillPeriod | None) -> float | None:
    if typed is None:
        return None
    if bill is not None and bill.kwh is not None and Decimal(_written(bill.kwh)) == typed:
        return bill.kwh
    return float(typed)
