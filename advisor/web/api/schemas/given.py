"""Answers that the API gives."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from advisor.energy.exchange import CHANNELS
from advisor.services.tokens import SCOPES
from advisor.web.api.schemas.members import told
from advisor.web.words.marks import N_

STATES = ("queued", "running", "needs_answers", "done", "failed")
NEXT = N_("Ask with it for the next page; null on the last one")


class JobLink(Schema):
    """A job just queued."""

    id = fields.Integer(required=True)
    url = fields.String(required=True, **told(N_("Ask here how far it is")))
    status = fields.String(required=True, validate=validate.OneOf(STATES))


class Accepted(Schema):
    """What was sent is kept, and a job works on it."""

    job = fields.Nested(JobLink, required=True)


class FindingOut(Schema):
    """A remark on the data."""

    code = fields.String(required=True)
    severity = fields.String(required=True, validate=validate.OneOf(("info", "warning", "error")))
    row = fields.Integer(**told(N_("Line of the file")))
    sentence = fields.String(required=True)


class ChoiceOut(Schema):
    """One answer to a question."""

    value = fields.String(required=True)
    words = fields.String(required=True)
    consequence = fields.String(required=True)


class QuestionOut(Schema):
    """What a file leaves open; answer.KEY=VALUE in the query of the same request answers it."""

    key = fields.String(required=True)
    words = fields.String(required=True)
    choices = fields.List(fields.Nested(ChoiceOut), required=True)


class JobOut(Schema):
    """How far a job is, and what came of it."""

    id = fields.Integer(required=True)
    kind = fields.String(required=True)
    status = fields.String(required=True, validate=validate.OneOf(STATES))
    progress = fields.Integer(required=True, **told(N_("Per cent"), minimum=0, maximum=100))
    supply_point = fields.Integer(required=True)
    created_at = fields.AwareDateTime(required=True)
    finished_at = fields.AwareDateTime(required=True, allow_none=True)
    result = fields.Dict(required=True, allow_none=True, **told(N_("Counts of what was stored")))
    findings = fields.List(fields.Nested(FindingOut), required=True)
    questions = fields.List(fields.Nested(QuestionOut), required=True)


class SupplyPointOut(Schema):
    """A supply point that the token may touch."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    household = fields.String(required=True)
    distributor = fields.String(required=True, allow_none=True)
    tariff_option = fields.String(required=True)
    timezone = fields.String(required=True)
    scopes = fields.List(fields.String(validate=validate.OneOf(SCOPES)), required=True)


class SupplyPointsOut(Schema):
    """One page of supply points."""

    supply_points = fields.List(fields.Nested(SupplyPointOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True, **told(NEXT))


class IntervalOut(Schema):
    """One stored interval."""

    start = fields.AwareDateTime(required=True)
    end = fields.AwareDateTime(required=True)
    kwh = fields.Float(required=True, allow_none=True)
    quality = fields.String(required=True, validate=validate.OneOf(("missing", "estimated", "measured")))


class IntervalsOut(Schema):
    """One page of stored intervals, in which gaps stay gaps."""

    supply_point = fields.Integer(required=True)
    channel = fields.String(required=True, validate=validate.OneOf(CHANNELS))
    step_minutes = fields.Integer(required=True, allow_none=True)
    intervals = fields.List(fields.Nested(IntervalOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True, **told(NEXT))


class ErrorOut(Schema):
    """One thing wrong with a request."""

    pointer = fields.String(**told(N_("Place in the body, as a JSON pointer")))
    index = fields.Integer(**told(N_("Place in the list, from 0")))
    parameter = fields.String(**told(N_("Name of the parameter of the query")))
    code = fields.String(required=True)
    value = fields.String(**told(N_("What stood there")))
    detail = fields.String(required=True)


class ProblemOut(Schema):
    """Problem details (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    code = fields.String(required=True)
    errors = fields.List(fields.Nested(ErrorOut))
    error_count = fields.Integer(**told(N_("How many there are; errors holds the first twenty")))
    questions = fields.List(fields.Nested(QuestionOut))
    scope = fields.String(**told(N_("The permission that is missing")))
