"""Why a home gets an advice: a sentence for each reason code of the measures; values are facts of the home."""

from __future__ import annotations

from advisor.web.words.marks import N_, Sentence, ngettext

REASONS: dict[str, Sentence] = {
    "air_conditioner_at_home": N_("You told us you have air conditioning."),
    "base_load_all_night": N_(
        "Your home never goes below %(base_load_w)s watts, even at night. That is %(base_load_share)s of all you use."
    ),
    "base_load_unexplained": N_(
        "At night your home uses %(base_load_w)s watts. Your appliances explain all but %(base_load_excess_w)s of them."
    ),
    "cold_months_use_more": ngettext(
        "In your cold months you use %(cold_months_extra_kwh)s more a month, and one person uses electric hot water.",
        "In your cold months you use %(cold_months_extra_kwh)s more a month, and %(people)s of you use electric hot "
        "water.",
        "people",
    ),
    "computer_at_home": N_("You told us you have a computer at home."),
    "dryer_at_home": N_("You told us you have a clothes dryer, one of the things that use most."),
    "electric_shower": N_("You told us you have an electric shower."),
    "electric_shower_people": ngettext(
        "One person lives there and the shower is electric.",
        "%(people)s of you live there and the shower is electric.",
        "people",
    ),
    "fan_and_air_conditioner": N_("You told us you have a fan and air conditioning."),
    "fise_within_limit": N_(
        "You use about %(mean_month_kwh)s a month. Homes that use little may get the voucher for gas."
    ),
    "gas_already_here": N_("You told us you already have natural gas at home."),
    "hot_water_electric": N_("You told us you heat water with electricity."),
    "hot_water_electric_people": ngettext(
        "One person lives there and the water is heated with electricity.",
        "%(people)s of you live there and the water is heated with electricity.",
        "people",
    ),
    "iron_at_home": N_("You told us you iron at home."),
    "just_over_140": N_(
        "You went over 140 kWh by little in %(bills_just_over_140)s of %(bills_counted)s bills. "
        "That step alone costs about %(step_at_140_soles)s."
    ),
    "old_lamps": ngettext(
        "You told us of one lamp that is not LED.",
        "You told us of %(lamps_to_swap)s lamps that are not LED.",
        "lamps_to_swap",
    ),
    "old_refrigerator": N_("Your refrigerator is %(refrigerator_age_years)s years old or more. New ones use far less."),
    "pump_at_home": N_("You told us you have a water pump."),
    "refrigerator_all_day": N_("Your refrigerator is on all day, every day of the year."),
    "standby_estimate": N_("We estimate that appliances on standby use %(standby_kwh_year)s kWh a year in your home."),
    "storage_heater": N_("You told us you have an electric tank (terma)."),
    "storage_heater_people": ngettext(
        "One person lives there and the tank (terma) is electric.",
        "%(people)s of you live there and the tank (terma) is electric.",
        "people",
    ),
    "warm_months_use_more": N_("In your warm months you use %(warm_months_extra_kwh)s more a month."),
    "washing_machine_at_home": N_("You told us you have a washing machine."),
}
