"""Households, who belongs to them, their supply points and the paper bills of each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from advisor.db.accounts import User
from advisor.db.base import Base, Document, Key, Moment, Name, Short, Soles, by_value

if TYPE_CHECKING:
    from advisor.db.assessments import Assessment
    from advisor.db.uploads import Upload


class MemberRole(str, Enum):
    """What a member of a household may do in it."""

    OWNER = "owner"


class BillSource(str, Enum):
    """Where a stored bill came from."""

    TYPED = "typed"
    FILE = "file"
    DERIVED = "derived"


class Household(Base):
    """A home: what its people told us of it, in the keys of the `assess` contract."""

    __tablename__ = "household"
    __table_args__ = (UniqueConstraint("consultancy_id", "client_reference"),)

    id: Mapped[Key]
    name: Mapped[Name]
    # The consultancy that brought the household, and the name of the client in its own files.
    consultancy_id: Mapped[int | None] = mapped_column(ForeignKey("consultancy.id", ondelete="SET NULL"))
    client_reference: Mapped[Short | None]
    department: Mapped[Short | None]
    # people, dwelling, owned, water_heating, cooking, roof, appliances: absent means unknown.
    facts: Mapped[dict] = mapped_column(Document, default=dict)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Moment]

    memberships: Mapped[list[Membership]] = relationship(back_populates="household", cascade="all, delete-orphan")
    supply_points: Mapped[list[SupplyPoint]] = relationship(
        back_populates="household", cascade="all, delete-orphan", order_by="SupplyPoint.id"
    )


class Membership(Base):
    """A person's place in a household."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "household_id"),)

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id", ondelete="CASCADE"))
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"), index=True)
    role: Mapped[MemberRole] = mapped_column(by_value(MemberRole, name="member_role"), default=MemberRole.OWNER)
    created_at: Mapped[Moment]

    user: Mapped[User] = relationship(back_populates="memberships")
    household: Mapped[Household] = relationship(back_populates="memberships")


class SupplyPoint(Base):
    """A suministro: one meter with its distributor, tariff option and clock."""

    __tablename__ = "supply_point"

    id: Mapped[Key]
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id", ondelete="CASCADE"), index=True)
    name: Mapped[Name]
    distributor: Mapped[Short | None]
    tariff_option: Mapped[Short] = mapped_column(default="BT5B")
    igv: Mapped[bool] = mapped_column(default=True)
    timezone: Mapped[Short] = mapped_column(default="America/Lima")
    # unit_price, fixed, public_lighting of the home's own last bill, as decimal strings.
    last_bill: Mapped[dict | None] = mapped_column(Document)
    # While full bills are stored: what the person says of last_bill, igv, distributor, tariff_option, and since when.
    beside_bills: Mapped[dict | None] = mapped_column(Document)
    created_at: Mapped[Moment]

    household: Mapped[Household] = relationship(back_populates="supply_points")
    bills: Mapped[list[Bill]] = relationship(
        back_populates="supply_point", cascade="all, delete-orphan", order_by="Bill.start"
    )
    uploads: Mapped[list[Upload]] = relationship(back_populates="supply_point", cascade="all, delete-orphan")
    assessments: Mapped[list[Assessment]] = relationship(back_populates="supply_point", cascade="all, delete-orphan")


class Bill(Base):
    """One bar or bill: the half-open period between two readings; `kwh` is empty where the bar was not given."""

    __tablename__ = "bill"
    __table_args__ = (
        UniqueConstraint("supply_point_id", "start"),
        CheckConstraint('"end" > start', name="ends_after_start"),
        CheckConstraint("kwh >= 0", name="kwh_not_negative"),
    )

    id: Mapped[Key]
    supply_point_id: Mapped[int] = mapped_column(ForeignKey("supply_point.id", ondelete="CASCADE"))
    start: Mapped[date]
    end: Mapped[date]
    kwh: Mapped[float | None]
    total: Mapped[Decimal | None] = mapped_column(Soles)
    estimated: Mapped[bool] = mapped_column(default=False)
    # What else the paper says, in the keys of advisor/ingest/paper/document.py; empty where only the bar is known.
    detail: Mapped[dict | None] = mapped_column(Document)
    source: Mapped[BillSource] = mapped_column(by_value(BillSource, name="bill_source"), default=BillSource.TYPED)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id", ondelete="SET NULL"), index=True)

    supply_point: Mapped[SupplyPoint] = relationship(back_populates="bills")
    upload: Mapped[Upload | None] = relationship(back_populates="bills")
