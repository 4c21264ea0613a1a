"""A real Mosquitto on a free port of this machine, and the subscriber as the process it is."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from advisor.mqtt.broker import broker_of
from advisor.mqtt.subscriber import Subscriber
from advisor.settings import Settings

PROJECT = Path(__file__).resolve().parents[2]
LONGEST_WAIT_SECONDS = 120
EMPTY: Mapping[str, str] = {}
MEMORY_ONLY = "allow_anonymous true\npersistence false\n"
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"


@dataclass
class Broker:
    """A running broker; `publish` returns once the broker has the messages.

    known: what `publish.multiple` needs to be let in; scheme: of its address.
    """

    port: int
    process: subprocess.Popen
    scheme: str = "mqtt"
    known: dict = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def publish(self, *messages: tuple[str, str | bytes], retain: bool = False) -> None:
        from paho.mqtt import publish

        told = [{"topic": topic, "payload": payload, "qos": 1, "retain": retain} for topic, payload in messages]
        publish.multiple(told, hostname="127.0.0.1", port=self.port, **self.known)


@contextmanager
def running_broker(folder: Path, *, port: int = 0, more: str = MEMORY_ONLY, **of_broker: object) -> Iterator[Broker]:
    """Run a broker; unless told otherwise it lets everybody in and keeps its sessions in memory."""
    found = shutil.which("mosquitto", path=PATH)
    if found is None:
        pytest.skip("Debian's package mosquitto is not installed: scripts/services.sh installs it where it may")
    port = port or _free_port()
    config = folder / "mosquitto.conf"
    config.write_text(f"listener {port} 127.0.0.1\n{more}")
    with (folder / "mosquitto.log").open("a") as log:
        process = subprocess.Popen([found, "-c", str(config)], stdout=log, stderr=subprocess.STDOUT)
    try:
        until(lambda: _answers(port), lambda: (folder / "mosquitto.log").read_text())
        yield Broker(port, process, **of_broker)
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture
def broker(tmp_path, socket_enabled) -> Iterator[Broker]:
    with running_broker(tmp_path) as running:
        yield running


@pytest.fixture
def subscriber(settings) -> Iterator[Callable[..., subprocess.Popen]]:
    """Start `flask --app wsgi mqtt` on the database of the test, connected when it returns; it ends with the test."""
    started: list[subprocess.Popen] = []
    log = settings.instance_dir / "subscriber.log"

    def start(broker: Broker, *, failpoint: str = "", more: Mapping[str, str] = EMPTY) -> subprocess.Popen:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ADVISOR_")},
            "ADVISOR_ENV": "testing",
            "ADVISOR_INSTANCE_DIR": str(settings.instance_dir),
            "ADVISOR_SECRET_KEY": settings.secret_key,
            "ADVISOR_MQTT_URL": broker.url,
            "ADVISOR_FAILPOINT": failpoint,
            **more,
        }
        log.write_text("")
        with log.open("a") as out:
            command = [sys.executable, "-m", "flask", "--app", "wsgi", "mqtt"]
            process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=out, stderr=out)
        process.log = log
        started.append(process)
        until(lambda: "connected;" in log.read_text() or process.poll() is not None, log.read_text)
        return process

    yield start
    for process in started:
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
        process.wait(timeout=30)


@pytest.fixture
def hearing(app, monkeypatch) -> Iterator[Callable[[Broker], Subscriber]]:
    """Run a subscriber in a thread, which is quicker; return it once it is connected."""
    monkeypatch.setattr("advisor.mqtt.subscriber.FIRST_PAUSE_SECONDS", 0.2)
    running: list[tuple[Subscriber, threading.Thread]] = []

    def start(broker: Broker) -> Subscriber:
        settings = Settings.for_testing(app.extensions["advisor_settings"].instance_dir, mqtt_url=broker.url)
        subscriber = Subscriber(app, broker_of(settings), round_seconds=0.5)
        thread = threading.Thread(target=subscriber.run)
        thread.start()
        running.append((subscriber, thread))
        until(lambda: subscriber.counts["connections"])
        return subscriber

    yield start
    for subscriber, thread in running:
        subscriber.stop()
        thread.join(timeout=30)
        assert not thread.is_alive()


def until(reached: Callable[[], object], told: Callable[[], str] = str) -> None:
    """Wait for something another process does."""
    deadline = time.monotonic() + LONGEST_WAIT_SECONDS
    while not reached():
        assert time.monotonic() < deadline, told()
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
