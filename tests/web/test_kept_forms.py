"""Nothing typed is lost: stale forms come back filled, and what an ended session sent waits behind the sign-in."""

from __future__ import annotations

import io
import re

import pytest

from advisor.db import Bill, GuestResult, Household, KeptForm, Upload, UserSession, db

PASSWORD = "mi perro come arroz"
OURS = {"Sec-Fetch-Site": "same-origin"}
HOME = {
    "name": "Casa de la playa",
    "department": "Lima",
    "distributor": "pluz",
    "people": "3",
    "water_heating": "gas",
    "appliances": ["refrigerator", "iron"],
    "lamps_led": "6",
}
GUEST = {"department": "Lima", "distributor": "luz-del-sur", "people": "5", "bar_1": "131", "bar_2": "1e2"}


def token(html: str) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', html).group(1)


def text(answer) -> str:
    return answer.get_data(as_text=True)


def count(app, table) -> int:
    with app.app_context():
        return len(db.session.scalars(db.select(table)).all())


class Person:
    """A browser that fills in the token of the form it saw, and says where a request comes from as browsers do."""

    def __init__(self, app) -> None:
        self.app, self.client = app, app.test_client()

    def send(self, path: str, data: dict, *, form: str | None = None, headers: dict = OURS, **options):
        seen = token(text(self.client.get(form))) if form else "x"
        return self.client.post(path, data={"csrf_token": seen, **data}, headers=headers, **options)

    def register(self, email: str = "ana@ejemplo.pe", *, at: str = "/crear-cuenta"):
        return self.send(at, {"email": email, "password": PASSWORD}, form=at)

    def sign_in(self, email: str = "ana@ejemplo.pe", *, at: str = "/entrar"):
        return self.send(at, {"email": email, "password": PASSWORD}, form=at)

    def lose_session(self) -> None:
        """End every session from elsewhere, as a change of password on another phone does."""
        with self.app.app_context():
            for row in db.session.scalars(db.select(UserSession)):
                row.revoked_at = row.created_at
            db.session.commit()

    def lose_cookie(self) -> None:
        """The server was restarted with another key, or the cookie expired."""
        self.client.delete_cookie("session")


@pytest.fixture
def person(app) -> Person:
    return Person(app)


@pytest.fixture
def ana(person) -> Person:
    assert person.register().status_code == 302
    return person


def test_a_guests_stale_form_comes_back_filled_and_nothing_is_done(app, person):
    answer = person.send("/", GUEST)
    page = text(answer)
    assert answer.status_code == 422
    assert "Pasó mucho tiempo" in page
    for value in ("131", "1e2"):
        assert f'value="{value}"' in page
    assert re.search(r'<option value="luz-del-sur" selected', page)
    assert re.search(r'<input checked[^>]*name="people"[^>]*value="5"', page)
    assert "error-summary" not in page
    assert count(app, GuestResult) == 0
    assert count(app, KeptForm) == 0


def test_the_form_that_came_back_can_be_sent(person):
    bars = {f"bar_{number}": "120" for number in range(1, 5)}
    reading = {"last_reading": re.search(r'value="(\d{4}-\d\d-\d\d)"', text(person.client.get("/"))).group(1)}
    stale = person.send("/", GUEST | bars | reading)
    again = person.client.post("/", data={"csrf_token": token(text(stale)), **GUEST, **bars, **reading}, headers=OURS)
    assert (again.status_code, again.location) == (303, "/resultado/")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://mal.pe"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Origin": "http://localhost@mal.pe"},
        {},
    ],
)
def test_what_another_site_sends_is_never_shown_or_kept(app, person, headers):
    for path in ("/", "/hogares/nuevo"):
        answer = person.send(path, HOME | {"name": "CANARIO", "bar_1": "CANARIO"}, headers=headers)
        assert answer.status_code == 400
        assert "CANARIO" not in text(answer)
    assert count(app, KeptForm) == 0


def test_a_browser_without_fetch_headers_is_known_by_its_origin(person):
    assert person.send("/", GUEST, headers={"Origin": "http://localhost"}).status_code == 422


