"""The subscriber with a real broker: what was published is stored once, whoever dies in between."""

from __future__ import annotations

import json
import signal
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select

from advisor.db import Device, Job, JobKind, MeterReading, SupplyPoint, Upload, db
from advisor.jobs.worker import run_queued
from advisor.services import accounts, households
from advisor.services.actors import Actor
from advisor.services.intervals import load_series
from tests.mqtt.conftest import running_broker, until

TOPIC, NUMBER = "tele/medidor/SENSOR", "casa/medidor/kwh"
BEGIN = datetime.now(timezone.utc).replace(minute=0, second=0, microsecond=0) - timedelta(days=2)


@pytest.fixture
def point_id(app, now) -> int:
    with app.app_context():
        user = accounts.create_user(db.session, now=now, email="r@ejemplo.pe", password_hash=None, role="homeowner")
        actor = Actor(user.id, frozenset({"homeowner"}))
        return households.create_household(
            db.session, actor=actor, now=now, name="Casa", department="Lima", distributor="pluz"
        ).id


@pytest.fixture
def command(app):
    """Run a command of the product; return its result."""

    def run(*words: object):
        return app.test_cli_runner().invoke(args=[str(word) for word in words])

    return run


@pytest.fixture
def device(command, point_id) -> int:
    """A Tasmota meter of the home."""
    made = command("device", "add", "--supply-point", point_id, "--layout", "tasmota", "--topic", TOPIC, "--json")
    return int(json.loads(made.output)["device_id"])


@pytest.fixture
def stored(app):
    """Return the values stored, in order of their moments."""

    def values() -> list[float]:
        with app.app_context():
            return list(db.session.scalars(select(MeterReading.value).order_by(MeterReading.at, MeterReading.id)))

    return values


def tasmota(number, kwh, *, every=15):
    """The message of a quarter of an hour; the time has an offset, for the test's machine may stand anywhere."""
    at = BEGIN + timedelta(minutes=every * number)
    return TOPIC, json.dumps({"Time": at.isoformat(), "ENERGY": {"Total": round(kwh, 3), "Power": 400}})


def quarters(first, count):
    return [tasmota(n, 100 + n / 10) for n in range(first, first + count)]


def stop(process) -> str:
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0, process.log.read_text()
    return process.log.read_text()


def test_what_meters_publish_is_stored_and_becomes_usage(app, broker, subscriber, device, point_id, stored):
    running = subscriber(broker)
    broker.publish(*quarters(0, 97))
    until(lambda: len(stored()) == 97, running.log.read_text)
    assert "Total" not in stop(running)
    with app.app_context():
        assert db.session.get(Device, device).last_message_at is not None
    stop(subscriber(broker))  # looks at its start for what was not made into usage yet
    with app.app_context():
        assert JobKind.DERIVE_READINGS in db.session.scalars(select(Job.kind)).all()
    run_queued(app)
    with app.app_context():
        series = load_series(db.session, supply_point_id=point_id)
        assert series.step_minutes == 15
        assert series.total_kwh == pytest.approx(9.6, abs=1e-6)


@pytest.mark.parametrize("step", ["mqtt:before_store", "mqtt:stored"])
def test_a_subscriber_killed_while_it_stores_loses_nothing_and_doubles_nothing(
    broker, subscriber, device, stored, step
):
    first = subscriber(broker)
    broker.publish(*quarters(0, 5))
    until(lambda: len(stored()) == 5)
    first.kill()
    first.wait()
    broker.publish(*quarters(5, 40))  # nobody listens: the broker keeps them
    dying = subscriber(broker, failpoint=step)
    assert dying.wait(timeout=30) == -signal.SIGKILL
    assert len(stored()) in (5, *range(6, 46))
    last = subscriber(broker)
    broker.publish(*quarters(30, 20))  # some of them again
    until(lambda: len(stored()) >= 50, last.log.read_text)
    stop(last)
    assert stored() == [round(100 + n / 10, 3) for n in range(50)]


def test_numbers_without_a_time_are_not_doubled_by_a_second_delivery(broker, subscriber, command, point_id, stored):
    command("device", "add", "--supply-point", point_id, "--layout", "number", "--topic", NUMBER)
    dying = subscriber(broker, failpoint="mqtt:stored")
    broker.publish((NUMBER, "437.074"))
    assert dying.wait(timeout=30) == -signal.SIGKILL
    assert stored() == [437.074]
    again = subscriber(broker)
    until(lambda: "437" not in again.log.read_text())
    broker.publish((NUMBER, "nothing"), (NUMBER, "437.1"))
    until(lambda: 437.1 in stored() or again.poll() is not None)
    stop(again)
    assert stored() == [437.074, 437.1]


def test_foreign_broken_and_retained_messages_are_counted_and_change_nothing(
    broker, hearing, command, point_id, device, stored, caplog
):
    caplog.set_level("INFO")
    broker.publish((NUMBER, "1.5"), retain=True)
    command("device", "add", "--supply-point", point_id, "--layout", "number", "--topic", NUMBER)
    running = hearing(broker)
    broken = [b"\xff\xfe", b"{", b"[" * 60_000, b'{"ENERGY":{"Total":-4}}', b"SECRETO"]
    broker.publish(*[(TOPIC, payload) for payload in broken], ("tele/otro/SENSOR", "12"), *quarters(0, 1))
    until(lambda: stored() == [100.0])
    running.stop()
    until(lambda: "malformed 4" in caplog.text)
    assert (running.counts["retained"], running.counts["no_value"], running.counts["foreign"]) == (1, 1, 0)
    assert "SECRETO" not in caplog.text


