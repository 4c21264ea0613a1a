"""What the form shows: its errors, the companies by department, and whether the bill's own prices are needed."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from advisor.web.guest.forms import GuestForm
from advisor.web.guest.paper_bill import PaperBill, paper_bill


@dataclass(frozen=True)
class DistributorGroup:
    """Distributors of one department, as the select groups them."""

    department: str
    options: tuple[tuple[str, str, bool, bool], ...]  # key, name, selected, price list known


@dataclass(frozen=True)
class StartPage:
    """The form.

    own_price_reason: why the price of the bill is needed, or empty where it is only welcome; has_result: the answers
    in the form are those of the result that this browser has.
    """

    title: str
    errors: tuple[tuple[str, str], ...]
    distributor_groups: tuple[DistributorGroup, ...]
    anywhere: tuple[tuple[str, str, bool, bool], ...]
    own_price_reason: str
    prices_open: bool
    lamps_open: bool
    estimated_open: bool
    paper: PaperBill
    has_result: bool


def start_page(form: GuestForm, *, refused: bool, has_result: bool = False) -> StartPage:
    """Describe the form as it stands; after a refusal with what to correct."""
    needed = form.needs_own_price()
    typed_prices = [form.unit_price, form.fixed, form.public_lighting, form.total]
    title = _("What your next electricity bill will be")
    return StartPage(
        title=_("Error: %(title)s", title=title) if refused else title,
        errors=tuple(form.error_list()) if refused else (),
        distributor_groups=_groups(form),
        anywhere=tuple(
            (item.key, item.name, item.key == form.distributor_key(), item.has_tariff) for item in form.places.anywhere
        ),
        own_price_reason=_own_price_reason(form) if needed else "",
        prices_open=needed or any(field.typed or field.errors for field in typed_prices) or bool(form.igv.data),
        lamps_open=any(field.typed for field in form.lamp_fields()),
        estimated_open=bool(form.estimated.data),
        paper=paper_bill(),
        has_result=has_result,
    )


def _groups(form: GuestForm) -> tuple[DistributorGroup, ...]:
    """Return every company by department, the chosen one marked once (two departments may share it)."""
    chosen, here = form.distributor_key(), form.department.data
    place = form.places.department(here)
    at_home = place is not None and any(item.key == chosen for item in place.distributors)
    groups, marked = [], False
    for place in form.places.departments:
        options = []
        for item in place.distributors:
            selected = item.key == chosen and not marked and (place.name == here or not at_home)
            marked = marked or selected
            options.append((item.key, item.name, selected, item.has_tariff))
        groups.append(DistributorGroup(place.name, tuple(options)))
    return tuple(groups)


def _own_price_reason(form: GuestForm) -> str:
    known = form.places.distributor(form.distributor_key())
    if known is None:
        return _(
            "We do not know the prices of your company. With the price of each kWh that your own bill prints, the"
            " sum is right."
        )
    return _(
        "We do not have the prices of %(company)s: they are not published in a form we could check. With the "
        "price of each kWh that your own bill prints, the sum is right.",
        company=known.name,
    )
