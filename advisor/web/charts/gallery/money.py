"""Pictures of soles: what the bill is made of, why it changed, what each advice saves."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from flask_babel import gettext as _

from advisor.web.charts.bill_parts import BillPart, bill_parts, named_bill_parts
from advisor.web.charts.gallery.example import Example, ExampleTable, numbers
from advisor.web.charts.savings import Saving, savings
from advisor.web.charts.svg import Caption
from advisor.web.charts.waterfall import Step, Total, signed, waterfall
from advisor.web.filters import cents, soles, soles_figure, soles_round


def money_examples() -> tuple[Example, ...]:
    """Return the examples."""
    parts = _parts()
    title = _("Most of your bill is the energy you used")
    caption = _("What your bill is made of")
    parts_table = numbers(caption, _("Part"), [_("soles")], ((part.name, part.figure) for part in parts))
    return (
        Example(
            "parts",
            title,
            _("The bill as one bar, above the list of its parts"),
            bill_parts(parts, caption=Caption(caption, title, "example-parts")),
            parts_table,
        ),
        Example(
            "parts-named",
            title,
            _("The bill as one bar with its list drawn: for e-mails and reports"),
            named_bill_parts(parts, caption=Caption(caption, title, "example-parts-named")),
            parts_table,
        ),
        _waterfall("waterfall", _("Why the bill changed: the columns do not start at zero and say so"), _few()),
        _waterfall("waterfall-six", _("Why the bill changed: six reasons, with long names"), _many()),
        _waterfall("waterfall-big", _("Why the bill changed: so much that the columns start at zero"), _big()),
        _waterfall("waterfall-same", _("Why the bill changed: it did not"), [(_("the same"), "0.0")]),
        _savings("savings", _("What each advice saves, with its range"), _ideas()),
        _savings("savings-costs", _("What each advice saves: one may cost money"), _doubtful()),
        _savings("savings-one", _("What each advice saves: a single one"), _ideas()[:1]),
        _savings("savings-none", _("What each advice saves: nothing that can be counted"), [(_ideas()[2][0], 0, 0, 0)]),
    )


def _parts() -> list[BillPart]:
    amounts = {
        "energy": (_("Energy you used"), "82.40"),
        "lighting": (_("Street lighting"), "9.70"),
        "fixed": (_("Fixed charge and connection"), "3.94"),
        "tax": (_("IGV (sales tax)"), "17.29"),
        "levy": (_("Rural electrification"), "1.50"),
    }
    return [BillPart(name, Decimal(amount), fill, cents(amount)) for fill, (name, amount) in amounts.items()]


def _few() -> list[tuple[str, str]]:
    return [(_("fewer days"), "-3.9"), (_("colder"), "+6.1"), (_("your use"), "-9.4"), (_("price"), "+3.8")]


def _many() -> list[tuple[str, str]]:
    more = [(_("public lighting charge"), "+11.7"), (_("rounding and interest"), "-0.2")]
    return [(_("three days fewer on this bill"), "-13.9"), *_few()[1:3], (_("price of the energy"), "+3.8"), *more]


def _big() -> list[tuple[str, str]]:
    return [(_("your use"), "-78.5"), (_("price"), "+12.0")]


def _waterfall(name: str, when: str, changes: Sequence[tuple[str, str]]) -> Example:
    steps = [Step(label, Decimal(amount)) for label, amount in changes]
    first = Total(_("July"), Decimal("118.2"))
    last = Total(_("August"), first.amount + sum(step.amount for step in steps))
    change = last.amount - first.amount
    if change < 0:
        title = _("You will pay %(amount)s less than in July", amount=soles(-change))
    elif change > 0:
        title = _("You will pay %(amount)s more than in July", amount=soles(change))
    else:
        title = _("You will pay the same as in July")
    caption = Caption(_("Why the bill changed, in soles"), title, f"example-{name}")
    drawing = waterfall(first, steps, last, caption=caption, starts_at=_("the columns start at S/ {amount}"))
    rows = ((first.name, first.amount), *((step.name, signed(step.amount)) for step in steps), (last.name, last.amount))
    return Example(name, title, when, drawing, numbers(caption.title, _("Reason"), [_("soles")], rows))


def _ideas() -> list[tuple[str, int, int, int]]:
    return [
        (_("Electric shower: five minutes less a person"), 15, 24, 31),
        (_("Stay under 140 kWh in December and January"), 7, 11, 14),
        (_("Change the six lamps for LED"), 3, 6, 10),
    ]


def _doubtful() -> list[tuple[str, int, int, int]]:
    return [
        *_ideas()[:1],
        (_("Move washing, ironing and the water pump of the building to the hours after 23 h"), -6, 9, 22),
        (_("Change to the tariff with two prices"), -12, -4, 5),
    ]


def _savings(name: str, when: str, ideas: Sequence[tuple[str, int, int, int]]) -> Example:
    rows = [
        Saving(
            label,
            Decimal(low),
            Decimal(expected),
            Decimal(high),
            figure=soles_round(expected) if expected >= 0 else _("%(amount)s more", amount=soles_round(-expected)),
            range=_("%(low)s to %(high)s", low=soles_figure(low), high=soles_figure(high)) if low != high else "",
        )
        for label, low, expected, high in ideas
    ]
    title = _("What lowers your bill the most: %(advice)s", advice=rows[0].name)
    caption = Caption(_("Soles that each idea would save a month"), title, f"example-{name}")
    drawing = savings(rows, caption=caption, unit=_("soles less a month"), costs=_("you would pay more"))
    return Example(name, title, when, drawing, _savings_table(caption.title, ideas))


def _savings_table(caption: str, ideas: Sequence[tuple[str, int, int, int]]) -> ExampleTable:
    rows = ((label, *(soles_figure(amount) for amount in amounts)) for label, *amounts in ideas)
    return numbers(caption, _("Idea"), [_("low"), _("likely"), _("high")], rows)
