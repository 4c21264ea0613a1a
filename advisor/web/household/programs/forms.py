"""The form of a token: what the program is called, which supplies it may touch, what it may do and for how long."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, RadioField, StringField
from wtforms.validators import ValidationError

from advisor.db.households import SupplyPoint
from advisor.services.tokens import SCOPES
from advisor.web.guest.forms import TickList
from advisor.web.household.subject import supply_name
from advisor.web.words.permissions import permission

LONGEST_NAME = 60
DAYS = ("30", "90", "365")


class TokenForm(Form):
    """What a person decides of a token. Call `arrange` before showing or validating it."""

    name = StringField(_l("What the program is called"))
    supply_points = TickList(_l("Supplies it may touch"), choices=[])
    scopes = TickList(_l("What it may do"), choices=[])
    days = RadioField(_l("For how long"), default=DAYS[1], validate_choice=False, choices=[])

    def arrange(self, points: Sequence[SupplyPoint]) -> None:
        """Fill in the choices; a person's only supply is ticked."""
        self.supply_points.choices = [(str(point.id), supply_name(point)) for point in points]
        self.scopes.choices = [(scope, permission(scope)) for scope in SCOPES]
        self.days.choices = list(zip(DAYS, (_("30 days"), _("90 days"), _("One year")), strict=True))
        if len(points) == 1 and not self.supply_points.data:
            self.supply_points.data = [str(points[0].id)]

    def supply_point_ids(self) -> list[int]:
        """Return the ids of the ticked supplies."""
        return [int(value) for value in self.supply_points.data or ()]

    def error_list(self) -> list[tuple[str, str]]:
        """Return (field id, sentence) in the order of the page."""
        return [(field.id, str(field.errors[0])) for field in self if field.errors]

    def refuse_name(self, sentence: str) -> None:
        """Note what is wrong with the name beyond its letters."""
        self.name.errors = [sentence]

    def validate_name(self, field):
        field.data = " ".join((field.data or "").split())
        if not field.data:
            raise ValidationError(_("Program: write what you call it, for example “My meter”."))
        if len(field.data) > LONGEST_NAME:
            raise ValidationError(_("Program: write a shorter name, %(most)s letters at most.", most=LONGEST_NAME))

    def validate_supply_points(self, field):
        if not field.data:
            raise ValidationError(_("Supplies: tick at least one."))

    def validate_scopes(self, field):
        if not field.data:
            raise ValidationError(_("Permissions: tick at least one."))

    def validate_days(self, field):
        if field.data not in DAYS:
            raise ValidationError(_("Duration: choose one of the three."))
