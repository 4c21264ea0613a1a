"""Queries: the parameters after the question mark."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from advisor.energy.exchange import CHANNELS
from advisor.web.api.schemas.members import FOR_CHANNEL, told
from advisor.web.words.marks import N_

MOST_INTERVALS, MOST_SUPPLIES = 5_000, 100
LONGEST_DAYS = 366
CURSOR = N_("next_cursor of the page before")
MOMENT = {
    "required": _l("Give it, as in 2026-01-31T00:00:00-05:00."),
    "invalid": _l("Write it as in 2026-01-31T00:00:00-05:00; in an address, + is %2B."),
    "invalid_awareness": _l("Write its offset too, as in 2026-01-31T00:00:00-05:00."),
}
NUMBER = {"invalid": _l("Write a whole number.")}


class Asked(Schema):
    """A query in which a parameter nobody knows is a mistake."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": _l("Nobody here knows this parameter. Leave it out.")}  # noqa: RUF012


class Paged(Asked):
    """One page of supply points."""

    limit = fields.Integer(
        load_default=MOST_SUPPLIES,
        error_messages=NUMBER,
        validate=validate.Range(1, MOST_SUPPLIES, error=_l("Use a whole number from 1 to 100.")),
        **told(N_("How many at most")),
    )
    cursor = fields.String(load_default=None, **told(CURSOR))


class IntervalsAsked(Asked):
    """One page of stored intervals."""

    start = fields.AwareDateTime(
        required=True, data_key="from", error_messages=MOMENT, **told(N_("First moment, with its offset"))
    )
    end = fields.AwareDateTime(
        required=True,
        data_key="to",
        error_messages=MOMENT,
        **told(N_("Moment after the last, 366 days later at most")),
    )
    channel = fields.String(
        load_default="import",
        validate=validate.OneOf(CHANNELS, error=_l("Use import or export.")),
        **told(FOR_CHANNEL),
    )
    limit = fields.Integer(
        load_default=1000,
        error_messages=NUMBER,
        validate=validate.Range(1, MOST_INTERVALS, error=_l("Use a whole number from 1 to 5000.")),
        **told(N_("How many at most")),
    )
    cursor = fields.String(load_default=None, **told(CURSOR))

    @validates_schema
    def _a_year_at_most(self, data: dict, **_more: object) -> None:
        length = data["end"] - data["start"]
        if not 0 < length.total_seconds() <= LONGEST_DAYS * 86_400:
            raise ValidationError(_l("Ask for an end after the start, 366 days later at most."), "to")
