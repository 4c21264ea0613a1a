"""Whether a change worked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from advisor.web.charts.gallery.example import Example, numbers
from advisor.web.charts.svg import Caption
from advisor.web.charts.verification import Adjusted, Change, Month, VerificationWords, verification
from advisor.web.filters import kwh, month, month_letter, month_year_short, number

EXPECTED = (150.0, 149.0, 147.0, 141.0, 137.0, 134.0, 131.0, 133.0)
LESS = (151.0, 147.0, 148.0, 126.0, 119.0, 117.0, 112.0, 116.0)
MORE = (149.0, 150.0, None, 146.0, None, 151.0, 150.0, 158.0)
RANGE_KWH = 9


def change_examples() -> tuple[Example, ...]:
    """Return the examples."""
    less, more = _("Since June you use less than you would have"), _("You use no less than you would have")
    unknown = _("It cannot be known yet")
    return (
        _example("verification", less, _("Did it work? Yes"), LESS, EXPECTED, before=3),
        _example("verification-missing", more, _("Did it work? No; two months without data"), MORE, EXPECTED, before=3),
        _example("verification-short", unknown, _("Did it work? One month so far"), LESS[:4], EXPECTED[:4], before=3),
        _example("verification-none", unknown, _("Did it work? No data"), (None,) * 6, (None,) * 6, before=5),
    )


def _example(
    name: str,
    title: str,
    when: str,
    measured: Sequence[float | None],
    expected: Sequence[float | None],
    *,
    before: int,
) -> Example:
    ends = [date(2026, 3 + i, 4) for i in range(len(measured))]
    months = [
        Month(
            month_letter(end),
            used,
            None if would is None else Adjusted(would - RANGE_KWH, would, would + RANGE_KWH),
            "" if used is None else _("%(month)s: %(kwh)s", month=month(end), kwh=kwh(used)),
        )
        for end, used, would in zip(ends, measured, expected, strict=True)
    ]
    words = VerificationWords(_("what you used"), _("what you would have used"), _("no data"))
    caption = Caption(_("Usage before and after the change, in kWh a month"), title, f"example-{name}")
    drawing = verification(months, Change(before, _("you changed the lamps")), caption=caption, words=words)
    rows = (
        (
            month_year_short(end),
            None if item.measured is None else number(item.measured),
            *((number(item.baseline.low), number(item.baseline.high)) if item.baseline else (None, None)),
        )
        for end, item in zip(ends, months, strict=True)
    )
    columns = [_("what you used"), _("would have used, at least"), _("would have used, at most")]
    return Example(name, title, when, drawing, numbers(caption.title, _("Month"), columns, rows))
