"""The reference data of a request: the documents with the price lists published since, read once."""

from __future__ import annotations

from flask import g

from advisor.db import db
from advisor.reference.loader import Reference
from advisor.services.tariff_reading import reference_in_force


def current_reference() -> Reference:
    """Return what every bill of this request uses; one statement for the whole request."""
    if "reference" not in g:
        g.reference = reference_in_force(db.session)
    return g.reference
