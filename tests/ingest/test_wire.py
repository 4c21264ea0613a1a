"""What the reading process hands over is what it read, and nothing else can be handed over."""

from __future__ import annotations

import json
import math
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.energy.findings import Finding, Severity
from advisor.energy.usage import BillPeriod, UsageSeries
from advisor.ingest import Decision, Question, ReadResult, RefusedRow, RowCounts, SupplyRead
from advisor.ingest.wire import DOCUMENT, NotAResult, from_folder, to_folder

texts = st.text(max_size=12)
numbers = st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.booleans() | st.none()
params = st.dictionaries(texts, texts | numbers | st.decimals(allow_nan=False) | st.dates(), max_size=3)
findings = st.builds(Finding, texts, st.sampled_from(Severity), params, st.none() | st.integers(1, 9999))
zones = st.sampled_from(
    [ZoneInfo("America/Lima"), ZoneInfo("Europe/Madrid"), timezone(timedelta(hours=10)), timezone.utc]
)


@st.composite
def series(draw) -> UsageSeries:
    kwh = np.array(draw(st.lists(st.floats(-1e6, 1e6) | st.just(math.nan), max_size=50)), dtype=float)
    quality = np.where(np.isnan(kwh), 0, draw(st.sampled_from([1, 2]))).astype(np.uint8)
    start = draw(st.datetimes(datetime(1990, 1, 1), datetime(2050, 1, 1))).replace(tzinfo=timezone.utc)
    return UsageSeries(start, draw(st.sampled_from([5, 15, 30, 60, 1440])), kwh, quality)


bills = st.builds(
    lambda start, days, kwh, total, estimated: BillPeriod(start, start + timedelta(days=days), kwh, total, estimated),
    st.dates(date(1990, 1, 1), date(2050, 1, 1)),
    st.integers(1, 400),
    st.none() | st.floats(0, 1e6),
    st.none() | st.decimals(0, 10_000, places=2),
    st.booleans(),
)
supplies = st.builds(
    SupplyRead,
    st.none() | texts,
    st.sampled_from(["import", "export"]),
    texts,
    st.none() | st.integers(1, 1440),
    st.none() | series(),
    st.lists(bills, max_size=3).map(tuple),
    st.integers(0, 1000),
    st.booleans(),
)
cells = st.lists(texts, max_size=4).map(tuple)
results = st.builds(
    ReadResult,
    format=texts,
    encoding=texts,
    zone=zones,
    kind=texts,
    supplies=st.lists(supplies, max_size=3).map(tuple),
    rows=st.builds(RowCounts, *[st.integers(0, 10**9)] * 7),
    findings=st.lists(findings, max_size=3).map(tuple),
    questions=st.lists(
        st.builds(Question, texts, cells, texts, params, st.dictionaries(texts, params, max_size=2)), max_size=2
    ).map(tuple),
    decisions=st.lists(st.builds(Decision, texts, texts, texts, params), max_size=2).map(tuple),
    refused_rows=st.lists(
        st.builds(RefusedRow, st.integers(1, 999), cells, st.none() | st.integers(0, 9), texts, params), max_size=2
    ).map(tuple),
    header=cells,
    preview=st.lists(st.tuples(st.integers(1, 99), cells), max_size=3).map(tuple),
)


def same(one: object, other: object) -> bool:
    """Say whether two values are equal in type and content, arrays and NaN included."""
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=True)
    if isinstance(one, timezone):
        return one.utcoffset(None) == other.utcoffset(None)
    if type(one) is not type(other):
        return False
    if is_dataclass(one):
        return all(same(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


@given(results)
@settings(max_examples=60, deadline=None)
def test_a_result_comes_back_as_it_was(tmp_path_factory, result):
    folder = tmp_path_factory.mktemp("wire")
    to_folder(result, folder)
    assert same(result, from_folder(folder))


def test_every_kind_of_value_comes_back(tmp_path):
    value = (
        1,
        "ñ\ud800",
        Decimal("1.20"),
        date(2026, 1, 2),
        timedelta(minutes=5),
        {"$": 1},
        [None],
        b"\x00",
        frozenset({2}),
    )
    to_folder(value, tmp_path)
    assert same(value, from_folder(tmp_path))


def test_a_value_without_a_form_is_not_written(tmp_path):
    with pytest.raises(TypeError, match="no form on the wire"):
        to_folder({"a": object()}, tmp_path)


@pytest.mark.parametrize(
    "document",
    [
        "",
        "[",
        "[" * 200_000,
        '{"$": "Path", "fields": {"x": 1}}',
        '{"$": "UnableToReadFile", "fields": {"code": "x"}}',
        '{"$": "Finding", "fields": {"nonsense": 1}}',
        '{"$": "array", "number": 0}',
        '{"$": "array", "number": -1}',
        '{"$": "zone", "text": "../../etc/passwd"}',
        '{"$": "Decimal", "text": "x"}',
        '{"$": "UsageSeries", "fields": {}}',
        '{"no": "kind"}',
    ],
)
def test_a_document_of_another_hand_is_refused(tmp_path, document):
    (tmp_path / DOCUMENT).write_text(document)
    with pytest.raises(NotAResult):
        from_folder(tmp_path)


def array_file(tmp_path, body: bytes) -> None:
    (tmp_path / DOCUMENT).write_text(json.dumps({"$": "array", "number": 0}))
    (tmp_path / "0.npy").write_bytes(body)


def npy(header: str, body: bytes = b"") -> bytes:
    padded = header.ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded.encode() + body


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not an array",
        npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", b"\x80\x04."),
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }", b"\x00" * 8),
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", b"\x00" * 16),
        npy("{'descr': '<U8', 'fortran_order': False, 'shape': (1,), }", b"\x00" * 32),
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,1,1), }", b"\x00" * 8),
    ],
)
def test_an_array_of_another_size_or_type_is_refused(tmp_path, body):
    array_file(tmp_path, body)
    with pytest.raises(NotAResult):
        from_folder(tmp_path)


def test_a_link_in_the_folder_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text('"of somebody else"')
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / DOCUMENT).symlink_to(secret)
    with pytest.raises(NotAResult):
        from_folder(folder)
