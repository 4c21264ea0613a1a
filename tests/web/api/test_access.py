"""Every address of the API tried with every kind of token: what is not the token's looks like what does not exist."""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from advisor.clock import EXTENSION
from advisor.db import ApiToken, AuditEvent, Membership, User, db
from advisor.db.transactions import write_transaction
from advisor.services import tokens, uploads
from tests.conftest import NOW
from tests.web.api.conftest import ApiWorld, Program, compact

READINGS = {"readings": [{"at": "2026-05-01T07:00:00-05:00", "kwh": 1}]}
BILLS = {"bills": [{"start": "2026-04-04", "end": "2026-05-05", "kwh": 100}]}
SPAN = {"from": "2026-05-01T00:00:00-05:00", "to": "2026-05-02T00:00:00-05:00"}
WITHOUT_NUMBER = "api.list_supply_points"


@dataclass(frozen=True)
class Way:
    """How an endpoint is asked rightly: its scope (any where empty), its body and query, and the right status."""

    scope: str
    status: int
    body: dict | None = None
    query: dict | None = None


WAYS = {
    "api.list_supply_points": Way("", 200),
    "api.read_supply_point": Way("", 200),
    "api.read_intervals": Way("usage:read", 200, query=SPAN),
    "api.read_job": Way("", 200),
    "api.send_intervals": Way("usage:write", 202, compact(0.1)),
    "api.send_registers": Way("readings:write", 202, READINGS),
    "api.send_bills": Way("bills:write", 202, BILLS),
}


def routes(api: ApiWorld) -> dict[str, tuple[str, str]]:
    """Return method and address with {numbers} of every endpoint of the API."""
    return {
        rule.endpoint: (
            next(iter(rule.methods & {"GET", "POST"})),
            rule.rule.replace("<int:", "{").replace(">", "}"),
        )
        for rule in api.app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }


def ask(program: Program, endpoint: str, *, point: int, job: int):
    way = WAYS[endpoint]
    method, path = routes(program.world)[endpoint]
    path = path.format(supply_point_id=point, job_id=job)
    if method == "POST":
        return program.post(path, way.body)
    return program.get(path, query_string=way.query)


def a_job(api: ApiWorld, *, foreign: bool = False) -> int:
    with api.app.app_context():
        return uploads.receive(
            db.session,
            actor=api.luis if foreign else api.ana,
            now=NOW,
            supply_point_id=api.foreign_id if foreign else api.point_id,
            filename="a.csv",
            stream=io.BytesIO(b"x"),
            uploads_dir=api.app.extensions["advisor_settings"].uploads_dir,
            max_bytes=10,
        ).job_id


def test_every_address_has_its_way(api):
    assert set(routes(api)) == set(WAYS)


@pytest.mark.parametrize("endpoint", WAYS)
def test_a_right_token_is_let_in(api, endpoint):
    scope = WAYS[endpoint].scope
    program = api.program(*([scope] if scope else ["bills:write"]))
    answer = ask(program, endpoint, point=api.point_id, job=a_job(api))
    assert answer.status_code == WAYS[endpoint].status, answer.get_data(as_text=True)
    assert answer.content_type == "application/json"


