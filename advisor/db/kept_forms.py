"""Forms that could not be taken because nobody was signed in: what was typed, until its person is back."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from advisor.db.base import Base, Digest, Document, Key, Moment


class KeptForm(Base):
    """The fields of one form, found again by the hash of its browser's random token and the address of its page."""

    __tablename__ = "kept_form"
    __table_args__ = (UniqueConstraint("token_hash", "path"),)

    id: Mapped[Key]
    token_hash: Mapped[Digest]
    path: Mapped[str] = mapped_column(String(200))
    # Lists of values by field name, as the browser sent them; never passwords, files or form tokens.
    fields: Mapped[dict] = mapped_column(Document)
    # Whose ended session sent it, where the cookie still said so: then nobody else sees it.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(index=True)