@pytest.mark.parametrize("lost", ["lose_session", "lose_cookie"])
def test_a_home_typed_after_the_session_ended_is_there_after_signing_in(app, ana, lost):
    seen = token(text(ana.client.get("/hogares/nuevo")))
    getattr(ana, lost)()
    sent = ana.client.post("/hogares/nuevo", data={"csrf_token": seen, **HOME}, headers=OURS)
    assert (sent.status_code, sent.location) == (302, "/entrar?next=/hogares/nuevo")
    assert count(app, Household) == 0
    assert "lo que escribiste está guardado" in text(ana.client.get(sent.location))

    back = ana.sign_in(at=sent.location)
    assert back.location == "/hogares/nuevo"
    page = text(ana.client.get(back.location))
    assert "Guardamos lo que habías escrito" in page
    assert 'value="Casa de la playa"' in page
    assert page.count(" checked") == 4

    assert ana.send("/hogares/nuevo", HOME, form="/hogares/nuevo").status_code == 303
    assert count(app, KeptForm) == 0
    assert "Guardamos lo que habías escrito" not in text(ana.client.get("/hogares/nuevo"))


def test_looking_again_does_not_lose_it(ana):
    ana.lose_session()
    ana.send("/hogares/nuevo", HOME)
    ana.sign_in()
    for _again in range(2):
        assert 'value="Casa de la playa"' in text(ana.client.get("/hogares/nuevo"))


def test_it_survives_making_an_account_too(person):
    sent = person.send("/hogares/nuevo", HOME)
    back = person.register("nueva@ejemplo.pe", at=sent.location.replace("/entrar", "/crear-cuenta"))
    assert back.location == "/hogares/nuevo"
    assert 'value="Casa de la playa"' in text(person.client.get(back.location))


def test_neither_another_browser_nor_another_person_sees_it(app, ana):
    Person(app).register("otra@ejemplo.pe")
    ana.lose_session()
    ana.send("/hogares/nuevo", HOME)
    elsewhere = Person(app)
    elsewhere.sign_in()
    assert "Casa de la playa" not in text(elsewhere.client.get("/hogares/nuevo"))
    ana.sign_in("otra@ejemplo.pe")
    assert "Casa de la playa" not in text(ana.client.get("/hogares/nuevo"))


def test_what_was_typed_for_a_home_of_ones_own_stays_hidden_from_whoever_has_no_access(app, ana):
    ana.send("/hogares/nuevo", HOME, form="/hogares/nuevo")
    ana.lose_cookie()
    sent = ana.send("/hogar/1/", HOME | {"name": "CANARIO"})
    assert sent.location == "/entrar?next=/hogar/1/"
    ana.register("otra@ejemplo.pe")
    answer = ana.client.get("/hogar/1/")
    assert answer.status_code == 404
    assert "CANARIO" not in text(answer)


def test_the_bars_survive_and_win_over_the_stored_ones(app, ana):
    ana.send("/hogares/nuevo", HOME, form="/hogares/nuevo")
    page = "/suministro/1/recibos/"
    bars = {f"bar_{number}": str(100 + number) for number in range(1, 13)}
    ana.lose_session()
    sent = ana.send(page, bars | {"last_reading": "2026-05-04", "action": "months"})
    back = ana.sign_in(at=sent.location)
    assert 'value="107"' in text(ana.client.get(back.location))
    assert 'value="2026-05-04"' in text(ana.client.get(back.location))
    assert count(app, Bill) == 0


def test_passwords_tokens_and_buttons_are_never_kept(app, person):
    person.send("/hogares/nuevo", HOME | {"password": "s3cret", "new_password_confirm": "s3cret", "action": "months"})
    with app.app_context():
        fields = db.session.scalars(db.select(KeptForm)).one().fields
    assert set(fields) == set(HOME)


def test_signing_out_erases_what_was_kept(app, ana):
    ana.lose_session()
    ana.send("/hogares/nuevo", HOME)
    ana.sign_in()
    ana.send("/salir", {}, form="/hogares/nuevo")
    assert count(app, KeptForm) == 0
    ana.sign_in()
    assert "Casa de la playa" not in text(ana.client.get("/hogares/nuevo"))


