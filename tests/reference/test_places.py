"""Departments and distributors, and the reference as a whole."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.reference.loader import load_reference, reference_version
from advisor.reference.parsing import InvalidDocument
from advisor.reference.places import load_departments

REFERENCE = load_reference()


def test_there_are_twenty_five_departments_each_with_a_distributor():
    ubigeos = [place.ubigeo for place in REFERENCE.departments.values()]
    assert ubigeos == [f"{n:02d}0000" for n in range(1, 26)]
    assert all(place.distributors for place in REFERENCE.departments.values())


def test_both_documents_agree_on_who_serves_where():
    for key, place in REFERENCE.departments.items():
        serving = {d.key for d in REFERENCE.distributors.values() if key in d.departments}
        assert set(place.distributors) == serving
    named = {key for d in REFERENCE.distributors.values() for key in d.departments}
    assert named == set(REFERENCE.departments)


@pytest.mark.parametrize("name", ["Áncash", "ancash", "ANCASH", "Áncash "])
def test_a_department_is_found_however_it_is_written(name):
    assert REFERENCE.department(name).capital == "Huaraz"


@pytest.mark.parametrize(("name", "key"), [("Madre de Dios", "madre-de-dios"), ("San Martín", "san-martin")])
def test_names_of_several_words_are_found(name, key):
    assert REFERENCE.department(name).key == key


@pytest.mark.parametrize("name", [None, "", "Lima Provincias", "Quito"])
def test_a_place_that_is_not_a_department_is_none(name):
    assert REFERENCE.department(name) is None


def test_distributors_of_a_department_come_main_one_first_and_rural_systems_last():
    keys = [d.key for d in REFERENCE.distributors_of("Cajamarca")]
    assert keys == ["hidrandina", "electronorte", "electro-oriente", "adinelsa"]
    assert len(REFERENCE.distributors_of("nowhere")) == len(REFERENCE.distributors)


def test_only_the_two_of_lima_have_price_lists():
    assert {d.key for d in REFERENCE.distributors.values() if d.has_tariff} == {"luz-del-sur", "pluz"}


def test_igv_is_charged_in_lima_and_not_in_the_amazon():
    assert REFERENCE.department("Lima").igv_exempt == "no"
    assert REFERENCE.department("Loreto").igv_exempt == "yes"
    assert REFERENCE.department("Huánuco").igv_exempt == "partly"
    assert all(place.igv_exempt_status for place in REFERENCE.departments.values())


def test_a_department_that_names_an_unknown_distributor_is_refused():
    with pytest.raises(InvalidDocument, match="unknown distributors: electro-oriente"):
        load_departments(["pluz"])


def test_the_version_is_the_day_of_the_edition_and_what_the_documents_hold():
    day, digest = REFERENCE.version[:10], REFERENCE.version[11:]
    assert date.fromisoformat(day)
    assert len(digest) == 8
    assert reference_version() == REFERENCE.version


def test_holidays_come_from_the_document():
    assert date(2026, 7, 28) in REFERENCE.holidays(2026)
