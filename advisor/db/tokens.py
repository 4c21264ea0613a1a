"""Personal tokens of programs, and the answers kept for requests that are sent again."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisor.db.accounts import User
from advisor.db.base import Base, Digest, Document, Key, Moment, Name


class ApiToken(Base):
    """A token a person made for a program; only its SHA-256 is stored.

    scopes: such as "usage:write"; supply_point_ids: the supply points it may touch, always within its owner's.
    """

    __tablename__ = "api_token"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    name: Mapped[Name]
    token_hash: Mapped[Digest] = mapped_column(unique=True)
    scopes: Mapped[list] = mapped_column(Document)
    supply_point_ids: Mapped[list] = mapped_column(Document)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    last_used_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]

    user: Mapped[User] = relationship()


class IdempotentRequest(Base):
    """The answer given to a request with an idempotency key, given again when the same request comes again."""

    __tablename__ = "idempotent_request"
    __table_args__ = (UniqueConstraint("token_id", "key"),)

    id: Mapped[Key]
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(255))
    # SHA-256 of method, path and body: the same key with another request is refused.
    fingerprint: Mapped[Digest]
    status_code: Mapped[int | None]
    answer: Mapped[dict | None] = mapped_column(Document)
    created_at: Mapped[Moment] = mapped_column(index=True)
