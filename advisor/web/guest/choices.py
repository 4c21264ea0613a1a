"""What the guest's form offers: departments, distributors, hot water, appliances, with the words shown for each."""

from __future__ import annotations

from flask_babel import gettext as _

OTHER_DISTRIBUTOR = "other"
FIRST_DEPARTMENT = "Lima"
# Shown first: the appliances whose absence says something (advisor/energy/homes.py, ASKED) and the common large ones.
OLD_REFRIGERATOR = "refrigerator_old"
OLD_REFRIGERATOR_YEARS = 10  # "more than ten years": the least it can be


def water_heating() -> list[tuple[str, str]]:
    """Return the ways to heat water, the most telling for the bill first."""
    return [
        ("electric_shower", _("Electric shower")),
        ("electric_storage", _("Electric tank (terma)")),
        ("gas", _("Gas")),
        ("solar", _("Solar heater")),
        ("none", _("We do not heat it")),
    ]


def people() -> list[tuple[str, str]]:
    """Return the numbers of people; the last one means that many or more."""
    return [(str(count), str(count)) for count in range(1, 8)] + [("8", "8+")]


def igv() -> list[tuple[str, str]]:
    """Return the answers to whether the bill has a line for IGV."""
    return [("yes", _("Yes")), ("no", _("No"))]


def appliances() -> list[tuple[str, str]]:
    """Return the appliances a person can tick, by key of the reference table."""
    return [
        ("refrigerator", _("Refrigerator")),
        (OLD_REFRIGERATOR, _("Refrigerator over 10 years old")),
        ("television", _("Television")),
        ("washing_machine", _("Washing machine")),
        ("iron", _("Iron")),
        ("microwave", _("Microwave oven")),
        ("rice_cooker", _("Rice cooker")),
        ("computer", _("Computer")),
        ("fan", _("Fan")),
        ("air_conditioner", _("Air conditioner")),
        ("space_heater", _("Electric heater")),
        ("water_pump", _("Water pump")),
        ("electric_oven", _("Electric oven")),
        ("electric_cooker", _("Electric cooker")),
        ("clothes_dryer", _("Clothes dryer")),
    ]


def lamps() -> list[tuple[str, str]]:
    """Return the kinds of lamps to count."""
    return [
        ("lamp_led", _("LED lamps")),
        ("lamp_cfl", _("Energy-saving spiral lamps")),
        ("lamp_incandescent", _("Old lamps with a filament")),
    ]