def test_a_message_larger_than_we_take_does_not_arrive(broker, hearing, device, stored):
    running = hearing(broker)
    broker.publish((TOPIC, b"x" * 200_000), *quarters(0, 1))
    until(lambda: stored() == [100.0])
    assert running.counts["too_large"] == 0


def test_a_device_connected_while_it_runs_is_heard_and_one_removed_is_not(
    command, point_id, device, broker, hearing, stored
):
    running = hearing(broker)
    broker.publish(*quarters(0, 1))
    command("device", "add", "--supply-point", point_id, "--layout", "number", "--topic", NUMBER)
    until(lambda: broker.publish((NUMBER, "12.5")) or 12.5 in stored())
    command("device", "remove", device)
    until(lambda: TOPIC not in running._by_topic)
    broker.publish(*quarters(1, 3), (NUMBER, "13"))
    until(lambda: 13 in stored() or running.counts["thinned"])
    assert [value for value in stored() if value >= 100] == [100.0]


def test_it_waits_for_a_broker_that_went_away(tmp_path, socket_enabled, hearing, device, stored):
    with running_broker(tmp_path) as first:
        running, port = hearing(first), first.port
    with running_broker(tmp_path, port=port) as second:
        until(lambda: running.counts["connections"] == 2)
        second.publish(*quarters(0, 2))
        until(lambda: len(stored()) == 2)


def test_what_the_database_refuses_is_left_out_and_the_rest_is_stored(
    broker, hearing, device, stored, monkeypatch, caplog
):
    from advisor.services import devices

    keep = devices.keep_arrivals

    def refuses_one(session, *, now, arrivals):
        if any(reading.value == 100.1 for arrival in arrivals for reading in arrival.readings):
            raise ValueError("VALOR 100.1")
        return keep(session, now=now, arrivals=arrivals)

    monkeypatch.setattr(devices, "keep_arrivals", refuses_one)
    running = hearing(broker)
    broker.publish(*quarters(0, 4))
    until(lambda: len(stored()) == 3)
    assert running.counts["unstorable"] == 1
    assert "VALOR" not in caplog.text


def test_nothing_is_acknowledged_while_the_database_does_not_answer(broker, hearing, device, stored, monkeypatch):
    from sqlalchemy.exc import OperationalError

    from advisor.services import devices

    keep, failing = devices.keep_arrivals, [True]

    def fails_at_first(session, *, now, arrivals):
        if failing:
            failing.clear()
            raise OperationalError("insert", {}, Exception("down"))
        return keep(session, now=now, arrivals=arrivals)

    monkeypatch.setattr(devices, "keep_arrivals", fails_at_first)
    running = hearing(broker)
    broker.publish(*quarters(0, 4))
    until(lambda: len(stored()) == 4)
    assert running.counts["connections"] == 2
    assert not failing


def test_who_takes_a_topic_that_is_taken_or_no_topic_is_told_why(command, point_id, device):
    add = ("device", "add", "--supply-point", point_id, "--layout", "tasmota", "--topic")
    for words, told in [
        ((*add, TOPIC), TOPIC),
        ((*add, "tele/+/SENSOR"), "tele/+/SENSOR"),
        ((*add, "$SYS/uptime"), "$SYS/uptime"),
        (("device", "add", "--supply-point", 999, "--layout", "tasmota", "--topic", "x"), "suministro 999"),
        (("device", "add", "--supply-point", point_id, "--layout", "nobody", "--topic", "x"), "nobody"),
        (("device", "remove", 999), "medidor 999"),
    ]:
        refused = command(*words)
        assert refused.exit_code == 2
        assert told in refused.stderr
        assert (refused.stdout, refused.stderr.count("\n")) == ("", 1)


def test_a_topic_given_back_may_belong_to_another_home_which_gets_none_of_the_first(app, command, point_id, device):
    assert command("device", "remove", device).exit_code == 0
    with app.app_context():
        first = db.session.scalars(select(Upload)).one().id
        other = SupplyPoint(household_id=db.session.get(SupplyPoint, point_id).household_id, name="2", created_at=BEGIN)
        db.session.add(other)
        db.session.commit()
        other_id = other.id
    made = command("device", "add", "--supply-point", other_id, "--layout", "tasmota", "--topic", TOPIC)
    assert made.exit_code == 0
    listed = json.loads(command("device", "list", "--json").output)["devices"]
    assert [(one["supply_point_id"], one["topic"]) for one in listed] == [(str(other_id), TOPIC)]
    with app.app_context():
        assert db.session.scalars(select(Device.upload_id)).one() != first
        assert db.session.scalars(select(func.count(Upload.id))).one() == 2


@pytest.mark.parametrize("url", ["", "http://broker", "mqtt://", "mqtt://h:99999"])
def test_the_command_says_what_is_wrong_with_the_address(app, url, monkeypatch):
    settings = type(app.extensions["advisor_settings"])
    changed = settings.for_testing(app.extensions["advisor_settings"].instance_dir, mqtt_url=url)
    monkeypatch.setitem(app.extensions, "advisor_settings", changed)
    refused = app.test_cli_runner().invoke(args=["mqtt"])
    assert refused.exit_code == 2
    assert "ADVISOR_MQTT_URL" in refused.output
