"""Reading profiles: what a household answered about one kind of file answers for the next file of that kind."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.profiles import ReadingProfile

LONGEST_TITLE = 200
OF_ONE_METER = ("supply",)
"""Questions that each meter of a household answers for itself: two meters may stand in one file."""


def answers_known(session: Session, *, household_id: int, supply_point_id: int, signature: str) -> dict[str, str]:
    """Return what the household answered for files with this signature, by question; empty where it never did."""
    profile = _profile(session, household_id, signature)
    known = {str(key): str(value) for key, value in profile.answers.items()} if profile else {}
    own = {key: known[kept] for key in OF_ONE_METER if (kept := _kept_under(key, supply_point_id)) in known}
    return {key: value for key, value in known.items() if ":" not in key} | own


def remember(
    session: Session,
    *,
    now: datetime,
    household_id: int,
    supply_point_id: int,
    signature: str,
    title: str,
    answers: Mapping[str, object],
) -> None:
    """Keep the answers for the next file, in the caller's write transaction; a later answer replaces an earlier one.

    The caller holds the lock of the supply point's row; of two first files at once the unique key lets one through.
    """
    if not signature or not answers:
        return
    profile = _profile(session, household_id, signature)
    if profile is None:
        profile = ReadingProfile(
            household_id=household_id,
            signature=signature,
            title=title[:LONGEST_TITLE],
            answers={},
            created_at=now,
        )
        session.add(profile)
    told = {_kept_under(key, supply_point_id): answer for key, answer in answers.items()}
    profile.answers = {**profile.answers, **storable(told)}
    profile.used_at = now
    session.flush()


def _kept_under(key: str, supply_point_id: int) -> str:
    return f"{key}:{supply_point_id}" if key in OF_ONE_METER else key


def _profile(session: Session, household_id: int, signature: str) -> ReadingProfile | None:
    query = select(ReadingProfile).filter_by(household_id=household_id, signature=signature)
    return session.scalars(query).one_or_none() if signature else None
