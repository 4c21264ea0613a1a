"""Sentences for archives, workbooks, pages and files of records: why one cannot be used, and what was left out."""

from __future__ import annotations

from advisor.web.words.marks import N_, Sentence, ngettext

CONTAINERS: dict[str, Sentence] = {
    "archive_too_large": N_(
        "Unpacked, the file has more than %(limit_megabytes)s MB. Upload it in parts, for example one year in each."
    ),
    "archive_ratio": N_(
        "Unpacked, the file grows more than %(ratio)s times, which files of readings do not. Upload it without packing."
    ),
    "archive_damaged": N_("The packed file is damaged or incomplete. Download it again, or upload what is inside."),
    "archive_encrypted": N_("The packed file has a password. Unpack it and upload what is inside."),
    "archive_ambiguous": N_(
        "Something is hidden in the packed file, or it was joined from two. Unpack it and upload what is inside."
    ),
    "archive_empty": N_("The packed file holds no files. Check it and upload the file with your readings."),
    "too_many_members": N_("The packed file holds more than %(limit)s files. Pack fewer and upload it again."),
    "nested_archive": N_("There is a packed file inside another. Unpack it and upload what is inside."),
    "not_a_file": N_("It is a link to another file. Put the file itself in its place."),
    "no_member_readable": N_(
        "We could use none of the %(count)s files inside; the first is “%(member)s”. Upload that one to see why."
    ),
    "member_unreadable": N_("We could not use the file “%(member)s”. Upload it apart to see why."),
    "parts_left_out": N_("These parts hold something else and were left out: %(members)s. Upload them apart."),
    "parts_too_far_apart": N_("The files inside are of dates too far apart: %(days)s days. Upload them apart."),
    "xml_entities": N_(
        "Line %(line)s declares a document type, which files of readings do not have. Export the file again."
    ),
    "xml_damaged": N_(
        "The file is damaged or incomplete: line %(line)s, column %(column)s. Download it again and upload that one."
    ),
    "xml_too_deep": N_(
        "The elements of the file lie more than %(limit)s deep, which those of readings do not. Export the file again."
    ),
    "endless_line": N_(
        "Line %(line)s goes on for more than %(megabytes)s MB without an end. Export the file again, a reading a line."
    ),
    "sheet_too_large": N_(
        "The sheet reaches down to row %(line)s and column %(column)s, which is too large. "
        "Erase what lies beyond your data and upload it again."
    ),
    "too_many_sheets": N_(
        "The workbook has more than %(limit)s sheets. Keep the one with your readings and upload it."
    ),
    "workbook_damaged": N_(
        "The workbook cannot be opened. Open it in your program, save it again and upload that one."
    ),
    "workbook_encrypted": N_("The workbook has a password. Save it without one and upload that."),
    "page_without_table": N_("The file is a web page without a table of readings. Export your readings as CSV."),
    "no_electricity_in_feed": N_("The file speaks of gas or water, not of electricity. Export the electricity."),
    "no_energy_unit": N_("The file holds no energy in kWh, nor power. Export your usage and upload that file."),
    "coarser_readings_left_out": ngettext(
        "The file tells the same usage in two steps. We use the finer one.",
        "The file tells the same usage in %(count)s more steps. We use the finest one.",
    ),
    "other_quantities_left_out": ngettext(
        "One reading is of something else than energy, and was left out.",
        "%(count)s readings are of something else than energy, and were left out.",
    ),
    "conflicting_value": ngettext(
        "One hour has two different values. We use the last one.",
        "%(count)s hours have two different values. We use the last ones.",
    ),
    "repeated_values": ngettext("One value is repeated.", "%(count)s values are repeated. We count them once."),
    "clock_of_file_differs": N_(
        "The file is of another clock (%(offset)s). We show its hours on the clock of your home, %(zone)s."
    ),
    "file_not_finished": N_("The file ends at line %(line)s without its closing mark. Check that nothing is missing."),
    "too_few_cells": ngettext(
        "The row has fewer values than its day needs.", "%(count)s rows have fewer values than their day needs."
    ),
    "unknown_quality": ngettext(
        "The row has a mark of quality we do not know.", "%(count)s rows have a mark of quality we do not know."
    ),
    "unknown_unit": ngettext(
        "The row has a unit that is not of energy.", "%(count)s rows have a unit that is not of energy."
    ),
}
