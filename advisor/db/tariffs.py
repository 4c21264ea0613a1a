"""Price lists published after the product was made, as versions; and the editions that tell which of them hold."""

from __future__ import annotations

from datetime import date
from enum import Enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from advisor.db.base import Base, BigKey, Digest, Document, Key, Moment, Short, by_value

_PUBLISHED = text("state = 'published'")


class TariffState(str, Enum):
    """What a price list is: being prepared, used by every bill, or no longer used."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class TariffList(Base):
    """One price list; what it says never changes, only its state does."""

    __tablename__ = "tariff_list"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="days_in_order"),
        Index(
            "uq_tariff_list_published",
            "distributor",
            "system",
            "option",
            "residential",
            "valid_from",
            unique=True,
            sqlite_where=_PUBLISHED,
            postgresql_where=_PUBLISHED,
        ),
    )

    id: Mapped[Key]
    distributor: Mapped[Short]
    system: Mapped[Short]
    option: Mapped[Short]
    residential: Mapped[bool]
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    igv_included: Mapped[bool]
    # How far to trust it: verified, unverified or inferred.
    status: Mapped[Short]
    source: Mapped[str] = mapped_column(String(2000))
    source_page: Mapped[str | None] = mapped_column(String(64))
    # The whole list as advisor.reference.tariffs.PriceList writes itself.
    document: Mapped[dict] = mapped_column(Document)
    sha256: Mapped[Digest]
    state: Mapped[TariffState] = mapped_column(by_value(TariffState, name="tariff_state"), default=TariffState.DRAFT)
    reason: Mapped[str | None] = mapped_column(String(500))
    created_at: Mapped[Moment]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    published_at: Mapped[Moment | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"), index=True)
    withdrawn_at: Mapped[Moment | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"), index=True)


class TariffEdition(Base):
    """The digest of all lists published at a moment; the highest number holds.

    Numbers are given by the writer: of two who publish at once, the second finds its number taken and changes nothing.
    """

    __tablename__ = "tariff_edition"

    number: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    sha256: Mapped[Digest]
    made_at: Mapped[Moment]
