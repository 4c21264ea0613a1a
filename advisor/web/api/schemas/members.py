"""Members that several shapes share; their words stand in the OpenAPI document, and translated on the page about it."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from advisor.energy.exchange import CHANNELS, QUALITIES, UNITS
from advisor.web.words.marks import N_

FOR_CHANNEL = N_("import: what the home uses; export: what it gives to the grid")


def told(words: str, **more: object) -> dict:
    """Return the metadata of a member: its words, and what else the document says of it."""
    return {"metadata": {"description": words, **more}}


def energy(words: str, **more: object) -> fields.Float:
    """Return a member for an energy that is not negative, kWh."""
    return fields.Float(**told(words, minimum=0), **more)


def unit() -> fields.String:
    """Return the member that names the unit of the numbers."""
    words = told(N_("Unit of the numbers"))
    return fields.String(load_default="kWh", validate=validate.OneOf(tuple(UNITS)), **words)


def quality() -> fields.String:
    """Return the member that says how a value is known."""
    words = told(N_("Measured by the meter, or estimated"))
    return fields.String(load_default="measured", validate=validate.OneOf(tuple(QUALITIES)), **words)


def step(**more: object) -> fields.Integer:
    """Return the member that says how long an interval is."""
    words = told(N_("Length in minutes; a day holds it a whole number of times"), minimum=1, maximum=1440)
    return fields.Integer(**words, **more)


class Channelled(Schema):
    """A shape with a channel."""

    channel = fields.String(load_default="import", validate=validate.OneOf(CHANNELS), **told(FOR_CHANNEL))
