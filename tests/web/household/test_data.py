"""The data page: files with undo, what was found with its corrections, and the history of it all."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

import numpy as np
import pytest
from flask_security.utils import hash_password
from sqlalchemy import func, select

from advisor.db import Correction, DataChange, Job, JobKind, Upload, UploadStatus, db
from advisor.db.intervals import Channel
from advisor.db.transactions import write_transaction
from advisor.energy.usage import UsageSeries
from advisor.services import accounts, households
from advisor.services.actors import Actor
from advisor.services.history import note, stored_kwh
from advisor.services.intervals import load_series, store_layer
from tests.conftest import NOW

PASSWORD = "una frase larga de prueba"
START = datetime(2026, 3, 1, 5, tzinfo=timezone.utc)


@pytest.fixture
def home(app):
    """A signed-in browser and the id of its supply point."""
    with app.app_context():
        email = "ana@ejemplo.pe"
        user = accounts.create_user(
            db.session, now=NOW, email=email, password_hash=hash_password(PASSWORD), role="homeowner"
        )
        actor = Actor(user.id, frozenset({"homeowner"}))
        point_id = households.create_household(db.session, actor=actor, now=NOW, name="Casa", department="Lima").id
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    assert client.post("/entrar", data={"email": email, "password": PASSWORD}).status_code == 302
    return client, point_id


def bring(point_id: int, kwh, *, name: str = "marzo.csv", start: datetime = START) -> int:
    """Store half hours as an imported file; return the upload's id."""
    series = UsageSeries.measured(start=start, step_minutes=30, kwh=np.asarray(kwh, float))
    with write_transaction(db.session):
        upload = Upload(
            supply_point_id=point_id, filename=name, sha256=f"{name:0>64}", size_bytes=1,
            status=UploadStatus.IMPORTED, received_at=NOW, imported_at=NOW,
        )  # fmt: skip
        db.session.add(upload)
        db.session.flush()
        counts = store_layer(
            db.session, supply_point=upload.supply_point, upload_id=upload.id, channel=Channel.IMPORT, series=series
        )
        upload.result = {"intervals_added": counts.added, "intervals_replaced": counts.replaced,
                         "intervals_kept": counts.kept, "intervals_differing": counts.differing}  # fmt: skip
        note(
            db.session,
            now=NOW,
            kind="import",
            supply_point_id=point_id,
            actor_id=None,
            upload_id=upload.id,
            **upload.result,
        )
        return upload.id


def history(body: str) -> str:
    """Return the part of the page that says what changed, as its reader sees it."""
    return re.sub(r"<[^>]+>", "", body[body.index('id="historia"') :]).replace("\xa0", " ")


def weeks(days: int = 14) -> np.ndarray:
    """Half hours of a home that is never the same twice."""
    return np.round(np.random.default_rng(1).gamma(2, 0.1, 48 * days) + 0.02, 3)


def test_without_anything_it_says_so_and_offers_to_upload(home):
    client, point_id = home
    answer = client.get(f"/suministro/{point_id}/datos/")
    assert f"/suministro/{point_id}/subir/" in answer.get_data(as_text=True)
    assert "empty" in answer.get_data(as_text=True)


def test_a_conflicting_file_says_how_many_values_it_replaced(app, home):
    client, point_id = home
    with app.app_context():
        bring(point_id, weeks())
        bring(point_id, np.full(48, 0.5), name="corregido.csv")
    body = client.get(f"/suministro/{point_id}/datos/").get_data(as_text=True)
    assert "corregido.csv" in body
    assert "48" in body
    with app.app_context():
        assert db.session.scalars(select(Upload.result).order_by(Upload.id.desc())).first()["intervals_replaced"] == 48


