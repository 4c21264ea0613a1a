"""Fields of the full bill beyond those of the bars: days, amounts below zero, digits."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from wtforms import DateField, SelectField, StringField
from wtforms.validators import StopValidation

from advisor.web.filters import day_year
from advisor.web.guest.amounts import AmountField

OLDEST = date(2000, 1, 1)


class DayField(DateField):
    """A day that may stay empty; what cannot be read is named with the place it was typed at."""

    def __init__(self, label=None, **kwargs):
        super().__init__(label, format=["%Y-%m-%d", "%d/%m/%Y"], **kwargs)

    def process_formdata(self, valuelist):
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(
                _(
                    "%(place)s: “%(given)s” is not a date. Write it as day, month and year, for example 04/08/2026.",
                    place=self.label.text,
                    given=valuelist[0].strip()[:40],
                )
            ) from None

    def pre_validate(self, form):
        if self.data is not None and self.data < OLDEST:
            raise StopValidation(
                _(
                    "%(place)s: %(date)s is too long ago. Check the year on your bill.",
                    place=self.label.text,
                    date=day_year(self.data),
                )
            )


class SignedAmountField(AmountField):
    """An amount that may be below zero, as roundings and credits are."""

    def pre_validate(self, form):
        if self.data is not None and -self.largest <= self.data < 0:
            return
        super().pre_validate(form)


class DigitsField(StringField):
    """A number of a supply: its digits, however they are grouped."""

    def process_formdata(self, valuelist):
        self.data = valuelist[0].strip()[:40] if valuelist else ""

    def pre_validate(self, form):
        bare = self.digits()
        if self.data and not (bare.isascii() and bare.isdigit() and 4 <= len(bare) <= 15):
            raise StopValidation(
                _(
                    "%(place)s: “%(given)s” is not a supply number. Write only its digits, for example 1234567.",
                    place=self.label.text,
                    given=self.data,
                )
            )

    def digits(self) -> str:
        """Return what was typed without blanks and hyphens."""
        return (self.data or "").replace(" ", "").replace("-", "")


class OneOf(SelectField):
    """One of a list, or nothing; a key that is not in the list counts as nothing."""

    def __init__(self, label=None, **kwargs):
        super().__init__(label, validate_choice=False, choices=[], **kwargs)

    def post_validate(self, form, validation_stopped):
        if self.data not in {key for key, _label in self.choices}:
            self.data = ""
