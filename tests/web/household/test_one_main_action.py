"""One thing to do first: no page has two buttons of the main kind.

A main button is a link or button whose only class is `button`; second, dangerous and linked actions look otherwise.
What is folded does not count: it is not there to be chosen among. A page may have none, where its answer is what one
came for.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from advisor.db import Job, JobKind, JobStatus, db

pytestmark = pytest.mark.usefixtures("without_form_tokens")


class MainButtons(HTMLParser):
    """Collects the main buttons of <main> that stand outside folded parts."""

    def __init__(self) -> None:
        super().__init__()
        self.inside, self.folds, self.found = False, [], []

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag == "main":
            self.inside = True
        if tag == "details":
            self.folds.append("open" not in told)
        if self.inside and told.get("class") == "button" and not any(self.folds):
            self.found.append(told.get("href") or tag)

    def handle_endtag(self, tag):
        if tag == "main":
            self.inside = False
        if tag == "details":
            self.folds.pop()


def main_buttons(html: str) -> list[str]:
    parser = MainButtons()
    parser.feed(html)
    return parser.found


OF_A_HOME = ["recibo", "consumo", "pronostico", "consejos", "recibos", "subir", "lecturas"]
FORMS = {"/", "/hogares/nuevo", "/hogar/1/", "/entrar", "/crear-cuenta"}


@pytest.mark.parametrize("path", ["/", "/entrar", "/crear-cuenta", "/privacidad/", "/no-existe"])
def test_a_page_of_everybody_has_one_main_action_at_most(client, path):
    found = main_buttons(client.get(path).text)
    assert len(found) == (1 if path in FORMS or path == "/no-existe" else 0), found


@pytest.mark.parametrize("part", OF_A_HOME)
def test_a_page_with_an_answer_has_one_at_most(owner, assessed_home, part):
    found = main_buttons(owner[0].get(f"/suministro/{assessed_home}/{part}/").text)
    assert len(found) == 1 if part in ("recibos", "subir", "lecturas") else len(found) <= 1, found


@pytest.mark.parametrize("part", OF_A_HOME)
@pytest.mark.parametrize("state", ["empty", "working", "given up"])
def test_a_page_without_an_answer_has_one(app, owner, home, now, part, state):
    if state != "empty":
        status = JobStatus.QUEUED if state == "working" else JobStatus.FAILED
        with app.app_context():
            db.session.add(Job(kind=JobKind.ASSESS, status=status, supply_point_id=home, created_at=now))
            db.session.commit()
    found = main_buttons(owner[0].get(f"/suministro/{home}/{part}/").text)
    assert len(found) == 1, found


@pytest.mark.parametrize("path", ["/hogares/", "/hogares/nuevo", "/hogar/1/", "/cuenta/"])
def test_a_page_of_a_person_has_one_at_most(owner, home, path):
    found = main_buttons(owner[0].get(path).text)
    assert len(found) == 1 if path in FORMS else len(found) <= 1, found


def test_the_pages_of_an_upload_have_one(owner, home, send, work, meter_file):
    address = send(meter_file).location
    assert main_buttons(owner[0].get(address).text) == [address]
    work(int(re.search(r"\d+", address).group()), "check")
    assert main_buttons(owner[0].get(address).text) == ["button"]
    refused = send(b"nothing;here\nat;all\n", "otro.csv").location
    work(int(re.search(r"\d+", refused).group()), "check")
    assert len(main_buttons(owner[0].get(refused).text)) == 1


@pytest.mark.parametrize("bars", [("131", "126", "122"), ("131", "", "", "126", "", "119")])
def test_a_guests_result_has_one(client, bars):
    today = re.search(r'value="(\d{4}-\d\d-\d\d)"', client.get("/").text).group(1)
    typed = {f"bar_{number}": kwh for number, kwh in enumerate(bars, start=1)}
    answer = client.post("/", data={"department": "Lima", "distributor": "pluz", "last_reading": today, **typed})
    assert answer.status_code == 303
    assert len(main_buttons(client.get("/resultado/").text)) == 1
