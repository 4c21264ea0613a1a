"""The API attached to the app: its routes, its counters and its OpenAPI document."""

from __future__ import annotations

from flask import Flask, current_app
from flask_smorest import Api

from advisor.web.api import intake, limits, reads
from advisor.web.api.blueprint import blueprint
from advisor.web.api.paths import PREFIX
from advisor.web.api.reading_page import page_blueprint
from advisor.web.api.schemas.given import ProblemOut

VIEWS = (reads, intake)
CONFIG = {
    "API_TITLE": "Asesor de Energía",
    "API_VERSION": "1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": PREFIX,
    "OPENAPI_JSON_PATH": "openapi.json",
}
SECURITY = {"securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "A token of My account"}}}
LICENCE = {"description": "Bring the data of a supply point, and read what is stored of it."}


class DescribedApi(Api):
    """flask-smorest without handlers of its own: all errors of the product go through one place."""

    ERROR_SCHEMA = ProblemOut
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        pass


def init_app(app: Flask) -> None:
    """Attach the API and the page that people read about it."""
    app.config.update(CONFIG)
    limits.init_app(app)
    api = DescribedApi(app, spec_kwargs={"info": LICENCE, "components": SECURITY})
    api.register_blueprint(blueprint)
    app.extensions["csrf"].exempt(blueprint)
    app.register_blueprint(page_blueprint)


def document() -> dict:
    """Return the OpenAPI document."""
    return current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
