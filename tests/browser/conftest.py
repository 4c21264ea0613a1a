"""A real server, started as a newcomer would, and a real browser on a phone's screen."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.browser.walking import Walker
from tests.browser.world import serving

ROOT = Path(__file__).resolve().parents[2]
ALBUM = ROOT / "build" / "album" / "pictures"
SCREENSHOTS = ROOT / "build" / "screenshots"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
# The product's bar: 400 kbit/s, 300 ms a round trip, a processor six times slower.
SLOW_LINE = {"offline": False, "latency": 300, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
SLOW_CPU = 6
LIMA = ZoneInfo("America/Lima")
LONGEST_START_SECONDS = 300  # a loaded machine makes the model files of the demonstration slowly
PASSWORD = "el medidor gira muy despacio"


def today() -> date:
    """Return the day it is where the homes are, by which the server refuses a reading of tomorrow."""
    return datetime.now(LIMA).date()


@dataclass(frozen=True)
class Running:
    """A server of the product; environment: that of its process, for commands on the same data."""

    address: str
    environment: dict[str, str]


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Running]:
    """Start the product by the script behind `make run` in an empty instance folder, and end it with the block."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {"PORT": str(port), "ADVISOR_INSTANCE_DIR": str(folder), "ADVISOR_ENV": "development"}
    environment = {**os.environ, **told, **settings}
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            [ROOT / "scripts" / "run.sh"], env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(address, process, folder / "server.log")
        yield Running(address, environment)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """Address of the product, which all tests of a run share."""
    with running(tmp_path_factory.mktemp("instance")) as server:
        yield server.address


def wait_until_ready(address: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise AssertionError(f"the server did not get ready:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def walker(browser: Browser, tmp_path_factory) -> Iterator[Walker]:
    """A walk through a world in which nothing moves; however many tests ask, each state is visited once."""
    with serving(tmp_path_factory.mktemp("world")) as world:
        yield Walker(browser, world, ALBUM)


@dataclass
class Visitor:
    """One person's browser: its page, and everything that went wrong in it."""

    page: Page
    context: BrowserContext
    site: str
    scripts: bool
    troubles: list[str]

    def create_account(self, email: str) -> None:
        """Sign up as a newcomer does; the page is then their empty list of homes."""
        self.page.goto(f"{self.site}/crear-cuenta")
        self.page.get_by_label("Correo").fill(email)
        self.page.get_by_label("Contraseña", exact=False).first.fill(PASSWORD)
        self.page.get_by_role("button", name="Crear mi cuenta").click()
        self.page.wait_for_url("**/hogares/")

    def picture(self, name: str) -> None:
        """Leave a screenshot of the whole page at the phone's width, and check that nothing overflows it."""
        width = self.page.viewport_size["width"]
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        suffix = "" if self.scripts else "-nojs"
        self.page.screenshot(path=SCREENSHOTS / f"{name}-{width}{suffix}.png", full_page=True)
        if self.scripts:
            overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert overflow <= 0, f"{name} is {overflow} px wider than the screen"


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request) -> bool:
    return request.param


@pytest.fixture
def visitor(browser: Browser, site: str, scripts: bool) -> Iterator[Visitor]:
    """A new phone with or without JavaScript; console errors, blocked content and foreign requests fail the test."""
    context = browser.new_context(
        viewport=PHONE, java_script_enabled=scripts, locale="es-PE", timezone_id="America/Lima"
    )
    page = context.new_page()
    troubles: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        # Chromium remarks on every page answered with 422, which is how a form comes back with its errors.
        if message.type in ("error", "warning") and "422" not in message.text:
            troubles.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((site, "data:", "blob:")):
            troubles.append(f"request to another site: {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", asked)
    yield Visitor(page=page, context=context, site=site, scripts=scripts, troubles=troubles)
    context.close()
    assert troubles == []
