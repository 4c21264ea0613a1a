"""The same files brought as a portfolio: refused as a whole or row by row, in bounded memory, and no client made."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from advisor.energy.findings import Finding
from advisor.ingest.portfolio import PortfolioRead
from advisor.services.reading import MB, run_reader
from tests.ingest.hostile.cases import REFUSED, Case

LIMA = ZoneInfo("America/Lima")
MOST_MEMORY = 512 * MB
BOMBS = [case for case in REFUSED if case.name.startswith(("gzip", "zip", "xlsx", "ods", "xls"))]


@pytest.mark.parametrize("case", BOMBS, ids=lambda case: case.name)
def test_no_client_comes_out_of_it(tmp_path, case: Case):
    path = tmp_path / "file"
    case.write(path)
    ran = run_reader("portfolio", path, zone=LIMA, filename="cartera")
    assert ran.peak_bytes < MOST_MEMORY
    assert not ran.timed_out
    assert isinstance(ran.value, Finding | PortfolioRead), ran
    if isinstance(ran.value, Finding):
        assert ran.value.code == case.code
        return
    # An archive of files named by client: each file is a row, refused for what it is.
    assert not ran.value.clients
    assert {row.fate for row in ran.value.rows} == {"refused"}
    assert case.code in {mark.code for row in ran.value.rows for mark in row.remarks} | {
        mark.params.get("code") for row in ran.value.rows for mark in row.remarks
    }
