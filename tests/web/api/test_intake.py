"""What programs send is kept once, stored by the ordinary jobs, and read back as it was."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from advisor.clock import EXTENSION
from advisor.db import Bill, IdempotentRequest, Job, MeterReading, Upload, UploadKind, UploadStatus, UsageDay, db
from advisor.jobs.worker import sweep_once
from advisor.services import failpoints
from tests.conftest import NOW
from tests.web.api.conftest import compact

DAY = {"from": "2026-05-01T00:00:00-05:00", "to": "2026-05-02T00:00:00-05:00"}


def stored(program, **more) -> list:
    answer = program.get(f"/supply-points/{program.world.point_id}/intervals", query_string={**DAY, **more})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.json["intervals"]


def count(api, table) -> int:
    with api.app.app_context():
        return db.session.scalars(select(func.count()).select_from(table)).one()


def test_intervals_are_kept_at_once_and_stored_by_the_job(api, program):
    answer = program.to_point("intervals", compact(0.112, 0.098, None, 0.105))
    assert answer.status_code == 202
    job = answer.json["job"]
    assert answer.headers["Location"] == job["url"] == f"/api/v1/jobs/{job['id']}"
    assert job["status"] == program.get(job["url"]).json["status"] == "queued"
    api.work()
    told = program.get(job["url"]).json
    assert told["status"] == "done"
    assert told["progress"] == 100
    assert told["result"]["intervals_added"] == 3
    assert [finding["code"] for finding in told["findings"]] == ["gaps"]
    assert [(one["kwh"], one["quality"]) for one in stored(program)] == [
        (0.112, "measured"), (0.098, "measured"), (None, "missing"), (0.105, "measured"),
    ]  # fmt: skip
    with api.app.app_context():
        upload = db.session.scalars(select(Upload)).one()
        assert (upload.kind, upload.status) == (UploadKind.API, UploadStatus.IMPORTED)


def test_a_list_in_watt_hours_and_in_any_order_is_the_same(api, program):
    body = {
        "unit": "Wh",
        "intervals": [
            {"start": "2026-05-01T05:30:00Z", "step_minutes": 30, "kwh": 98, "quality": "estimated"},
            {"start": "2026-05-01T00:00:00-05:00", "end": "2026-05-01T00:30:00-05:00", "kwh": 112},
        ],
    }
    assert program.to_point("intervals", body).status_code == 202
    api.work()
    assert [(one["kwh"], one["quality"]) for one in stored(program)] == [(0.112, "measured"), (0.098, "estimated")]


def test_late_and_corrected_values_win_by_the_rules_of_merging(api, program):
    program.to_point("intervals", compact(0.5, 0.5, quality="estimated"))
    program.to_point("intervals", compact(0.4))
    program.to_point("intervals", compact(0.3, quality="estimated"))
    program.to_point("intervals", compact(0.2, start="2026-05-01T01:00:00-05:00"))
    api.work()
    assert [one["kwh"] for one in stored(program)] == [0.4, 0.5, 0.2]


def test_the_same_body_twice_is_one_upload(api, program):
    first = program.to_point("intervals", compact(0.1)).json
    assert program.to_point("intervals", compact(0.1)).json == first
    api.work()
    assert program.to_point("intervals", compact(0.1)).json["job"]["id"] == first["job"]["id"]
    assert count(api, Upload) == 1


def test_a_value_said_again_after_another_wins_again(api, program):
    for number, kwh in enumerate((0.1, 0.2, 0.1, 0.2, 0.1), start=1):
        program.to_point("intervals", compact(kwh, 0.5), key=f"k{number}")
        if number != 2:  # the second waits still when the third comes
            api.work()
    assert [one["kwh"] for one in stored(program)] == [0.1, 0.5]
    assert count(api, Upload) == 5
    program.to_point("intervals", compact(0.1, 0.5), key="k3")
    program.to_point("intervals", compact(0.1, 0.5), key="k6")
    api.work()
    assert count(api, Upload) == 5


def test_a_body_sent_again_after_others_of_its_month_is_the_same_upload(api, program):
    first = program.to_point("intervals", compact(0.1)).json
    program.to_point("intervals", compact(0.2, start="2026-05-02T00:00:00-05:00"))
    api.work()
    assert program.to_point("intervals", compact(0.1)).json["job"]["id"] == first["job"]["id"]
    assert count(api, Upload) == 2


def test_a_bill_said_again_after_another_wins_again(api, program):
    for kwh in (100, 120, 100):
        program.to_point("bills", {"bills": [{"start": "2026-03-04", "end": "2026-04-04", "kwh": kwh}]})
        api.work()
    with api.app.app_context():
        assert db.session.scalars(select(Bill.kwh)).all() == [100]


def test_bills_are_stored_with_what_else_they_say(api, program):
    bills = [
        {"start": "2026-03-04", "end": "2026-04-04", "kwh": 120.5, "total": "88.1", "detail": {"igv": "13.44"}},
        {"start": "2026-04-04", "end": "2026-05-05", "kwh": None, "total": 98.5, "estimated": True},
    ]
    answer = program.to_point("bills", {"bills": bills})
    assert answer.status_code == 202
    api.work()
    with api.app.app_context():
        rows = db.session.scalars(select(Bill).order_by(Bill.start)).all()
        assert [(row.kwh, row.total, row.estimated) for row in rows] == [
            (120.5, Decimal("88.10"), False), (None, Decimal("98.50"), True),
        ]  # fmt: skip
        assert rows[0].detail == {"igv": "13.44"}


def test_readings_become_usage(api, program):
    readings = [
        {"at": "2026-05-01T00:00:00-05:00", "kwh": 4000},
        {"at": "2026-05-01T01:00:00-05:00", "index": 4000.25},
        {"at": "2026-05-01T02:00:00-05:00", "kwh": 4001},
    ]
    answer = program.to_point("registers", {"readings": readings})
    assert answer.status_code == 202
    api.work()
    told = program.get(answer.json["job"]["url"]).json
    assert (told["kind"], told["status"]) == ("derive_readings", "done")
    assert sum(one["kwh"] for one in stored(program)) == pytest.approx(1.0)
    again = program.to_point("registers", {"readings": readings})
    assert again.status_code == 202
    assert count(api, MeterReading) == 3


def hours_of_a_day() -> bytes:
    """A file that says of each value when it begins and ends, and in what unit."""
    rows = (
        f"2026-05-01T{h:02d}:00:00-05:00,2026-05-01T{h:02d}:59:59-05:00,{0.1 + h * 7 % 5 / 10:.1f}" for h in range(24)
    )
    return "\n".join(["start,end,kWh", *rows]).encode()


def test_a_file_without_questions_is_stored_by_itself(api, program):
    body = hours_of_a_day()
    answer = program.to_point("intervals", body, content_type="text/csv", query_string={"filename": "mayo.csv"})
    assert answer.status_code == 202
    url = answer.json["job"]["url"]
    assert program.get(url).json["status"] == "queued"
    api.work()
    told = program.get(url).json
    assert (told["status"], told["questions"]) == ("done", [])
    assert len(stored(program)) == 24
    with api.app.app_context():
        assert db.session.scalars(select(Upload.filename)).one() == "mayo.csv"


# March 4 or April 3: nothing in the file tells.
AMBIGUOUS = "\n".join(["Date,kWh", *(f"03/04/2026 {h:02d}:00,{0.1 + h * 7 % 5 / 10:.1f}" for h in range(24))]).encode()


def test_a_file_that_leaves_a_question_open_waits_for_its_answer(api, program):
    def send(**query):
        return program.to_point("intervals", AMBIGUOUS, content_type="text/csv", query_string=query)

    url = send().json["job"]["url"]
    api.work()
    told = program.get(url).json
    assert told["status"] == "needs_answers"
    questions = {question["key"]: question for question in told["questions"]}
    assert all(choice["words"] for question in questions.values() for choice in question["choices"])
    refused = send()
    assert refused.status_code == 409
    assert {question["key"] for question in refused.json["questions"]} == set(questions)
    assert count(api, UsageDay) == 0
    answers = {f"answer.{key}": question["choices"][0]["value"] for key, question in questions.items()}
    assert send(**answers).status_code == 202
    api.work()
    assert program.get(url).json["status"] == "done"
    assert count(api, UsageDay) == 1


def test_a_file_that_is_none_says_why(api, program):
    url = program.to_point("intervals", b"\x00\x01\x02nada", content_type="text/csv").json["job"]["url"]
    api.work()
    told = program.get(url).json
    assert told["status"] == "failed"
    assert told["findings"][0]["severity"] == "error"


def test_a_key_is_answered_the_same_again_and_belongs_to_one_request(api, program):
    first = program.to_point("intervals", compact(0.1), key="k-1")
    again = program.to_point("intervals", compact(0.1), key="k-1")
    assert (first.status_code, first.json, first.headers["Location"]) == (
        again.status_code, again.json, again.headers["Location"],
    )  # fmt: skip
    other = program.to_point("intervals", compact(0.2), key="k-1")
    assert (other.status_code, other.json["code"]) == (422, "key_reused")
    elsewhere = program.to_point("bills", {"bills": []}, key="k-2")
    assert elsewhere.status_code == 422
    assert program.to_point("intervals", compact(0.3), key="k-2").status_code == 202
    assert count(api, Upload) == 2


def test_another_program_may_use_the_same_key(api, program):
    other = api.program()
    assert program.to_point("intervals", compact(0.1), key="uno").status_code == 202
    assert other.to_point("intervals", compact(0.2), key="uno").status_code == 202


@pytest.fixture
def broken_at(api):
    api.app.testing = False
    yield lambda step: failpoints.arm(f"{step}=fail" if step else "")
    failpoints.arm("")


@pytest.mark.parametrize("step", ["api:before_commit", "api:committed"])
def test_a_request_that_breaks_down_is_done_once_by_its_retry(api, program, broken_at, step):
    broken_at(step)
    failed = program.to_point("intervals", compact(0.7), key="retry")
    assert (failed.status_code, failed.content_type) == (500, "application/problem+json")
    broken_at("")
    assert program.to_point("intervals", compact(0.7), key="retry").status_code == 202
    assert (count(api, Upload), count(api, Job)) == (1, 1)
    api.work()
    assert stored(program)[0]["kwh"] == 0.7


def test_a_claim_whose_process_died_is_refused_for_a_minute_and_then_taken_over(api, program, broken_at):
    broken_at("api:claimed")
    assert program.to_point("intervals", compact(0.7), key="dead").status_code == 500
    broken_at("")
    waiting = program.to_point("intervals", compact(0.7), key="dead")
    assert (waiting.status_code, waiting.json["code"]) == (409, "key_in_use")
    assert int(waiting.headers["Retry-After"]) > 0
    api.app.extensions[EXTENSION] = lambda: NOW + timedelta(minutes=2)
    assert program.to_point("intervals", compact(0.7), key="dead").status_code == 202
    assert count(api, Upload) == 1


def test_answers_to_keys_are_forgotten_after_a_day(api, program):
    program.to_point("intervals", compact(0.7), key="old")
    sweep_once(api.app)
    assert count(api, IdempotentRequest) == 1
    api.app.extensions[EXTENSION] = lambda: NOW + timedelta(hours=25)
    sweep_once(api.app)
    assert count(api, IdempotentRequest) == 0
