"""The database: tables, column types and queries. Only services commit."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

from advisor.db import (
    accounts,
    assessments,
    audit,
    households,
    intervals,
    jobs,
    kept_forms,
    layers,
    portfolios,
    profiles,
    readings,
    reference,
    tariffs,
    tokens,
    uploads,
)
from advisor.db.accounts import LoginAttempt, Role, User, UserSession
from advisor.db.assessments import Assessment, GuestResult
from advisor.db.audit import AuditEvent
from advisor.db.base import Base
from advisor.db.engine import ENGINE_OPTIONS, prepare_engines
from advisor.db.households import Bill, BillSource, Household, MemberRole, Membership, SupplyPoint
from advisor.db.intervals import Channel, IntervalBlock, UsageDay, UsageMonth
from advisor.db.jobs import Job, JobKind, JobStatus
from advisor.db.kept_forms import KeptForm
from advisor.db.layers import BillLayer, Correction, CorrectionAction, DataChange, IntervalLayer
from advisor.db.portfolios import Consultancy, PortfolioFile
from advisor.db.profiles import ReadingProfile
from advisor.db.readings import Device, MeterReading, ReadingKind
from advisor.db.reference import ReferenceDocument
from advisor.db.tariffs import TariffEdition, TariffList, TariffState
from advisor.db.tokens import ApiToken, IdempotentRequest
from advisor.db.uploads import Upload, UploadKind, UploadStatus

MIGRATIONS_DIR = Path(__file__).resolve().parent.parent.parent / "migrations"

db = SQLAlchemy(model_class=Base)
migrate = Migrate(directory=str(MIGRATIONS_DIR), render_as_batch=True, compare_type=True)

__all__ = [
    "ApiToken",
    "Assessment",
    "AuditEvent",
    "Base",
    "Bill",
    "BillLayer",
    "BillSource",
    "Channel",
    "Consultancy",
    "Correction",
    "CorrectionAction",
    "DataChange",
    "Device",
    "GuestResult",
    "Household",
    "IdempotentRequest",
    "IntervalBlock",
    "IntervalLayer",
    "Job",
    "JobKind",
    "JobStatus",
    "KeptForm",
    "LoginAttempt",
    "MemberRole",
    "Membership",
    "MeterReading",
    "PortfolioFile",
    "ReadingKind",
    "ReadingProfile",
    "ReferenceDocument",
    "Role",
    "SupplyPoint",
    "TariffEdition",
    "TariffList",
    "TariffState",
    "Upload",
    "UploadKind",
    "UploadStatus",
    "UsageDay",
    "UsageMonth",
    "User",
    "UserSession",
    "accounts",
    "assessments",
    "audit",
    "db",
    "households",
    "init_app",
    "intervals",
    "jobs",
    "kept_forms",
    "layers",
    "portfolios",
    "profiles",
    "readings",
    "reference",
    "tariffs",
    "tokens",
    "uploads",
]


def init_app(app: Flask) -> None:
    """Connect the app with its database; nothing is opened before the first request or command."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    kind = "sqlite" if url.startswith("sqlite") else "other"
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", ENGINE_OPTIONS[kind])
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    db.init_app(app)
    migrate.init_app(app, db)
    with app.app_context():
        prepare_engines(db.engines.values())
