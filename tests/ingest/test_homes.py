"""A file over several supplies: nothing is taken before it is told which is the home's; every row is accounted for."""

from __future__ import annotations

import gzip
import io
import zipfile
from itertools import pairwise
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.ingest import ReadResult, UnableToReadFile
from advisor.ingest.homes import own_among, read_home

LIMA = ZoneInfo("America/Lima")
NAMES = ("1000456", "2000789")


def read(content: bytes, **answers: str) -> ReadResult:
    return read_home(content, zone=LIMA, answers=answers)


def hours(month: int, *supplies: tuple[str, str]) -> bytes:
    """Two days of hours; (name, kWh) of each supply, in rows side by side."""
    rows = [
        f"2026-{month:02d}-{13 + hour // 24} {hour % 24:02d}:00;{name};{kwh}"
        for hour in range(48)
        for name, kwh in supplies
    ]
    return "\n".join(["Fecha;Suministro;Consumo (kWh)", *rows]).encode()


def plain(kwh: str) -> bytes:
    rows = [f"2026-05-{13 + hour // 24} {hour % 24:02d}:00;{kwh}" for hour in range(48)]
    return "\n".join(["Fecha;Consumo (kWh)", *rows]).encode()


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.csv", content)
    return stream.getvalue()


def bills() -> bytes:
    days = [f"2026-{month:02d}-05" for month in range(1, 8)]
    rows = [f"{name};{a};{b};{kwh}" for name, kwh in zip(NAMES, (24, 72), strict=True) for a, b in pairwise(days)]
    return "\n".join(["Suministro;Desde;Hasta;Consumo (kWh)", *rows]).encode()


def nem12() -> bytes:
    text = "100,NEM12,202605150900,MDP,RET\n"
    for name, value in zip(NAMES, ("0.125", "0.375"), strict=True):
        text += f"200,{name},E1B1,1,E1,N1,M1,KWH,30,\n"
        for day in ("20260513", "20260514"):
            text += f"300,{day},{','.join([value] * 48)},A,,,20260515000000,\n"
    return f"{text}900\n".encode()


def nem13() -> bytes:
    row = "250,{0},11,1,11,1,M1,E,6000,20260101080000,A,,,6450,20260401080000,A,,,{1},KWH,,\n"
    return ("100,NEM13,202605150900,MDP,RET\n" + row.format(NAMES[0], 12) + row.format(NAMES[1], 36)).encode()


def green_button() -> bytes:
    feed = '<feed xmlns="http://www.w3.org/2005/Atom">'
    for number, (name, value) in enumerate(zip(NAMES, (250, 750), strict=True), start=1):
        point = f"/UsagePoint/{number}"
        feed += (
            f'<entry><link rel="self" href="{point}"/><content><UsagePoint xmlns="http://naesb.org/espi">'
            f"<mRID>{name}</mRID><ServiceCategory><kind>0</kind></ServiceCategory></UsagePoint></content></entry>"
            f'<entry><link rel="self" href="{point}/MeterReading/1"/><link rel="related" href="/ReadingType/1"/>'
            f"<content><MeterReading/></content></entry>"
            f'<entry><link rel="up" href="{point}/MeterReading/1/IntervalBlock"/><content><IntervalBlock>'
        )
        for hour in range(48):
            feed += (
                f"<IntervalReading><timePeriod><duration>3600</duration><start>{1_778_648_400 + 3600 * hour}</start>"
                f"</timePeriod><value>{value}</value></IntervalReading>"
            )
        feed += "</IntervalBlock></content></entry>"
    kind = "<flowDirection>1</flowDirection><intervalLength>3600</intervalLength><uom>72</uom>"
    kinds = f'<link rel="self" href="/ReadingType/1"/><content><ReadingType>{kind}</ReadingType></content>'
    return f"{feed}<entry>{kinds}</entry></feed>".encode()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for name, kwh in zip(NAMES, (0.25, 0.75), strict=True):
        sheet = book.create_sheet(name)
        sheet.append(["Fecha", "Consumo (kWh)"])
        for hour in range(48):
            sheet.append([f"2026-05-{13 + hour // 24} {hour % 24:02d}:00", kwh])
    del book["Sheet"]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


