"""Messages as devices publish them, by layout; and whatever else may come on a topic."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.mqtt.layouts import WrongLayout, layouts
from advisor.mqtt.messages import MOST_BYTES, Mapping, Message, understand

NOW = datetime(2026, 8, 4, 23, 6, tzinfo=timezone.utc)  # 18:06 in Lima
LIMA = ZoneInfo("America/Lima")


def said(layout, payload, *, topic=None, channel="import", unit=None, retained=False):
    """Return (quantity, channel, value) of each reading, sorted, the time and why there is none."""
    told = layouts()[layout]
    body = (
        payload
        if isinstance(payload, bytes)
        else (payload if isinstance(payload, str) else json.dumps(payload)).encode()
    )
    found = understand(told, Mapping(channel, LIMA, unit), Message(topic or told.topic, body, NOW, retained))
    values = sorted((r.quantity, r.channel, pytest.approx(r.value)) for r in found.readings) if found.readings else []
    return values, {r.at for r in found.readings}, found.problem


def utc(hour, minute, second=0):
    return {datetime(2026, 8, 4, hour, minute, second, tzinfo=timezone.utc)}


TASMOTA = {
    "Time": "2026-08-04T18:05:00",
    "ENERGY": {"TotalStartTime": "2026-03-01T09:12:44", "Total": 437.074, "Today": 1.553, "Power": 123, "Voltage": 221},
}
SML = {"Time": "2026-08-04T18:05:00", "MT175": {"E_in": 15503.5, "E_out": 27890.3, "P": -4065.0, "Server_ID": "06495"}}
SHELLY_STATUS = {"id": 0, "a_total_act_energy": 98765.43, "total_act": 198765.43, "total_act_ret": 12.5}
SHELLY_NOTICE = {
    "src": "shellypro3em-A1B2",
    "method": "NotifyStatus",
    "params": {"ts": 1785884700.13, "emdata:0": {"id": 0, "total_act": 198765.43}},
}
HA_STATE = {
    "state": "437.074",
    "last_updated": "2026-08-04T23:05:00.123456+00:00",
    "attributes": {"unit_of_measurement": "Wh", "device_class": "energy"},
}
ZIGBEE = {"current": 2.1, "energy": 437.07, "linkquality": 112, "power": 463, "last_seen": "2026-08-04T18:05:00-05:00"}

MESSAGES = {
    "tasmota": ("tasmota", TASMOTA, [("register", "import", 437.074)], utc(23, 5)),
    "tasmota three phases": (
        "tasmota",
        {"Time": "2026-08-04T18:05:00-05:00", "ENERGY": {"Total": [1.5, 2.5, 3]}},
        [("register", "import", 7.0)],
        utc(23, 5),
    ),
    "tasmota power only": ("tasmota", {"ENERGY": {"Power": 60}}, [("power", "import", 60)], {NOW}),
    "smart meter reader": (
        "tasmota", SML, [("register", "export", 27890.3), ("register", "import", 15503.5)], utc(23, 5),
    ),
    "shelly 2 status": (
        "shelly_gen2", SHELLY_STATUS, [("register", "export", 0.0125), ("register", "import", 198.76543)], {NOW},
    ),
    "shelly 2 notice": ("shelly_gen2", SHELLY_NOTICE, [("register", "import", 198.76543)], utc(23, 5)),
    "shelly 2 power": ("shelly_gen2", {"id": 0, "total_act_power": 812.4}, [("power", "import", 812.4)], {NOW}),
    "shelly 2 plug": (
        "shelly_gen2", {"apower": 8.9, "aenergy": {"total": 6532.551}}, [("register", "import", 6.532551)], {NOW},
    ),
    "home assistant text": ("home_assistant", "437.074", [("register", "import", 437.074)], {NOW}),
    "home assistant state": ("home_assistant", HA_STATE, [("register", "import", 0.437074)], utc(23, 5)),
    "zigbee2mqtt": ("zigbee2mqtt", ZIGBEE, [("register", "import", 437.07)], utc(23, 5)),
    "zigbee2mqtt in milliseconds": (
        "zigbee2mqtt", {"power": 4.5, "last_seen": 1785884700130}, [("power", "import", 4.5)], utc(23, 5),
    ),
    "a number": ("number", " 12.5\n", [("register", "import", 12.5)], {NOW}),
}  # fmt: skip


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_as_it_is_published(name):
    layout, payload, values, at = MESSAGES[name]
    assert said(layout, payload) == (values, at, None)


@pytest.mark.parametrize(
    ("end", "payload", "value"),
    [
        ("emeter/0/total", "1234567.8", ("register", "import", 1234.5678)),
        ("emeter/0/total_returned", "500", ("register", "export", 0.5)),
        ("relay/0/energy", "60000", ("register", "import", 1.0)),
        ("emeter/0/returned_energy", "60000", ("register", "export", 1.0)),
        ("emeter/0/power", "-12.5", ("power", "import", -12.5)),
    ],
)
def test_a_shelly_of_the_first_generation_says_by_its_topic_what_the_number_is(end, payload, value):
    assert said("shelly_gen1", payload, topic=f"shellies/shellyem-1/{end}") == ([value], {NOW}, None)


def test_the_device_says_channel_and_unit_where_the_message_does_not():
    assert said("number", "463", unit="W", channel="export")[0] == [("power", "export", 463)]
    assert said("number", "4630", unit="Wh")[0] == [("register", "import", 4.63)]
    assert said("tasmota", TASMOTA, channel="export")[0] == [("register", "export", 437.074)]
    assert said("tasmota", SML, channel="export")[0][0][:2] == ("register", "export")


@pytest.mark.parametrize("word", ["unavailable", "unknown", "None"])
def test_a_word_for_nothing_is_no_reading(word):
    assert said("home_assistant", word) == ([], set(), "no_value")


def test_a_retained_message_counts_only_with_its_own_time():
    assert said("number", "12.5", retained=True) == ([], set(), "retained")
    assert said("tasmota", TASMOTA, retained=True)[1] == utc(23, 5)


@pytest.mark.parametrize("time", ["1970-01-01T00:03:12", "2026-08-05T18:05:00", "ayer", "", None, 7, ["2026-08-04"]])
def test_an_impossible_time_is_that_of_arrival(time):
    assert said("tasmota", {**TASMOTA, "Time": time})[1] == {NOW}
    assert said("tasmota", {**TASMOTA, "Time": time}, retained=True)[2] == "retained"


@pytest.mark.parametrize(
    ("payload", "problem"),
    [
        (b"\xff\xfe\x00", "malformed"),
        ("{", "malformed"),
        ("", "malformed"),
        ("[" * 100_000, "too_large"),
        ("[" * 60_000, "malformed"),
        ('{"ENERGY": {"Total": NaN}}', "no_value"),
        ('{"ENERGY": {"Total": -1}}', "no_value"),
        ('{"ENERGY": {"Total": 1e300}}', "no_value"),
        ('{"ENERGY": {"Total": true}}', "no_value"),
        ('{"ENERGY": {"Total": "12,5"}}', "no_value"),
        ('{"ENERGY": {"Total": []}}', "no_value"),
        ('{"ENERGY": [1, 2]}', "no_value"),
        ('{"ENERGY": {"Total": 1' + "0" * 5000 + "}}", "malformed"),
        ("null", "no_value"),
        ('{"Wifi": {"RSSI": 76}}', "no_value"),
    ],
)
def test_what_is_no_reading_is_told_in_a_word(payload, problem):
    assert said("tasmota", payload) == ([], set(), problem)


KEYS = ["ENERGY", "Total", "Power", "Time", "state", "energy", "params", "ts", "last_seen", "x"]
nested = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=20,
)  # fmt: skip


@given(
    st.sampled_from(sorted(layouts())), st.one_of(st.binary(max_size=200), nested.map(lambda d: json.dumps(d).encode()))
)
def test_nothing_that_comes_breaks_it_and_what_is_taken_is_possible(layout, payload):
    told = layouts()[layout]
    found = understand(told, Mapping("import", LIMA), Message(told.topic, payload, NOW))
    assert bool(found.readings) != bool(found.problem)
    for reading in found.readings:
        assert reading.at <= NOW + timedelta(minutes=10)
        assert abs(reading.value) < 1e9
        assert reading.quantity == "power" or reading.value >= 0


def test_every_layout_reads_the_samples_in_its_own_comments():
    """What a document shows as a sample payload is what it maps."""
    for key in ("tasmota", "shelly_gen2", "zigbee2mqtt", "home_assistant"):
        told = layouts()[key]
        for sample in _samples(key):
            found = understand(told, Mapping("import", LIMA), Message(told.topic, sample, NOW))
            assert found.readings, (key, sample)


def _samples(key):
    """Yield the JSON objects in the comments of a layout document."""
    from advisor.mqtt.layouts import FOLDER

    lines = [line[1:].strip() for line in (FOLDER / f"{key}.yaml").read_text().splitlines() if line.startswith("#")]
    text, decoder, place = "".join(lines), json.JSONDecoder(), 0
    count = 0
    while (place := text.find('{"', place)) >= 0:
        document, place = decoder.raw_decode(text, place)
        count += 1
        yield json.dumps(document).encode()
    assert count


def test_the_largest_message_is_limited():
    assert said("number", b" " * (MOST_BYTES + 1))[2] == "too_large"


def test_a_wrong_document_is_refused_by_name(tmp_path, monkeypatch):
    (tmp_path / "mine.yaml").write_text("title: X\ntopic: a/b\nvalues:\n  - {path: a, unit: kVA}\n")
    monkeypatch.setattr("advisor.mqtt.layouts.FOLDER", tmp_path)
    layouts.cache_clear()
    try:
        with pytest.raises(WrongLayout, match="mine"):
            layouts()
    finally:
        layouts.cache_clear()
