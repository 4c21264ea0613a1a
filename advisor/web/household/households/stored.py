"""Between the stored facts of a home and its form; what the form does not ask is kept as it was."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from advisor.db.households import Household, SupplyPoint
from advisor.web.guest import choices
from advisor.web.household.households.forms import HouseholdForm

_ASKED = ("people", "dwelling", "owned", "water_heating", "cooking", "appliances")
_LAMP_FIELDS = {"lamp_led": "lamps_led", "lamp_cfl": "lamps_cfl", "lamp_incandescent": "lamps_old"}


def changed_facts(facts: Mapping, form: HouseholdForm) -> dict:
    """Return the facts with the form's answers in place of the earlier ones."""
    told = form.told()
    kept = {key: value for key, value in facts.items() if key not in _ASKED}
    answers = {key: told[key] for key in _ASKED if key in told}
    others = [item for item in facts.get("appliances") or () if item["kind"] not in _asked_kinds(form)]
    if others:
        answers["appliances"] = [*answers.get("appliances", []), *others]
    return kept | answers


def typed_from(household: Household, supply_point: SupplyPoint) -> MultiDict:
    """Return what the form would have held, to show it filled in."""
    facts, bill = household.facts or {}, supply_point.last_bill or {}
    typed = MultiDict(
        {
            "name": household.name,
            "digits": supply_point.name if supply_point.name.isdigit() else "",
            "department": household.department or "",
            "distributor": supply_point.distributor or choices.OTHER_DISTRIBUTOR,
            "people": _people(facts.get("people")),
            "owned": {True: "yes", False: "no"}.get(facts.get("owned"), ""),
            "igv": "yes" if supply_point.igv else "no",
        }
    )
    for name in ("dwelling", "water_heating", "cooking"):
        typed[name] = facts.get(name) or ""
    for name in ("unit_price", "fixed", "public_lighting"):
        typed[name] = str(bill.get(name) or "")
    for item in facts.get("appliances") or ():
        if item["kind"] in _LAMP_FIELDS:
            typed[_LAMP_FIELDS[item["kind"]]] = str(item.get("count", 1))
        else:
            typed.add("appliances", _ticked(item))
    return typed


def _people(count: object) -> str:
    return str(min(int(count), 8)) if count else ""


def _ticked(item: Mapping) -> str:
    old = item["kind"] == "refrigerator" and (item.get("age_years") or 0) >= choices.OLD_REFRIGERATOR_YEARS
    return choices.OLD_REFRIGERATOR if old else item["kind"]


def _asked_kinds(form: HouseholdForm) -> set[str]:
    return {kind for kind, _label in form.appliances.choices} | set(_LAMP_FIELDS)
