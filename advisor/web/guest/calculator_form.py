"""The calculator's form: its names stand in the address, so that a sum can be kept and sent to somebody."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField
from wtforms.validators import ValidationError

from advisor.web.filters import day_year
from advisor.web.guest import choices
from advisor.web.guest.amounts import AmountField
from advisor.web.guest.forms import MOST_KWH, Choice, ReadingDateField
from advisor.web.guest.places import Places

USUAL_DAYS, MOST_DAYS = 30, 62
FARTHEST_BACK, FARTHEST_AHEAD = timedelta(days=3653), timedelta(days=366)


class CalculatorForm(Form):
    """Company, kWh and what may be told beside them. Call `arrange` before showing or validating it."""

    distributor = StringField(_l("Electricity company"), name="empresa")
    kwh = AmountField(_l("kWh of the bill"), name="kwh", largest=MOST_KWH, example="132")
    days = AmountField(_l("Days of the bill"), name="dias", largest=MOST_DAYS, example="30", above_zero=True)
    reading = ReadingDateField(_l("Date of the last reading"), name="fecha", format=["%Y-%m-%d", "%d/%m/%Y"])
    unit_price = AmountField(_l("Price of each kWh"), name="precio", largest=20, example="0.6130", above_zero=True)
    fixed = AmountField(_l("Fixed charge"), name="fijo", largest=1_000, example="2.26")
    public_lighting = AmountField(_l("Street lighting"), name="alumbrado", largest=10_000, example="9.70")
    igv = Choice(_l("Does your bill charge IGV?"), name="igv")

    def arrange(self, *, places: Places, today: date) -> None:
        """Tell which companies there are, and the day that dates are judged by."""
        self.places, self.today = places, today
        self.igv.choices = choices.igv()
        for field in (self.kwh, self.days, self.unit_price, self.fixed, self.public_lighting):
            field.place = field.label.text

    @property
    def distributor_key(self) -> str | None:
        """The chosen company's key; None for one that is not in the list."""
        key = self.distributor.data
        return None if key == choices.OTHER_DISTRIBUTOR else key

    @property
    def needs_own_price(self) -> bool:
        """Say whether the price must be read from a bill."""
        return self.places.needs_own_price(self.distributor.data)

    @property
    def period(self) -> tuple[date, date]:
        """The days [start, end) that the kWh are for."""
        end = self.reading.data or self.today
        return end - timedelta(days=int(self.days.data or USUAL_DAYS)), end

    def error_list(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) in the order of the page."""
        return [(field.id, str(field.errors[0])) for field in self if field.errors]

    def validate_distributor(self, field):
        key = field.data
        if not key:
            raise ValidationError(_("Electricity company: choose the one whose name is at the top of your bill."))
        if key != choices.OTHER_DISTRIBUTOR and self.places.distributor(key) is None:
            raise ValidationError(
                _(
                    "Electricity company: we do not know “%(given)s”. Choose one from the list, or “Another company”.",
                    given=str(key)[:40],
                )
            )

    def validate_kwh(self, field):
        if field.data is None and not field.errors:
            raise ValidationError(_("kWh of the bill: write how many, for example 132."))

    def validate_days(self, field):
        if field.data is not None and field.data != int(field.data):
            raise ValidationError(_("Days of the bill: write whole days, for example 30."))

    def validate_reading(self, field):
        if field.process_errors or field.data is None:
            return
        if not self.today - FARTHEST_BACK <= field.data <= self.today + FARTHEST_AHEAD:
            raise ValidationError(
                _(
                    "Last reading: %(date)s is too far away. Write one of the last ten years, or leave it empty.",
                    date=day_year(field.data),
                )
            )

    def validate_unit_price(self, field):
        if self.needs_own_price and field.data is None and not field.errors:
            raise ValidationError(
                _(
                    "Price of each kWh: we do not know the prices of your company, so we need the one your bill "
                    "prints. Look for “precio unitario” or “S/ / kWh”."
                )
            )
