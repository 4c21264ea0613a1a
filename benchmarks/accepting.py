"""What it costs the web process to accept what people and programs send, until its 202 or its redirect.

    python benchmarks/accepting.py [--write]

Each body is sent through the whole app (token or session, limits, judging, the kept file, the rows) without a network,
seven times with other values after one that warms up. Time is the process' processor time, the median of the seven: a
busy machine makes its neighbours' work count in any other. Beside it stands a baseline timed on the same body in the
same run: for JSON `json.loads`, without which nobody can judge a body; for a file hashing it twice and writing it to
disk. Exits 1 where one takes a second or longer.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from werkzeug.test import EnvironBuilder, run_wsgi_app

RESULTS = Path(__file__).with_name("results-accepting.md")
INTERVALS, FILE_BYTES, REPEATS, MOST_SECONDS = 50_000, 16_000_000, 7, 1.0
NOW = datetime(2026, 5, 14, 15, 0, tzinfo=timezone.utc)
FIRST = datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=-5)))
PASSWORD = "el medidor gira muy despacio"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write results-accepting.md")
    arguments = parser.parse_args()
    lines = ["| sent | MB | CPU s | baseline | CPU s | ratio |", "|---|--:|--:|---|--:|--:|"]
    slow = False
    with tempfile.TemporaryDirectory() as name:
        site = Site(Path(name))
        for words, make, send, baseline in site.cases():
            own, other, size = measured(make, send, baseline, Path(name))
            slow = slow or own >= MOST_SECONDS
            kind = "json.loads" if baseline is decode else "hash twice, write"
            lines.append(f"| {words} | {size / 1e6:.1f} | {own:.3f} | {kind} | {other:.3f} | {own / other:.1f} |")
            print(lines[-1], flush=True)
    if arguments.write:
        told = f"Made by `python benchmarks/accepting.py --write` on {date.today().isoformat()}, which says what is "
        told += f"measured. {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end."
        RESULTS.write_text("\n".join(["# Accepting what is sent", "", told, "", *lines, ""]), encoding="utf-8")
    return int(slow)


def measured(make: Callable, send: Callable, baseline: Callable, folder: Path) -> tuple[float, float, int]:
    """Return seconds of accepting, seconds of the baseline and the size of one body."""
    own, other = [], []
    for number in range(REPEATS + 1):
        body = make(number)
        request = send(body)
        own.append(cpu_seconds(request))
        other.append(cpu_seconds(lambda body=body: baseline(body, folder)))
    return statistics.median(own[1:]), statistics.median(other[1:]), len(body)


def cpu_seconds(work: Callable) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def decode(body: bytes, _folder: Path) -> None:
    json.loads(body)


def hash_and_write(body: bytes, folder: Path) -> None:
    hashlib.sha256(body).digest()
    hashlib.sha256(body).digest()
    with (folder / "baseline").open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def listed(number: int) -> bytes:
    """Return quarter hours one by one, each with its start, its end and what it may tell beside."""
    times = [(FIRST + timedelta(minutes=15 * place)).isoformat() for place in range(INTERVALS + 1)]
    one_by_one = [
        {"start": times[place], "end": times[place + 1], "kwh": kwh(place + number), "quality": "measured"}
        for place in range(INTERVALS)
    ]
    return json.dumps({"channel": "import", "unit": "kWh", "intervals": one_by_one}).encode()


def listed_and_wrong(number: int) -> bytes:
    """Return the same with one energy below zero at the end: refused, with its place and its value."""
    before, _, after = listed(number).rpartition(b'"kwh": ')
    return before + b'"kwh": -' + after


def compact(number: int) -> bytes:
    values = [kwh(place + number) for place in range(INTERVALS)]
    return json.dumps({"start": FIRST.isoformat(), "step_minutes": 15, "kwh": values}).encode()


def kwh(place: int) -> float:
    return (7 * place + place // 60) % 37 / 1000


def meter_file(number: int) -> bytes:
    line = b"01/01/2026 00:00;0,%03d;Real\n" % number
    return (b"Fecha y hora;Consumo (kWh);Estado\n" + line * (FILE_BYTES // len(line)))[:FILE_BYTES]


class Site:
    """The product on an empty database, with a homeowner, a program of theirs and a consultant."""

    def __init__(self, folder: Path) -> None:
        from flask_security.utils import hash_password

        from advisor.db import db
        from advisor.services import accounts, households, tokens
        from advisor.services.actors import Actor
        from advisor.settings import Settings
        from advisor.web.app import create_app

        settings = Settings.for_testing(folder, max_upload_mb=20)
        self.app = create_app(settings, now=lambda: NOW)
        with self.app.app_context():
            db.create_all()
            told = {"now": NOW, "password_hash": hash_password(PASSWORD)}
            user = accounts.create_user(db.session, email="rosa@ejemplo.pe", role="homeowner", **told)
            accounts.create_user(db.session, email="ana@ejemplo.pe", role="consultant", consultancy="Luz", **told)
            actor = Actor(user.id, frozenset({"homeowner"}))
            home = households.create_household(
                db.session, actor=actor, now=NOW, name="Casa", department="Lima", distributor="luz-del-sur"
            )
            self.point = home.id
            made = tokens.create(
                db.session, actor=actor, now=NOW, name="programa", scopes=tokens.SCOPES,
                supply_point_ids=[home.id], days=30,
            )  # fmt: skip
            self.secret = made.secret
        self.people = {name: self._signed_in(name) for name in ("rosa", "ana")}

    def cases(self):
        """Yield words, the maker of a body, the maker of its request and its baseline."""
        api = f"/api/v1/supply-points/{self.point}/intervals"
        count = f"{INTERVALS:,} intervals".replace(",", " ")
        yield f"{count}, one by one", listed, self._by_program(api, "application/json"), decode
        yield f"{count}, one of them wrong (422)", listed_and_wrong, self._by_program(api, "application/json"), decode
        yield f"{count}, compact", compact, self._by_program(api, "application/json"), decode
        yield "meter file by the API", meter_file, self._by_program(api, "text/csv"), hash_and_write
        yield (
            "meter file by the page",
            meter_file,
            self._by_page("rosa", f"/suministro/{self.point}/subir/"),
            (hash_and_write),
        )
        yield "portfolio file by the page", meter_file, self._by_page("ana", "/cartera/subir/"), hash_and_write

    def _by_program(self, path: str, content_type: str) -> Callable:
        def send(body: bytes) -> Callable:
            return self._request(
                path, body, content_type=content_type, headers={"Authorization": f"Bearer {self.secret}"}
            )

        return send

    def _by_page(self, person: str, path: str) -> Callable:
        browser = self.people[person]

        def send(body: bytes) -> Callable:
            form = {"csrf_token": _token(browser.get(path)), "file": (io.BytesIO(body), "medidor.csv")}
            cookie = browser.get_cookie("session")
            return self._request(path, form, headers={"Cookie": f"session={cookie.value}"})

        return send

    def _request(self, path: str, data: object, **more: object) -> Callable:
        environ = EnvironBuilder(path, method="POST", data=data, **more).get_environ()

        def ask() -> None:
            _body, status, _headers = run_wsgi_app(self.app, environ, buffered=True)
            assert status[:3] in ("202", "303", "422"), status

        return ask

    def _signed_in(self, name: str):
        browser = self.app.test_client()
        form = {"csrf_token": _token(browser.get("/entrar")), "email": f"{name}@ejemplo.pe", "password": PASSWORD}
        assert browser.post("/entrar", data=form).status_code == 302
        return browser


def _token(answer) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', answer.get_data(as_text=True)).group(1)


if __name__ == "__main__":
    sys.exit(main())
