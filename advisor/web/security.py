"""Sign-in: Flask-Security-Too on Flask-Login, with argon2id, own session rows, and the checks around it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Flask, abort, current_app, flash, redirect, url_for
from flask_babel import gettext as _
from flask_security import Security, SQLAlchemyUserDatastore
from flask_security.signals import user_not_registered
from flask_security.utils import login_user
from sqlalchemy import select
from werkzeug.middleware.proxy_fix import ProxyFix

from advisor.db import Role, User, db
from advisor.services.accounts import ensure_role
from advisor.settings import Settings
from advisor.web import gate, headers, sessions
from advisor.web.passwords import SHORTEST, Passwords

# Argon2id as OWASP and ASVS 5.0 (appendix C) allow: 19 MiB, two passes, one lane; 38 ms on the reference machine.
ARGON2ID = {"argon2__memory_cost": 19_456, "argon2__time_cost": 2, "argon2__parallelism": 1}

demo_blueprint = Blueprint("security_demo", __name__)


class People(SQLAlchemyUserDatastore):
    """Flask-Security's store of people; who registers is a homeowner."""

    def create_user(self, **kwargs: object) -> User:
        user = super().create_user(created_at=sessions.now(), **kwargs)
        if not user.roles:
            user.roles.append(ensure_role(self.db.session, "homeowner"))
        return user


def init_app(app: Flask) -> None:
    """Attach sign-in, sessions, form tokens, throttle and headers to the app."""
    settings: Settings = app.extensions["advisor_settings"]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
    app.config.update(_config(settings))
    gate.init_app(app)
    Security(app, People(db, User, Role), password_util_cls=Passwords)
    user_not_registered.connect(_say_to_sign_in, app)
    sessions.init_app(app)
    headers.init_app(app)
    app.register_blueprint(demo_blueprint)


@demo_blueprint.post("/hogar-de-demostracion/entrar")
def enter():
    """Sign in as the owner of the demonstration household, where the site offers one."""
    if not current_app.config["ADVISOR_DEMO"]:
        abort(404)
    user = db.session.scalars(select(User).where(User.is_demo, User.active)).first()
    if user is None:
        abort(404)
    login_user(user, remember=False, authn_via=["demo"])
    return redirect(url_for(current_app.config["SECURITY_POST_LOGIN_VIEW"]))


def _say_to_sign_in(_app: Flask, **_told: object) -> None:
    """Explain the sign-in page to whoever registers an address that has an account.

    A new address is signed in at once and no mail is sent, so the answer tells the two apart with or without words.
    """
    flash(_("There is already an account with that e-mail. Sign in with its password."), "info")


def _config(settings: Settings) -> dict[str, object]:
    return {
        "ADVISOR_DEMO": settings.demo,
        "WTF_CSRF_TIME_LIMIT": None,
        "SECURITY_URL_PREFIX": None,
        "SECURITY_LOGIN_URL": "/entrar",
        "SECURITY_LOGOUT_URL": "/salir",
        "SECURITY_REGISTER_URL": "/crear-cuenta",
        "SECURITY_CHANGE_URL": "/cuenta/clave",
        "SECURITY_VERIFY_URL": "/confirmar-clave",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        # Joined, SQLite reads everybody's roles at every request of anybody; apart, one person's by the key.
        "SECURITY_JOIN_USER_ROLES": False,
        "SECURITY_POST_LOGIN_VIEW": "households.home",
        "SECURITY_POST_REGISTER_VIEW": "households.home",
        "SECURITY_POST_CHANGE_VIEW": "account.show",
        "SECURITY_POST_LOGOUT_VIEW": "guest.start",
        "SECURITY_REGISTERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_SCHEMES": ["argon2"],
        "SECURITY_DEPRECATED_PASSWORD_SCHEMES": [],
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": ARGON2ID,
        "SECURITY_PASSWORD_LENGTH_MIN": SHORTEST,
        "SECURITY_PASSWORD_CONFIRM_REQUIRED": False,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_API_ENABLED_METHODS": ["session"],
        # No mailer is set up in this version: nothing is sent, and addresses are not confirmed.
        "SECURITY_CONFIRMABLE": False,
        "SECURITY_SEND_REGISTER_EMAIL": False,
        "SECURITY_SEND_PASSWORD_CHANGE_EMAIL": False,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_FRESHNESS": timedelta(minutes=15),
        "SECURITY_REDIRECT_ALLOW_SUBDOMAINS": False,
        "SECURITY_STATIC_FOLDER": None,
    }
