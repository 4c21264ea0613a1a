"""What a page says while there is nothing to show: each state with its cause, its date and one thing to do first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from advisor.db import Job, JobKind, JobStatus, Upload, db
from advisor.energy.usage import BillPeriod
from advisor.jobs import worker
from advisor.services import assessments, bills

NOT_OURS = re.compile(r"<(header|footer)\b.*?</\1>", re.DOTALL)

pytestmark = pytest.mark.usefixtures("without_form_tokens")


@pytest.fixture
def page(owner):
    def page(address: str) -> str:
        answer = owner[0].get(address, query_string={"lang": "es"})
        assert answer.status_code == 200
        return NOT_OURS.sub("", answer.get_data(as_text=True))

    return page


def first_thing(html: str) -> list[str]:
    """Return the texts of the main buttons."""
    return re.findall(r'<(?:a|button)[^>]*class="button"[^>]*>([^<]+)<', html)


def job(app, home: int, kind: JobKind, status: JobStatus, now) -> None:
    with app.app_context():
        db.session.add(Job(kind=kind, status=status, supply_point_id=home, created_at=now, finished_at=now))
        db.session.commit()


def test_without_data_the_bars_come_first(page, home):
    html = page(f"/suministro/{home}/recibo/")
    assert first_thing(html) == ["Escribir las barras de mi recibo"]
    assert "Con tres barras" in html


@pytest.mark.parametrize(
    ("given", "heading"),
    [(2, "Con un recibo más, desde el 13 de junio"), (1, "Con 2 recibos más, desde el 13 de julio")],
)
def test_with_too_few_bills_it_says_how_many_and_from_when(
    app, page, owner, home, settings, now, monkeypatch, given, heading
):
    ends = [now.date() - timedelta(days=30 * back) for back in range(given)]
    with app.app_context():
        stored = [BillPeriod(end - timedelta(days=30), end, 120.0) for end in reversed(ends)]
        bills.save_bills(db.session, actor=owner[1], now=now, supply_point_id=home, bills=stored)
        assessments.assess_supply_point(db.session, now=now, supply_point_id=home, models_dir=settings.models_dir)
    monkeypatch.setattr("advisor.web.household.answering.now", lambda: now)
    html = page(f"/suministro/{home}/recibo/")
    assert heading in html
    assert first_thing(html) == ["Escribir las barras de mi recibo"]
    monkeypatch.setattr("advisor.web.household.answering.now", lambda: now + timedelta(days=90))
    assert re.search(r"<h1>Faltan? (un|2) recibos?</h1>", page(f"/suministro/{home}/recibo/"))


def test_while_the_result_is_made_the_page_shows_that_and_can_be_left(app, page, owner, home, now):
    job(app, home, JobKind.ASSESS, JobStatus.QUEUED, now)
    html = page(f"/suministro/{home}/recibo/")
    assert f'data-progress-url="/suministro/{home}/avance"' in html
    assert "Puedes cerrar esta página" in html
    assert first_thing(html) == ["Ver si ya está listo"]
    assert owner[0].get(f"/suministro/{home}/avance").get_json()["waiting"] is True
    worker.run_queued(app)
    assert owner[0].get(f"/suministro/{home}/avance").get_json()["waiting"] is False


def test_the_list_of_homes_says_that_a_result_is_being_made(app, page, home, now):
    assert "Aún no tiene resultado" in page("/hogares/")
    job(app, home, JobKind.ASSESS, JobStatus.QUEUED, now)
    html = page("/hogares/")
    assert "Estamos calculando tu resultado" in html
    assert "Aún no tiene resultado" not in html


def test_work_that_gave_up_says_so_and_one_press_tries_again(app, page, owner, home, now):
    job(app, home, JobKind.ASSESS, JobStatus.FAILED, now)
    html = page(f"/suministro/{home}/recibo/")
    assert "No pudimos calcular tu resultado" in html
    assert first_thing(html) == ["Intentar otra vez"]
    answer = owner[0].post(re.search(r'action="([^"]+recalcular)"', html).group(1))
    assert (answer.status_code, answer.location) == (303, f"/suministro/{home}/recibo/")
    assert "Estamos calculando tu resultado" in page(answer.location)
    worker.run_queued(app)
    assert "No pudimos calcular" not in page(answer.location)


def test_an_answer_that_could_not_be_renewed_stays_and_offers_to_try_again(app, page, assessed_home, now):
    job(app, assessed_home, JobKind.ASSESS, JobStatus.FAILED, now + timedelta(minutes=1))
    html = page(f"/suministro/{assessed_home}/recibo/")
    assert "no pudimos renovar este resultado" in html
    assert f"/suministro/{assessed_home}/recalcular" in html
    assert "S/" in html


def test_a_try_that_failed_before_the_result_is_not_mentioned(app, page, assessed_home, now):
    job(app, assessed_home, JobKind.ASSESS, JobStatus.FAILED, now - timedelta(days=1))
    assert "no pudimos renovar" not in page(f"/suministro/{assessed_home}/recibo/")


def test_a_file_waits_visibly_until_it_is_confirmed(app, page, owner, assessed_home, send, work, meter_file):
    upload = int(re.search(r"/carga/(\d+)/", send(meter_file).location).group(1))
    pages = [f"/suministro/{assessed_home}/recibo/", f"/suministro/{assessed_home}/recibos/", "/hogares/"]
    for address in pages:
        assert "Ver el avance" in page(address), address
    work(upload, "check")
    for address in pages:
        html = page(address)
        assert "Tu archivo medidor.csv te espera" in html, address
        assert f"/carga/{upload}/" in html
    owner[0].post(f"/carga/{upload}/guardar")
    work(upload, "import")
    for address in pages:
        assert "medidor.csv" not in page(address), address


def test_a_file_we_could_not_finish_is_not_forgotten(app, page, assessed_home, send, meter_file):
    send(meter_file)
    with app.app_context():
        db.session.scalars(db.select(Upload)).one().status = "failed"
        db.session.scalars(db.select(Job)).one().status = JobStatus.FAILED
        db.session.commit()
    assert "Ver qué hacer" in page(f"/suministro/{assessed_home}/recibo/")


def test_without_an_answer_a_waiting_file_is_the_first_thing_to_do(page, home, send, work, meter_file):
    upload = int(re.search(r"/carga/(\d+)/", send(meter_file).location).group(1))
    work(upload, "check")
    assert first_thing(page(f"/suministro/{home}/consumo/")) == ["Revisar mi archivo"]


def test_an_old_result_says_until_when_and_where_to_add_the_next_bill(app, page, assessed_home, monkeypatch, now):
    later = now + timedelta(days=60)
    monkeypatch.setattr("advisor.web.household.answering.now", lambda: later)
    html = page(f"/suministro/{assessed_home}/recibo/")
    assert "Este resultado usa datos hasta el" in html
    assert "Agregar mi último recibo" in html


def test_the_progress_page_can_be_left(page, home, send, meter_file):
    html = page(send(meter_file).location)
    assert "Puedes cerrar esta página" in html
    assert f"/suministro/{home}/recibo/" in html
