"""End uses: where a home's yearly energy goes, estimated from what it has and reconciled with what it used.

The estimate is made bottom-up from people, hot water, appliances and climate, then made to agree with the metered
year: what the list does not explain is `other`; a list that explains too much is scaled down. Ranges are meant to hold
about 80 % of homes that answered the same; they rest on assumed hours (no Peruvian survey of hours was found).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from advisor.energy.appliances import DAYS_PER_YEAR, END_USES, NOTHING, ApplianceKind, Range
from advisor.energy.climate import BATH_C, COOLING_ABOVE_C, HEATING_BELOW_C, MONTHS, Climate
from advisor.energy.homes import LAMPS, Home

# 160 litres a day raised by 23 °C is the worked example of the facts (4.3 kWh): 40 litres a person in a home of four,
# taken here as the upper end, because many Peruvian homes do not heat the water of every bath.
LITRES_A_PERSON = Range(15, 27, 40)
KWH_PER_LITRE_DEGREE = 0.00116
# Standing loss of a storage tank that is on all day, kWh a day: from memory, unverified; hence the wide range.
STANDING_LOSS_KWH_DAY = Range(0.3, 0.8, 1.5)
# Half an hour a day for a home of four is the appliance table's assumption for an electric shower: 7.5 minutes each.
SHOWER_MINUTES_A_PERSON = Range(4, 7.5, 12)
TYPICAL_PEOPLE = Range(2, 3.5, 5)
TYPICAL_WATER_C = 19.0
# Standby of a home: 5 to 10 % of household use (a Spanish figure, above 10 %; none was found for Peru).
STANDBY_SHARE = Range(0.02, 0.06, 0.10)
# Lighting of a home that did not count its lamps: 19 % of the bill is published (GIZ, before LED); lower ends assumed.
LIGHTING_SHARE = Range(0.04, 0.11, 0.19)
# Share of homes assumed to own what no survey counts; used only for homes that did not say, with a low end of zero.
UNKNOWN_OWNERSHIP = {
    "television": 0.9,
    "iron": 0.7,
    "blender": 0.7,
    "rice_cooker": 0.3,
    "microwave": 0.2,
    "electric_shower": 0.15,
    "electric_storage_water_heater": 0.05,
    "fan": 0.2,
}
# At least this share of the year is never explained by the list: small appliances, guests, mistakes.
LEAST_OTHER_SHARE = 0.05
# Watts a home keeps on for good reason: a router and a few chargers (router 8 to 12 W in the appliance table) with room
# for small things; an assumption. Each refrigerator adds its mean power.
ALWAYS_ON_W = 30.0
KWH_YEAR_PER_W = DAYS_PER_YEAR * 24 / 1000


Parts = Iterator[tuple[str, Range]]


def estimate_end_uses(
    home: Home,
    *,
    annual_kwh: float,
    appliances: Mapping[str, ApplianceKind],
    climate: Climate | None,
    base_load_w: float | None = None,
) -> Mapping[str, Range]:
    """Return kWh a year by end use; the expected values sum to annual_kwh.

    Every use the home may have is present, `other` always. base_load_w: what never switches off, from interval data;
    it bounds refrigeration and standby together.
    """
    if annual_kwh <= 0:
        return MappingProxyType({"other": NOTHING})
    uses: dict[str, Range] = {}
    for use, amount in _bottom_up(home, annual_kwh, appliances, climate):
        uses[use] = uses[use].plus(amount) if use in uses else amount
    if base_load_w is not None:
        uses = _bounded_by_base_load(uses, base_load_w * KWH_YEAR_PER_W)
    mean_w = appliances["refrigerator"].kwh_year().expected / KWH_YEAR_PER_W
    excess_w = base_load_excess_w(home, base_load_w=base_load_w, refrigerator_w=mean_w) or 0.0
    return MappingProxyType(_reconciled(uses, annual_kwh, least_other_kwh=excess_w * KWH_YEAR_PER_W))


def base_load_excess_w(home: Home, *, base_load_w: float | None, refrigerator_w: float) -> float | None:
    """Return the watts that never switch off beyond refrigerators and small devices, None without interval data.

    A home that did not say is given one refrigerator, so that it is not accused of a leak it does not have.
    """
    if base_load_w is None:
        return None
    refrigerators = home.count("refrigerator")
    return max(0.0, base_load_w - ALWAYS_ON_W - refrigerator_w * (1 if refrigerators is None else refrigerators))


def shower_kwh_year(*, people: int | None, power_w: Range, minutes: Range = SHOWER_MINUTES_A_PERSON) -> Range:
    """Return kWh a year of an electric shower: watts x minutes x people x 365 / 60,000."""
    persons = Range(people, people, people) if people else TYPICAL_PEOPLE
    return power_w.times(minutes).times(persons).scaled(DAYS_PER_YEAR / 60_000)


def storage_kwh_year(*, people: int | None, climate: Climate | None) -> Range:
    """Return kWh a year of a storage heater: litres x (40 °C - cold water) x 0.00116 x 365, plus standing loss.

    Cold water is taken at the mean air temperature of the place (stand-in named by the facts), 19 °C where unknown.
    """
    persons = Range(people, people, people) if people else TYPICAL_PEOPLE
    rise_c = max(5.0, BATH_C - (climate.mean_year_c if climate else TYPICAL_WATER_C))
    heated = LITRES_A_PERSON.times(persons).scaled(rise_c * KWH_PER_LITRE_DEGREE * DAYS_PER_YEAR)
    return heated.plus(STANDING_LOSS_KWH_DAY.scaled(DAYS_PER_YEAR))


def _bottom_up(
    home: Home, annual_kwh: float, appliances: Mapping[str, ApplianceKind], climate: Climate | None
) -> Parts:
    yield from _water(home, appliances, climate)
    yield from _lighting(home, annual_kwh, appliances)
    yield "standby", STANDBY_SHARE.scaled(annual_kwh)
    for kind in appliances.values():
        if kind.end_use in (None, "standby") or kind.end_use in ("water_heating", "lighting"):
            continue
        amount = _owned(home, kind)
        season = _season_share(kind.end_use, climate)
        if amount.high > 0:
            yield kind.end_use, amount.scaled(season)


def _owned(home: Home, kind: ApplianceKind) -> Range:
    if kind.key == "electric_cooker" and home.cooking is not None and home.cooking != "electric":
        return NOTHING
    if kind.key == "electric_cooker" and home.cooking == "electric" and not home.count(kind.key):
        return kind.kwh_year()
    total = NOTHING
    for item in home.appliances or ():
        if item.kind == kind.key and item.count:
            each = kind.kwh_year(power_w=item.power_w, hours_per_day=item.hours_per_day)
            total = total.plus(_aged(kind.key, each, item.age_years).scaled(item.count))
    if total.high > 0 or home.count(kind.key) == 0:
        return total
    share = kind.ownership_share or UNKNOWN_OWNERSHIP.get(kind.key, 0.0)
    typical = kind.kwh_year().scaled(share)
    return Range(0.0, typical.expected, max(typical.high, kind.kwh_year().expected)) if share else NOTHING


def _aged(kind: str, each: Range, age_years: float | None) -> Range:
    if kind != "refrigerator" or age_years is None:
        return each
    # An old refrigerator is nearer the upper end of the table, a young one nearer the lower: the direction is certain,
    # the size assumed.
    if age_years >= 10:
        return Range(each.expected, (each.expected + each.high) / 2, each.high)
    return Range(each.low * 0.6, (each.low + each.expected) / 2, each.expected) if age_years <= 5 else each


def _water(home: Home, appliances: Mapping[str, ApplianceKind], climate: Climate | None) -> Parts:
    shower, tank = appliances["electric_shower"], appliances["electric_storage_water_heater"]
    heating = home.water_heating
    if heating is None and home.count("electric_shower"):
        heating = "electric_shower"
    if heating is None and home.count("electric_storage_water_heater"):
        heating = "electric_storage"
    if heating == "electric_shower":
        yield "water_heating", shower_kwh_year(people=home.people, power_w=shower.power_w)
    elif heating == "electric_storage":
        yield "water_heating", storage_kwh_year(people=home.people, climate=climate)
    elif heating is None:
        expected = (
            shower_kwh_year(people=home.people, power_w=shower.power_w).expected * UNKNOWN_OWNERSHIP[shower.key]
            + storage_kwh_year(people=home.people, climate=climate).expected * UNKNOWN_OWNERSHIP[tank.key]
        )
        yield "water_heating", Range(0.0, expected, storage_kwh_year(people=home.people, climate=climate).high)


def _lighting(home: Home, annual_kwh: float, appliances: Mapping[str, ApplianceKind]) -> Parts:
    counts = {kind: home.count(kind) for kind in LAMPS}
    if all(count is None for count in counts.values()):
        yield "lighting", LIGHTING_SHARE.scaled(annual_kwh)
        return
    for kind, count in counts.items():
        if count:
            yield "lighting", appliances[kind].kwh_year().scaled(count)


def _season_share(end_use: str, climate: Climate | None) -> float:
    """Return the share of the year with cooling or heating: months beyond the comfort means, at least three."""
    if end_use not in ("cooling", "space_heating"):
        return 1.0
    if climate is None:
        return 4 / MONTHS
    beyond = (
        sum(mean > COOLING_ABOVE_C for mean in climate.mean_c)
        if end_use == "cooling"
        else sum(mean < HEATING_BELOW_C for mean in climate.mean_c)
    )
    return max(3, beyond) / MONTHS


def _bounded_by_base_load(uses: dict[str, Range], base_kwh: float) -> dict[str, Range]:
    bounded = dict(uses)
    for use in ("refrigeration", "standby"):
        if use in bounded:
            # A refrigerator cycles, so its mean may pass the lowest hours; that it is all of them is already much.
            bounded[use] = bounded[use].at_most(Range(base_kwh * 0.5, base_kwh, base_kwh * 1.5))
    return bounded


def _reconciled(uses: dict[str, Range], annual_kwh: float, *, least_other_kwh: float) -> dict[str, Range]:
    explained = sum(amount.expected for amount in uses.values())
    most = annual_kwh - min(annual_kwh / 2, max(annual_kwh * LEAST_OTHER_SHARE, least_other_kwh))
    factor = min(1.0, most / explained) if explained > 0 else 1.0
    rest = annual_kwh - explained * factor
    scaled = {use: _within(amount.scaled(factor), annual_kwh) for use, amount in uses.items() if amount.high > 0}
    spread = sum((amount.high - amount.low) ** 2 for amount in scaled.values()) ** 0.5 / 2
    own = scaled.pop("other", NOTHING)
    scaled["other"] = Range(
        max(0.0, rest + own.expected - spread), rest + own.expected, min(annual_kwh, rest + own.expected + spread)
    )
    return {use: scaled[use] for use in END_USES if use in scaled}


def _within(amount: Range, annual_kwh: float) -> Range:
    return Range(min(amount.low, annual_kwh), min(amount.expected, annual_kwh), min(amount.high, annual_kwh))
