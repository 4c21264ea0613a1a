"""Sentences for portfolio files: what is wrong with a row or the file, and after it, apart, what to do."""

from __future__ import annotations

from advisor.web.words.marks import N_, Sentence, ngettext

PORTFOLIO: dict[str, Sentence] = {
    "portfolio_no_clients": N_(
        "We found no column that says whose each row is. Add one with the code of each client, and its name above it."
    ),
    "portfolio_no_year": N_("The months of the header have no year. Write them with it, for example “ene-25”."),
    "portfolio_month_twice": N_("Two columns are of the month %(month)s. Correct the header and upload it again."),
    "portfolio_too_large": N_("The file holds more than %(limit)s clients. Upload it in parts."),
    "portfolio_too_many_lines": N_("The sheet has more than %(limit)s rows. Upload it in parts."),
    "client_missing": N_("The client has no code. Write the one you know the client by."),
    "client_repeated": N_("The client “%(cell)s” is already in row %(first_row)s. Correct the code or leave one out."),
    "client_without_usage": N_("There is no usage in it. Write the kWh of three months at least."),
    "row_of_totals": N_("“%(cell)s” looks like a total and not a client. Correct the code if it is one."),
    "row_not_shown": N_("The reading of this row could not be used. Look for it in your file."),
    "kwh_not_a_number": N_("“%(cell)s” is not a number. Write only digits, for example 132."),
    "kwh_below_zero": N_("Usage cannot be less than zero: “%(cell)s”. Correct it or leave the cell empty."),
    "kwh_impossible": N_("A home cannot use “%(cell)s” in a month. Check the figure and the unit, which is kWh."),
    "kwh_unusual": N_("“%(cell)s” is a lot for a home. Check that the unit is kWh."),
    "kwh_far_from_usual": N_("%(kwh)s is far from the %(usual_kwh)s of its other months. Check the figure."),
    "amount_not_understood": N_("“%(cell)s” is not an amount. We leave it out and use the kWh."),
    "formula_cell": N_("There is a formula in the cell. Write its result in its place."),
    "cell_too_long": N_("The text has %(length)s letters and %(limit)s fit. Write it shorter."),
    "date_not_understood": N_("“%(cell)s” is not a date. Write it as day, month and year: 04/05/2026."),
    "period_backwards": N_("The period ends before it begins. Correct one of the two dates."),
    "period_too_long": N_("The period lasts %(days)s days. Check the two dates."),
    "period_unusual": N_("The period lasts %(days)s days, and bills are of about thirty. Check the two dates."),
    "bill_repeated": N_("The same bill is already in row %(first_row)s. Check which of the two is right."),
    "bill_overlaps": N_("Its days are also in the bill of row %(first_row)s. Correct the dates of one of them."),
    "few_months": ngettext(
        "There is one month only. Add more: with %(needed)s we can tell the next bill.",
        "There are only %(months)s months. Add more: with %(needed)s we can tell the next bill.",
        by="months",
    ),
    "months_missing": ngettext(
        "One month in between has no figure. It stays without data.",
        "%(count)s months in between have no figure. They stay without data.",
    ),
    "supply_number_odd": N_("“%(cell)s” does not look like a supply number. We leave it out."),
    "department_unknown": N_("We do not know the department “%(cell)s”. Write it as on the map: La Libertad."),
    "department_unknown_near": N_("We do not know the department “%(cell)s”. Check whether it is %(suggestion)s."),
    "distributor_unknown": N_(
        "We do not know the electricity company “%(cell)s”. Write its name as it stands on the bill."
    ),
    "distributor_unknown_near": N_(
        "We do not know the electricity company “%(cell)s”. Check whether it is %(suggestion)s."
    ),
    "option_unknown": N_("We do not know the tariff “%(cell)s”. We use BT5B, that of most homes."),
    "member_of_many_clients": N_("The file holds more than one supply. Upload it apart, or cut it into one file each."),
    "member_with_refused_rows": ngettext(
        "One row of the file could not be used. We use the others.",
        "%(count)s rows of the file could not be used. We use the others.",
    ),
    "first_periods_assumed": ngettext(
        "The file gives only the reading date. For one client we assume when the first bill began.",
        "The file gives only the reading date. For %(clients)s clients we assume when the first bill began.",
        by="clients",
    ),
}
