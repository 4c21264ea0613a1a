"""Workbooks, pages, archives, Green Button, NEM12: known series come back from each, with every row counted."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import openpyxl
import pytest

from advisor.energy.usage import Quality
from advisor.ingest import ReadResult, UnableToReadFile, read_file
from advisor.ingest.green_button.times import Change, StatedClock
from tests.ingest.files import LIMA

DAYS = [date(2026, 5, 13), date(2026, 5, 14)]
VALUES = [round(0.1 + 0.013 * (7 * hour % 23), 3) for hour in range(48)]


def read(content: bytes, **answers: str) -> ReadResult:
    result = read_file(content, zone=LIMA, answers=answers)
    assert result.rows.lines == result.rows.header + result.rows.blank + result.rows.read
    assert result.rows.read == result.rows.used + result.rows.ignored + result.rows.refused
    return result


def kwh(result: ReadResult) -> list[float]:
    return [round(float(value), 6) for value in result.supplies[0].series.kwh]


def moments() -> list[datetime]:
    return [datetime(2026, 5, 13) + timedelta(hours=hour) for hour in range(48)]


def csv_of(day: date, values: list[float]) -> bytes:
    rows = [f"{day} {hour:02d}:00,{value}" for hour, value in enumerate(values)]
    return "\n".join(["fecha,kWh", *rows, ""]).encode()


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sheet_with(book: openpyxl.Workbook, name: str, hours: range) -> None:
    sheet = book.create_sheet(name)
    sheet.append(["fecha", "kWh"])
    for hour in hours:
        sheet.append([moments()[hour], VALUES[hour]])


@pytest.mark.parametrize("epoch", [openpyxl.utils.datetime.WINDOWS_EPOCH, openpyxl.utils.datetime.MAC_EPOCH])
def test_real_dates_times_and_numbers_below_a_preamble(epoch):
    book = openpyxl.Workbook()
    book.epoch = epoch
    sheet = book.active
    sheet.append(["Titular", "X"])
    sheet.append([])
    sheet.append(["Fecha", "Hora", "Consumo (kWh)"])
    for moment, value in zip(moments(), VALUES, strict=True):
        sheet.append([moment.date(), time(moment.hour), value])
    result = read(saved(book))
    assert kwh(result) == VALUES
    assert result.supplies[0].series.start == datetime(2026, 5, 13, 5, tzinfo=timezone.utc)
    assert result.rows.header == 3
    assert result.preview[0][0] == 4


def test_a_cell_with_an_error_is_named_by_the_row_of_the_sheet():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["fecha", "kWh"])
    for moment, value in zip(moments(), VALUES, strict=True):
        sheet.append([moment, value])
    sheet["B10"].value, sheet["B10"].data_type = "#REF!", "e"
    result = read(saved(book))
    assert [(row.row, row.code) for row in result.refused_rows] == [(10, "not_a_number")]
    assert np.isnan(result.supplies[0].series.kwh[8])


def test_sheets_by_month_are_put_together_or_one_is_chosen():
    book = openpyxl.Workbook()
    sheet_with(book, "mayo 13", range(24))
    sheet_with(book, "mayo 14", range(24, 48))
    book.create_sheet("notas").append(["nada que ver"])
    del book["Sheet"]
    result = read(saved(book))
    assert kwh(result) == VALUES
    question = next(question for question in result.questions if question.key == "sheet")
    assert question.choices == ("*", "mayo 13", "mayo 14")
    assert kwh(read(saved(book), sheet="mayo 14")) == VALUES[24:]


def test_a_hidden_sheet_is_no_rival():
    book = openpyxl.Workbook()
    sheet_with(book, "datos", range(24))
    sheet_with(book, "oculta", range(48))
    book["oculta"].sheet_state = "hidden"
    del book["Sheet"]
    result = read(saved(book))
    assert kwh(result) == VALUES[:24]
    assert not [question for question in result.questions if question.key == "sheet"]


def test_a_page_saved_as_xls():
    cells = "".join(
        f"<tr><td>{moment:%d/%m/%Y %H:%M}</td><td>{value}</td></tr>"
        for moment, value in zip(moments(), VALUES, strict=True)
    )
    page = (
        f"<html><table><tr><td>menu</td></tr></table><table><tr><th>Fecha</th><th>kWh</th></tr>{cells}</table></html>"
    )
    assert kwh(read(page.encode())) == VALUES


def test_a_workbook_of_2003():
    cells = "".join(
        f'<Row><Cell><Data ss:Type="DateTime">{moment.isoformat()}.000</Data></Cell>'
        f'<Cell><Data ss:Type="Number">{value}</Data></Cell></Row>'
        for moment, value in zip(moments(), VALUES, strict=True)
    )
    book = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="a"><Table>'
        f"<Row><Cell><Data>fecha</Data></Cell><Cell><Data>kWh</Data></Cell></Row>{cells}</Table></Worksheet></Workbook>"
    )
    assert kwh(read(book.encode())) == VALUES


def zipped(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_gzip_is_what_it_holds():
    packed = read(gzip.compress(csv_of(DAYS[0], VALUES[:24])))
    assert kwh(packed) == VALUES[:24]
    assert packed.signature == read(csv_of(DAYS[0], VALUES[:24])).signature


@pytest.mark.parametrize("backwards", [False, True])
def test_files_by_day_become_one_series_in_any_order(backwards):
    members = [("13.csv", csv_of(DAYS[0], VALUES[:24])), ("14.csv", csv_of(DAYS[1], VALUES[24:]))]
    result = read(zipped(*(reversed(members) if backwards else members)))
    assert kwh(result) == VALUES
    assert len(result.supplies) == 1
    assert result.rows.lines == 50


def test_files_that_disagree_are_supplies_named_by_their_file():
    members = ("fase A.csv", csv_of(DAYS[0], VALUES[:24])), ("fase B.csv", csv_of(DAYS[0], VALUES[24:]))
    result = read(zipped(*members, ("léeme.txt", b"hola")))
    assert [supply.supply_point for supply in result.supplies] == ["fase A", "fase B"]
    assert [finding.params["member"] for finding in result.findings if finding.code == "member_unreadable"] == [
        "léeme.txt"
    ]


NEM = "100,NEM12,202605150900,MDP,RET\n"


def stream_of(suffix: str, unit: str = "KWH", minutes: int = 30) -> str:
    return f"200,6100000001,E1B1,1,{suffix},N1,M1,{unit},{minutes},\n"


def day_of(day: str, value: str, *, quality: str = "A", updated: str = "20260515000000", count: int = 48) -> str:
    return f"300,{day},{','.join([value] * count)},{quality},,,{updated},\n"


def test_nem12_registers_add_up_and_later_updates_hold():
    text = (
        NEM
        + stream_of("E1") + day_of("20260514", "0.2") + day_of("20260513", "0.1")
        + stream_of("E2", "WH") + day_of("20260513", "50", quality="E")
        + stream_of("B1") + day_of("20260513", "0.3")
        + stream_of("Q1", "KVARH") + day_of("20260513", "9")
        + stream_of("E1") + day_of("20260514", "0.4", quality="V", updated="20260516000000")
        + "400,1,2,F14,51,\n400,3,4,N,,\n400,5,48,A,,\n900\n"
    )  # fmt: skip
    result = read(text.encode())
    taken, given = result.supply("import"), result.supply("export")
    assert taken.series.start == datetime(2026, 5, 12, 14, tzinfo=timezone.utc)
    # A value that the later update takes back leaves the earlier one: a blank never overwrites.
    assert kwh(result) == pytest.approx([0.15] * 48 + [0.4] * 2 + [0.2] * 2 + [0.4] * 44)
    assert list(taken.series.quality[:52]) == [Quality.ESTIMATED] * 50 + [Quality.MEASURED] * 2
    assert given.total_kwh == pytest.approx(48 * 0.3)
    assert {finding.code for finding in result.findings} >= {"columns_left_out"}


def test_nem12_names_the_bad_line_and_the_missing_end():
    text = (
        NEM + stream_of("E1") + day_of("20260513", "0.1") + day_of("20260514", "x") + day_of("20260515", "1", count=47)
    )
    result = read(text.encode())
    assert [(row.row, row.code) for row in result.refused_rows] == [(4, "not_a_number"), (5, "not_a_number")]
    assert "file_not_finished" in {finding.code for finding in result.findings}


def test_nem13_gives_the_periods_between_readings():
    row = "250,6100000001,11,1,11,1,M1,E,{0},{1}080000,A,,,{2},{3}080000,E,,,{4},KWH,,\n"
    text = "100,NEM13,202605150900,MDP,RET\n" + row.format(6000, 20260101, 6450, 20260401, 450)
    bill = read(text.encode()).supplies[0].bills[0]
    assert (bill.start, bill.end, bill.kwh, bill.estimated) == (date(2026, 1, 1), date(2026, 4, 1), 450.0, True)


def espi(readings: str, *, kind: str = "0", uom: int = 72, flow: int = 1, power: int = 0, behaviour: int = 4) -> bytes:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="self" href="/UsagePoint/1"/><content>'
        f'<UsagePoint xmlns="http://naesb.org/espi"><ServiceCategory><kind>{kind}</kind></ServiceCategory></UsagePoint>'
        '</content></entry><entry><link rel="self" href="/UsagePoint/1/MeterReading/1"/>'
        '<link rel="related" href="/ReadingType/1"/><content><MeterReading/></content></entry>'
        '<entry><link rel="self" href="/ReadingType/1"/><content><ReadingType>'
        f"<accumulationBehaviour>{behaviour}</accumulationBehaviour><flowDirection>{flow}</flowDirection>"
        f"<intervalLength>3600</intervalLength><powerOfTenMultiplier>{power}</powerOfTenMultiplier><uom>{uom}</uom>"
        '</ReadingType></content></entry><entry><link rel="up" href="/UsagePoint/1/MeterReading/1/IntervalBlock"/>'
        f"<content><IntervalBlock>{readings}</IntervalBlock></content></entry></feed>"
    ).encode()


def reading(hour: int, value: object, *, quality: int | None = None, duration: int = 3600) -> str:
    told = f"<ReadingQuality><quality>{quality}</quality></ReadingQuality>" if quality is not None else ""
    return (
        f"<IntervalReading><cost>99</cost>{told}<timePeriod><duration>{duration}</duration>"
        f"<start>{1_778_648_400 + 3600 * hour}</start></timePeriod><value>{value}</value></IntervalReading>"
    )


@pytest.mark.parametrize(
    ("options", "factor"),
    [({}, 0.001), ({"power": 3}, 1.0), ({"power": -3}, 1e-6), ({"uom": 38}, 0.001)],
)
def test_green_button_units(options, factor):
    result = read(espi("".join(reading(hour, 100 + hour) for hour in range(24)), **options))
    assert kwh(result) == pytest.approx([(100 + hour) * factor for hour in range(24)], abs=1e-6)
    assert result.supplies[0].series.start == datetime(2026, 5, 13, 5, tzinfo=timezone.utc)


def test_green_button_registers_directions_and_qualities():
    register = read(espi("".join(reading(hour, 5000 + 10 * hour, duration=0) for hour in range(10)), behaviour=1))
    assert (register.kind, kwh(register)) == ("register", [0.01] * 9)
    back = read(espi("".join(reading(hour, 7, quality=8 if hour else 0) for hour in range(4)), flow=19))
    assert back.supplies[0].channel == "export"
    assert list(back.supplies[0].series.quality) == [Quality.MEASURED] + [Quality.ESTIMATED] * 3


def test_green_button_refuses_gas_and_names_a_bad_reading_by_its_number():
    with pytest.raises(UnableToReadFile) as unable:
        read(espi(reading(0, 5), kind="1"))
    assert unable.value.finding.code == "no_electricity_in_feed"
    result = read(espi(reading(0, 5) + reading(1, "5.5") + reading(2, 5)))
    assert [(row.row, row.code) for row in result.refused_rows] == [(2, "not_a_number")]


def test_the_clock_of_a_feed_is_that_of_its_country():
    """The packed rules of the United States and of central Europe against the zone database."""
    stated = {
        "America/Los_Angeles": (-28_800, "360E2000", "B40E2000"),
        "Europe/Madrid": (3_600, "3E0E2000", "AE0E3000"),
    }
    for name, (standard, begins, ends) in stated.items():
        clock = StatedClock(standard, 3600, Change.parse(begins), Change.parse(ends))
        for hour in range(0, 24 * 365 * 2, 1):
            moment = 1_735_689_600 + 3600 * hour
            told = datetime.fromtimestamp(moment, ZoneInfo(name)).utcoffset().total_seconds()
            assert clock.offset(moment) == told, (name, moment)


def test_a_signature_is_of_the_kind_of_file_and_not_of_its_data():
    one = read(csv_of(DAYS[0], VALUES[:24])).signature
    assert one == read(csv_of(DAYS[1], VALUES[24:])).signature
    assert one != read(csv_of(DAYS[0], VALUES[:24]).replace(b",", b";")).signature
    assert one != read(csv_of(DAYS[0], VALUES[:24]).replace(b"kWh", b"Energia kWh")).signature
