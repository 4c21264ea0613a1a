"""Numbers, dates and months as bills print them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.ingest.paper.layouts import known_bill_layouts, layout_of
from advisor.ingest.paper.values import MONTHS, read_date, read_month, read_number

LONG = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
    *("julio", "agosto", "setiembre", "octubre", "noviembre", "diciembre"),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 016.96", "3016.96"),
        ("1,234.50", "1234.50"),
        ("S/******538.50", "538.50"),
        ("S/. 12.00", "12.00"),
        ("-0.18", "-0.18"),
        ("0.18-", "-0.18"),
        ("663", "663"),
        ("0.6291", "0.6291"),
    ],
)
def test_a_number_is_read_as_it_is_printed(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "S/", "12a", "1.2.3", "٣", "1e5", "nan", "--3", "23/06/2026"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert read_number(text) is None


@given(soles=st.decimals(min_value=0, max_value=999_999, places=2))
def test_thousands_by_space_or_comma_mean_the_same(soles: Decimal) -> None:
    assert read_number(f"{soles:,.2f}") == soles
    assert read_number(f"S/***{soles:,.2f}".replace(",", " ")) == soles


@pytest.mark.parametrize(
    "text",
    ["04/09/2026", "4-Set-2026", "04/SEP/2026", "4 SET 2026", "04.09.26", "4 de setiembre de 2026", "04/Set/26"],
)
def test_the_fourth_of_september_in_every_spelling(text: str) -> None:
    assert read_date(text) == date(2026, 9, 4)


@pytest.mark.parametrize("text", ["31/02/2026", "4/13/2026", "00/09/2026", "12 XYZ 2026", "sin fecha"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_date(text) is None


@given(day=st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_a_day_comes_back_from_each_way_of_writing_it(day: date) -> None:
    short = next(name for name, number in MONTHS.items() if number == day.month)
    for text in (
        f"{day:%d/%m/%Y}",
        f"{day:%d/%m/%y}",
        f"{day.day}-{short.title()}-{day.year}",
        f"{day.day} de {LONG[day.month - 1]} de {day.year}",
    ):
        assert read_date(text) == day, text
    for text in (f"{short.upper()} {day.year}", f"{LONG[day.month - 1].title()} {day.year}", f"{short}-{day:%y}"):
        assert read_month(text) == day.replace(day=1), text


def test_every_layout_says_what_it_was_made_from_and_that_no_page_was_seen() -> None:
    layouts = known_bill_layouts()
    assert set(layouts) == {
        "generic",
        "luz-del-sur",
        "pluz",
        "distriluz",
        "electro-sur-este",
        "electro-oriente",
        "seal",
        "electrosur",
    }
    assert all("seen" in layout.source or "found" in layout.source for layout in layouts.values())


def test_a_company_is_known_by_its_name_or_its_tax_number_and_not_by_a_part_of_a_word() -> None:
    assert layout_of("recibo de enel distribucion peru")[1] == "pluz"
    assert layout_of("ruc 20331898008")[1] == "luz-del-sur"
    assert layout_of("electro sur este s.a.a.")[0].key == "electro-sur-este"
    # "sealed" holds the letters of SEAL and "pensar" those of Ensa.
    assert layout_of("pensar en un recibo sealed")[0].key == "generic"
