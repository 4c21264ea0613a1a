"""The counters of the API do not fail open."""

from __future__ import annotations

import dataclasses

from advisor.db import db
from advisor.web.app import create_app


def test_a_redis_that_does_not_answer_leaves_a_limit_in_memory(settings):
    app = create_app(dataclasses.replace(settings, rate_limit_url="redis://127.0.0.1:1/0", api_requests_per_minute=3))
    with app.app_context():
        db.create_all()
    answers = [app.test_client().get("/api/v1/supply-points") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429, 429]
    assert answers[-1].json["code"] == "too_many_requests"
    assert int(answers[-1].headers["Retry-After"]) > 0
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
