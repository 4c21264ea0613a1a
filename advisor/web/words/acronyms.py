"""Short forms that pages use, with the words that explain them; every page lists those it shows (docs/words.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from babel.lists import format_list
from flask_babel import get_locale, get_translations, ngettext

from advisor.web.words.marks import N_

EXPLAINED = {
    "kWh": N_("Kilowatt-hour: the unit in which electricity is metered and charged."),
    "kW": N_("Kilowatt: a thousand watts used at one moment."),
    "BT5B": N_("The usual tariff of homes: each kWh costs the same at any hour."),
    "BT5A": N_("A tariff with one price from 18 to 23 h, another for the other hours, and limits of power."),
    "BT5I": N_("A tariff with three prices by the hour of the day."),
    "BT6": N_("A tariff without a meter: each month costs the same."),
    "BT7": N_("A tariff paid in advance."),
    "BT5F": N_("A tariff of homes with another price from 18 to 23 h."),
    "IGV": N_("The sales tax (Impuesto General a las Ventas) that your bill adds."),
    "FOSE": N_("A discount for homes that use little electricity; the others pay for it."),
    "FISE": N_("A state fund that pays a part of the gas cylinder of homes that use little electricity."),
    "LED": N_("The lamps that use the least for the same light."),
    "DNI": N_("Your identity card."),
    "CSV": N_("A table kept as text, with commas between the columns; any spreadsheet can save one."),
    "TSV": N_("A table kept as text, with tabs between the columns; any spreadsheet can save one."),
    "MB": N_("Megabyte: the measure of how much room a file takes."),
    "IP": N_("The number by which the internet knows your connection."),
    "CC BY": N_("A licence that lets anyone use the data if they name whose they are."),
    "UTC": N_("The clock that all time zones are counted from."),
    "PDF": N_("A document that looks the same everywhere, such as the bill that comes by e-mail."),
    "ZIP": N_("A file that packs several files into one."),
    "XLSX": N_("The file of a spreadsheet such as Excel."),
    "JSON": N_("A way to write data as text that programs read."),
}
# What programs write (translate="no") is no text to explain.
_TAG = re.compile(
    r"<!--.*?-->|<(script|style|template)\b.*?</\1>|<(\w+)[^>]* translate=\"no\"[^>]*>.*?</\2>|<[^>]*>", re.DOTALL
)
_SHORT_FORM = re.compile(r"(?<![\w@./])(?:" + "|".join(sorted(EXPLAINED, key=len, reverse=True)) + r")(?!\w|/)")


@dataclass(frozen=True)
class Explained:
    """The list at the foot of a page. question: its title; rows: (short form, what it means)."""

    question: str
    rows: tuple[tuple[str, str], ...]


def short_forms(html: str) -> tuple[str, ...]:
    """Return the short forms a reader sees in a page, in the order in which they first appear."""
    return tuple(dict.fromkeys(_SHORT_FORM.findall(_TAG.sub(" ", html))))


def explained(html: str) -> Explained | None:
    """Explain the short forms of a page in the reader's language; None for a page without any."""
    used = short_forms(html)
    if not used:
        return None
    translate = get_translations().ugettext
    question = ngettext(
        "What does %(words)s mean?",
        "What do %(words)s mean?",
        len(used),
        words=format_list(list(used), locale=get_locale()),
    )
    return Explained(question, tuple((form, translate(EXPLAINED[form])) for form in used))
