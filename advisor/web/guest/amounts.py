"""Numbers as people type them from a paper bill, and form fields that keep what was typed when it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from flask_babel import gettext as _
from wtforms import StringField
from wtforms.validators import StopValidation

from advisor.services.figures import EITHER, nearest, two_readings
from advisor.web.filters import number

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


def two_amounts(text: str) -> tuple[Decimal, ...]:
    """Return both readings of a number such as `1.234` or `1,234`, the smaller first; empty where there is one."""
    bare = _UNITS.sub("", text.strip())
    return two_readings(bare) if EITHER.fullmatch(bare) else ()


def settle_bars(bars: Sequence[AmountField]) -> None:
    """Settle the months typed as 1.234 by the other months of the same home, where they say which reading is meant."""
    sure = [bar.data for bar in bars if bar.data is not None]
    for bar in bars:
        if bar.either and (meant := nearest(sure, bar.either)) is not None:
            bar.settle(meant)


class AmountField(StringField):
    """A number of zero or more that may stay empty; `data` is a Decimal or None, and the typed text is shown again.

    either: both readings of a number such as 1.234 until `settle` takes one; unsettled it is asked about.
    largest: above it the number is taken for a slip; example: shown in the error; above_zero: zero is refused too.
    """

    def __init__(self, label=None, *, largest: int, example: str, above_zero: bool = False, **kwargs):
        super().__init__(label, **kwargs)
        self.largest, self.example, self.above_zero = Decimal(largest), example, above_zero
        self.place: str = str(label or "")
        self.either: tuple[Decimal, ...] = ()

    def process_data(self, value):
        self.data = Decimal(str(value)) if value is not None else None
        self.typed = format(self.data, "f") if self.data is not None else ""

    def process_formdata(self, valuelist):
        self.typed = valuelist[0][:40] if valuelist else ""
        self.data = read_amount(self.typed) if self.typed.strip() else None
        possible = tuple(reading for reading in two_amounts(self.typed) if reading <= self.largest)
        if len(possible) == 1:
            self.data = possible[0]
        elif possible:
            self.data, self.either = None, possible

    def settle(self, meant: Decimal) -> None:
        """Take one of the two readings."""
        self.data, self.either = meant, ()

    def _value(self):
        return self.typed

    def pre_validate(self, form):
        words = {"place": self.place, "given": self.typed.strip(), "example": self.example}
        if not self.typed.strip():
            return
        if self.either:
            small, whole = self.either
            raise StopValidation(
                _(
                    "%(place)s: is “%(given)s” %(whole)s or %(small)s? Write it without thousands sign, "
                    "or with two decimals.",
                    whole=number(whole),
                    small=number(small, 2),
                    **{key: words[key] for key in ("place", "given")},
                )
            )
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
