"""The address of another tariff option."""

from __future__ import annotations

from flask import render_template

from advisor.db import db
from advisor.services.tariff_options import option_outlook_of
from advisor.web.household.bill.option_page import option_page
from advisor.web.household.current import supply_point_or_404
from advisor.web.household.subject import latest, subject_of
from advisor.web.reference import current_reference
from advisor.web.sessions import now


def show_option(supply_point_id: int) -> str:
    """Answer with what the other tariff option would cost, or with what is missing to tell."""
    point = supply_point_or_404(supply_point_id)
    subject = subject_of(point, assessment=latest(point), now=now())
    outlook = option_outlook_of(db.session, point, now=now(), reference=current_reference())
    return render_template(
        "bill/option.html", page=option_page(outlook, subject=subject, distributor=point.distributor)
    )
