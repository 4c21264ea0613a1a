"""What `tariffs check` prints: each list with its remarks and its worked totals, as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from advisor.energy.findings import Finding

if TYPE_CHECKING:
    from advisor.reference.tariff_csv import TariffFile
    from advisor.services.tariff_previews import Preview


def said(finding: Finding) -> str:
    """Say a finding, with its row where it has one."""
    from advisor.web.messages import sentence

    told = sentence(finding)
    return _("Row %(row)s: %(why)s", row=finding.row, why=told) if finding.row is not None else told


def as_document(read: TariffFile, previews: Sequence[Preview]) -> str:
    """Return the check as one JSON document."""
    return json.dumps(
        {
            "rows": read.rows,
            "lists": [_list(found) for found in previews],
            "findings": [finding.as_document() for finding in read.findings],
        },
        ensure_ascii=False,
    )


def as_text(read: TariffFile, previews: Sequence[Preview]) -> str:
    """Return the check as lines to read."""
    return "\n".join([*_lines(previews), *map(said, read.findings)])


def _list(found: Preview) -> dict[str, object]:
    listed = found.listed
    prices = listed.prices.model_dump(mode="json", exclude={"brackets"})
    return {
        "name": listed.name,
        "distributor": listed.distributor,
        "system": listed.system,
        "option": listed.option,
        "residential": listed.residential,
        **prices,
        "source_page": listed.source_page,
        "unchanged": found.unchanged,
        "effects": [
            {
                "kwh": effect.kwh,
                "new": str(effect.new),
                "in_force": None if effect.in_force is None else str(effect.in_force),
            }
            for effect in found.effects
        ],
        "findings": [finding.as_document() for finding in found.findings],
    }


def _lines(previews: Sequence[Preview]) -> Iterator[str]:
    for found in previews:
        yield found.listed.name
        if found.unchanged:
            yield "  " + _("in use already")
        for finding in found.findings:
            yield "  " + said(finding)
        if found.effects:
            yield _line("kWh", _("new, S/"), _("in force, S/"))
        for effect in found.effects:
            before = "–" if effect.in_force is None else effect.in_force
            yield _line(effect.kwh, effect.new, before)


def _line(kwh: object, new: object, before: object) -> str:
    return f"  {kwh:>6} {new:>12} {before:>16}"
