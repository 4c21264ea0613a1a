"""Sentences for rows of a file that were refused, or set apart because they hold no data."""

from __future__ import annotations

from advisor.web.words.marks import Sentence, ngettext

ROWS: dict[str, Sentence] = {
    "not_a_time": ngettext(
        "The date or the hour cannot be understood.", "In %(count)s rows the date or the hour cannot be understood."
    ),
    "not_a_number": ngettext("It is not a number.", "In %(count)s rows the value is not a number."),
    "negative_value": ngettext(
        "Usage cannot be less than zero.", "In %(count)s rows the usage is less than zero, which cannot be."
    ),
    "clock_time_skipped": ngettext(
        "That hour did not exist: clocks were moved forward.",
        "%(count)s rows are of an hour that did not exist: clocks were moved forward.",
    ),
    "between_steps": ngettext(
        "The hour falls between two intervals.", "In %(count)s rows the hour falls between two intervals."
    ),
    "reading_between_steps": ngettext(
        "The reading falls between two intervals. We used the one before and the one after.",
        "%(count)s readings fall between two intervals. We used those before and after.",
    ),
    "reading_out_of_line": ngettext(
        "The reading does not agree with its neighbours. It looks like a slip.",
        "%(count)s readings do not agree with their neighbours. They look like slips.",
    ),
    "too_many_cells": ngettext(
        "The row has more columns than the heading. A decimal comma may need quotation marks.",
        "%(count)s rows have more columns than the heading. A decimal comma may need quotation marks.",
    ),
    "row_commas_unclear": ngettext(
        "A decimal comma also separates the columns, and the row fits in two ways.",
        "In %(count)s rows a decimal comma also separates the columns, and they fit in two ways.",
    ),
    "line_too_long": ngettext("The line is too long.", "%(count)s lines are too long."),
    "unclosed_quote": ngettext(
        "A quotation mark is left open in this line.", "A quotation mark is left open in %(count)s lines."
    ),
    "totals_row": ngettext(
        "One row is a total, so it is not counted.", "%(count)s rows are totals, so they are not counted."
    ),
    "other_text": ngettext(
        "One line after the table is not a reading.", "%(count)s lines after the table are not readings."
    ),
    "repeated_header": ngettext("The heading is repeated once.", "The heading is repeated %(count)s times."),
    "duplicate_row": ngettext(
        "One row is repeated with the same value. We count it once.",
        "%(count)s rows are repeated with the same value. We count them once.",
    ),
}
