"""Numbers as people type them from a paper bill, and form fields that keep what was typed when it cannot be read."""

from __future__ import annotations

import re
from decimal import Decimal

from flask_babel import gettext as _
from wtforms import StringField
from wtforms.validators import StopValidation

_PLAIN = re.compile(r"-?[0-9]{1,9}([.,][0-9]{1,6})?")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,6})?")
_UNITS = re.compile(r"^S/\.?\s*|\s*kwh$", re.IGNORECASE)


def read_amount(text: str) -> Decimal | None:
    """Read a number as written in Peru: `1,234.5`, `132`, also `132,5`; None when it is not a number.

    A comma followed by exactly three digits separates thousands, as on the bill. Units around it are allowed.
    """
    bare = _UNITS.sub("", text.strip())
    if _THOUSANDS.fullmatch(bare):
        return Decimal(bare.replace(",", ""))
    if _PLAIN.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    return None


class AmountField(StringField):
    """A number of zero or more that may stay empty; `data` is a Decimal or None, and the typed text is shown again.

    largest: above it the number is taken for a slip; example: shown in the error; above_zero: zero is refused too.
    """

    def __init__(self, label=None, *, largest: int, example: str, above_zero: bool = False, **kwargs):
        super().__init__(label, **kwargs)
        self.largest, self.example, self.above_zero = Decimal(largest), example, above_zero
        self.place: str = str(label or "")

    def process_data(self, value):
        self.data = Decimal(str(value)) if value is not None else None
        self.typed = format(self.data, "f") if self.data is not None else ""

    def process_formdata(self, valuelist):
        self.typed = valuelist[0][:40] if valuelist else ""
        self.data = read_amount(self.typed) if self.typed.strip() else None

    def _value(self):
        return self.typed

    def pre_validate(self, form):
        words = {"place": self.place, "given": self.typed.strip(), "example": self.example}
        if not self.typed.strip():
            return
        if self.data is None:
            raise StopValidation(
                _("%(place)s: “%(given)s” is not a number. Write only digits, for example %(example)s.", **words)
            )
        if self.data < 0:
            raise StopValidation(
                _(
                    "%(place)s: “%(given)s” is less than zero. Write the number as your bill prints it, for "
                    "example %(example)s.",
                    **words,
                )
            )
        if self.above_zero and self.data == 0:
            raise StopValidation(
                _("%(place)s: it cannot be zero. Write the number your bill prints, for example %(example)s.", **words)
            )
        if self.data > self.largest:
            raise StopValidation(
                _("%(place)s: “%(given)s” is too much for a home. Check the number on your bill.", **words)
            )
