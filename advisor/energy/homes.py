"""Home: what a household said about itself, as far as advice needs it; anything may be unknown."""

from __future__ import annotations

from dataclasses import dataclass

WATER_HEATING = ("electric_storage", "electric_shower", "gas", "solar", "none")
COOKING = ("lpg", "natural_gas", "electric", "firewood")
DWELLINGS = ("house", "apartment")
SHADES = ("none", "some", "heavy")


@dataclass(frozen=True)
class OwnedAppliance:
    """Appliances of one kind in the home.

    kind: a key of the appliance table; age_years: of the oldest one, if known; power_w and hours_per_day: what the
    home itself stated, used before the table.
    """

    kind: str
    count: int = 1
    age_years: float | None = None
    power_w: float | None = None
    hours_per_day: float | None = None


@dataclass(frozen=True)
class Roof:
    """The roof in words: area in square metres, tilt and azimuth in degrees (0 = north), shade as one of `SHADES`."""

    area_m2: float | None = None
    tilt_deg: float | None = None
    azimuth_deg: float | None = None
    shade: str | None = None


@dataclass(frozen=True)
class Home:
    """Facts a household gave; None means it was not asked or not answered.

    water_heating, cooking and dwelling hold one of the words above; `appliances` is None when nothing was said of
    appliances at all, and a (possibly empty) tuple when the household went through the list.
    """

    department: str | None = None
    people: int | None = None
    dwelling: str | None = None
    owned: bool | None = None
    water_heating: str | None = None
    cooking: str | None = None
    roof: Roof | None = None
    appliances: tuple[OwnedAppliance, ...] | None = None

    def count(self, kind: str) -> int | None:
        """Return how many appliances of a kind the home has, or None when it did not say.

        Someone who ticks a short list leaves out what was not on it, so only the appliances of `ASKED` count as
        absent when they are not listed.
        """
        if self.appliances is None:
            return None
        listed = sum(item.count for item in self.appliances if item.kind == kind)
        if listed or kind in ASKED:
            return listed
        if kind in LAMPS and any(item.kind in LAMPS for item in self.appliances):
            return 0
        return None

    def oldest(self, kind: str) -> float | None:
        """Return the age in years of the oldest appliance of a kind, if the home told it."""
        ages = [item.age_years for item in self.appliances or () if item.kind == kind and item.age_years is not None]
        return max(ages, default=None)


LAMPS = ("lamp_incandescent", "lamp_cfl", "lamp_led")
# Large appliances people name when they are asked what they have; a list without them means "not here".
ASKED = (
    "refrigerator",
    "washing_machine",
    "clothes_dryer",
    "television",
    "computer",
    "air_conditioner",
    "space_heater",
    "water_pump",
    "electric_cooker",
    "electric_oven",
)
