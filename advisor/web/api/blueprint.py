"""The blueprint of the API: every request is let in by its token before its view."""

from __future__ import annotations

from flask_smorest import Blueprint

from advisor.services.judging import RefusedBody
from advisor.web.api import access, limits, problems
from advisor.web.api.paths import BLUEPRINT, PREFIX

blueprint = Blueprint(BLUEPRINT, __name__, url_prefix=PREFIX)


blueprint.before_request(access.let_in)
blueprint.register_error_handler(RefusedBody, problems.answer)
blueprint.after_request(limits.tell)
blueprint.after_request(access.note_use)
