"""Sentences for what an assessment, its profile and its forecasts remark."""

from __future__ import annotations

from advisor.web.words.marks import N_, Sentence, ngettext

ASSESSING: dict[str, Sentence] = {
    "too_few_bills": N_(
        "Bills with usage so far: %(bills)s. We need %(needed_bills)s to tell you the next one. "
        "Add an older bar, or come back with your next bill."
    ),
    "too_few_interval_days": N_(
        "Your meter file covers %(days)s days and we need %(needed_days)s. Upload a newer one on %(known_on)s."
    ),
    "bars_missing": ngettext(
        "One bar is missing. We work with the ones there are.",
        "%(count)s bars are missing. We work with the ones there are.",
    ),
    "gaps_filled": N_(
        "For your bills we filled short gaps from your usual use: %(hours)s hours (%(share)s). "
        "Your data keep their gaps."
    ),
    "less_than_a_year": N_("With %(bills)s bills we do not yet see your cold and warm months, so the range is wider."),
    "data_is_old": N_("Your last data are of %(last_end)s. Add newer bills for a better forecast."),
    "bills_after_date_left_out": ngettext(
        "We left out one bill after %(as_of)s.", "We left out %(count)s bills after %(as_of)s."
    ),
    "overlapping_bill": N_("The bill from %(start)s to %(end)s crosses another one, so we do not count it."),
    "unknown_timezone": N_("We do not know the time zone %(timezone)s. We use the one of %(used)s."),
    "unknown_appliance": N_("We do not know the appliance “%(kind)s”, so we do not count it."),
    "several_supplies": N_("The file holds %(count)s supplies. We use the first."),
    "no_soles_without_price": N_(
        "Without the price of each kWh on your bill we can tell kWh, but not soles. Write it in your answers."
    ),
    "assessment_failed": N_(
        "We could not work out this home; the problem is noted and nothing was lost. Try again later."
    ),
    "not_an_object": N_("The line does not describe a home. Check its format and send it again."),
    "invalid_value": N_("%(path)s: “%(given)s” cannot be used. Correct it and send it again."),
    "not_json": N_("%(path)s: this line is not a JSON document. Correct it and send it again."),
    "interval_file_missing": N_("We did not find the file %(file)s. Check its name."),
    "interval_file_unreadable": N_(
        "We could not read the file %(file)s. Try it on the page for meter files, which says what it lacks."
    ),
    "interval_file_without_usage": N_("The file %(file)s holds no usage. Export the energy in kWh and send it again."),
    "profile_too_short": N_(
        "Your meter data cover %(days)s days. With %(needed_days)s we can describe an ordinary week."
    ),
    "step_too_long_for_hours": N_("Your meter writes too seldom to tell the hours of the day apart."),
}
