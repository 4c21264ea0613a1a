"""From the form to the input of an assessment, and back, so that a guest can change one answer."""

from __future__ import annotations

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from advisor.web.guest.choices import OLD_REFRIGERATOR, OLD_REFRIGERATOR_YEARS, OTHER_DISTRIBUTOR
from advisor.web.guest.forms import GuestForm

_NOT_KEPT = {"csrf_token", "action"}


def household_document(form: GuestForm, typed: MultiDict) -> dict:
    """Return a valid form as one input line of the `assess` contract, with what was typed kept beside it."""
    distributor = form.distributor_key()
    household = {
        "department": form.department.data,
        "distributor": None if distributor == OTHER_DISTRIBUTOR else distributor,
        "tariff_option": "BT5B",
        "igv": form.charges_igv(),
        "people": int(form.people.data) if form.people.data else None,
        "water_heating": form.water_heating.data,
        "appliances": _appliances(form),
        "last_bill": _last_bill(form),
    }
    return {
        "household": {key: value for key, value in household.items() if value is not None},
        "usage": {"bills": _bills(form)},
        "form": {key: typed.getlist(key) for key in typed if key not in _NOT_KEPT},
    }


def typed_before(given: Mapping) -> MultiDict | None:
    """Return what was typed for an earlier result, to fill the form with."""
    kept = given.get("form")
    return MultiDict((key, value) for key, values in kept.items() for value in values) if kept else None


def _bills(form: GuestForm) -> list[dict]:
    """Return the bars from the oldest given one to the latest; one left empty between them is a month without data."""
    bars = list(zip(form.periods(), form.bars(), form.estimated_bars(), strict=True))
    while bars and bars[-1][1].data is None:
        bars.pop()
    bills = [
        {"start": start.isoformat(), "end": end.isoformat(), "kwh": float(bar.data) if bar.data is not None else None}
        | ({"estimated": True} if estimated and bar.data is not None else {})
        for (start, end), bar, estimated in bars
    ]
    if form.total.data is not None:
        bills[0]["total"] = str(form.total.data)
    return bills[::-1]


def _appliances(form: GuestForm) -> list[dict] | None:
    ticked = set(form.appliances.data or ())
    owned = [
        {"kind": kind, "count": 1}
        for kind, _label in form.appliances.choices
        if kind in ticked and kind != OLD_REFRIGERATOR
    ]
    if OLD_REFRIGERATOR in ticked:
        owned = [item for item in owned if item["kind"] != "refrigerator"]
        owned.insert(0, {"kind": "refrigerator", "count": 1, "age_years": OLD_REFRIGERATOR_YEARS})
    owned += [{"kind": field.kind, "count": int(field.data)} for field in form.lamp_fields() if field.data]
    return owned or None


def _last_bill(form: GuestForm) -> dict | None:
    printed = {"unit_price": form.unit_price, "fixed": form.fixed, "public_lighting": form.public_lighting}
    known = {key: str(field.data) for key, field in printed.items() if field.data is not None}
    return known or None
