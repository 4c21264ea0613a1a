"""The form of the twelve bars of a home already known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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
                field.process_data(f"{match.kwh:.6f}".rstrip("0").rstrip("."))

    def bill_periods(self, *, stored: Sequence[BillPeriod]) -> tuple[BillPeriod, ...]:
        """Return the valid bars, oldest first, without the empty ones before the first; totals already stored stay."""
        bars = list(zip(self.periods(), self.bars(), strict=True))
        while bars and bars[-1][1].data is None:
            bars.pop()
        amounts = {(bill.start, bill.end): bill.total for bill in stored}
        periods = [
            BillPeriod(
                start=start,
                end=end,
                kwh=None if bar.data is None else float(bar.data),
                total=self.total.data if number == 0 and self.total.data is not None else amounts.get((start, end)),
            )
            for number, ((start, end), bar) in enumerate(bars)
        ]
        return tuple(reversed(periods))

    def validate_department(self, field):
        """Asked on the page of the home."""

    def validate_distributor(self, field):
        """Asked on the page of the home."""

    def validate_unit_price(self, field):
        """Asked on the page of the home."""
