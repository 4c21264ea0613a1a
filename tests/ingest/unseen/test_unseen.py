"""Files of layouts the reader was not made for: read exactly, asked about or refused, never silently wrong."""

from __future__ import annotations

import pytest

from advisor.ingest import UnableToReadFile, read_file
from advisor.ingest.layouts import known_layouts
from tests.ingest.unseen.judging import ASKED, EXACT, REFUSED_RIGHTLY, WRONG, judge
from tests.ingest.unseen.writing import documents, write

LAYOUTS = {document["key"]: document for document in documents()}


@pytest.mark.parametrize("key", sorted(LAYOUTS))
def test_a_layout_is_read_asked_about_or_refused_but_never_wrong(key: str) -> None:
    outcome = judge(LAYOUTS[key])
    assert outcome.outcome != WRONG, outcome.why
    expected = (ASKED, REFUSED_RIGHTLY) if LAYOUTS[key].get("expect") == "not_electricity" else (EXACT, ASKED)
    assert outcome.outcome in expected, outcome.why


@pytest.mark.parametrize("key", sorted(LAYOUTS))
def test_every_line_has_one_fate(key: str) -> None:
    content, series = write(LAYOUTS[key])
    try:
        rows = read_file(content, zone=series.zone).rows
    except UnableToReadFile:
        assert LAYOUTS[key].get("expect") == "not_electricity"
        return
    assert rows.lines == rows.header + rows.blank + rows.read
    assert rows.read == rows.used + rows.ignored + rows.refused


def test_the_answer_gas_refuses_the_file() -> None:
    content, series = write(LAYOUTS["grdf_gas"])
    with pytest.raises(UnableToReadFile) as refused:
        read_file(content, zone=series.zone, answers={"commodity": "gas"})
    assert refused.value.finding.code == "not_electricity"


def test_a_power_value_does_not_count_longer_than_an_hour() -> None:
    """300 W from 0 h and again from 5 h: two hours are known, what lies between is missing and not 300 W."""
    lines = ["entity_id,state,last_changed"]
    lines += [f"sensor.house_power,{watts},2025-01-06T{clock}:00.000Z" for clock, watts in (
        ("00:00", 300), ("05:00", 300), ("06:00", 120), ("06:30", 480), ("07:00", 60))]  # fmt: skip
    result = read_file(
        "\n".join(lines).encode(), zone=write(LAYOUTS["peru_load_profile"])[1].zone, answers={"unit": "W"}
    )
    kwh = result.supplies[0].series.kwh
    assert kwh[0] == pytest.approx(0.3)
    assert [value != value for value in kwh[1:5]] == [True] * 4
    assert list(kwh[5:]) == pytest.approx([0.3, 0.3])


def test_every_layout_document_is_told_apart_by_its_header() -> None:
    headers = [(layout.header, layout.preamble) for layout in known_layouts()]
    assert len(set(headers)) == len(headers)
