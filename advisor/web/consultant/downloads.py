"""Files a consultant downloads: the refused rows to be corrected, and a sheet to begin with."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flask_babel import gettext as _

from advisor.web.filters import month_year_short
from advisor.web.household.usage.detail_files import safe_cell
from advisor.web.messages import sentence

MONTHS = 12
# Of two homes that do not exist, one in summer heat, one the same all year.
_EXAMPLES = (
    ("C-001", "Casa de ejemplo", "Lima", "Luz del Sur", "BT5B", "1234567"),
    ("C-002", "Tienda de ejemplo", "La Libertad", "Hidrandina", "BT5B", "7654321"),
)
_EXAMPLE_KWH = (
    (148, 152, 139, 131, 120, 112, 108, 110, 115, 121, 128, 140),
    (96, 98, 95, 97, 99, 94, 96, 95, 98, 97, 96, 99),
)


def refused_csv(summary: Mapping) -> str:
    """Return the refused rows with the columns of the sheet, then its row, the reason and what to do."""
    header = [str(name) for name in summary.get("header") or []]
    rows = [row for row in summary.get("looked_at", []) if row["fate"] == "refused"]
    table = [[*header, _("Row in your file"), _("Reason"), _("What to do")]]
    for row in sorted(rows, key=lambda row: row["row"]):
        cells = [str(cell) for cell in row["cells"]][: len(header)]
        cells += [""] * (len(header) - len(cells))
        table.append([*cells, str(row["row"]), *_reasons(row, header)])
    return _written(table)


def refused_name(filename: str) -> str:
    """Return a plain file name made of that of the portfolio."""
    stem = unicodedata.normalize("NFKD", filename.rsplit(".", 1)[0]).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60] or "archivo"
    return _("refused-%(name)s.csv", name=plain)


def template_csv(today: date) -> str:
    """Return a sheet with one row a client: the columns, the twelve months before this one, two examples."""
    months = [_months_before(today, count) for count in range(MONTHS, 0, -1)]
    head = [_("Code"), _("Name"), _("Department"), _("Electricity company"), _("Tariff"), _("Supply number")]
    table = [[*head, *(month_year_short(month).replace("\u00a0", " ") for month in months)]]
    table += [[*told, *map(str, kwh)] for told, kwh in zip(_EXAMPLES, _EXAMPLE_KWH, strict=True)]
    return _written(table)


def _reasons(row: Mapping, header: Sequence[str]) -> tuple[str, str]:
    """Return what is wrong and what to do: the first sentence of each remark, and the rest."""
    wrong, todo = [], []
    for mark in row["remarks"]:
        if mark["severity"] != "error":
            continue
        why, dot, rest = sentence(mark).partition(". ")
        index = mark["column"]
        where = header[index] if index is not None and index < len(header) else ""
        wrong.append(": ".join(filter(None, (where, why + dot.strip()))))
        todo.append(rest)
    return " ".join(wrong), " ".join(dict.fromkeys(todo))


def _months_before(today: date, count: int) -> date:
    number = today.year * 12 + today.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def _written(table: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    # With ";" a spreadsheet of Peru opens the columns apart.
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([safe_cell(cell) for cell in row] for row in table)
    return out.getvalue()
