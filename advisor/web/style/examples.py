"""Values of the examples: an invented home in Lima; no figure here was measured, billed or estimated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup

from advisor.web.advice_rows import AdviceRow
from advisor.web.bill_sheet import BillSheet, bill_sheet
from advisor.web.charts import Bar, Caption, LimitLine, monthly_bars
from advisor.web.charts.sparkbars import sparkbars
from advisor.web.filters import kwh, month_letter, month_year_short, soles
from advisor.web.household.uploads.pages import ReceivedFile
from advisor.web.household.uploads.rows import Mark, MarkedRow, RowsTable
from advisor.web.paging import Paging, paging
from advisor.web.style.forms import ExampleForm, answered, fresh, refused
from advisor.web.words.acronyms import Explained

_BILL = (
    ("energy_all", "82.40", "131", "0.6290"),
    ("public_lighting", "9.70", None, None),
    ("fixed", "3.94", None, None),
    ("igv", "17.29", None, "0.18"),
    ("rural_electrification", "1.50", "131", "0.0115"),
)
_HOMES = (
    ("Rosa Quispe", "San Juan de Lurigancho", 186, "164.00", "41", "63", "bad"),
    ("Familia Huamán", "Comas", 231, "199.00", "28", "52", "good"),
    ("Pedro Mamani", "Puno", 92, "68.00", "4", "9", "wait"),
)
_MONTHS = (168, 182, 175, 190, 186, 160, 158, 201, 177, 176, 214, 186)


@dataclass(frozen=True)
class Picture:
    """A finding, its drawing, and the table behind it."""

    finding: str
    chart: Markup
    caption: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Examples:
    """What the calls of the examples are given."""

    fresh: ExampleForm
    answered: ExampleForm
    refused: ExampleForm
    draft: ExampleForm
    bill: BillSheet
    advice: tuple[AdviceRow, ...]
    bare_advice: tuple[AdviceRow, ...]
    rows: RowsTable
    plain_rows: RowsTable
    doubtful_rows: RowsTable
    marked_rows: tuple[MarkedRow, ...]
    received: tuple[ReceivedFile, ...]
    first_page: Paging
    middle_page: Paging
    last_page: Paging
    only_page: Paging
    picture: Picture
    homes: tuple[tuple[object, ...], ...]
    range: Markup
    words: Explained


def examples() -> Examples:
    """Make the values in the language of the request."""
    return Examples(
        fresh=fresh("fresh"),
        answered=answered("answered"),
        refused=refused("refused"),
        draft=answered("draft"),
        bill=bill_sheet(_bill(), name="example-bill"),
        advice=_advice(),
        bare_advice=(AdviceRow("bare", _("under S/ 1"), "", _("Unplug what nobody uses"), "", "", "", ""),),
        rows=_rows(),
        plain_rows=RowsTable(_("The first rows of your file"), "", _columns(), (("2", "01/01 00:00", "0.210"),)),
        doubtful_rows=RowsTable(
            _("Rows to look at"), "", _columns(), (("9", "01/01 03:30", {"text": "14.000", "doubtful": True}),)
        ),
        marked_rows=_marked(),
        received=(ReceivedFile("enero.csv", _("stored"), "#"), ReceivedFile("febrero.csv", _("not kept"), None)),
        first_page=_paging(1),
        middle_page=_paging(4),
        last_page=_paging(9),
        only_page=paging(1, total=12, address=_address),
        picture=_picture(),
        homes=_homes(),
        range=Markup(_("Most likely between %(low)s and %(high)s. Your meter will be read around %(date)s."))
        % {"low": Markup("<b>S/ 102</b>"), "high": Markup("<b>S/ 136</b>"), "date": _("August 4")},
        words=Explained(_("What does kWh mean?"), (("kWh", _("What a thousand watts use in one hour.")),)),
    )


def _bill() -> dict:
    lines = [
        {"code": code, "amount": amount, "quantity": quantity, "unit_price": price, "status": None}
        for code, amount, quantity, price in _BILL
    ]
    return {"lines": lines, "total": "114.83"}


def _advice() -> tuple[AdviceRow, ...]:
    return (
        AdviceRow(
            key="shower",
            amount="S/ 24",
            range=_("%(low)s to %(high)s", low="15", high="31"),
            title=_("Electric shower: five minutes less for each person"),
            what_to_do="",
            reason=_("In your cold months usage rises by 22 kWh, and four people shower with electricity."),
            details=" · ".join((_("No cost"), _("shows on the first bill"), _("high confidence"))),
            how_we_estimate="",
        ),
        AdviceRow(
            key="lamps",
            amount="S/ 6",
            range=_("%(low)s to %(high)s", low="3", high="10"),
            title=_("Change the six energy-saving lamps for LED"),
            what_to_do="",
            reason=_("You have six lamps that are usually on from 18 to 23 h."),
            details=" · ".join((_("Costs %(low)s to %(high)s", low="S/ 48", high="72"), _("medium confidence"))),
            how_we_estimate="",
        ),
    )


def _columns() -> tuple[tuple[str, str], ...]:
    return ((_("Row"), "text"), (_("Hour"), "text"), ("kWh", "num"))


def _rows() -> RowsTable:
    return RowsTable(
        heading=_("Three rows cannot be read"),
        note=_("The other %(used)s rows are fine. You can correct the file, or go on without these.", used="17,517"),
        columns=_columns(),
        rows=(
            ("812", "17/01 22:00", {"text": "-0.412", "bad": True}),
            ("4,410", {"text": "31/02 09:30", "bad": True}, "0.155"),
            ("9,027", "08/07 01:00", {"text": "n/d", "bad": True}),
        ),
        reasons=(_("Row %(row)s: %(why)s", row="4,410", why=_("February has no day 31.")),),
    )


def _marked() -> tuple[MarkedRow, ...]:
    wrong = Mark(
        "ene 2026", "12a", True, _("“%(cell)s” is not a number. Write only digits, for example 132.", cell="12a")
    )
    odd = Mark("feb 2026", "1400", False, _("“%(cell)s” is a lot for a home. Check that the unit is kWh.", cell="1400"))
    row = _("Row %(row)s", row="14")
    return (MarkedRow(" · ".join((row, "C-013", "Rosa Quispe")), (wrong, odd)),)


def _picture() -> Picture:
    finding = _("You passed 140 kWh in all twelve months")
    ends = [date(2025 + (i + 7) // 12, (i + 7) % 12 + 1, 4) for i in range(12)]
    caption = Caption(_("Usage of each bill, in kWh"), finding, "example-picture")
    bars = [Bar(month_letter(end), float(value)) for end, value in zip(ends, _MONTHS, strict=True)]
    chart = monthly_bars(bars, caption=caption, missing=_("no data"), limit=LimitLine(140, "140 kWh"))
    rows = tuple((month_year_short(end), str(value)) for end, value in zip(ends, _MONTHS, strict=True))
    return Picture(finding, chart, caption.title, rows)


def _homes() -> tuple[tuple[object, ...], ...]:
    states = {"bad": _("will pass 140"), "good": _("up to date"), "wait": _("a bill is missing")}
    return tuple(
        (
            {"text": name, "url": "#dense_table"},
            district,
            sparkbars([value * energy / _MONTHS[-1] for value in _MONTHS], limit_kwh=140),
            kwh(energy),
            soles(total),
            {"text": _("S/ %(low)s to %(high)s", low=low, high=high), "strong": True},
            {"text": states[state], "badge": state},
        )
        for name, district, energy, total, low, high, state in _HOMES
    )


def _paging(page: int) -> Paging:
    return paging(page, total=214, address=_address)


def _address(page: int) -> str:
    return f"?pagina={page}#pager"
