"""Sentences for what the reader of files remarks: files that cannot be used, and what was noticed in the others."""

from __future__ import annotations

from advisor.web.words.marks import N_, Sentence, ngettext

READING: dict[str, Sentence] = {
    "empty_file": N_("The file is empty. Download it again and upload that one."),
    "too_large": N_("The file is too large. Download it in parts, for example one year in each file."),
    "not_text": N_("This file is not a text. Open it in the program it comes from, export it as CSV and upload that."),
    "nul_bytes": N_(
        "The file is damaged: there are null characters in line %(line)s. Download it again, or open it in a "
        "spreadsheet and save it as CSV."
    ),
    "format_not_yet": N_(
        "We do not read %(kind)s files yet. Open it in the program it comes from, export it as CSV and upload that."
    ),
    "no_time_column": N_(
        "We found no dates in the file: it begins with “%(first_cell)s”. "
        "We need a column with the date and the hour of each reading."
    ),
    "no_value_column": N_(
        "We found dates, but no column with the usage. The columns are: %(columns)s. Export the energy in kWh too."
    ),
    "no_rows": N_(
        "The file has a heading but no row with data we can read. Check that the export covers the period you want."
    ),
    "no_regular_step": N_(
        "The readings have no regular step: neither each hour nor each day. Export them by hour or half-hour."
    ),
    "too_many_supplies": N_("The file holds more than %(limit)s supplies. Upload it in parts."),
    "conflicting_row": ngettext(
        "One row gives another value for an hour already there. We use the last one; it is in row %(row)s.",
        "%(count)s rows give two different values for the same hour. We use the last one; the first is in row %(row)s.",
    ),
    "register_fell": ngettext(
        "The meter's reading fell once: it was changed or began again. That interval stays without data.",
        "The meter's reading fell %(count)s times: it was changed or began again. Those intervals stay without data.",
    ),
    "register_gap_spread": N_(
        "Readings are missing: %(kwh)s were spread evenly over %(slots)s intervals, and are marked as estimated."
    ),
    "register_never_moves": N_("The meter's reading in “%(column)s” never moves, so we do not use it."),
    "gaps": N_("Data are missing in %(slots)s intervals. They stay empty and never count as zero."),
    "blank_values": ngettext("One row comes without a value.", "%(count)s rows come without a value."),
    "estimated_values": ngettext(
        "One value is marked as estimated in the file.", "%(count)s values are marked as estimated in the file."
    ),
    "implausible_power": N_("There is a value of %(kw)s kW, too much for a home. Check the unit of your file."),
    "all_zero": N_("All the values are zero. Check that you exported the right column."),
    "columns_left_out": N_("We did not use these columns: %(columns)s."),
    "other_commodity_left_out": N_("Gas and water are not counted."),
    "parts_of_total_left_out": N_(
        "The column “%(column)s” already adds up the others (%(parts)s), so we count it alone."
    ),
    "days_follow_local_clock": N_(
        "Days are those of the local clock. Where clocks change, one may last 23 or 25 hours."
    ),
    "first_period_assumed": N_(
        "The file does not say when the first bill began. We assume %(days)s days before %(end)s."
    ),
    "unclosed_quote_repaired": ngettext(
        "A quotation mark was left open in row %(row)s. We read that line by itself.",
        "Quotation marks were left open in %(count)s rows, the first is row %(row)s. We read those lines one by one.",
    ),
}
