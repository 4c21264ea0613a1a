"""The clock of times that state none: told above them, the home's, or asked where they contradict it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from advisor.ingest import ReadResult, read_file
from tests.ingest.files import LIMA

MADRID = ZoneInfo("Europe/Madrid")


def hours(first: datetime, count: int, *, header: str = "Fecha y hora", above: Sequence[str] = ()) -> bytes:
    """Hours from a moment on, as the clock of its zone shows them; 0,1 to 0,9 kWh in turn."""
    zone, start = first.tzinfo, first.astimezone(timezone.utc)
    lines = [*above, f"{header};Consumo (kWh)"]
    for index in range(count):
        moment = (start + timedelta(hours=index)).astimezone(zone)
        lines.append(f"{moment:%Y-%m-%d %H:%M};0,{1 + index % 9}")
    return "\n".join(lines).encode()


def start_of(result: ReadResult) -> datetime:
    return result.supplies[0].series.start


def told(result: ReadResult) -> tuple[str, str]:
    return next((told.value, told.evidence) for told in result.decisions if told.key == "timezone")


@pytest.mark.parametrize(
    ("header", "above", "utc_hour"),
    [
        ("Fecha y hora", (), 5),
        ("Fecha y hora (UTC)", (), 0),
        ("Fecha y hora (UTC-3)", (), 3),
        ("Hora UTC-3", (), 3),
        ("Timestamp GMT+2", (), -2),
        ("Fecha (UTC+01:00)", (), -1),
        ("Fecha (GMT-0330)", (), 3.5),
        ("Fecha y hora -05:00", (), 5),
        ("Fecha (UTC\u22124)", (), 4),
        ("Time (Etc/GMT+4)", (), 4),
        ("Fecha y hora", ("Zona horaria;UTC-3", ""), 3),
        ("Fecha y hora", ("Zona horaria: -03:00", ""), 3),
        ("Fecha y hora", ("Time zone;UTC", ""), 0),
        ("Fecha y hora", ("Todas las horas en UTC-4", ""), 4),
        ("Fecha y hora", ("Zona horaria;America/Santiago", ""), 3),
        # When the report was made is another matter, and so are places whose clock changes in summer.
        ("Fecha y hora", ("Creado;01/02/2024 10:00 UTC+2", ""), 5),
        ("Fecha y hora", ("Zona horaria;(UTC+01:00) Madrid, Berlin", ""), 5),
        ("Fecha y hora 00:00-01:00", (), 5),
    ],
)
def test_an_offset_told_above_the_times_is_theirs(header: str, above: Sequence[str], utc_hour: float) -> None:
    content = hours(datetime(2024, 1, 15, tzinfo=timezone.utc), 72, header=header, above=above)
    result = read_file(content, zone=LIMA)
    assert start_of(result) == datetime(2024, 1, 15, tzinfo=timezone.utc) + timedelta(hours=utc_hour)
    assert told(result)[1] == ("given" if utc_hour == 5 and "-05" not in header else "header")


def test_an_hour_that_the_home_s_clock_skips_is_asked_about_and_utc_is_right() -> None:
    """Madrid had no 2 h on 31 March 2024; a file in UTC has."""
    content = hours(datetime(2024, 3, 28, tzinfo=timezone.utc), 144)
    asked = read_file(content, zone=MADRID)
    (question,) = [question for question in asked.questions if question.key == "timezone"]
    assert question.choices == ("home", "UTC", "UTC+01:00")
    assert question.consequences["UTC"] == {"first": "2024-03-28 01:00"}
    answered = read_file(content, zone=MADRID, answers={"timezone": "UTC"})
    assert start_of(answered) == datetime(2024, 3, 28, tzinfo=timezone.utc)
    assert (answered.supplies[0].values, answered.rows.refused, answered.questions) == (144, 0, ())
    assert told(answered) == ("UTC", "answered")


@pytest.mark.parametrize(("day", "name"), [((2024, 10, 25), "twice"), ((2024, 3, 29), "absent")])
def test_an_hour_that_another_country_s_clock_changes_is_asked_about(day: tuple[int, int, int], name: str) -> None:
    """An hour told twice, or absent, on the night Madrid changes its clocks: no clock of Lima does that."""
    content = hours(datetime(*day, tzinfo=MADRID), 144)
    asked = read_file(content, zone=LIMA)
    (question,) = [question for question in asked.questions if question.key == "timezone"]
    assert question.choices == ("home", "UTC", "Europe/Madrid"), name
    answered = read_file(content, zone=LIMA, answers={"timezone": "Europe/Madrid"})
    assert answered.supplies[0].values == 144
    assert start_of(answered) == datetime(*day, tzinfo=MADRID)
    assert not [finding for finding in answered.findings if finding.code in ("gaps", "conflicting_row")]


@pytest.mark.parametrize("zone", [MADRID, LIMA])
def test_times_that_fit_the_home_s_clock_are_not_asked_about(zone: ZoneInfo) -> None:
    content = hours(datetime(2024, 3, 28, tzinfo=zone), 144)
    result = read_file(content, zone=zone)
    assert "timezone" not in {question.key for question in result.questions}
    assert told(result) == (zone.key, "given")


def test_a_row_repeated_on_such_a_night_is_only_a_row_repeated() -> None:
    lines = hours(datetime(2024, 10, 25, tzinfo=LIMA), 144).decode().splitlines()
    place = next(index for index, line in enumerate(lines) if line.startswith("2024-10-27 02:00"))
    lines.insert(place, lines[place])
    result = read_file("\n".join(lines).encode(), zone=LIMA)
    assert "timezone" not in {question.key for question in result.questions}
    assert result.supplies[0].values == 144
