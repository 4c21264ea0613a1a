"""Price lists as CSV: complete lists come in as they were written, everything else is refused with row and reason."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.energy.findings import blocking
from advisor.reference.loader import load_reference
from advisor.reference.published import PublishedList, lists_of
from advisor.reference.tariff_csv import read_tariff_csv
from advisor.reference.tariff_rows import COLUMNS, as_csv
from advisor.reference.tariffs import PriceList, load_tariff_documents

COMPANIES = load_reference().distributors
HEADER = "distributor,system_or_sector,option,range_kwh,charge,unit,value,valid_from,source\n"
ABOUT = '2026-09-04,"Pliego del 4 de setiembre, con IGV"\n'
ROWS = [
    "0-30,fixed,S/ per month incl. IGV,2.60",
    "0-30,energy,S/ per kWh incl. IGV,0.5170",
    "31-140,fixed,S/ per month incl. IGV,2.60",
    "31-140,energy_first30_lump,S/ per month incl. IGV,15.51",
    "31-140,energy_excess_over_30,S/ per kWh incl. IGV,0.7386",
    ">140,fixed,S/ per month incl. IGV,2.66",
    ">140,energy_all_kwh,S/ per kWh incl. IGV,0.7556",
]


def written(rows=ROWS, *, who="Luz del Sur,Lima Sur,BT5B residential", about=ABOUT) -> str:
    return HEADER + "".join(f"{who},{row},{about}" for row in rows)


def read(text: str):
    return read_tariff_csv(text.encode(), distributors=COMPANIES)


def problems(text: str) -> list[tuple[str, int | None]]:
    found = read(text)
    assert found.lists == ()
    return [(finding.code, finding.row) for finding in found.findings]


def changed(place: int, row: str | None) -> list[str]:
    """The rows with the one of a place (as in a spreadsheet: the first is 2) written otherwise or left out."""
    rows = list(ROWS)
    rows[place - 2 : place - 1] = [] if row is None else [row]
    return rows


def test_a_list_in_the_layout_of_the_facts_is_the_shipped_document_of_the_same_prices():
    (listed,) = read(written()).lists
    shipped = next(x for x in lists_of(load_tariff_documents()) if x.name == "luz-del-sur/lima-sur/BT5B/2026-08-04")
    assert listed.key == ("luz-del-sur", "lima-sur", "BT5B", True)
    assert listed.prices.brackets == shipped.prices.brackets
    assert (listed.prices.valid_from, listed.prices.valid_until) == (date(2026, 9, 4), None)
    assert (listed.prices.igv_included, listed.prices.status) == (True, "unverified")


def test_limits_of_2015_and_centimos_without_igv_are_read_as_written():
    rows = [row.replace("140", "100").replace("incl.", "excl.") for row in ROWS]
    rows[6] = ">100,energy_all_kwh,ctm S/ per kWh excl. IGV,65.70"
    (listed,) = read(written(rows)).lists
    assert [bracket.up_to_kwh for bracket in listed.prices.brackets] == [30, 100, None]
    assert listed.prices.brackets[2].charges[1].price_per_kwh == Decimal("0.6570")
    assert listed.prices.igv_included is False


def test_rows_in_any_order_make_the_same_list():
    assert read(written(ROWS[::-1])).lists == read(written()).lists


def test_a_company_is_known_by_each_of_its_names():
    for name in ("pluz", "Pluz Energia Peru", "PLUZ ENERGÍA PERÚ", "Pluz Energía Perú (antes Enel)"):
        assert read(written(who=f"{name},Lima Norte,BT5B residential")).lists[0].distributor == "pluz"
    enosa = read(written(who="Electronoroeste (Enosa),Piura,BT5B residential"))
    assert enosa.lists[0].distributor == "electronoroeste"


@pytest.mark.parametrize(
    ("place", "row", "code"),
    [
        (7, None, "tariff_charge_missing"),
        (3, None, "tariff_charge_missing"),
        (5, None, "tariff_energy_part_missing"),
        (8, None, "tariff_charge_missing"),
        (3, "0-30,energy,S/ per kWh excl. IGV,0.5170", "tariff_igv_mixed"),
        (3, "0-30,energy,S/ per kWh,0.5170", "tariff_igv_not_told"),
        (3, "0-30,energy,S/ per month incl. IGV,0.5170", "tariff_unit_wrong"),
        (3, "0-30,energy,USD per kWh incl. IGV,0.5170", "tariff_unit_wrong"),
        (3, '0-30,energy,S/ per kWh incl. IGV,"0,5170"', "tariff_value_unreadable"),
        (3, "0-30,energy,S/ per kWh incl. IGV,0.51704", "tariff_value_unreadable"),
        (3, "0-30,energy,S/ per kWh incl. IGV,-0.5", "tariff_value_unreadable"),
        (3, "0-30,energy,S/ per kWh incl. IGV,", "tariff_value_unreadable"),
        (3, "0-30,energy_night,S/ per kWh incl. IGV,0.5", "tariff_charge_unknown"),
        (3, "30-0,energy,S/ per kWh incl. IGV,0.5", "tariff_range_unreadable"),
        (3, "up to 30,energy,S/ per kWh incl. IGV,0.5", "tariff_range_unreadable"),
        (3, "0-30,fixed,S/ per month incl. IGV,2.61", "tariff_row_twice"),
        (6, "31-140,energy_excess_over_40,S/ per kWh incl. IGV,0.7386", "tariff_first_kwh_differ"),
        (8, ">140,energy_all_kwh,S/ per kWh incl. IGV,0.7556,extra", "tariff_row_cut"),
    ],
)
def test_one_row_wrong_or_missing_refuses_the_whole_list(place, row, code):
    assert code in [found for found, _ in problems(written(changed(place, row)))]


def test_a_problem_names_its_row():
    assert problems(written(changed(4, "31-140,fixed,S/ per month excl. IGV,2.60"))) == [("tariff_igv_mixed", 4)]
    assert problems(written(changed(5, "31-140,energy,S/ per kWh incl. IGV,x"))) == [("tariff_value_unreadable", 5)]


def test_ranges_that_do_not_join_or_stop_are_refused():
    gap = [row.replace("31-140", "41-140") for row in ROWS]
    assert [code for code, _ in problems(written(gap))] == ["tariff_ranges_apart"]
    overlap = [row.replace("31-140", "30-140") for row in ROWS]
    assert [code for code, _ in problems(written(overlap))] == ["tariff_ranges_apart"]
    assert [code for code, _ in problems(written(ROWS[:5]))] == ["tariff_ranges_open"]
    assert [code for code, _ in problems(written(ROWS[5:]))] == ["tariff_ranges_apart"]
    two_limits = [*ROWS[:5], *(row.replace(">140", ">100") for row in ROWS[5:])]
    assert [code for code, _ in problems(written(two_limits))] == ["tariff_ranges_apart"]


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("Luz del Norte,Lima Sur,BT5B residential", "tariff_company_unknown"),
        ("Luz del Sur,not stated,BT5B residential", "tariff_system_not_told"),
        ("Luz del Sur,,BT5B residential", "tariff_system_not_told"),
        ("Luz del Sur,Lima Sur,BT5B", "tariff_option_not_told"),
    ],
)
def test_whose_list_it_is_must_be_told(who, code):
    assert problems(written(who=who)) == [(code, 2)]


@pytest.mark.parametrize(
    ("about", "code"),
    [
        (",Pliego\n", "tariff_start_not_told"),
        ("04/09/2026,Pliego\n", "tariff_day_unreadable"),
        ("2026-02-30,Pliego\n", "tariff_day_unreadable"),
        ("2026-09-04,\n", "tariff_source_not_told"),
    ],
)
def test_day_and_source_must_be_told(about, code):
    assert problems(written(about=about)) == [(code, 2)]


def test_prices_of_one_bill_are_no_list():
    about = '2026-09-04,"secondary: text of a real bill kept as a parser test"\n'
    assert problems(written(about=about)) == [("tariff_of_one_bill", row) for row in range(2, 9)]
    one = ["bill of 23 kWh,energy_all_kwh,S/ per kWh excl. IGV,0.6894"]
    assert problems(written(one)) == [("tariff_of_one_bill", 2)]


def test_a_bad_list_does_not_take_the_others_along():
    pluz = written(changed(7, None), who="Pluz,Lima Norte,BT5B residential").removeprefix(HEADER)
    found = read(written() + pluz)
    assert [listed.distributor for listed in found.lists] == ["luz-del-sur"]
    assert ([finding.code for finding in found.findings], found.whole) == (["tariff_charge_missing"], False)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "tariff_columns_missing"),
        (b"a,b\n1,2\n", "tariff_columns_missing"),
        (HEADER.encode(), "tariff_rows_none_or_many"),
        (HEADER.replace("source", "source,valid_to").encode(), "tariff_columns_unknown"),
        ("Compañía".encode("latin-1"), "tariff_file_unreadable"),
    ],
)
def test_what_is_no_table_of_price_lists_is_refused(content, code):
    found = read_tariff_csv(content, distributors=COMPANIES)
    assert ([finding.code for finding in found.findings], found.lists) == ([code], ())


def test_the_same_list_twice_is_refused_once():
    again = written(who="luz-del-sur,Lima Sur,BT5B residential").removeprefix(HEADER)
    found = read(written() + again)
    assert len(found.lists) == 1
    assert [(finding.code, finding.row) for finding in found.findings] == [("tariff_list_twice", 9)]


def test_every_shipped_list_reads_back_as_it_is():
    shipped = lists_of(load_tariff_documents())
    found = read(as_csv(shipped, distributors=COMPANIES))
    assert (found.lists, found.findings) == (shipped, ())


money = st.decimals(min_value=0, max_value=99, places=4)
amount = st.decimals(min_value=0, max_value=99, places=2)


@st.composite
def price_lists(draw) -> PublishedList:
    """A list of one to three brackets with any kind of charge for energy, its days, source and page."""
    limits = sorted(draw(st.sets(st.integers(31, 900), max_size=2)))
    start = draw(st.dates(date(2012, 1, 1), date(2030, 1, 1)))
    document = {
        "valid_from": start,
        "valid_until": draw(st.none() | st.integers(1, 400).map(lambda days: start + timedelta(days=days))),
        "status": draw(st.sampled_from(["verified", "unverified", "inferred"])),
        "igv_included": draw(st.booleans()),
        "source": draw(st.sampled_from(['Pliego, "con" comas', "Resolución 5,\npágina dos", "plain source"])),
        "brackets": [
            {"up_to_kwh": limit, "charges": [{"kind": "fixed", "amount": draw(amount)}, draw(energy())]}
            for limit in [*limits, None]
        ],
    }
    company, system = draw(st.sampled_from(sorted(COMPANIES))), draw(st.sampled_from(["lima-sur", "ser-chillon"]))
    option, home = draw(st.sampled_from(["BT5B", "BT5I", "BT7"])), draw(st.booleans())
    page = draw(st.none() | st.sampled_from(["3", "Cuadro 2"]))
    return PublishedList(company, system, option, home, PriceList.model_validate(document), page)


@st.composite
def energy(draw) -> dict[str, object]:
    kind = draw(st.sampled_from(["energy", "tiered_energy", "two_period_energy", "three_period_energy"]))
    if kind == "energy":
        return {
            "kind": kind,
            "code": draw(st.sampled_from(["energy_first_30", "energy_all"])),
            "price_per_kwh": draw(money),
        }
    first = {"first_kwh": draw(st.integers(1, 30))}
    if kind == "tiered_energy":
        prices = {name: draw(money) for name in ("first_price_per_kwh", "rest_price_per_kwh")}
        return {"kind": kind, **first, **prices, "first_amount": draw(amount)}
    hours = ("peak", "offpeak") if kind == "two_period_energy" else ("peak", "middle", "base")
    if draw(st.booleans()):
        return {"kind": kind, **{f"{name}_price_per_kwh": draw(money) for name in hours}}
    tiers = {f"{tier}_{name}_price_per_kwh": draw(money) for name in hours for tier in ("first", "rest")}
    return {"kind": f"tiered_{kind}", **first, **tiers}


@settings(max_examples=60)
@given(price_lists())
def test_any_list_written_reads_back_as_the_same_list(listed):
    found = read(as_csv([listed], distributors=COMPANIES))
    assert (found.findings, found.lists) == ((), (listed,))


@settings(max_examples=60)
@given(price_lists(), st.data())
def test_a_list_without_one_of_its_rows_is_refused(listed, data):
    rows = list(csv.DictReader(StringIO(as_csv([listed], distributors=COMPANIES))))
    # The price of the first kWh that stands in a lower range too may be left to it.
    needed = [place for place, row in enumerate(rows) if not re.fullmatch(r"energy_first\d+", row["charge"])]
    rows.pop(data.draw(st.sampled_from(needed)))
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    found = read(text.getvalue())
    assert found.lists == ()
    assert blocking(found.findings)
