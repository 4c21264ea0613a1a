"""The walk: every address each visitor may open, asked for in random order, several at a time, and timed."""

from __future__ import annotations

import http.client
import os
import random
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from pages_visitors import Visitor
from werkzeug.routing import BuildError

# The named baseline: an answer without a database, a template or a person.
BASELINE = "health.alive"
# Files of everybody's, and what ends a session.
NOT_PAGES = frozenset({"static", "bundle.static", "bundle.favicon", "security.logout"})
SECONDS_TO_START = 60


@dataclass(frozen=True)
class Page:
    """One address as one visitor opens it; kind: of visitor."""

    endpoint: str
    kind: str
    path: str
    cookie: str


@dataclass(frozen=True)
class Timing:
    """One answer: seconds at the client to the last byte; at the server its seconds, work and statements."""

    endpoint: str
    kind: str
    seconds: float
    server_seconds: float
    work_seconds: float
    statements: int
    bytes: int
    html: bool
    path: str


def open_pages(app: Flask, people: Iterable[Visitor], *, port: int) -> list[list[Page]]:
    """Return the pages each visitor reaches, by trying all GET addresses; redirects and refusals are no pages."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    tried: dict[tuple[str, str], bool] = {}
    found = []
    for visitor in people:
        pages = []
        for endpoint, path in _addresses(app, visitor):
            page = Page(endpoint, visitor.kind, path, visitor.cookie)
            # A home's pages are those of its kind; only what depends on a file or a kept result differs within one.
            own = visitor.kind == "guest" or ("upload_id" in visitor.values and endpoint.startswith("uploads."))
            if own or (endpoint, visitor.kind) not in tried:
                tried[endpoint, visitor.kind] = _status(connection, page) == 200
            if tried[endpoint, visitor.kind]:
                pages.append(page)
        found.append(pages)
    connection.close()
    return found


class Walk:
    """The visitors' pages at one server."""

    def __init__(self, port: int, pages: Sequence[Sequence[Page]], chance: random.Random) -> None:
        self._port = port
        self._chance = chance
        by_page: dict[tuple[str, str], list[Page]] = defaultdict(list)
        for own in pages:
            for page in own:
                by_page[page.endpoint, page.kind].append(page)
        self._by_page = dict(by_page)

    def once(self) -> None:
        """Ask for every kind of page a few times, so that templates are compiled in each process."""
        self._ask([self._chance.choice(pages) for pages in self._by_page.values() for _ in range(6)], at_once=4)

    def asked(self, count: int, *, at_once: int, cold: Path | None = None) -> list[Timing]:
        """Ask for `count` pages: all kinds equally often, each for a random visitor, in random order."""
        kinds = list(self._by_page)
        plan = [self._chance.choice(self._by_page[kinds[number % len(kinds)]]) for number in range(count)]
        self._chance.shuffle(plan)
        return self._ask(plan, at_once=at_once, cold=cold)

    def _ask(self, plan: Sequence[Page], *, at_once: int, cold: Path | None = None) -> list[Timing]:
        with ThreadPoolExecutor(at_once) as pool:
            parts = pool.map(lambda part: _asked(self._port, part, cold), [plan[i::at_once] for i in range(at_once)])
            return [timing for part in parts for timing in part]


def wait_until_ready(port: int) -> None:
    """Return when the server answers that it is ready."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise SystemExit("the server did not get ready")


def memory_of(parent: int) -> list[int]:
    """Return the resident MiB of the server's working processes."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    statuses = (Path(f"/proc/{child}/status").read_text() for child in children)
    return [int(text.partition("VmRSS:")[2].split()[0]) // 1024 for text in statuses]


def _addresses(app: Flask, visitor: Visitor) -> Iterable[tuple[str, str]]:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and rule.endpoint not in NOT_PAGES:
            values = {name: value for name, value in visitor.values.items() if name in rule.arguments}
            try:
                yield rule.endpoint, adapter.build(rule.endpoint, values)
            except BuildError:
                continue


def _asked(port: int, plan: Sequence[Page], cold: Path | None) -> list[Timing]:
    connection, found = http.client.HTTPConnection("127.0.0.1", port, timeout=60), []
    for page in plan:
        if cold is not None:
            _forget(cold)
        began = time.perf_counter()
        answer, body = _answer(connection, page)
        seconds = time.perf_counter() - began
        if answer.status != 200:
            raise SystemExit(f"{page.path} as {page.kind}: {answer.status}")
        told = answer.headers
        cost = float(told["X-Seconds"]), float(told["X-Work-Seconds"]), int(told["X-Statements"])
        html = answer.headers.get_content_type() == "text/html"
        found.append(Timing(page.endpoint, page.kind, seconds, *cost, len(body), html, page.path))
    connection.close()
    return found


def _status(connection: http.client.HTTPConnection, page: Page) -> int:
    answer, _body = _answer(connection, page)
    return answer.status


def _answer(connection: http.client.HTTPConnection, page: Page) -> tuple[http.client.HTTPResponse, bytes]:
    headers = {"Cookie": page.cookie} if page.cookie else {}
    connection.request("GET", page.path, headers={**headers, "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    return answer, answer.read()


def _forget(database: Path) -> None:
    """Ask the kernel to drop what it holds of the database's files, so that they are read from the disk."""
    for path in (database, database.with_name(database.name + "-wal")):
        if path.exists():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(descriptor)
