"""The OpenAPI document is true: every path, method, status and example of it is tried, and the answers fit it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from advisor.services import failpoints
from advisor.web.api.problems import TYPE
from tests.web.api.conftest import ApiWorld, compact
from tests.web.api.schema import slips

SPAN = {"from": "2026-05-01T00:00:00-05:00", "to": "2026-05-02T00:00:00-05:00"}
AMBIGUOUS = "\n".join(["Date,kWh", *(f"03/04/2026 {h:02d}:00,{0.1 + h * 7 % 5 / 10:.1f}" for h in range(24))]).encode()
RIGHT = {"send_bills": {"bills": [{"start": "2026-04-04", "end": "2026-05-05", "kwh": 1}]},
         "send_registers": {"readings": [{"at": "2026-05-01T07:00:00-05:00", "kwh": 1}]},
         "send_intervals": compact(0.1)}  # fmt: skip


@pytest.fixture
def document(api) -> dict:
    answer = api.app.test_client().get("/api/v1/openapi.json")
    assert answer.content_type == "application/json"
    return answer.json


def operations(document: dict) -> Iterator[tuple[str, str, dict]]:
    for path, item in document["paths"].items():
        for method in ("get", "post"):
            if method in item:
                yield path, method, item[method]


class Asker:
    """Makes an operation answer with a status."""

    def __init__(self, api: ApiWorld, path: str, method: str, told: dict) -> None:
        self.api, self.method, self.name, self.told = api, method, told["operationId"], told
        self.path = path.removeprefix("/api/v1")
        self.all = api.program()

    def ask(self, program=None, *, point: int | None = None, body=None, query=None, **more):
        program = program or self.all
        job_id = self._job() if point is None else point
        path = self.path.format(supply_point_id=point or self.api.point_id, job_id=job_id)
        if self.method == "get":
            default = SPAN if self.name == "read_intervals" else None
            return program.get(path, query_string=default if query is None else query)
        return program.post(path, RIGHT[self.name] if body is None else body, query_string=query, **more)

    def status(self, status: str):
        return getattr(self, f"_{status}")()

    def _job(self) -> int:
        if self.name != "read_job":
            return 0
        return self.all.to_point("intervals", compact(0.1)).json["job"]["id"]

    def _200(self):
        return self.ask()

    _202 = _200

    def _400(self):
        return self.ask(body=b"{", content_type="application/json")

    def _401(self):
        self.all.secret = "eca_"
        return self.ask(point=1)

    def _403(self):
        other = {"usage:read", "bills:write"} - {self.told["x-scope"]}
        return self.ask(self.api.program(*other))

    def _404(self):
        return self.ask(point=99_999)

    def _409(self):
        if self.name == "send_intervals":
            self.ask(body=AMBIGUOUS, content_type="text/csv")
            self.api.work()
            return self.ask(body=AMBIGUOUS, content_type="text/csv")
        self.api.app.testing = False
        failpoints.arm("api:claimed=fail")
        self.ask(key="one")
        failpoints.arm("")
        return self.ask(key="one")

    def _413(self):
        return self.ask(body=b" " * 13_000_000, content_type="application/json")

    def _415(self):
        return self.ask(body=b"x", content_type="image/png")

    def _422(self):
        return self.ask(body={}, query={"limit": "0"})

    def _429(self):
        # As many as a minute allows were asked before it.
        return next(answer for answer in iter(lambda: self.ask(point=1), None) if answer.status_code == 429)

    def _500(self):
        self.api.app.testing = False
        views, name = self.api.app.view_functions, f"api.{self.name}"
        whole, views[name] = views[name], lambda **_: 1 / 0
        try:
            return self.ask(point=1)
        finally:
            views[name] = whole


def test_the_document_says_what_it_is(document):
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"]
    assert document["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert {told["operationId"] for _path, _method, told in operations(document)} == {
        "list_supply_points", "read_supply_point", "read_intervals", "read_job",
        "send_intervals", "send_registers", "send_bills",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["list_supply_points", "read_supply_point", "read_intervals", "read_job", *RIGHT])
def test_every_status_of_an_operation_comes_and_its_answer_fits(api, document, name):
    path, method, told = next(found for found in operations(document) if found[2]["operationId"] == name)
    # The one that uses up the minute comes last.
    for status in sorted(told["responses"], key=lambda status: (status == "429", status)):
        answer = Asker(api, path, method, told).status(status)
        api.app.testing = True
        place = f"{name} {status}"
        assert str(answer.status_code) == status, f"{place}: {answer.status} {answer.get_data(as_text=True)[:300]}"
        content = told["responses"][status]["content"]
        assert answer.content_type in content, place
        assert (answer.content_type == TYPE) == (answer.status_code >= 400), place
        assert list(slips(document, content[answer.content_type]["schema"], answer.json)) == [], place
        for header in told["responses"][status].get("headers", {}):
            assert header in answer.headers, place


def test_every_example_fits_its_schema_and_is_taken(api, document):
    seen = 0
    for path, _method, told in operations(document):
        body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
        for name, example in body.get("examples", {}).items():
            assert list(slips(document, body["schema"], example["value"])) == [], name
            program = api.program(told["x-scope"])
            address = path.format(supply_point_id=api.point_id)
            assert program.post(address, example["value"]).status_code == 202, name
            seen += 1
    assert seen == 4
    api.work()


def test_pages_of_a_list_join_without_a_gap(api):
    program = api.program(points=[api.point_id, api.second_id])
    program.to_point("intervals", compact(*(n / 10 for n in range(1, 8))))
    api.work()
    path, query, seen = f"/supply-points/{api.point_id}/intervals", {**SPAN, "limit": 3}, []
    while True:
        answer = program.get(path, query_string=query)
        seen += [one["kwh"] for one in answer.json["intervals"]]
        if not (cursor := answer.json["next_cursor"]):
            break
        assert 'rel="next"' in answer.headers["Link"]
        query["cursor"] = cursor
    assert seen == pytest.approx([n / 10 for n in range(1, 8)])
    first = program.get("/supply-points", query_string={"limit": 1}).json
    second = program.get("/supply-points", query_string={"limit": 1, "cursor": first["next_cursor"]}).json
    assert [page["supply_points"][0]["id"] for page in (first, second)] == [api.point_id, api.second_id]
    assert second["next_cursor"] is None


@pytest.mark.parametrize("query", [{"limit": "x"}, {"nada": "1"}, {"cursor": "?"}, {**SPAN, "to": SPAN["from"]}, {}])
def test_a_wrong_query_names_its_parameter(api, query):
    answer = api.program().get(f"/supply-points/{api.point_id}/intervals", query_string=query and {**SPAN, **query})
    assert answer.status_code == 422
    named = {error["parameter"] for error in answer.json["errors"]}
    assert named == ({"from", "to"} if not query else {"to"} if "to" in query else set(query))
    assert not any("valid" in error["detail"] or "Missing" in error["detail"] for error in answer.json["errors"])
