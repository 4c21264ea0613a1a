"""A meter file: checked before anything is stored, shown as understood, imported once."""

from __future__ import annotations

import re

import pytest

from advisor.db import Job, JobStatus, Upload, UploadStatus, UsageDay, db

pytestmark = pytest.mark.usefixtures("without_form_tokens")


def text(answer) -> str:
    return answer.get_data(as_text=True)


def test_the_way_of_a_file_from_upload_to_result(owner, home, send, work, meter_file, app):
    answer = send(meter_file)
    assert answer.status_code == 303
    assert answer.location.endswith("/carga/1/")
    waiting = text(owner[0].get("/carga/1/?lang=en"))
    assert "See whether it is ready" in waiting
    assert "Nothing is stored yet" in waiting
    state = owner[0].get("/carga/1/avance").get_json()
    assert state["waiting"] is True
    work(1, "check")
    check = text(owner[0].get("/carga/1/"))
    assert "This is what we understood of your file" in check
    assert "3 rows cannot be read" in check
    assert check.count('cell--bad"') == 3
    assert "Row 101:" in check
    with app.app_context():
        assert not db.session.scalars(db.select(UsageDay)).all()
    assert owner[0].post("/carga/1/guardar").status_code == 303
    assert "We are storing your data" in text(owner[0].get("/carga/1/"))
    work(1, "import")
    assert owner[0].get("/carga/1/").location.endswith(f"/suministro/{home}/recibo/")
    usage = text(owner[0].get(f"/suministro/{home}/consumo/"))
    assert usage.count("chart-heat ") == 168
    assert "of your energy goes between 18 and 23 h" in usage
    assert "chart--band" in text(owner[0].get(f"/suministro/{home}/pronostico/"))


def test_the_same_file_again_says_that_it_was_known(owner, home, send, work, meter_file):
    send(meter_file)
    work(1, "check")
    owner[0].post("/carga/1/guardar")
    work(1, "import")
    again = send(meter_file, "otro-nombre.csv")
    assert "/carga/1/?conocido=1" in again.location
    assert "We already had these data" in text(owner[0].get(again.location + "&lang=en"))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"%PDF-1.4 recibo", "This PDF is damaged"),
        (b"hola\nque tal\n", "We found no dates"),
        (b"fecha,hora,kWh\n", "cannot use this file"),
    ],
)
def test_a_file_that_is_no_meter_file_gets_one_sentence_and_a_way_on(owner, send, work, content, told):
    send(content, "archivo.csv")
    work(1, "check")
    page = text(owner[0].get("/carga/1/?lang=en"))
    assert told in page
    assert "Nothing was stored" in page
    assert "/subir/" in page


@pytest.mark.parametrize("content", [b""])
def test_an_empty_file_is_refused_at_once(owner, send, content):
    answer = send(content)
    assert answer.status_code == 422
    assert 'id="error-summary"' in text(answer)


def test_a_file_over_the_limit_is_told_the_limit_and_the_command_for_longer_ones(app, owner, home, send, monkeypatch):
    settings = app.extensions["advisor_settings"]
    small = type(settings).for_testing(settings.instance_dir, max_upload_mb=0.1)
    monkeypatch.setitem(app.extensions, "advisor_settings", small)
    app.config["MAX_CONTENT_LENGTH"] = 100 * 1024
    of_the_file = send(b"x" * 100_100)
    of_the_request = send(b"x" * 120_000)
    assert (of_the_file.status_code, of_the_request.status_code) == (422, 413)
    for answer in (of_the_file, of_the_request):
        assert re.search(r"0\.1\s*MB", text(answer))
        assert "flask --app wsgi import" in text(answer)
    with app.app_context():
        assert not db.session.scalars(db.select(Upload)).all()


def test_without_a_file_the_form_says_so(owner, home):
    assert owner[0].post(f"/suministro/{home}/subir/", data={}).status_code == 422


def test_after_an_error_the_form_still_says_which_files_came(owner, send, work, meter_file):
    send(meter_file, "enero.csv")
    work(1, "check")
    page = text(send(b"", "febrero.csv"))
    field = page[page.index('class="file-upload__received"') :]
    assert re.search(r"<b>febrero\.csv</b>.*no lo guardamos", field)
    assert re.search(r'href="/carga/1/">enero\.csv</a>.*espera tu respuesta', field)
    assert 'aria-describedby="file-hint file-error"' in page


def test_work_that_broke_down_is_said_and_can_be_tried_again(owner, send, work, meter_file, app):
    send(meter_file)
    work(1, "check")
    with app.app_context():
        db.session.get(Upload, 1).status = UploadStatus.FAILED
        db.session.commit()
    page = text(owner[0].get("/carga/1/?lang=en"))
    assert "Something failed on our side" in page
    assert owner[0].post("/carga/1/guardar").status_code == 303
    with app.app_context():
        assert db.session.get(Upload, 1).status is UploadStatus.CONFIRMED
        newest = db.session.scalars(db.select(Job).order_by(Job.id.desc())).first()
        assert newest.status is JobStatus.QUEUED


@pytest.mark.parametrize(("path", "method"), [("", "get"), ("avance", "get"), ("guardar", "post")])
def test_somebody_elses_upload_does_not_exist(stranger, send, meter_file, path, method):
    send(meter_file)
    assert getattr(stranger, method)(f"/carga/1/{path}").status_code == 404


def test_only_answers_that_were_offered_are_kept(owner, send, work, meter_file, app):
    send(meter_file)
    work(1, "check")
    owner[0].post("/carga/1/guardar", data={"answer-unit": "barrels", "answer-nonsense": "x"})
    with app.app_context():
        assert db.session.get(Upload, 1).answers == {}
