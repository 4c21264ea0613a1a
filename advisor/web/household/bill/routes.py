"""Addresses of Mi recibo: the next bill, why the last one changed, and the check of a bill on paper."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _

from advisor.db import db
from advisor.services import assessments
from advisor.services.bill_changes import bill_changes
from advisor.services.bill_reviews import review_bill
from advisor.web.household.answering import answer_page
from advisor.web.household.bill.change_page import change_page
from advisor.web.household.bill.option_routes import show_option
from advisor.web.household.bill.pages import bill_page
from advisor.web.household.bill.review_page import review_page
from advisor.web.household.current import supply_point_or_404
from advisor.web.household.subject import subject_of
from advisor.web.household.work import work_of
from advisor.web.reference import current_reference
from advisor.web.sessions import current_actor, now, signed_in_required

blueprint = Blueprint("bill", __name__)
blueprint.add_url_rule("/suministro/<int:supply_point_id>/recibo/opcion/", "option", signed_in_required(show_option))


@blueprint.get("/suministro/<int:supply_point_id>/recibo/")
@signed_in_required
def show(supply_point_id: int):
    """Show the next bill, its parts and the first thing to do."""
    return answer_page(
        supply_point_id,
        title=_("My bill"),
        template="bill/show.html",
        make=lambda document, subject, point: bill_page(
            document, subject=subject, household_id=point.household_id, reference=current_reference()
        ),
    )


@blueprint.get("/suministro/<int:supply_point_id>/recibo/cambio/")
@signed_in_required
def change(supply_point_id: int):
    """Show why the newest bill differs from the one before and from that of a year earlier."""
    point = supply_point_or_404(supply_point_id)
    changes = bill_changes(db.session, supply_point=point, reference=current_reference())
    subject = subject_of(point, assessment=None, now=now())
    return render_template("bill/change.html", page=change_page(changes, subject=subject))


@blueprint.get("/suministro/<int:supply_point_id>/recibo/revision/")
@signed_in_required
def review(supply_point_id: int):
    """Show the newest full bill checked line by line, and how to claim."""
    point = supply_point_or_404(supply_point_id)
    checked = review_bill(db.session, supply_point=point, reference=current_reference())
    subject = subject_of(point, assessment=None, now=now())
    return render_template("bill/review.html", page=review_page(checked, subject=subject))


@blueprint.get("/suministro/<int:supply_point_id>/avance")
@signed_in_required
def progress(supply_point_id: int):
    """Say whether a result is on its way, for the script of the pages that wait for it."""
    work = work_of(supply_point_or_404(supply_point_id), assessment=None)
    return jsonify(waiting=work.assessing, stage="assessing", percent=None, words=_("It takes a few seconds."))


@blueprint.post("/suministro/<int:supply_point_id>/recalcular")
@signed_in_required
def renew(supply_point_id: int):
    """Have the result made anew, after a try of ours that failed."""
    supply_point = supply_point_or_404(supply_point_id)
    assessments.request_assessment(db.session, actor=current_actor(), now=now(), supply_point_id=supply_point.id)
    return redirect(url_for("bill.show", supply_point_id=supply_point_id), code=303)
