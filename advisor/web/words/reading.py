"""Sentences for what the reader of files remarks: files that cannot be used, and what was noticed in the others."""

from __future__ import annotations

from advisor.web.words.marks import N_, Sentence, ngettext

READING: dict[str, Sentence] = {
    "bad_member": N_(
        "A part of our own JSON cannot be used: %(member)s. Compare it with the description of the API and upload it "
        "again."
    ),
    "empty_file": N_("The file is empty. Download it again and upload that one."),
    "too_large": N_("The file is too large. Download it in parts, for example one year in each file."),
    "not_text": N_("This file is not a text. Open it in the program it comes from, export it as CSV and upload that."),
    "nul_bytes": N_(
        "The file is damaged: there are null characters in line %(line)s. Download it again, or open it in a "
        "spreadsheet and save it as CSV."
    ),
    "format_not_yet": N_(
        "We do not read files of the kind %(kind)s. Open it in its program, save it as XLSX or CSV and upload that."
    ),
    "too_heavy": N_(
        "Reading the file takes more memory than we allow. Export it in parts, for example one year in each file."
    ),
    "took_too_long": N_(
        "Reading the file took too long and was stopped. Export it in parts, for example one year in each file."
    ),
    "reader_failed": N_("We could not read the file, and the fault may be ours. Export it as CSV and upload that one."),
    "no_time_column": N_(
        "We found no dates in the file: it begins with “%(first_cell)s”. "
        "Add a column with the date and the hour of each reading."
    ),
    "not_electricity": N_("“%(name)s” is gas, water or heat. Choose a file of your electricity meter."),
    "no_value_column": N_(
        "We found dates, but no column with the usage. The columns are: %(columns)s. Export the energy in kWh too."
    ),
    "no_rows": N_(
        "The file has a heading but no row with data we can read. Check that the export covers the period you want."
    ),
    "no_regular_step": N_(
        "The readings have no regular step: neither each hour nor each day. Export them by hour or half-hour."
    ),
    "several_values_each": N_(
        "In %(count)s rows there is a second, different value for the same hour. Export one meter and one kind of "
        "energy in each file."
    ),
    "too_many_supplies": N_(
        "The file holds more than %(limit)s supplies. Upload it in parts, with fewer supplies in each."
    ),
    "decimal_commas_unclear": N_(
        "A comma separates the columns and also begins the decimals, so a number may be read in two ways. Export the "
        "file with semicolons, or with a decimal point."
    ),
    "conflicting_row": ngettext(
        "One row gives another value for an hour already there. We use the last one; it is in row %(row)s.",
        "%(count)s rows give two different values for the same hour. We use the last one; the first is in row %(row)s.",
    ),
    "register_fell": ngettext(
        "The meter's reading fell once: it was changed or began again. That interval stays without data.",
        "The meter's reading fell %(count)s times: it was changed or began again. Those intervals stay without data.",
    ),
    "register_rolled_over": ngettext(
        "The meter's reading passed its highest number once and went on from zero. We count what was used.",
        "The meter's reading passed its highest number %(count)s times and went on from zero. We count what was used.",
    ),
    "partial_values": ngettext(
        "In one interval a part of the usage is missing, so that interval stays without data.",
        "In %(count)s intervals a part of the usage is missing, so those intervals stay without data.",
    ),
    "register_gap_spread": N_(
        "Readings are missing: %(kwh)s were spread evenly over %(slots)s intervals, and are marked as estimated."
    ),
    "register_never_moves": N_("The meter's reading in “%(column)s” never moves, so we do not use it."),
    "gaps": ngettext(
        "Data are missing in one interval. It stays empty and never counts as zero.",
        "Data are missing in %(slots)s intervals. They stay empty and never count as zero.",
        by="slots",
    ),
    "clock_change_unclear": ngettext(
        "On one day the clocks changed, and its row does not say which hour is which. Those hours stay without data.",
        "On %(count)s days the clocks changed, and the rows do not say which hour is which. Those hours stay without "
        "data.",
    ),
    "surplus_hour": ngettext(
        "One row has a value for an hour that its day did not have. We left that value out.",
        "%(count)s rows have a value for an hour that their day did not have. We left those values out.",
    ),
    "blank_values": ngettext("One row comes without a value.", "%(count)s rows come without a value."),
    "estimated_values": ngettext(
        "One value is marked as estimated in the file.", "%(count)s values are marked as estimated in the file."
    ),
    "implausible_power": N_("There is a value of %(kw)s kW, too much for a home. Check the unit of your file."),
    "all_zero": N_("All the values are zero. Check that you exported the right column."),
    "columns_left_out": N_("We did not use these columns: %(columns)s."),
    "other_sensor": N_("Rows of other sensors are not counted."),
    "other_supply": ngettext(
        "One row of another supply is not counted.", "%(count)s rows of other supplies are not counted."
    ),
    "supplies_left_out": ngettext(
        "The file holds one more supply, which we left out: %(names)s.",
        "The file holds %(count)s more supplies, which we left out: %(names)s.",
    ),
    "supply_not_in_file": N_("The supply “%(name)s” is not in this file. Choose one that is."),
    "supply_not_told": N_("The file holds %(count)s supplies, and nobody has said which one is this home. Choose one."),
    "supplies_too_many_to_ask": N_(
        "The file holds %(count)s supplies, and none carries your number. Upload a file of your supply alone."
    ),
    "irregular_readings": N_("The meter was read at irregular times; usage between readings is spread evenly."),
    "power_held": N_("Each power value counts until the next one, for one hour at most."),
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
