"""Whether something that came later than an upload speaks of the same intervals or bills."""

from __future__ import annotations

import math

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from advisor.db.blocks import MonthSlots
from advisor.db.layers import BillLayer
from advisor.db.uploads import Upload, UploadStatus
from advisor.services.intervals import beside_others


def overruled(session: Session, *, upload: Upload) -> bool:
    """Say whether the same content sent now would say something new: a later upload told of what this one tells.

    A later one that waits for its import may tell of anything.
    """
    waiting = (Upload.supply_point_id == upload.supply_point_id) & (Upload.status == UploadStatus.CONFIRMED)
    if session.scalar(select(exists().where(waiting, Upload.id > upload.id))):
        return True
    mine, later = aliased(BillLayer), aliased(BillLayer)
    same = (mine.supply_point_id == later.supply_point_id) & (mine.start < later.end) & (later.start < mine.end)
    if session.scalar(select(exists().where(mine.upload_id == upload.id, later.upload_id > upload.id, same))):
        return True
    months = beside_others(session, upload.supply_point_id, upload.id)
    return any(_told_later(told, other) for told, others in months for other in others)


def _told_later(told: MonthSlots, other: MonthSlots) -> bool:
    if other.sources.max() <= told.sources.max():
        return False
    step = math.gcd(told.step_minutes, other.step_minutes)
    return bool(((told.at_step(step).quality > 0) & (other.at_step(step).quality > 0)).any())
