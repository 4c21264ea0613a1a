"""Names of things that findings mention by key: distributors, options, units, channels."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from advisor.energy.tariffs.own_bill import OWN_BILL
from advisor.reference.loader import load_reference


def distributor_name(key: str | None) -> str:
    """Return a distributor's name as printed on its bills; an unknown key is shown as it is."""
    known = load_reference().distributors.get(key or "")
    return known.name if known else key or _("your electricity company")


def price_lists(versions: Sequence[str]) -> str:
    """Return the versions of the price lists used; the bill's own prices have a name, not a version."""
    listed = (_("your own bill") if version == OWN_BILL else version for version in versions)
    return ", ".join(listed) or _("your own bill")


def named(name: str, value: str) -> str | None:
    """Return the words for a value that is a key of the product, or None where the value speaks for itself."""
    if name == "distributor":
        return distributor_name(value)
    words = {
        ("channel", "import"): _("used"),
        ("channel", "export"): _("given to the grid"),
        ("key", "unit"): _("unit"),
        ("key", "date_order"): _("order of day and month"),
    }
    return words.get((name, value))
