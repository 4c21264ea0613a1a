"""The tariff documents: every figure sourced and labelled, and a broken document refused with its place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from advisor.energy.bills import bill
from advisor.reference import tariffs as reader
from advisor.reference.levies import load_levies, load_site_charges, load_taxes
from advisor.reference.parsing import InvalidDocument, read_document
from advisor.reference.tariffs import FOLDER, TariffDocument, load_tariff_book, tariffs_of

GOOD = (FOLDER / "pluz-lima-norte-bt5b.yaml").read_text("utf-8")


def written(tmp_path, text):
    path = tmp_path / "pluz.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_file_names_say_what_they_hold():
    for path in FOLDER.glob("*.yaml"):
        document = read_document(path, TariffDocument)
        kind = "" if document.residential else "-non-residential"
        assert path.stem == f"{document.distributor}-{document.system}-{document.option.lower()}{kind}"


def test_every_figure_has_a_source_and_a_label():
    book = load_tariff_book()
    sites = [site for charges in book.site_charges.values() for site in charges]
    for value in (*book.tariffs, *book.levies, *book.taxes, book.fose, *sites):
        assert len(value.source) > 20
        assert value.status in ("verified", "unverified", "inferred")


def test_only_what_bills_confirm_is_called_verified():
    assert [levy.valid_from.year for levy in load_levies() if levy.status == "verified"] == [2026]
    assert {tariff.status for tariff in load_tariff_book().tariffs} == {"unverified", "inferred"}
    assert [tax.rate for tax in load_taxes()] == [Decimal("0.18")]
    lighting = [s for charges in load_site_charges().values() for s in charges if s.charge.code == "public_lighting"]
    assert all(site.estimate for site in lighting)


def test_the_social_price_steps_are_those_of_the_published_lists():
    book = load_tariff_book()
    for tariff in (t for t in book.tariffs if t.option == "BT5B" and t.residential):
        low, middle, high = (bracket.energy for bracket in tariff.brackets)
        assert low.price_per_kwh / middle.rest_price_per_kwh == pytest.approx(
            book.fose.first_share, abs=Decimal("0.0005")
        )
        step = high.price_per_kwh / middle.rest_price_per_kwh
        assert step == pytest.approx(book.fose.over_limit_share, abs=Decimal("0.0015"))


def test_a_new_list_ends_the_one_before_and_changes_no_older_bill(tmp_path):
    newer = "  - valid_from: 2026-06-04\n" + GOOD.split("  - valid_from: 2026-05-04\n")[1].replace("0.7250", "0.8000")
    document = read_document(written(tmp_path, GOOD + newer), TariffDocument)
    old, new = tariffs_of(document, taxes=load_taxes())
    (published,) = tariffs_of(read_document(written(tmp_path, GOOD), TariffDocument), taxes=load_taxes())
    assert (old.valid_until, new.valid_until) == (date(2026, 6, 4), None)
    assert old.brackets == published.brackets
    assert old.version == published.version


def test_a_folder_of_documents_makes_a_book(tmp_path):
    written(tmp_path, GOOD)
    book = reader.load_tariff_book(tmp_path)
    assert book.distributors() == ("pluz",)
    result = bill(tariff_book=book, distributor="pluz", kwh=140, start=date(2026, 5, 4), end=date(2026, 6, 4))
    assert result.total == Decimal("104.98")


@pytest.mark.parametrize(
    ("wrong", "right", "place"),
    [
        ("kind: tiered_energy", "kind: magic", "charges"),
        ('"0.7250"', '"-0.7250"', "rest_price_per_kwh"),
        ("up_to_kwh: null", "up_to_kwh: 100", "brackets must rise"),
        ("igv_included: true", "igv: true", "igv_included"),
        ("valid_from: 2026-05-04", "valid_from: soon", "valid_from"),
        ("residential: true", "residential: true\ndiscount: 3", "discount"),
        ('- {kind: fixed, amount: "2.76"}', '- {kind: energy, code: energy_all, price_per_kwh: "1"}', "exactly one"),
        ("distributor: pluz", "distributor: [", "pluz.yaml"),
    ],
)
def test_a_broken_document_is_refused_with_its_name_and_place(tmp_path, wrong, right, place):
    assert wrong in GOOD
    with pytest.raises(InvalidDocument, match=r"pluz\.yaml") as broken:
        read_document(written(tmp_path, GOOD.replace(wrong, right)), TariffDocument)
    assert place in str(broken.value)


def test_lists_that_overlap_are_refused(tmp_path):
    again = "  - valid_from: 2026-05-04\n" + GOOD.split("  - valid_from: 2026-05-04\n")[1]
    with pytest.raises(InvalidDocument, match="overlaps"):
        read_document(written(tmp_path, GOOD + again), TariffDocument)