def test_undo_asks_first_then_takes_the_days_away_once(app, home):
    client, point_id = home
    with app.app_context():
        bring(point_id, weeks())
        before = stored_kwh(db.session, supply_point_id=point_id)
        second = bring(point_id, np.full(96, 0.5), name="otro.csv", start=START + timedelta(days=13))
    address = f"/suministro/{point_id}/datos/deshacer/{second}/"
    asked = client.get(address).get_data(as_text=True)
    # One day goes back to the first file, the other has nothing else.
    assert "14" in asked
    assert "15" in asked
    assert client.get(address).status_code == 200
    for _ in range(2):
        done = client.post(address)
        assert (done.status_code, "deshecho" in done.location) == (303, True)
    assert client.get(address).status_code == 302
    assert "Deshiciste otro.csv." in history(client.get(f"/suministro/{point_id}/datos/").get_data(as_text=True))
    with app.app_context():
        assert stored_kwh(db.session, supply_point_id=point_id) == before
        assert db.session.get_one(Upload, second).status is UploadStatus.UNDONE
        assert db.session.scalars(select(func.count(DataChange.id)).where(DataChange.kind == "undo")).one() == 1
        assert db.session.scalars(select(func.count(Job.id)).where(Job.kind == JobKind.ASSESS)).one() == 1


def test_a_catch_up_is_shown_spread_and_taken_back(app, home):
    client, point_id = home
    kwh = weeks()
    kwh[300:330] = np.nan
    kwh[330] = 6.0
    with app.app_context():
        bring(point_id, kwh)
        whole = stored_kwh(db.session, supply_point_id=point_id)
    body = client.get(f"/suministro/{point_id}/datos/").get_data(as_text=True)
    key = re.search(r'name="found" value="(catch_up[^"]+)"', body).group(1)
    address = f"/suministro/{point_id}/datos/correccion/"
    assert client.post(address, data={"found": key, "action": "spread"}).status_code == 303
    with app.app_context():
        series = load_series(db.session, supply_point_id=point_id)
        assert series.kwh[300:331].tolist() == pytest.approx([6.0 / 31] * 31, abs=1e-3)
        assert series.quality[300:331].tolist() == [1] * 31
        assert stored_kwh(db.session, supply_point_id=point_id) == pytest.approx(whole)
        correction = db.session.scalars(select(Correction.id)).one()
    body = client.get(f"/suministro/{point_id}/datos/").get_data(as_text=True)
    assert key not in body
    # Half hour 300 of 1 March is 6 o'clock of the 7th.
    assert "7 de marzo de 2026, de 06:00 a 21:30: lo repartiste en el corte." in history(body)
    assert client.post(f"{address}{correction}/deshacer").status_code == 303
    with app.app_context():
        assert np.isnan(load_series(db.session, supply_point_id=point_id).kwh[300:330]).all()
        kinds = db.session.scalars(select(DataChange.kind).order_by(DataChange.id)).all()
        assert kinds == ["import", "correction", "correction_undone"]
    body = client.get(f"/suministro/{point_id}/datos/").get_data(as_text=True)
    assert key in body
    assert "7 de marzo de 2026, de 06:00 a 21:30: retiraste tu corrección y ya no está repartido" in history(body)


def test_what_is_called_right_is_not_shown_again_and_changes_nothing(app, home):
    client, point_id = home
    kwh = weeks()
    kwh[100] = 30.0
    with app.app_context():
        bring(point_id, kwh)
    address = f"/suministro/{point_id}/datos/"
    key = re.search(r'name="found" value="(impossible[^"]+)"', client.get(address).get_data(as_text=True)).group(1)
    client.post(f"{address}correccion/", data={"found": key, "action": "keep"})
    assert key not in client.get(address).get_data(as_text=True)
    with app.app_context():
        assert load_series(db.session, supply_point_id=point_id).kwh[100] == 30.0
        assert db.session.scalars(select(func.count(Job.id))).one() == 0


def test_a_made_up_stretch_corrects_nothing(app, home):
    client, point_id = home
    with app.app_context():
        bring(point_id, weeks())
    made_up = {"found": "dead-202603010500-202603100500", "action": "discard"}
    assert client.post(f"/suministro/{point_id}/datos/correccion/", data=made_up).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Correction)).all() == []


def test_a_long_history_has_pages(app, home):
    client, point_id = home
    with app.app_context(), write_transaction(db.session):
        for _ in range(12):
            note(db.session, now=NOW, kind="bills_typed", supply_point_id=point_id, actor_id=None, bills=1)
    address = f"/suministro/{point_id}/datos/"
    assert "pagina=2" in client.get(address).get_data(as_text=True)
    assert "pagina=1" in client.get(f"{address}?pagina=2").get_data(as_text=True)
