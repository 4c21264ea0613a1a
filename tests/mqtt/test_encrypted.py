"""A real broker that speaks TLS and asks who we are, with an authority made for the test."""

from __future__ import annotations

import shutil
import signal
import ssl
import subprocess
from pathlib import Path

import pytest

from advisor.mqtt.broker import broker_of
from advisor.settings import Settings, UnableToStart

from .certificates import Authority
from .conftest import PATH, running_broker, until
from .test_subscriber import command, device, point_id, quarters, stored

__all__ = ["command", "device", "point_id", "stored"]
USER, PASSWORD = "asesor", "clave: más larga @ / que ninguna"


class Guarded:
    """A broker that speaks TLS, knows one user, and keeps its sessions over a restart."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.authority = folder, Authority(folder, "autoridad")
        certificate, key = self.authority.signs("broker")
        self.password_file = folder / "password"
        self.password_file.write_text(PASSWORD + "\n", "utf-8")
        users = folder / "users"
        users.touch(mode=0o600)
        told = [shutil.which("mosquitto_passwd", path=PATH) or "mosquitto_passwd", "-b", str(users), USER, PASSWORD]
        subprocess.run(told, check=True, capture_output=True)
        # As root it would become another user, who may not read these.
        self.config = (
            f"user root\ncafile {self.authority.file}\ncertfile {certificate}\nkeyfile {key}\nallow_anonymous false\n"
            f"password_file {users}\npersistence true\npersistence_location {folder}/\nautosave_interval 1\n"
        )

    def run(self, *, port: int = 0, more: str = "", client: tuple[Path, Path] | None = None):
        tls = {"ca_certs": str(self.authority.file)}
        if client is not None:
            tls |= {"certfile": str(client[0]), "keyfile": str(client[1])}
        known = {"auth": {"username": USER, "password": PASSWORD}, "tls": tls}
        return running_broker(self.folder, port=port, more=self.config + more, scheme="mqtts", known=known)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "ADVISOR_MQTT_USER": USER,
            "ADVISOR_MQTT_PASSWORD_FILE": str(self.password_file),
            "ADVISOR_MQTT_CA": str(self.authority.file),
        }


@pytest.fixture
def guarded(tmp_path, socket_enabled) -> Guarded:
    if shutil.which("mosquitto", path=PATH) is None:
        pytest.skip("Debian's package mosquitto is not installed: scripts/services.sh installs it where it may")
    return Guarded(tmp_path)


def stop(process) -> str:
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0, process.log.read_text()
    return process.log.read_text()


def refused(process) -> str:
    """Return the last line that a process said which ended by itself with wrong input."""
    assert process.wait(timeout=60) == 2, process.log.read_text()
    told = process.log.read_text()
    assert "Traceback" not in told
    assert PASSWORD not in told
    return told.strip().splitlines()[-1]


def test_over_tls_with_a_password_what_is_published_is_stored(guarded, subscriber, device, stored):
    with guarded.run() as broker:
        running = subscriber(broker, more=guarded.environment)
        broker.publish(*quarters(0, 5))
        until(lambda: len(stored()) == 5, running.log.read_text)
        assert PASSWORD not in stop(running)


def test_a_broker_that_begins_again_is_found_again_and_nothing_is_doubled(guarded, subscriber, device, stored):
    with guarded.run() as broker:
        running, port = subscriber(broker, more=guarded.environment), broker.port
        broker.publish(*quarters(0, 5))
        until(lambda: len(stored()) == 5, running.log.read_text)
    with guarded.run(port=port) as broker:
        # Sent again while we may not yet be there: the broker kept our session.
        broker.publish(*quarters(2, 8))
        until(lambda: len(stored()) == 10, running.log.read_text)
        until(lambda: running.log.read_text().count("connected;") == 2, running.log.read_text)
        stop(running)
    assert stored() == [round(100 + n / 10, 3) for n in range(10)]


def test_a_wrong_password_ends_it_with_a_sentence(guarded, subscriber, device):
    guarded.password_file.write_text("another\n")
    with guarded.run() as broker:
        told = refused(subscriber(broker, more=guarded.environment))
    assert f"127.0.0.1:{broker.port}" in told
    assert "ADVISOR_MQTT_PASSWORD" in told


def test_a_password_that_changes_while_it_runs_is_waited_for(guarded, subscriber, device, stored):
    with guarded.run() as broker:
        running, port = subscriber(broker, more=guarded.environment), broker.port
    users = guarded.folder / "users"
    kept = users.read_bytes()
    users.write_bytes(b"")
    with guarded.run(port=port):
        until(lambda: "refuses us" in running.log.read_text(), running.log.read_text)
        assert running.poll() is None
    users.write_bytes(kept)
    with guarded.run(port=port) as broker:
        broker.publish(*quarters(0, 2))
        until(lambda: len(stored()) == 2, running.log.read_text)
        stop(running)


def test_an_authority_that_did_not_sign_ends_it_with_a_sentence(guarded, subscriber, device, tmp_path):
    other = Authority(tmp_path, "otra").file
    with guarded.run() as broker:
        told = refused(subscriber(broker, more={**guarded.environment, "ADVISOR_MQTT_CA": str(other)}))
    assert "ADVISOR_MQTT_CA" in told


def test_a_certificate_of_another_host_is_not_trusted(guarded, subscriber, device):
    certificate, key = guarded.authority.signs("otro", address="127.0.0.2")
    guarded.config += f"# the last one counts\ncertfile {certificate}\nkeyfile {key}\n"
    guarded.config = _without_first(guarded.config, "certfile", "keyfile")
    with guarded.run() as broker:
        assert "ADVISOR_MQTT_URL" in refused(subscriber(broker, more=guarded.environment))


def test_a_broker_that_asks_for_a_certificate_is_shown_ours(guarded, subscriber, device, stored):
    mine = guarded.authority.signs("asesor")
    with guarded.run(more="require_certificate true\n", client=mine) as broker:
        shown = {"ADVISOR_MQTT_CERTIFICATE": str(mine[0]), "ADVISOR_MQTT_KEY": str(mine[1])}
        running = subscriber(broker, more={**guarded.environment, **shown})
        broker.publish(*quarters(0, 2))
        until(lambda: len(stored()) == 2, running.log.read_text)
        stop(running)


def test_the_password_may_stand_in_the_address(guarded):
    settings = Settings.for_testing(
        guarded.folder, mqtt_url="mqtts://ana:a%40b@broker", mqtt_ca=str(guarded.authority.file)
    )
    broker = broker_of(settings)
    assert (broker.host, broker.port, broker.user, broker.password) == ("broker", 8883, "ana", "a@b")
    assert "a@b" not in repr(broker)
    assert broker.tls.verify_mode is ssl.CERT_REQUIRED
    assert broker.tls.check_hostname


@pytest.mark.parametrize(
    ("url", "more", "named"),
    [
        ("mqtts://b", {"mqtt_ca": "missing.pem"}, "ADVISOR_MQTT_CA"),
        ("mqtts://b", {"mqtt_ca": "text"}, "ADVISOR_MQTT_CA"),
        ("mqtt://b", {"mqtt_ca": "text"}, "ADVISOR_MQTT_CA"),
        ("mqtt://b", {"mqtt_certificate": "text"}, "ADVISOR_MQTT_CERTIFICATE"),
        ("mqtts://b", {"mqtt_certificate": "text"}, "ADVISOR_MQTT_CERTIFICATE"),
        ("mqtts://b", {"mqtt_key": "text"}, "ADVISOR_MQTT_CERTIFICATE"),
        ("mqtts://b", {"mqtt_user": "ana", "mqtt_password_file": "missing"}, "ADVISOR_MQTT_PASSWORD_FILE"),
        ("mqtts://b", {"mqtt_password": "secreta"}, "ADVISOR_MQTT_USER"),
        ("mqtts://ana:secreta@b", {"mqtt_password": "secreta"}, "once"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path, url, more, named):
    (tmp_path / "text").write_text("no certificate")
    files = {name: str(tmp_path / value) for name, value in more.items() if name not in ("mqtt_user", "mqtt_password")}
    with pytest.raises(UnableToStart, match=named) as refusal:
        broker_of(Settings.for_testing(tmp_path, mqtt_url=url, **{**more, **files}))
    assert "secreta" not in str(refusal.value)


def _without_first(config: str, *names: str) -> str:
    lines = config.splitlines(keepends=True)
    for name in names:
        lines.remove(next(line for line in lines if line.startswith(name)))
    return "".join(lines)
