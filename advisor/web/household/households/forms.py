"""The form of a home: the guest's questions without the bars, and a few more that sharpen the advice."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError

from advisor.web.guest.answers import household_document
from advisor.web.guest.choices import OTHER_DISTRIBUTOR
from advisor.web.guest.forms import Choice, GuestForm
from advisor.web.guest.places import Places

LONGEST_NAME = 80
SUPPLY_DIGITS = 4


class HouseholdForm(GuestForm):
    """What a person tells of a home they keep. Call `arrange` before showing or validating it."""

    name = StringField(_l("Name of this home"))
    digits = StringField(_l("Last four digits of your supply number"))
    dwelling = Choice(_l("What is it?"))
    owned = Choice(_l("Is it yours?"))
    cooking = Choice(_l("What do you cook with?"))

    def arrange(self, *, places: Places, today: date) -> None:
        """Fill in the choices."""
        super().arrange(places=places, today=today)
        self.dwelling.choices = [("house", _("House")), ("apartment", _("Apartment"))]
        self.owned.choices = [("yes", _("Yes")), ("no", _("No, rented or lent"))]
        self.cooking.choices = [
            ("lpg", _("Gas in cylinders")),
            ("natural_gas", _("Natural gas")),
            ("electric", _("Electricity")),
            ("firewood", _("Firewood or charcoal")),
        ]

    def told(self) -> dict:
        """Return the valid answers in the keys of the `assess` contract."""
        household = household_document(self, {})["household"]
        more = {
            "dwelling": self.dwelling.data,
            "owned": {"yes": True, "no": False}.get(self.owned.data or ""),
            "cooking": self.cooking.data,
        }
        return household | {key: value for key, value in more.items() if value is not None}

    def distributor_stored(self) -> str | None:
        """Return the company's key; None for one we do not know."""
        key = self.distributor_key()
        return None if key == OTHER_DISTRIBUTOR else key

    def error_list(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) in the order of the page."""
        first = [self.name, self.digits]
        return [(field.id, str(field.errors[0])) for field in first if field.errors] + super().error_list()

    def validate_name(self, field):
        field.data = " ".join((field.data or "").split())
        if not field.data:
            raise ValidationError(_("Name: write how you call this home, for example “My home”."))
        if len(field.data) > LONGEST_NAME:
            raise ValidationError(_("Name: write a shorter one, %(most)s letters at most.", most=LONGEST_NAME))

    def validate_digits(self, field):
        field.data = (field.data or "").replace(" ", "")
        if field.data and not (len(field.data) == SUPPLY_DIGITS and field.data.isascii() and field.data.isdigit()):
            raise ValidationError(
                _("Supply number: write only its last four digits, for example 4821. We do not need the others.")
            )

    def validate_last_reading(self, field):
        """The bars have their own page."""

    def validate_bar_1(self, field):
        """The bars have their own page."""
