"""Addresses of the installed app: where it starts, its manifest, its worker, its pages without connection."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, flash, jsonify, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.routing import BuildError

from advisor.db import db
from advisor.services import guests
from advisor.web import kept_forms
from advisor.web.installable.copies import mark_answer
from advisor.web.installable.manifest import PLACES, ground_colours, manifest
from advisor.web.installable.pages import offline_page, render_offline, still_signed_in_page, unsent_page
from advisor.web.installable.shell import worker_text
from advisor.web.navigation import site
from advisor.web.sessions import GUEST_KEY

blueprint = Blueprint("installable", __name__)
blueprint.after_app_request(mark_answer)
blueprint.app_context_processor(lambda: {"ground_colours": ground_colours})


@blueprint.get("/inicio/")
def begin():
    """Lead to where a person left: the page a shortcut names, their home, a guest's result, or the form."""
    if not current_user.is_authenticated:
        return redirect(url_for("guest.result" if GUEST_KEY in session else "guest.start"))
    try:
        return redirect(url_for(PLACES.get(request.args.get("ver", ""), "bill.show")))
    except BuildError:
        return redirect(url_for("households.show"))


@blueprint.get("/manifest.webmanifest")
def describe():
    """Answer with the manifest; `?lang=` says in which language, for it is asked for without cookies."""
    answer = jsonify(manifest(html_lang=site().html_lang))
    answer.mimetype = "application/manifest+json"
    return answer


@blueprint.get("/sw.js")
def worker():
    """Answer with the service worker of the language."""
    language = site().language
    made: dict[str, str] = current_app.extensions.setdefault("service_workers", {})
    if language not in made or current_app.debug:
        pages = {name: render_offline(page()) for name, page in PAGES.items()}
        made[language] = worker_text(pages, language=language)
    answer = Response(made[language], mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/"
    answer.add_etag()
    return answer.make_conditional(request)


@blueprint.get("/sin-conexion/")
def offline():
    """Show what can be read without connection."""
    return render_offline(offline_page())


@blueprint.get("/sin-conexion/envio/")
def unsent():
    """Say that a form was not sent."""
    return render_offline(unsent_page())


@blueprint.get("/sin-conexion/salida/")
def still_signed_in():
    """Say that signing out did not reach us."""
    return render_offline(still_signed_in_page())


@blueprint.post("/privacidad/borrar")
def clear():
    """Erase what this browser keeps of us: kept pages, drafts and a guest's result; an account stays signed in."""
    token = session.pop(GUEST_KEY, None)
    if token:
        guests.forget_result(db.session, token=token)
    kept_forms.forget_all()
    flash(_("What was kept on this device is erased."), "success")
    return redirect(url_for("guest.privacy"), code=303)


PAGES = {"offline": offline_page, "unsent": unsent_page, "still_signed_in": still_signed_in_page}
