"""Sentences for what the bill engine and the readings of a register remark."""

from __future__ import annotations

from advisor.web.words.marks import N_, Sentence

BILLING: dict[str, Sentence] = {
    "unit_price_needed": N_(
        "We do not have the prices of %(distributor)s. Write the price of each kWh that your own bill prints, "
        "and we can tell you soles."
    ),
    "option_without_prices": N_(
        "We do not have the prices of the tariff %(option)s of %(distributor)s. Write the price of each kWh of your "
        "bill, and we can tell you soles."
    ),
    "option_without_prices:BT5A": N_(
        "We do not have the prices of the tariff BT5A of %(distributor)s. Look for the two prices of energy, the "
        "fixed charge and the price of excess power on your bill."
    ),
    "option_without_prices:BT6": N_(
        "We do not have the prices of the tariff BT6 of %(distributor)s. Without a meter, look for the power and "
        "its monthly price on your bill."
    ),
    "option_without_prices:BT7": N_(
        "We do not have the prices of the prepaid tariff BT7 of %(distributor)s. Look for the price of each kWh "
        "and the fixed charge on your receipt of a recharge."
    ),
    "option_without_prices:BT8": N_(
        "We do not have the amount of the tariff BT8 of %(distributor)s, for homes with a solar panel of the company. "
        "Look for the monthly amount on your bill."
    ),
    "option_without_prices:BT5F": N_(
        "We do not have the prices of the tariff BT5F of %(distributor)s. Look for its price list on their site."
    ),
    "option_without_prices:BT5I": N_(
        "We do not have the prices of the tariff BT5I of %(distributor)s. Look for its price list on their site."
    ),
    "base_kwh_needed": N_(
        "The tariff %(option)s has three prices by the hour. Look for the kWh of peak hours and of base hours on your "
        "bill."
    ),
    "too_few_bills_to_compare": N_(
        "Bills with usage so far: %(bills)s. To compare two options we need %(needed_bills)s."
    ),
    "option_not_compared": N_("We compare the tariffs BT5B and BT5F, and yours is %(option)s."),
    "outside_fose": N_(
        "Without the social discount (FOSE) every kWh costs the price over 140 kWh, so there is no step at 140 kWh."
    ),
    "peak_kwh_needed": N_(
        "The tariff %(option)s has another price from 18 to 23 h. "
        "We need the usage of those hours: upload a meter file."
    ),
    "public_lighting_estimated": N_(
        "Street lighting is our estimate. Your bill prints the exact amount: write it and the sum is closer."
    ),
    "public_lighting_unknown": N_(
        "We do not know what %(distributor)s charges for street lighting, so it is not in the total. "
        "Write the amount of your bill to add it."
    ),
    "public_lighting_band_differs": N_(
        "Street lighting goes by bands of usage. Yours was read at %(own_kwh)s, and %(kwh)s falls in another band."
    ),
    "fixed_charge_unknown": N_(
        "We do not know the fixed charge of %(distributor)s, so it is not in the total. "
        "Write the amount of your bill to add it."
    ),
    "own_price_differs": N_(
        "Your bill prints %(own_price)s for each kWh, and the published price is %(listed_price)s. We use yours."
    ),
    "own_price_not_used": N_("The price you wrote was not used: the tariff %(option)s has more than one price."),
    "own_bill_bracket_unknown": N_(
        "We do not know how much that bill was for, so we assume its price is the one of homes within the usual range."
    ),
    "fose_structure_inferred": N_(
        "From the one price of your bill we worked out the others, with the steps of the published lists of Lima. "
        "It is an estimate."
    ),
    "price_change_inside_period": N_("The price changed on %(changed_on)s: each part of the period has its own."),
    "price_change_not_mixed": N_(
        "The price changed on %(changed_on)s in a way we cannot mix. We use the price of most of the days."
    ),
    "tariff_may_be_outdated": N_(
        "The newest prices we have are of %(valid_from)s. There may be newer ones: write the price on your bill for a "
        "closer sum."
    ),
    "tariff_not_known_for_dates": N_(
        "The oldest prices we have are of %(valid_from)s. Earlier days are counted with those."
    ),
    "levy_estimated": N_(
        "The rural electrification charge of %(year)s is not confirmed yet. We use the one of %(known_year)s."
    ),
    "tariff_inferred": N_(
        "These prices come from a table that does not name the company, so take the soles as an estimate."
    ),
    "fose_not_applied": N_(
        "The price of your bill is not within the social discount (FOSE), so we do not count the step at 140 kWh."
    ),
    "igv_exemption_assumed": N_(
        "In %(department)s bills usually carry no IGV, so we leave it out. If yours does, say so in your answers."
    ),
    "register_duplicate": N_("The reading of %(at)s is there twice with the same value. We count it once."),
    "register_conflict": N_("There are two different readings for %(at)s. We use the last one written."),
    "register_unreadable": N_("The reading of %(at)s is not a number a meter can show. We leave it out."),
    "register_slip": N_(
        "The reading of %(at)s does not agree with the one before and the one after. "
        "It looks like a slip: we leave it out."
    ),
    "register_rollover": N_(
        "The meter passed all its nines and began again at zero on %(at)s. We count it as one turn."
    ),
    "register_reset": N_(
        "The meter was changed or began again before %(at)s. What was used in between is not known and stays empty."
    ),
}
