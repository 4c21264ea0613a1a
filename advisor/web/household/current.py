"""What a page is about: the supply point of the address, or the person's first one; another's does not exist."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, g
from flask_login import current_user

from advisor.db import db
from advisor.db.households import Household, SupplyPoint
from advisor.db.queries.scope import NotFound, Scope, for_actor
from advisor.db.uploads import Upload
from advisor.web.sessions import current_actor


def scope() -> Scope:
    """Return the queries this person may make."""
    return for_actor(db.session, current_actor())


def supply_point_or_404(supply_point_id: int) -> SupplyPoint:
    """Return the person's supply point; the links of the header then lead to its pages."""
    return _remembered(_or_404(scope().supply_point, supply_point_id))


def household_or_404(household_id: int) -> Household:
    """Return the person's household."""
    household = _or_404(scope().household, household_id)
    if household.supply_points:
        _remembered(household.supply_points[0])
    return household


def household_to_change_or_404(household_id: int) -> Household:
    """Return a household whose people the person may speak for."""
    household = _or_404(scope().household_to_change, household_id)
    if household.supply_points:
        _remembered(household.supply_points[0])
    return household


def supply_point_to_change_or_404(supply_point_id: int) -> SupplyPoint:
    """Return a supply point of which the person may change what was told."""
    return _remembered(_or_404(scope().supply_point_to_change, supply_point_id))


def may_change(supply_point: SupplyPoint) -> bool:
    """Say whether the person may change what was told of a supply point that they see."""
    # Whoever works for no consultancy sees only the homes they live in: nothing is to be asked.
    if getattr(current_user, "consultancy_id", None) is None:
        return True
    try:
        return scope().supply_point_to_change(supply_point.id) is not None
    except NotFound:
        return False


def upload_with_file_or_404(upload_id: int) -> Upload:
    """Return an upload whose file the person may see."""
    return _or_404(scope().upload_with_file, upload_id)


def upload_or_404(upload_id: int) -> Upload:
    """Return the person's upload."""
    upload = _or_404(scope().upload, upload_id)
    _remembered(upload.supply_point)
    return upload


def fill_in_supply_point(blueprint: Blueprint) -> None:
    """Let `url_for` of any page of a supply point be called without its number."""
    blueprint.app_url_defaults(_fill_in)


def _fill_in(endpoint: str, values: dict) -> None:
    if "supply_point_id" in values or not current_app.url_map.is_endpoint_expecting(endpoint, "supply_point_id"):
        return
    number = _current_id()
    if number is not None:
        values["supply_point_id"] = number


def _current_id() -> int | None:
    if "supply_point_id" not in g:
        mine = scope().supply_points() if current_actor().signed_in else []
        g.supply_point_id = mine[0].id if mine else None
    return g.supply_point_id


def _remembered(supply_point: SupplyPoint) -> SupplyPoint:
    g.supply_point_id = supply_point.id
    return supply_point


def _or_404(find, number: int):
    try:
        return find(number)
    except NotFound:
        abort(404)
