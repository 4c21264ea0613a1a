"""Read price lists from CSV: complete lists in, everything else refused with its row and the reason.

Nothing is filled in: no price, limit, tax or day that the file does not tell. The layout is that of `tariff_rows`;
prices may be soles or céntimos (ctm S/), with or without IGV, one way for the whole list.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO

from advisor.energy.findings import Finding, Severity, blocking
from advisor.reference.climate import plain_name
from advisor.reference.places import Distributor
from advisor.reference.published import PublishedList
from advisor.reference.tariff_lists import PriceRow, list_of
from advisor.reference.tariff_rows import COLUMNS, NEEDED, short_name

MOST_ROWS = 20_000
_OPTION = re.compile(r"(?P<option>BT\d[A-Z]?)\s+(?P<home>residential|non-residential)", re.IGNORECASE)
_BRACKETS = re.compile(r"\(([^)]*)\)")
# A price read on one household's bill is one point of a list that nobody has seen.
_OF_A_BILL = re.compile(r"text of a real bill|^bill of |^single energy price|_at_[\d.]+_kwh$", re.IGNORECASE)


@dataclass(frozen=True)
class TariffFile:
    """What a file of price lists holds: complete lists, in the order of the file, and a finding for each problem.

    Rows are numbered as in a spreadsheet: the header is row 1. rows: how many follow it.
    """

    lists: tuple[PublishedList, ...]
    findings: tuple[Finding, ...]
    rows: int

    @property
    def whole(self) -> bool:
        """Say whether every row is part of a complete list."""
        return bool(self.lists) and not blocking(self.findings)


def read_tariff_csv(content: bytes, *, distributors: Mapping[str, Distributor]) -> TariffFile:
    """Read a file of price lists; a list with a problem is left out whole, with a finding for each of its problems."""
    try:
        table = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        header, *records = [[cell.strip() for cell in record] for record in table] or [[]]
    except (UnicodeDecodeError, csv.Error):
        return TariffFile((), (_problem("tariff_file_unreadable"),), 0)
    records = [(place, record) for place, record in enumerate(records, start=2) if any(record)]
    of_header = _of_header(header, len(records))
    if of_header:
        return TariffFile((), of_header, len(records))
    names = _names(distributors)
    findings: list[Finding] = []
    groups: dict[tuple[str, ...], list[PriceRow]] = {}
    for place, record in records:
        if len(record) != len(header):
            findings.append(_problem("tariff_row_cut", row=place, expected=len(header), found=len(record)))
            continue
        told = dict.fromkeys(COLUMNS, "") | dict(zip(header, record, strict=True))
        key = tuple(told[name] for name in ("distributor", "system_or_sector", "option", "valid_from"))
        groups.setdefault(key, []).append(PriceRow(place, told))
    lists: list[PublishedList] = []
    for rows in groups.values():
        made, problems = _one_list(rows, names)
        findings += problems
        twice = made and next((item for item in lists if (item.key, item.prices.valid_from) == _identity(made)), None)
        if twice:
            findings.append(_problem("tariff_list_twice", row=rows[0].place, version=made.name))
        elif made:
            lists.append(made)
    return TariffFile(tuple(lists), tuple(sorted(findings, key=lambda finding: finding.row or 0)), len(records))


def _of_header(header: list[str], rows: int) -> tuple[Finding, ...]:
    if missing := [name for name in NEEDED if name not in header]:
        return (_problem("tariff_columns_missing", row=1, columns=", ".join(missing)),)
    unknown = [name for name in header if name not in COLUMNS]
    if unknown or len(set(header)) < len(header):
        odd = unknown or [name for name in header if header.count(name) > 1]
        return (_problem("tariff_columns_unknown", row=1, columns=", ".join(dict.fromkeys(odd))),)
    if rows == 0 or rows > MOST_ROWS:
        return (_problem("tariff_rows_none_or_many", limit=MOST_ROWS),)
    return ()


def _one_list(rows: list[PriceRow], names: Mapping[str, str]) -> tuple[PublishedList | None, list[Finding]]:
    """Make one list of the rows of a company, system, option and day, or say everything that stands against it."""
    first = rows[0]
    if any(_of_a_bill(row) for row in rows):
        return None, [_problem("tariff_of_one_bill", row=row.place) for row in rows]
    problems = []
    distributor = names.get(plain_name(first.told["distributor"]))
    if distributor is None:
        problems.append(_problem("tariff_company_unknown", row=first.place, cell=first.told["distributor"]))
    system = _system(first.told["system_or_sector"])
    if system is None:
        problems.append(_problem("tariff_system_not_told", row=first.place, cell=first.told["system_or_sector"]))
    option = _OPTION.fullmatch(first.told["option"])
    if option is None:
        problems.append(_problem("tariff_option_not_told", row=first.place, cell=first.told["option"]))
    prices, of_prices = list_of(rows)
    problems += of_prices
    pages = {row.told["source_page"] for row in rows}
    if len(pages) > 1:
        problems.append(_problem("tariff_told_two_ways", row=first.place, column="source_page"))
    if prices is None or problems:
        return None, problems
    residential = option["home"].lower() == "residential"
    page = pages.pop() or None
    return PublishedList(distributor, system, option["option"].upper(), residential, prices, page), []


def _of_a_bill(row: PriceRow) -> bool:
    return any(_OF_A_BILL.search(row.told[name]) for name in ("source", "range_kwh", "option", "charge"))


def _system(text: str) -> str | None:
    key = plain_name(text).replace(" ", "-")
    known = re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) and not key.startswith("not-stated")
    return key if known else None


def _names(distributors: Mapping[str, Distributor]) -> dict[str, str]:
    """Return the key of each company by every way to write its name: key, name, without brackets, what they hold."""
    names: dict[str, str] = {}
    for key, item in distributors.items():
        short = short_name(item)
        inside = _BRACKETS.findall(item.name)
        both = [f"{short} ({other})" for other in inside]
        for name in (key, item.name, short, *inside, *both):
            names[plain_name(name)] = key
    return names


def _identity(item: PublishedList) -> tuple[object, date]:
    return item.key, item.prices.valid_from


def _problem(code: str, *, row: int | None = None, **params: object) -> Finding:
    return Finding(code, Severity.ERROR, params, row)
