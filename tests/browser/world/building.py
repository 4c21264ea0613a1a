"""How the world is built: people, homes and files through the product's own services and forms."""

from __future__ import annotations

import contextvars
import io
import re
from collections.abc import Mapping, Sequence
from datetime import date

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask_security.utils import hash_password

from advisor.db import SupplyPoint, db
from advisor.db.queries.snapshots import running_jobs
from advisor.energy.usage import BillPeriod
from advisor.services import accounts, assessments, bills, checking, households, importing, jobs, uploads
from advisor.services.actors import Actor
from advisor.web.guest.months import billing_periods
from tests.browser.world import MOMENT
from tests.browser.world.visitors import VISITORS

PASSWORD = "el medidor gira muy despacio"
LAST_READING = date(2026, 8, 4)
TRIES = 60  # more wrong passwords than a walk types for one account
PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A136M) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Builder:
    """Makes the world's people and their data. Call inside an app context; `names` and `cookies` are what came out."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.settings = app.extensions["advisor_settings"]
        self.names: dict[str, int] = {}
        self.cookies: dict[str, str] = {"guest": ""}
        self.actors: dict[str, Actor] = {}

    def person(self, visitor: str, *, consultancy: str | None = None) -> Actor:
        """Make an account and sign it in through the form; the visitor is the name before the @."""
        role, email = VISITORS[visitor], f"{visitor}@ejemplo.pe"
        hashed = hash_password(PASSWORD)
        told = {"email": email, "password_hash": hashed, "role": role, "consultancy": consultancy}
        user = accounts.create_user(db.session, now=MOMENT, **told)
        self.actors[visitor] = Actor(user.id, frozenset({role}))
        self.cookies[visitor] = self.sign_in(email)
        return self.actors[visitor]

    def sign_in(self, email: str, *, agent: str = PHONE) -> str:
        """Sign in through the form and return the session cookie."""
        answer, cookie = self.send("/entrar", {"email": email, "password": PASSWORD}, agent=agent)
        assert answer.status_code == 302, f"{email} could not sign in: {answer.status}"
        return cookie

    def send(self, path: str, data: Mapping[str, object], *, cookie: str = "", agent: str = PHONE, source: str = ""):
        """Post a form with its page's token, as the visitor of a cookie; return the answer and the cookie after it."""
        # Outside our own app context, in which every request would be the same person's.
        return contextvars.Context().run(self._post, path, data, cookie, agent, source)

    def _post(self, path: str, data: Mapping[str, object], cookie: str, agent: str, source: str):
        client = self.app.test_client()
        client.environ_base["HTTP_USER_AGENT"] = agent
        if cookie:
            client.set_cookie("session", cookie)
        page = client.get(source or path).get_data(as_text=True)
        answer = client.post(path, data={"csrf_token": _TOKEN.search(page).group(1), **data})
        return answer, client.get_cookie("session").value

    def cookie_of(self, **values: object) -> str:
        """Return a session cookie that holds the values."""
        return SecureCookieSessionInterface().get_signing_serializer(self.app).dumps(values)

    def home(self, key: str, owner: str, **told: object) -> int:
        """Make a home; names[key] is its supply point and names[key + "_home"] the household."""
        facts = {"name": "Mi casa", "department": "Lima", "distributor": "luz-del-sur", **told}
        point = households.create_household(db.session, actor=self.actors[owner], now=MOMENT, **facts)
        self.names[key], self.names[f"{key}_home"] = point.id, point.household_id
        return point.id

    def bars(self, key: str, owner: str, kwh: Sequence[float | None], *, until: date = LAST_READING) -> None:
        """Save the bars of a bill, the latest first."""
        periods = zip(billing_periods(until), kwh, strict=False)
        given = [BillPeriod(start, end, value) for (start, end), value in periods][::-1]
        bills.save_bills(db.session, actor=self.actors[owner], now=MOMENT, supply_point_id=self.names[key], bills=given)

    def assess(self, key: str) -> None:
        """Make the result of a home."""
        assessments.assess_supply_point(
            db.session, now=MOMENT, supply_point_id=self.names[key], models_dir=self.settings.models_dir
        )

    def receive(self, key: str, owner: str, content: bytes, filename: str, *, home: str) -> int:
        """Give a file for a home, as the page does; names[key] is the upload. Its check waits."""
        received = uploads.receive(
            db.session,
            actor=self.actors[owner],
            now=MOMENT,
            supply_point_id=self.names[home],
            filename=filename,
            stream=io.BytesIO(content),
            uploads_dir=self.settings.uploads_dir,
            max_bytes=10_000_000,
        )
        self.names[key] = received.upload_id
        return received.job_id

    def check(self, key: str, job_id: int) -> None:
        """Do the check of a file as the worker does."""
        claimed = jobs.claim(db.session, now=MOMENT, job_id=job_id)
        checking.check_upload(db.session, now=MOMENT, upload_id=self.names[key], uploads_dir=self.settings.uploads_dir)
        jobs.finish(db.session, now=MOMENT, job=claimed)

    def confirm(self, key: str, owner: str) -> int:
        """Accept what was understood of a file; return the job that will store it."""
        return uploads.confirm(db.session, actor=self.actors[owner], now=MOMENT, upload_id=self.names[key])

    def store(self, key: str, job_id: int) -> None:
        """Store a confirmed file as the worker does; the new result waits."""
        claimed = jobs.claim(db.session, now=MOMENT, job_id=job_id)
        importing.import_upload(
            db.session, now=MOMENT, upload_id=self.names[key], uploads_dir=self.settings.uploads_dir
        )
        jobs.finish(db.session, now=MOMENT, job=claimed)

    def work_off(self, home: str) -> None:
        """Do what waits for a home: its new result."""
        point = db.session.get_one(SupplyPoint, self.names[home])
        for job_id in [job.id for job in running_jobs(db.session, [point])]:
            claimed = jobs.claim(db.session, now=MOMENT, job_id=job_id)
            self.assess(home)
            jobs.finish(db.session, now=MOMENT, job=claimed)
