"""Addresses for whoever watches the process: alive, and ready to serve."""

from __future__ import annotations

from flask import Blueprint, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from advisor.db import db

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive():
    """Say that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready():
    """Say whether the database answers and is at the version this code needs."""
    try:
        db.session.execute(text("select 1 from household limit 1"))
    except SQLAlchemyError:
        current_app.logger.exception("the database is not ready")
        return jsonify(status="not_ready", database=False), 503
    return jsonify(status="ok", database=True)
