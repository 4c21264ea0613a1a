"""Another tariff option for a supply point, worked out from what is stored; nothing is kept."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from advisor.assessment.options import ONE_PRICE, TWO_PRICES, WITH_POWER, OptionOutlook, option_outlook
from advisor.db.households import SupplyPoint
from advisor.reference.loader import Reference
from advisor.reference.peak_shares import load_peak_shares
from advisor.services.assessments import household_input

__all__ = ["ONE_PRICE", "TWO_PRICES", "WITH_POWER", "OptionOutlook", "option_outlook_of"]


def option_outlook_of(session: Session, point: SupplyPoint, *, now: datetime, reference: Reference) -> OptionOutlook:
    """Compare the options of a supply point that the actor may see."""
    as_of = now.astimezone(ZoneInfo(point.timezone)).date()
    given = household_input(session, point)
    return option_outlook(given, reference=reference, plausible=load_peak_shares(), as_of=as_of)
