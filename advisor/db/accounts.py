"""People, what they may do, where they are signed in, and the sign-in attempts the throttle counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisor.db.base import Base, BigKey, Digest, Key, Moment, Name, Short

if TYPE_CHECKING:
    from advisor.db.households import Membership

user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", BigKey, ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True),
    Column("role_id", BigKey, ForeignKey("role.id", ondelete="CASCADE"), primary_key=True),
)


class Role(Base, RoleMixin):
    """A named set of rights: homeowner, consultant or administrator."""

    __tablename__ = "role"

    id: Mapped[Key]
    name: Mapped[Short] = mapped_column(unique=True)
    users: Mapped[list[User]] = relationship(secondary=user_role, back_populates="roles")


class User(Base, UserMixin):
    """Someone who can sign in; the password is an argon2id hash."""

    __tablename__ = "user_account"

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    # Flask-Security's name for the random value that identifies the person in the cookie.
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    consultancy: Mapped[Name | None]
    consultancy_id: Mapped[int | None] = mapped_column(ForeignKey("consultancy.id", ondelete="SET NULL"), index=True)
    locale: Mapped[str | None] = mapped_column(String(8))
    created_at: Mapped[Moment]
    is_demo: Mapped[bool] = mapped_column(default=False)

    roles: Mapped[list[Role]] = relationship(secondary=user_role, back_populates="users", lazy="selectin")
    sessions: Mapped[list[UserSession]] = relationship(back_populates="user", cascade="all, delete-orphan")
    memberships: Mapped[list[Membership]] = relationship(back_populates="user", cascade="all, delete-orphan")


class UserSession(Base):
    """One signed-in browser. Only the hash of its 256-bit identifier is stored."""

    __tablename__ = "user_session"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[Digest] = mapped_column(unique=True)
    created_at: Mapped[Moment]
    last_seen_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]
    revoked_reason: Mapped[Short | None]
    device: Mapped[str | None] = mapped_column(String(120))

    user: Mapped[User] = relationship(back_populates="sessions")


class LoginAttempt(Base):
    """One attempt to sign in or register, kept for a day; a keyed hash names the account, never its address."""

    __tablename__ = "login_attempt"
    __table_args__ = (
        Index(None, "kind", "account_hash", "at"),
        Index(None, "kind", "address", "at"),
    )

    id: Mapped[Key]
    kind: Mapped[Short]
    account_hash: Mapped[Digest]
    address: Mapped[Short]
    at: Mapped[Moment] = mapped_column(index=True)
