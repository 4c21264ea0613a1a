"""What is known of claims: each part sourced and labelled, none called checked that was not, broken ones refused."""

from __future__ import annotations

import pytest

from advisor.reference.claims import load_claims
from advisor.reference.parsing import DOCUMENTS, InvalidDocument

GOOD = (DOCUMENTS / "claims.yaml").read_text("utf-8")


def test_nothing_of_claims_is_called_verified_yet():
    claims = load_claims()
    parts = (claims.norm, claims.first_to_company, claims.company_answers_within, *claims.supervisor_phones)
    assert {part.status for part in parts} == {"unverified"}
    assert not claims.verified
    assert claims.norm.published_on < claims.norm.in_force_from
    assert list(claims.company_answers_within.working_days) == sorted(claims.company_answers_within.working_days)


def test_it_is_verified_only_when_every_part_is(tmp_path):
    path = tmp_path / "claims.yaml"
    path.write_text(GOOD.replace("status: unverified", "status: verified"), "utf-8")
    assert load_claims(path).verified
    path = tmp_path / "one.yaml"
    path.write_text(
        GOOD.replace("status: unverified", "status: verified").replace("verified", "unverified", 1), "utf-8"
    )
    assert not load_claims(path).verified


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        ("working_days: [10, 30]", "working_days: []"),
        ("ways: [writing, phone, person]", "ways: [dove]"),
        ("2015-05-23", "some day"),
        ("  status: unverified\n", ""),
    ],
)
def test_a_broken_document_is_refused(tmp_path, found, wrong):
    assert found in GOOD
    path = tmp_path / "claims.yaml"
    path.write_text(GOOD.replace(found, wrong, 1), "utf-8")
    with pytest.raises(InvalidDocument):
        load_claims(path)
