"""One product with every kind of person and every state of their data, served at a stopped moment without its worker.

Nothing moves in it: the same page looks the same however often and in whatever order it is opened.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
# A Monday morning in Lima, twenty days into the newest price lists and after the last reading of every home.
MOMENT = datetime(2026, 8, 24, 15, 0, tzinfo=timezone.utc)
READY_FILE = "world.json"
LONGEST_START_SECONDS = 300


@dataclass(frozen=True)
class World:
    """A served world. names: ids of its homes and uploads, for addresses; cookies: the session of each visitor."""

    address: str
    names: Mapping[str, int]
    cookies: Mapping[str, str]

    def url(self, path: str) -> str:
        """Return the full address of a path with {names} in it."""
        return self.address + path.format_map(self.names)

    def storage(self, visitor: str) -> dict[str, object]:
        """Return what the visitor's browser keeps, as Playwright takes it."""
        cookie = {"name": "session", "value": self.cookies[visitor], "domain": "127.0.0.1", "path": "/"}
        rest = {"expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
        return {"cookies": [cookie | rest] if self.cookies[visitor] else [], "origins": []}


@contextmanager
def serving(folder: Path, *, port: int = 0) -> Iterator[World]:
    """Build the world in an empty folder and serve it from a process of its own until the block ends."""
    command = [sys.executable, "-m", "tests.browser.world.server", str(folder), str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")}
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield _when_ready(folder, process)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _when_ready(folder: Path, process: subprocess.Popen) -> World:
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, (folder / "server.log").read_text()
        if (folder / READY_FILE).exists():
            return World(**json.loads((folder / READY_FILE).read_text("utf-8")))
        time.sleep(0.1)
    raise AssertionError(f"the world was not ready in time:\n{(folder / 'server.log').read_text()}")