BOTH = (NAMES[0], "0,25"), (NAMES[1], "0,75")
FILES = {
    "a table": lambda: hours(5, *BOTH),
    "a packed table": lambda: gzip.compress(hours(5, *BOTH)),
    "bills": bills,
    "a file for each supply": lambda: zipped(**{NAMES[0]: plain("0,25"), NAMES[1]: plain("0,75")}),
    "a file for each supply, named inside": lambda: zipped(a=hours(5, BOTH[0]), b=hours(5, BOTH[1])),
    "files by month of both": lambda: zipped(may=hours(5, *BOTH), jun=hours(6, *BOTH)),
    "NEM12": nem12,
    "NEM13": nem13,
    "Green Button": green_button,
    "sheets": workbook,
}


def is_exact(result: ReadResult) -> bool:
    rows = result.rows
    return rows.lines == rows.header + rows.blank + rows.read and rows.read == rows.used + rows.ignored + rows.refused


@pytest.mark.parametrize("name", FILES)
def test_of_several_supplies_none_is_taken_untold_and_the_told_one_alone(name):
    content = FILES[name]()
    everything = read(content)
    question = next(question for question in everything.questions if question.key == "supply")
    assert (set(question.choices), question.chosen) == (set(NAMES), "")
    assert is_exact(everything)
    used, sums = 0, []
    for choice in NAMES:
        result = read(content, supply=choice)
        assert not [one for one in result.questions if one.key == "supply"]
        assert len(result.supplies) == 1
        assert result.supplies[0].total_kwh == pytest.approx(question.consequences[choice]["kwh"])
        assert [one.value for one in result.decisions if one.key == "supply"] == [choice]
        (left_out,) = [one for one in result.findings if one.code == "supplies_left_out"]
        assert left_out.params == {"count": 1, "names": NAMES[1 - NAMES.index(choice)]}
        assert is_exact(result)
        assert result.rows.read == everything.rows.read
        used += result.rows.used
        sums.append(result.supplies[0].total_kwh)
    assert used == everything.rows.used
    assert sums[1] == pytest.approx(3 * sums[0])


@pytest.mark.parametrize("name", FILES)
def test_a_supply_that_is_not_in_the_file_is_refused(name):
    with pytest.raises(UnableToReadFile) as unable:
        read(FILES[name](), supply="999")
    assert unable.value.finding.code == "supply_not_in_file"


def test_the_kind_of_file_does_not_hang_on_which_supply_was_taken():
    assert read(nem12()).signature == read(nem12(), supply=NAMES[1]).signature
    assert read(hours(5, *BOTH)).signature == read(hours(6, *BOTH), supply=NAMES[1]).signature


def test_rows_of_another_supply_that_cannot_be_read_do_not_trouble_this_home():
    content = hours(5, *BOTH).replace(b"2026-05-13 05:00;2000789;0,75", b"2026-05-13 05:00;2000789;n/x")
    assert [row.code for row in read(content).refused_rows] == ["not_a_number"]
    mine = read(content, supply=NAMES[0])
    assert (mine.refused_rows, mine.rows.ignored, mine.rows.used) == ((), 48, 48)


def test_a_file_of_one_supply_asks_nothing():
    assert not read(hours(5, BOTH[0])).questions
    assert read(plain("0,25"), supply="anything").supplies[0].total_kwh == pytest.approx(12)


def test_files_of_two_steps_without_a_name_are_two_supplies():
    halves = [f"2026-05-13 {half // 2:02d}:{half % 2 * 30:02d};0,4" for half in range(48)]
    half_hours = "\n".join(["Fecha;Consumo (kWh)", *halves]).encode()
    result = read(zipped(casa=plain("0,25"), taller=half_hours))
    assert [one.choices for one in result.questions if one.key == "supply"] == [("casa", "taller")]


@pytest.mark.parametrize(
    ("numbers", "own"),
    [
        ({"1000456"}, "1000456"),
        ({"0456"}, "1000456"),
        ({"456"}, None),
        ({"9999"}, None),
        ({"0456", "0789"}, None),
        ({"1000456", "0789"}, "1000456"),
        (set(), None),
    ],
)
def test_the_home_is_the_one_supply_with_its_number(numbers, own):
    assert own_among(NAMES, numbers) == own


digits = st.text("0123456789", min_size=4, max_size=12)


@given(st.lists(digits, min_size=2, max_size=6, unique=True), digits)
def test_a_number_of_the_home_never_takes_a_supply_that_does_not_end_in_it(names, number):
    own = own_among(names, {number})
    assert own is None or own.endswith(number)
    if [name.endswith(number) for name in names].count(True) == 1:
        assert own is not None