def test_too_much_is_said_not_to_be_kept(app, person):
    answer = person.send("/hogares/nuevo", HOME | {"name": "x" * 30_000}, follow_redirects=True)
    assert "no pudimos guardar lo que escribiste" in text(answer)
    assert count(app, KeptForm) == 0


def test_a_file_cannot_be_kept_and_the_way_back_leads_to_its_page(app, ana):
    ana.send("/hogares/nuevo", HOME, form="/hogares/nuevo")
    ana.lose_session()
    file = {"file": (io.BytesIO(b"fecha;kWh\n"), "medidor.csv")}
    answer = ana.send("/suministro/1/subir/", file, content_type="multipart/form-data")
    assert answer.location == "/entrar?next=/suministro/1/subir/"
    assert "un archivo no se puede guardar" in text(ana.client.get(answer.location))
    assert count(app, Upload) == count(app, KeptForm) == 0


def test_a_stale_button_without_fields_says_that_nothing_was_done(ana):
    answer = ana.send("/cuenta/sesiones/cerrar", {})
    assert answer.status_code == 400
    assert "No se guardó nada" in text(answer)


@pytest.mark.parametrize("path", ["/hogar/99/", "/suministro/99/recibos/"])
def test_a_stale_form_for_what_is_not_ones_own_finds_nothing(app, ana, path):
    app.config["PROPAGATE_EXCEPTIONS"], app.testing = False, False
    answer = ana.send(path, HOME | {"name": "CANARIO"})
    assert answer.status_code == 404
    assert "CANARIO" not in text(answer)


def test_a_stale_upload_says_that_its_file_must_be_chosen_again(app, ana):
    ana.send("/hogares/nuevo", HOME, form="/hogares/nuevo")
    file = {"file": (io.BytesIO(b"fecha;kWh\n"), "medidor.csv")}
    answer = ana.send("/suministro/1/subir/", file, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "no lo recibimos" in text(answer)
    assert "medidor.csv" in text(answer)
    assert count(app, Upload) == 0


def test_a_signed_in_persons_stale_form_is_shown_again_by_its_page(app, ana):
    answer = ana.send("/hogares/nuevo", HOME)
    assert answer.status_code == 422
    assert "Pasó mucho tiempo" in text(answer)
    assert 'value="Casa de la playa"' in text(answer)
    assert count(app, Household) == 0


def test_the_page_after_a_taken_form_tells_the_browsers_draft(ana):
    answer = ana.send("/hogares/nuevo", HOME, form="/hogares/nuevo")
    page = text(ana.client.get(answer.location))
    assert 'data-form-taken="/hogares/nuevo"' in page
    assert "data-form-taken" not in text(ana.client.get(answer.location))
    refused = ana.send("/hogares/nuevo", HOME | {"name": ""}, form="/hogares/nuevo")
    assert "data-form-taken" not in text(refused)


def test_every_form_with_fields_names_its_page(app):
    """A view that takes typed answers and forgets `form_of` would lose them; buttons alone have nothing to lose."""
    buttons = {
        "guest.choose_language", "account.end_other_sessions", "security_demo.enter", "installable.clear", "bill.renew",
        "data.undo_upload", "data.correct", "data.undo_correction", "readings.remove",
        "tokens.revoke",
    }  # fmt: skip
    for rule in app.url_map.iter_rules():
        # Programs have no page to come back to.
        if "POST" not in rule.methods or rule.endpoint in buttons or rule.endpoint.startswith(("security.", "api.")):
            continue
        page = getattr(app.view_functions[rule.endpoint], "form_page", None)
        assert page in app.view_functions, rule.endpoint
        shown = next(other for other in app.url_map.iter_rules() if other.endpoint == page)
        assert (shown.arguments, "GET" in shown.methods) == (rule.arguments, True), rule.endpoint


def test_erasing_what_the_device_keeps_erases_kept_forms_too(app, person):
    person.send("/hogares/nuevo", HOME)
    assert count(app, KeptForm) == 1
    assert person.send("/privacidad/borrar", {}, form="/privacidad/").status_code == 303
    assert count(app, KeptForm) == 0
