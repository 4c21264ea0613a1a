"""A row a bill, a row a reading, an archive of files; names of places; a client's own part of the file."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, timedelta

import pytest

from advisor.ingest import read_file
from advisor.ingest.portfolio import Places, match_places, read_portfolio, slice_of
from tests.ingest.portfolio.writing import LIMA

PLACES = Places(
    {"lima": "Lima", "callao": "Callao", "la-libertad": "La Libertad", "arequipa": "Arequipa"},
    {"luz-del-sur": "Luz del Sur", "pluz": "Pluz Energía Perú (antes Enel)", "hidrandina": "Hidrandina",
     "seal": "SEAL", "electrosur": "Electrosur", "electro-sur-este": "Electro Sur Este"},
    {"arequipa": ["seal"]},
    ("BT5B", "BT5F"),
)  # fmt: skip
BILLS = (
    "Cliente,Nombre,Desde,Hasta,Consumo kWh,Importe S/,Estimado\n"
    "A1,Ana,04/01/2025,04/02/2025,120,80.5,\n"
    "A1,Ana,04/02/2025,05/03/2025,110,,si\n"
    "A1,Ana,05/03/2025,04/04/2025,130,90,\n"
    "B2,Luis,01/05/2025,31/05/2025,90,,\n"
    "B2,Luis,01/06/2025,30/06/2025,95,,\n"
)


def read(content: bytes | str, **answers: str):
    return read_portfolio(content.encode() if isinstance(content, str) else content, zone=LIMA, answers=answers)


def codes(result) -> dict[int, list[str]]:
    return {row.row: [mark.code for mark in row.remarks] for row in result.rows if row.remarks}


def half_hours(*clients: str, days: int = 3) -> str:
    moments = [datetime(2025, 3, 1) + timedelta(minutes=30 * index) for index in range(48 * days)]
    return "".join(f"{client}{moment:%Y-%m-%d %H:%M},0.{index % 7 + 1}\n" for client in clients
                   for index, moment in enumerate(moments))  # fmt: skip


def test_a_row_a_bill_is_put_together_by_client():
    ana, luis = read(BILLS).clients
    assert [(bill.start, bill.end, bill.kwh, bill.estimated) for bill in ana.bills] == [
        (date(2025, 1, 4), date(2025, 2, 4), 120.0, False),
        (date(2025, 2, 4), date(2025, 3, 5), 110.0, True),
        (date(2025, 3, 5), date(2025, 4, 4), 130.0, False),
    ]
    # His last days are inside: the second bill begins the day after the first one ends.
    assert [(bill.start, bill.end) for bill in luis.bills] == [
        (date(2025, 5, 1), date(2025, 6, 1)), (date(2025, 6, 1), date(2025, 7, 1))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("A1,Ana,05/03/2025,04/04/2025,130,90,", "bill_repeated"),
        ("A1,Ana,20/03/2025,20/04/2025,130,90,", "bill_overlaps"),
        ("A1,Ana,xx,04/05/2025,130,90,", "date_not_understood"),
        ("A1,Ana,31/02/2025,31/03/2025,130,90,", "date_not_understood"),
        ("A1,Ana,04/06/2025,04/05/2025,130,90,", "period_backwards"),
        (",Ana,04/04/2025,04/05/2025,130,90,", "client_missing"),
    ],
)
def test_a_bad_bill_is_refused_and_the_others_stay(line, code):
    result = read(BILLS + line + "\n")
    assert codes(result)[7] == [code]
    assert len(result.clients[0].bills) == 3
    assert result.counts.refused == 1


def test_the_order_of_day_and_month_comes_from_the_lengths_of_the_periods():
    content = "Cliente;Desde;Hasta;kWh\nA;05/04/2025;05/05/2025;100\nA;05/05/2025;05/06/2025;100\n"
    result = read(content)
    assert not result.questions
    assert result.clients[0].bills[0].start == date(2025, 4, 5)


def test_a_reading_date_alone_ends_the_period():
    result = read("Cliente;Fecha;kWh\nA;14/01/2025;100\nA;13/02/2025;110\nA;15/03/2025;120\n")
    assert [(bill.start, bill.end) for bill in result.clients[0].bills][1:] == [
        (date(2025, 1, 14), date(2025, 2, 13)), (date(2025, 2, 13), date(2025, 3, 15))
    ]  # fmt: skip
    assert [finding.code for finding in result.findings] == ["first_periods_assumed"]


def test_readings_of_several_clients_become_a_series_each():
    result = read("cliente,fecha,kwh\n" + half_hours("X-1,", "X-2,"))
    assert result.layout == "intervals"
    assert [(client.reference, len(client.series[0].series)) for client in result.clients] == [
        ("X-1", 144),
        ("X-2", 144),
    ]
    counts = result.counts
    assert counts.lines == counts.header + counts.blank + counts.rows == 289


def test_every_refused_reading_of_several_clients_comes_back_with_its_cells():
    spoilt = "".join(f"X-1,2025-03-09 {row % 24:02d}:00,mal{row}\n" for row in range(130))
    result = read("cliente,fecha,kwh\n" + half_hours("X-1,", "X-2,") + spoilt)
    assert result.counts.refused == 130
    refused = [row for row in result.rows if row.fate == "refused"]
    assert [row.cells[2] for row in refused] == [f"mal{row}" for row in range(130)]
    assert [row.row for row in refused] == list(range(290, 420))


def test_an_archive_names_its_clients_by_file():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("casas/Casa 1.csv", "fecha,kwh\n" + half_hours(""))
        archive.writestr("casas/Casa 2.csv", "fecha,kwh\n" + half_hours("") + "2025-03-09 00:00,xx\n")
        archive.writestr("casas/nota.csv", "hola que tal")
    result = read(out.getvalue())
    assert [client.reference for client in result.clients] == ["Casa 1", "Casa 2"]
    assert (result.counts.valid, result.counts.warned, result.counts.refused) == (1, 1, 1)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("LA LIBERTAD ", "La Libertad"),
        ("Dpto. de Lima", "Lima"),
        ("arequipa", "Arequipa"),
        ("Prov. Const. del Callao", "Callao"),
    ],
)
def test_a_department_is_known_however_it_is_spelled(written, name):
    result = match_places(read(f"Código;Departamento;ene-25;feb-25;mar-25\nC;{written};1;2;3\n"), PLACES)
    assert result.clients[0].department == name
    assert not codes(result)


@pytest.mark.parametrize(
    ("written", "key"),
    [("Luz del Sur S.A.A.", "luz-del-sur"), ("lds", "luz-del-sur"), ("ENEL", "pluz"), ("Edelnor", "pluz"),
     ("HIDRANDINA SA", "hidrandina"), ("Electro Sur", "electrosur"), ("electro sur este s.a.", "electro-sur-este")],
)  # fmt: skip
def test_a_company_is_known_however_it_is_spelled(written, key):
    result = match_places(read(f"Código;Empresa;ene-25;feb-25;mar-25\nC;{written};1;2;3\n"), PLACES)
    assert result.clients[0].distributor == key


def test_an_unknown_name_is_a_warning_with_the_nearest_one():
    content = "Código;Departamento;Empresa;Tarifa;ene-25;feb-25;mar-25\nC;Arequpa;Hidrandna;XX;1;2;3\n"
    result = match_places(read(content), PLACES)
    assert codes(result)[2] == ["department_unknown_near", "distributor_unknown_near", "option_unknown"]
    assert [mark.params.get("suggestion") for mark in result.rows[0].remarks] == ["Arequipa", "Hidrandina", None]
    assert result.clients[0].department is None


def test_the_only_company_of_a_department_need_not_be_told():
    result = match_places(read("Código;Departamento;ene-25;feb-25;mar-25\nC;Arequipa;1;2;3\n"), PLACES)
    assert result.clients[0].distributor == "seal"


def test_the_part_of_a_client_is_read_back_alone():
    ana = read(BILLS).clients[0]
    back = read_file(slice_of(ana), zone=LIMA)
    assert back.questions == ()
    assert back.supplies[0].bills == ana.bills
    metered = read("cliente,fecha,kwh\n" + half_hours("X-1,", "X-2,")).clients[1]
    series = read_file(slice_of(metered), zone=LIMA).supplies[0].series
    assert (series.start, len(series)) == (metered.series[0].series.start, 144)
    assert (series.kwh == metered.series[0].series.kwh).all()
