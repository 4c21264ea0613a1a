"""Sentences for what forecasts remark; a code with a reason may have a sentence of its own for it, after a colon."""

from __future__ import annotations

from advisor.web.words.marks import N_, Sentence

FORECASTING: dict[str, Sentence] = {
    "forecast_simple": N_("This forecast is the simple one: it repeats your last weeks and months."),
    "forecast_simple:short_history": N_(
        "Your data are still few for the full forecast, so we repeat your last weeks and months."
    ),
    "forecast_simple:many_gaps": N_(
        "Your data have too many gaps for the full forecast, so we repeat your last weeks and months."
    ),
    "forecast_simple:no_usage": N_("Your meter shows no usage lately, so we repeat your last weeks and months."),
    "forecast_simple:no_model": N_("The full forecast is not available now, so we repeat your last weeks and months."),
    "hours_spread_evenly": N_("Your meter writes more seldom than each hour, so we spread its values evenly."),
    "no_usage_known": N_("There is no usage we can forecast from. Add bills with kWh or a newer meter file."),
    "no_usage_in_bills": N_("All your bills are of zero kWh, so we expect zero."),
    "no_season_known": N_("With less than a year of bills we do not know your cold and warm months yet."),
    "model_unusable": N_("The full forecast could not be loaded, so we use the simple one."),
}
