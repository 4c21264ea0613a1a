"""Bodies that programs send."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from advisor.energy.exchange import MOST_BILLS, MOST_INTERVALS, MOST_READINGS
from advisor.web.api.schemas.members import Channelled, energy, quality, step, told, unit
from advisor.web.words.marks import N_

ONE_TO_MANY = validate.Length(min=1, max=MOST_INTERVALS)


class IntervalIn(Schema):
    """One interval."""

    start = fields.AwareDateTime(required=True, **told(N_("Start with its offset, on a whole minute")))
    end = fields.AwareDateTime(**told(N_("End, or give step_minutes")))
    step_minutes = step()
    kwh = energy(N_("Energy; null where there is none"), required=True, allow_none=True)
    quality = quality()


class IntervalList(Channelled):
    """Intervals one by one, all of one length."""

    unit = unit()
    intervals = fields.List(
        fields.Nested(IntervalIn), required=True, validate=ONE_TO_MANY, **told(N_("The intervals, in any order"))
    )


class CompactIntervals(Channelled):
    """Intervals one after another: the start of the first, the length of each, and the values."""

    unit = unit()
    start = fields.AwareDateTime(required=True, **told(N_("Start with its offset, on a whole minute")))
    step_minutes = step(required=True)
    kwh = fields.List(
        energy(N_("Energy; null where there is none"), allow_none=True),
        required=True,
        validate=ONE_TO_MANY,
        **told(N_("The values, one after another")),
    )
    quality = quality()


class ReadingIn(Channelled):
    """What a register showed at a moment."""

    at = fields.AwareDateTime(required=True, **told(N_("Moment of the reading, with its offset")))
    kwh = energy(N_("What the meter showed, in kWh"))
    index = energy(N_("The same value, under its other name"))


class ReadingsIn(Schema):
    """Readings of a register."""

    readings = fields.List(
        fields.Nested(ReadingIn),
        required=True,
        validate=validate.Length(min=1, max=MOST_READINGS),
        **told(N_("The readings, in any order")),
    )


class BillIn(Schema):
    """One bill."""

    start = fields.Date(required=True, **told(N_("Day of the reading before")))
    end = fields.Date(required=True, **told(N_("Day of the reading of this bill")))
    kwh = energy(N_("Energy; null where there is none"), required=True, allow_none=True)
    total = fields.String(allow_none=True, **told(N_("Amount to pay in soles, as text")))
    estimated = fields.Boolean(load_default=False, **told(N_("Whether the company averaged the reading")))
    detail = fields.Dict(allow_none=True, **told(N_("What else the bill says")))


class BillsIn(Schema):
    """Bills."""

    bills = fields.List(
        fields.Nested(BillIn),
        required=True,
        validate=validate.Length(min=1, max=MOST_BILLS),
        **told(N_("The bills, in any order")),
    )
