"""A month typed as 1.234 or 1,234 is read on the scale of the other months, else asked about: never a thousandfold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from flask_babel import force_locale
from werkzeug.datastructures import MultiDict
from wtforms import Form

from advisor.web.guest.amounts import AmountField, settle_bars


class Bars(Form):
    bar_1 = AmountField("Agosto", largest=20_000, example="132")
    bar_2 = AmountField("Julio", largest=20_000, example="132")
    bar_3 = AmountField("Junio", largest=20_000, example="132")
    price = AmountField("Precio", largest=20, example="0.6130")

    def validate(self, *args, **kwargs) -> bool:
        settle_bars([self.bar_1, self.bar_2, self.bar_3])
        return super().validate(*args, **kwargs)


def judged(app, **typed: str) -> Bars:
    with app.test_request_context(), force_locale("en"):
        form = Bars(MultiDict(typed))
        form.validate()
    return form


@pytest.mark.parametrize(
    ("typed", "others", "meant"),
    [
        ("1.234", ("980", "1102.5"), "1234"),
        ("1,234", ("980", "1102.5"), "1234"),
        ("1,234", ("1.9", "2"), "1.234"),
        ("1.234 kWh", ("900", ""), "1234"),
        ("130.500", ("128", "140"), "130.5"),
        ("1,234.5", ("128", "140"), "1234.5"),
    ],
)
def test_the_other_months_say_which_is_meant(app, typed, others, meant):
    form = judged(app, bar_1=typed, bar_2=others[0], bar_3=others[1])
    assert (form.errors, form.bar_1.data) == ({}, Decimal(meant))


@pytest.mark.parametrize(("typed", "others"), [("1.234", ("", "")), ("1,234", ("40", "35")), ("1,234", ("1,102", ""))])
def test_where_they_do_not_it_is_asked(app, typed, others):
    form = judged(app, bar_1=typed, bar_2=others[0], bar_3=others[1])
    assert form.bar_1.data is None
    assert "1,234 or 1.23?" in form.bar_1.errors[0]
    assert form.bar_1._value() == typed


def test_a_reading_beyond_what_the_field_takes_is_no_reading(app):
    assert judged(app, price="1.234").price.data == Decimal("1.234")
    assert judged(app, price="1,234").price.data == Decimal("1.234")
