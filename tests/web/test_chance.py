"""The chance to stay within 140 kWh is said as the likelier of the two, in tenths."""

import pytest
from flask_babel import force_locale

from advisor.web.chance import chance_badge


@pytest.mark.parametrize(
    ("probability", "text", "kind"),
    [
        (0.99, "Casi seguro no pasas de 140 kWh", "good"),
        (0.78, "8 de cada 10 veces no pasas de 140 kWh", "good"),
        (0.66, "7 de cada 10 veces no pasas de 140 kWh", "wait"),
        (0.36, "6 de cada 10 veces pasas de 140 kWh", "wait"),
        (0.2, "8 de cada 10 veces pasas de 140 kWh", "bad"),
        (0.01, "Casi seguro pasas de 140 kWh", "bad"),
    ],
)
def test_the_likelier_side_is_said(app, probability, text, kind):
    document = {
        "limit_140": {"threshold_kwh": 140},
        "forecast": {"next_bill": {"probability_within_140": probability}},
    }
    with app.test_request_context(), force_locale("es_PE"):
        badge = chance_badge(document)
        assert (badge.text.replace("\xa0", " "), badge.kind) == (text, kind)


def test_a_tariff_without_the_step_has_no_chance(app):
    document = {"limit_140": None, "forecast": {"next_bill": {"probability_within_140": 0.5}}}
    with app.test_request_context():
        assert chance_badge(document) is None