@pytest.mark.parametrize("endpoint", WAYS)
@pytest.mark.parametrize(
    ("header", "code"),
    [
        (None, "no_token"),
        ("", "no_token"),
        ("Basic YW5hOmFuYQ==", "no_token"),
        ("Bearer ", "token_unknown"),
        ("Bearer eca_" + "A" * 43, "token_unknown"),
        ("Bearer eca_" + "A" * 5000, "token_unknown"),
        ("Bearer ñandú", "token_unknown"),
    ],
)
def test_without_a_right_token_nobody_is_let_in(api, endpoint, header, code):
    method, path = routes(api)[endpoint]
    headers = {} if header is None else {"Authorization": header}
    address = path.format(supply_point_id=api.point_id, job_id=1)
    answer = api.app.test_client().open(address, method=method, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (401, code)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("endpoint", WAYS)
def test_an_expired_and_a_revoked_token_open_nothing(api, endpoint):
    program = api.program(days=1)
    job = a_job(api)
    api.app.extensions[EXTENSION] = lambda: NOW + timedelta(days=1)
    assert ask(program, endpoint, point=api.point_id, job=job).json["code"] == "token_expired"
    api.app.extensions[EXTENSION] = lambda: NOW
    with api.app.app_context():
        tokens.revoke(db.session, actor=api.ana, now=NOW, token_id=api.made[-1])
    answer = ask(program, endpoint, point=api.point_id, job=job)
    assert (answer.status_code, answer.json["code"]) == (401, "token_revoked")


@pytest.mark.parametrize("endpoint", [name for name, way in WAYS.items() if way.scope])
def test_a_token_without_the_permission_is_told_which_one(api, endpoint):
    needed = WAYS[endpoint].scope
    program = api.program(*[scope for scope in tokens.SCOPES if scope != needed])
    for point in (api.point_id, api.foreign_id, 99_999):
        answer = ask(program, endpoint, point=point, job=1)
        assert (answer.status_code, answer.json["code"], answer.json["scope"]) == (403, "missing_scope", needed)


@pytest.mark.parametrize("endpoint", [name for name in WAYS if name != WITHOUT_NUMBER])
def test_what_is_not_the_tokens_looks_exactly_like_nothing(api, endpoint):
    program = api.program()
    invented = ask(program, endpoint, point=99_999, job=99_999)
    assert invented.status_code == 404
    foreign, own_job = a_job(api, foreign=True), a_job(api)
    assert own_job != foreign
    answers = [ask(program, endpoint, point=api.foreign_id, job=foreign)]
    if endpoint != "api.read_job":
        # Ana's own second home, which this token was not made for.
        answers.append(ask(program, endpoint, point=api.second_id, job=own_job))
    for answer in answers:
        assert (answer.status_code, answer.data) == (404, invented.data)
        told = dict(answer.headers), dict(invented.headers)
        for headers in told:
            del headers["RateLimit-Remaining"], headers["RateLimit-Reset"]
        assert told[0] == told[1]


@pytest.mark.parametrize("endpoint", WAYS)
def test_who_loses_the_home_loses_it_for_the_token_at_once(api, endpoint):
    program, job = api.program(), a_job(api)
    with api.app.app_context(), write_transaction(db.session):
        db.session.execute(delete(Membership).where(Membership.user_id == api.ana.user_id))
    answer = ask(program, endpoint, point=api.point_id, job=job)
    if endpoint == WITHOUT_NUMBER:
        assert answer.json == {"supply_points": [], "next_cursor": None}
    else:
        assert answer.status_code == 404


@pytest.mark.parametrize("endpoint", WAYS)
def test_the_token_of_an_account_that_was_closed_opens_nothing(api, endpoint):
    program = api.program()
    with api.app.app_context(), write_transaction(db.session):
        db.session.get_one(User, api.ana.user_id).active = False
    assert ask(program, endpoint, point=api.point_id, job=1).status_code == 401


def test_a_session_is_no_token_and_a_token_no_session(api):
    client = api.app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["language"] = "anybody", "en"
    answer = client.get("/api/v1/supply-points")
    assert (answer.status_code, answer.json["title"]) == (401, "Falta un token")
    secret = api.token()
    answer = client.get("/api/v1/supply-points", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert "Access-Control-Allow-Origin" not in answer.headers
    page = api.app.test_client().get("/hogares/", headers={"Authorization": f"Bearer {secret}"})
    assert page.status_code == 302


def test_a_token_in_the_address_is_not_read(api):
    secret = api.token()
    for name in ("token", "access_token", "auth_token", "api_key"):
        answer = api.app.test_client().get("/api/v1/supply-points", query_string={name: secret})
        assert answer.json["code"] == "no_token"


def test_only_the_hash_is_stored_and_nothing_of_it_is_logged(api, caplog):
    with caplog.at_level(logging.DEBUG):
        program = api.program()
        program.to_point("intervals", compact(0.1))
        program.to_point("intervals", b"{", content_type="application/json")
    assert program.secret not in caplog.text
    assert program.secret[4:] not in caplog.text
    with api.app.app_context():
        for table in db.metadata.sorted_tables:
            for row in db.session.execute(table.select()):
                assert program.secret[4:] not in repr(tuple(row))
        token = db.session.scalars(select(ApiToken)).one()
        assert len(token.token_hash) == 64
        assert "secret" not in repr(tokens.NewToken(1, "eca_secret"))


def test_the_last_use_is_noted_at_most_every_five_minutes(api):
    program = api.program()
    seen = []
    for minutes in (0, 4, 6):
        api.app.extensions[EXTENSION] = lambda minutes=minutes: NOW + timedelta(minutes=minutes)
        program.get("/supply-points")
        with api.app.app_context():
            seen.append(db.session.scalars(select(ApiToken.last_used_at)).one())
    assert seen == [NOW, NOW, NOW + timedelta(minutes=6)]


def test_what_a_program_sends_is_in_the_audit_with_its_token(api):
    api.program().to_point("intervals", compact(0.1))
    with api.app.app_context():
        event = db.session.scalars(select(AuditEvent).filter_by(tag="api:upload:received")).one()
        assert (event.actor_id, event.details) == (api.ana.user_id, {"token_id": api.made[-1]})


def test_a_token_asks_so_often_a_minute_and_no_more(api):
    program, other = api.program(), api.program()
    most = api.app.extensions["advisor_settings"].api_requests_per_minute
    first = program.get("/supply-points")
    assert (first.headers["RateLimit-Limit"], first.headers["RateLimit-Remaining"]) == (str(most), str(most - 1))
    answers = [program.get("/supply-points") for _ in range(most)]
    assert [answer.status_code for answer in answers] == [200] * (most - 1) + [429]
    refused = answers[-1]
    assert (refused.content_type, refused.json["code"]) == ("application/problem+json", "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert other.get("/supply-points").status_code == 200
    assert api.app.test_client().get("/healthz").status_code == 200
