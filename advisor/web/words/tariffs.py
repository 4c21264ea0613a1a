"""Sentences for files of price lists and their publication: what is wrong, and after it what to do."""

from __future__ import annotations

from advisor.web.words.marks import N_, Sentence

TARIFFS: dict[str, Sentence] = {
    "tariff_file_unreadable": N_("The file is not a table in UTF-8. Save it as CSV with commas and quotes."),
    "tariff_columns_missing": N_("The header lacks the columns %(columns)s. Write them as in an exported file."),
    "tariff_columns_unknown": N_("We do not know these columns, or they stand twice: %(columns)s. Leave them out."),
    "tariff_rows_none_or_many": N_("The file has no rows, or more than %(limit)s. Bring some of the lists only."),
    "tariff_row_cut": N_("The row has %(found)s cells and the header %(expected)s. Put quotes around commas."),
    "tariff_of_one_bill": N_(
        "These prices were read on one household's bill, so they are no price list. Bring the published one."
    ),
    "tariff_company_unknown": N_("We do not know the company “%(cell)s”. Write its name as on its bills."),
    "tariff_system_not_told": N_(
        "“%(cell)s” is no electric system. Write the one the list is for, for example Lima Sur."
    ),
    "tariff_option_not_told": N_(
        "“%(cell)s” does not tell the option and for whom it is. Write for example “BT5B residential”."
    ),
    "tariff_start_not_told": N_("The list does not tell the day from which it holds. Write it as 2026-05-04."),
    "tariff_day_unreadable": N_("“%(cell)s” is not a day. Write it as 2026-05-04."),
    "tariff_ends_before_start": N_("The list ends before it begins. Correct one of the two days."),
    "tariff_source_not_told": N_("The list has no source. Name the document the prices were taken from."),
    "tariff_status_unknown": N_("“%(cell)s” is no mark of trust. Write verified, unverified or inferred."),
    "tariff_told_two_ways": N_("The rows of the list differ in the column %(column)s. Write the same in all of them."),
    "tariff_range_unreadable": N_("“%(cell)s” is no range of kWh. Write it as 0-30, >140 or any."),
    "tariff_charge_unknown": N_("We cannot bill the charge “%(cell)s”. Leave its list out."),
    "tariff_unit_wrong": N_("The unit “%(cell)s” does not fit the charge %(charge)s. Write it as in an exported file."),
    "tariff_igv_not_told": N_("“%(cell)s” does not tell whether IGV is included. Add “incl. IGV” or “excl. IGV”."),
    "tariff_igv_mixed": N_(
        "The prices of row %(first_row)s and of this one differ in IGV. Bring all with it or all without."
    ),
    "tariff_value_unreadable": N_(
        "“%(cell)s” is not an amount in soles. Write it with a point and up to four decimals: 0.7386."
    ),
    "tariff_row_twice": N_("The same charge of the same range is already in row %(first_row)s. Leave one out."),
    "tariff_list_twice": N_("The list %(version)s is already further up in the file. Leave one out."),
    "tariff_ranges_apart": N_("The range %(cell)s does not begin where the one before it ends. Correct its limits."),
    "tariff_ranges_open": N_("The list says nothing of usage over its last limit. Add the range %(cell)s."),
    "tariff_charge_missing": N_("The range %(cell)s lacks the charge %(charge)s. Add its row."),
    "tariff_energy_part_missing": N_("The range %(cell)s lacks a part of its energy prices. Add its row."),
    "tariff_energy_two_ways": N_("The range %(cell)s prices its energy in two ways. Leave one out."),
    "tariff_first_kwh_differ": N_("The charges of the range %(cell)s end the first kWh at two limits. Correct one."),
    "tariff_list_refused": N_("A value of the list is out of bounds (%(cell)s). Correct it."),
    "tariff_before_known_igv": N_("We know the IGV only since %(start)s, and %(version)s begins before. Leave it out."),
    "tariff_days_overlap": N_(
        "The days of %(version)s and of %(other)s overlap until %(until)s. Correct the day on which one of them ends."
    ),
    "tariff_day_taken": N_(
        "Another list is published under the name %(version)s. Check that one, and withdraw it first."
    ),
    "tariff_holds_long": N_(
        "%(version)s would hold for %(days)s days, until %(until)s. If it ended before, write the day in valid_until."
    ),
    "tariff_replaces_shipped": N_("%(version)s replaces the list that came with the product."),
    "tariff_was_withdrawn": N_("%(version)s was withdrawn. Bring it again to publish it."),
    "tariff_reason_needed": N_("Tell why the list is published or withdrawn, in up to %(limit)s letters."),
}
