"""The form of a full bill: what the paper prints, in its order, and the twelve months before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField
from wtforms.validators import ValidationError

from advisor.services.figures import settle
from advisor.web.filters import day_year, month, month_year_short
from advisor.web.guest.amounts import AmountField, settle_bars
from advisor.web.guest.forms import MOST_KWH
from advisor.web.guest.months import BARS, billing_periods, reading_dates
from advisor.web.household.bill_document.fields import DayField, DigitsField, OneOf, SignedAmountField

LONGEST_DAYS = 100
MOST_SOLES = 100_000
TARIFF_OPTIONS = ("BT5B", "BT5F", "BT5I", "BT5A", "BT6", "BT7")
# Each field of a line with the codes of the lines it stands for.
LINES = {
    "line_connection": ("connection",),
    "line_fixed": ("fixed",),
    "line_energy": ("energy_all", "energy_first_30", "energy_rest", "energy_peak", "energy_offpeak"),
    "line_public_lighting": ("public_lighting",),
    "line_interest": ("interest",),
    "line_rural_electrification": ("rural_electrification",),
    "line_late_interest": ("late_interest",),
    "line_rounding": ("rounding", "credit"),
}


class BillDocumentForm(Form):
    """A full bill. Call `arrange` before showing or validating it."""

    start = DayField(_l("Previous reading"))
    end = DayField(_l("Last reading"))
    kwh = AmountField(_l("Usage of the month"), largest=MOST_KWH, example="132")
    averaged = BooleanField(_l("The bill says “promedio”: nobody read the meter"))
    unit_price = AmountField(_l("Price of each kWh"), largest=20, example="0.6130", above_zero=True)
    line_fixed = AmountField(_l("Fixed charge"), largest=1_000, example="2.26")
    line_public_lighting = AmountField(_l("Street lighting"), largest=10_000, example="9.70")
    total_to_pay = AmountField(_l("Total to pay"), largest=MOST_SOLES, example="98.50")
    supply_number = DigitsField(_l("Supply number"))
    same_home = BooleanField(_l("Yes, this bill is of this home"))
    distributor = OneOf(_l("Electricity company"))
    tariff_option = OneOf(_l("Tariff"))
    line_connection = AmountField(_l("Connection: replacement and upkeep"), largest=1_000, example="1.68")
    line_energy = AmountField(_l("Energy"), largest=MOST_SOLES, example="80.90")
    line_interest = AmountField(_l("Interest (compensatorio)"), largest=10_000, example="0.82")
    subtotal = AmountField(_l("Subtotal"), largest=MOST_SOLES, example="96.30")
    igv = AmountField(_l("IGV"), largest=MOST_SOLES, example="17.33")
    line_rural_electrification = AmountField(_l("Rural electrification (law 28749)"), largest=10_000, example="1.45")
    line_late_interest = AmountField(_l("Late interest (moratorio)"), largest=10_000, example="0.13")
    line_rounding = SignedAmountField(_l("Rounding and credits"), largest=10_000, example="-0.05")
    total_month = AmountField(_l("Total of the month"), largest=MOST_SOLES, example="115.08")
    previous_debt = AmountField(_l("Debt of earlier months"), largest=MOST_SOLES, example="0.00")
    previous_reading = AmountField(_l("Meter at the previous reading"), largest=99_999_999, example="22247.70")
    current_reading = AmountField(_l("Meter at the last reading"), largest=99_999_999, example="22703.20")
    meter_factor = AmountField(_l("Meter factor"), largest=10_000, example="1", above_zero=True)
    contracted_power_kw = AmountField(_l("Contracted power"), largest=1_000, example="3.00")
    connection = OneOf(_l("Type of connection"))
    issued = DayField(_l("Issued on"))
    due = DayField(_l("Due on"))
    cut_off = DayField(_l("Cut-off on"))
    seen = HiddenField()

    def arrange(self, *, today: date, distributors: Sequence[tuple[str, str]], known_numbers: Sequence[str]) -> None:
        """Fill in the choices, the months of the history and what the answers are judged by.

        known_numbers: the supply numbers of this home's earlier bills, or its last digits.
        """
        self.today, self.known_numbers = today, tuple(known_numbers)
        nothing = ("", _("I do not know"))
        self.distributor.choices = [nothing, *distributors]
        self.tariff_option.choices = [nothing, *((option, option) for option in TARIFF_OPTIONS)]
        phases = [("single_phase", _("Single-phase (monofásica)")), ("three_phase", _("Three-phase (trifásica)"))]
        self.connection.choices = [nothing, *phases]
        for field in self:
            if isinstance(field, AmountField):
                field.place = field.label.text
        for (_start, end), field in zip(self.history_periods(), self.history(), strict=True):
            field.label.text, field.place = month_year_short(end), _sentence_start(month(end))

    def history(self) -> list[AmountField]:
        """Return the months before the bill, the latest first."""
        return [self[f"history_{number}"] for number in range(1, BARS + 1)]

    def history_periods(self) -> tuple[tuple[date, date], ...]:
        """Return the periods of the months before the bill, the latest first."""
        first = self.start.data or reading_dates(self.end.data or self.today, bars=1)[1]
        return billing_periods(first)

    def other_supply(self) -> bool:
        """Say whether the bill carries another supply number than the earlier ones of this home."""
        number = self.supply_number.digits()
        return bool(number and self.known_numbers) and not any(number.endswith(known) for known in self.known_numbers)

    def error_list(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) in the order of the page."""
        return [(field.id, str(field.errors[0])) for field in self if field.errors]

    def validate(self, *args, **kwargs) -> bool:
        """Judge the answers; figures that can be read two ways are first settled by the others of the bill."""
        names = ("kwh", "previous_reading", "current_reading", "meter_factor", "unit_price", "subtotal", "total_month")
        known = {name: self[name].data for name in names if self[name].data is not None}
        known |= {"energy": self.line_energy.data} if self.line_energy.data is not None else {}
        doubtful = {name: self[name].either for name in names if self[name].either}
        for name, meant in settle(known, doubtful).items():
            self[name].settle(meant)
        settle_bars([self.kwh, *self.history()])
        return super().validate(*args, **kwargs)

    def validate_start(self, field):
        if field.data is None and not field.process_errors:
            raise ValidationError(_("Previous reading: write its date. Your bill calls it “lectura anterior”."))
        if field.data and self.end.data and not 0 < (self.end.data - field.data).days <= LONGEST_DAYS:
            raise ValidationError(
                _(
                    "Previous reading: %(date)s is not in the %(days)s days before the last one. Check both dates.",
                    date=day_year(field.data),
                    days=LONGEST_DAYS,
                )
            )

    def validate_end(self, field):
        if field.data is None and not field.process_errors:
            raise ValidationError(_("Reading of this bill: write the date."))
        if field.data and field.data > self.today:
            raise ValidationError(
                _(
                    "Last reading: %(date)s has not come yet. Write the date of the last bill you received.",
                    date=day_year(field.data),
                )
            )

    def validate_kwh(self, field):
        if not field.typed.strip():
            raise ValidationError(
                _("Usage of the month: write the kWh that the bill charges, for example %(example)s.", example="132")
            )

    def validate_same_home(self, field):
        if self.other_supply() and not field.data:
            raise ValidationError(
                _("Supply number: it is not the one of your earlier bills. Check it, or tick that it is of this home.")
            )


def _sentence_start(words: str) -> str:
    return words[:1].upper() + words[1:]


for _number in range(1, BARS + 1):
    setattr(BillDocumentForm, f"history_{_number}", AmountField("", largest=MOST_KWH, example="132"))
