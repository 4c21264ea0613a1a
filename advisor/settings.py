"""Settings: one frozen value read from the ADVISOR_* environment; docs/settings.md lists each with its default."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent
MIN_SECRET_LENGTH = 32
ENVIRONMENTS = ("development", "production", "testing")


class UnableToStart(RuntimeError):
    """A setting is missing or unsafe; the message names it and says what to set."""


@dataclass(frozen=True)
class Settings:
    """Everything the product takes from its surroundings; folders are absolute paths."""

    environment: str
    instance_dir: Path
    data_dir: Path
    models_dir: Path
    database_url: str
    queue_url: str
    secret_key: str
    max_upload_mb: int = 20
    demo: bool = False
    trusted_proxies: int = 0
    logins_per_account: int = 10
    logins_per_address: int = 30
    registrations_per_address: int = 20
    rate_limit_url: str = "memory://"
    api_requests_per_minute: int = 120
    mqtt_url: str = ""
    mqtt_user: str = ""
    mqtt_password: str = field(default="", repr=False)
    mqtt_password_file: str = ""
    mqtt_ca: str = ""
    mqtt_certificate: str = ""
    mqtt_key: str = ""
    mqtt_client_id: str = "asesor-de-energia"
    failpoint: str = ""

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def testing(self) -> bool:
        return self.environment == "testing"

    @property
    def uploads_dir(self) -> Path:
        return self.data_dir / "uploads"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; raise UnableToStart for a value the product must not run with."""
        env = os.environ if environ is None else environ
        environment = env.get("ADVISOR_ENV", "development")
        if environment not in ENVIRONMENTS:
            raise UnableToStart(f"ADVISOR_ENV must be one of {', '.join(ENVIRONMENTS)}, received {environment!r}.")
        instance = Path(env.get("ADVISOR_INSTANCE_DIR") or PROJECT_DIR / "instance").resolve()
        instance.mkdir(parents=True, exist_ok=True)
        return cls(
            environment=environment,
            instance_dir=instance,
            data_dir=Path(env.get("ADVISOR_DATA_DIR") or instance / "data").resolve(),
            models_dir=Path(env.get("ADVISOR_MODELS_DIR") or PROJECT_DIR / "models").resolve(),
            database_url=_database_url(env.get("ADVISOR_DATABASE_URL") or f"sqlite:///{instance / 'advisor.sqlite3'}"),
            queue_url=env.get("ADVISOR_QUEUE_URL") or f"sqlite:///{instance / 'queue.sqlite3'}",
            secret_key=_secret_key(env.get("ADVISOR_SECRET_KEY", ""), environment=environment, instance=instance),
            max_upload_mb=_number(env, "ADVISOR_MAX_UPLOAD_MB", 20),
            demo=env.get("ADVISOR_DEMO", "") == "1",
            trusted_proxies=_number(env, "ADVISOR_TRUSTED_PROXIES", 0),
            logins_per_account=_number(env, "ADVISOR_LOGINS_PER_ACCOUNT", 10),
            logins_per_address=_number(env, "ADVISOR_LOGINS_PER_ADDRESS", 30),
            registrations_per_address=_number(env, "ADVISOR_REGISTRATIONS_PER_ADDRESS", 20),
            rate_limit_url=env.get("ADVISOR_RATE_LIMIT_URL") or "memory://",
            api_requests_per_minute=_number(env, "ADVISOR_API_REQUESTS_PER_MINUTE", 120),
            mqtt_url=env.get("ADVISOR_MQTT_URL", ""),
            mqtt_user=env.get("ADVISOR_MQTT_USER", ""),
            mqtt_password=env.get("ADVISOR_MQTT_PASSWORD", ""),
            mqtt_password_file=env.get("ADVISOR_MQTT_PASSWORD_FILE", ""),
            mqtt_ca=env.get("ADVISOR_MQTT_CA", ""),
            mqtt_certificate=env.get("ADVISOR_MQTT_CERTIFICATE", ""),
            mqtt_key=env.get("ADVISOR_MQTT_KEY", ""),
            mqtt_client_id=env.get("ADVISOR_MQTT_CLIENT_ID") or "asesor-de-energia",
            # A failpoint stops a process on purpose; only a test environment may do that.
            failpoint=env.get("ADVISOR_FAILPOINT", "") if environment == "testing" else "",
        )

    @classmethod
    def for_testing(cls, folder: Path, **changes: object) -> Settings:
        """Make settings that live wholly in `folder`, for tests."""
        values: dict[str, object] = {
            "environment": "testing",
            "instance_dir": folder,
            "data_dir": folder / "data",
            "models_dir": PROJECT_DIR / "models",
            "database_url": f"sqlite:///{folder / 'advisor.sqlite3'}",
            "queue_url": f"sqlite:///{folder / 'queue.sqlite3'}",
            "secret_key": "only-for-tests-" + "k" * MIN_SECRET_LENGTH,
        }
        return cls(**{**values, **changes})

    def as_flask_config(self) -> dict[str, object]:
        """Return the configuration Flask and its extensions read."""
        return {
            "SECRET_KEY": self.secret_key,
            "TESTING": self.testing,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "MAX_CONTENT_LENGTH": self.max_upload_mb * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 500_000,
            "MAX_FORM_PARTS": 500,
            "SESSION_COOKIE_NAME": "__Host-session" if self.production else "session",
            "SESSION_COOKIE_SECURE": self.production,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
        }


def _database_url(url: str) -> str:
    """Name the driver this product ships for PostgreSQL."""
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    raw = env.get(name) or str(default)
    if not raw.isascii() or not raw.isdigit():
        raise UnableToStart(f"{name} must be a whole number, received {raw!r}.")
    return int(raw)


def _secret_key(given: str, *, environment: str, instance: Path) -> str:
    if environment == "production":
        if len(given) < MIN_SECRET_LENGTH or len(set(given)) < 8:
            raise UnableToStart(
                f"ADVISOR_SECRET_KEY must hold at least {MIN_SECRET_LENGTH} random characters in production; make one "
                "with: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        return given
    return given or _kept_development_key(instance / "secret_key")


def _kept_development_key(path: Path) -> str:
    """Return the development key, made on the first start and readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("utf-8").strip() or _rewritten_key(path)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        key = secrets.token_urlsafe(48)
        file.write(key)
    return key


def _rewritten_key(path: Path) -> str:
    """Replace an empty key file, as a process killed while writing it leaves behind."""
    path.unlink()
    return _kept_development_key(path)
