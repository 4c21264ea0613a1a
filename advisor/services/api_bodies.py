"""JSON of intervals or bills that programs send: judged already, kept as an upload of kind api, imported by a job."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from advisor.db.documents import storable
from advisor.db.queries.snapshots import job_of_upload
from advisor.db.transactions import write_transaction
from advisor.services.api_sent import SETTLED, Sent, announced, answered, confirmed, kept, upload_of
from advisor.services.content import StoredContent
from advisor.services.overruling import overruled
from advisor.services.uploads import same_content


def receive_body(
    session: Session, *, now: datetime, sent: Sent, body: BinaryIO, summary: Mapping, uploads_dir: Path, max_bytes: int
) -> int:
    """Keep a JSON body that was judged already and queue its import; return the job's id. Raises NotFound.

    The same body twice is the same upload, unless later ones told otherwise meanwhile: then it is said anew, and wins.
    Nothing is acknowledged before body, row and answer are on disk.
    """
    content = kept(session, sent, body, uploads_dir, max_bytes)
    again = 0
    while _settled_and_overruled(session, sent, content):
        again += 1
        body.seek(0)
        # Kept by what it contains, a body said anew must differ: by blank lines, which say nothing in JSON.
        content = kept(session, sent, io.BytesIO(body.read() + b"\n" * again), uploads_dir, max_bytes + again)
    with write_transaction(session):
        upload = upload_of(session, now=now, sent=sent, content=content, filename=f"{sent.program.name}.json")
        job = job_of_upload(session, upload)
        if job is None or upload.status not in SETTLED:
            upload.summary, upload.checked_at = storable(summary), now
            job = confirmed(session, now=now, upload=upload, answers={})
        job_id = answered(session, sent, job)
    return announced(job_id)


def _settled_and_overruled(session: Session, sent: Sent, content: StoredContent) -> bool:
    known = same_content(session, sent.supply_point_id, content)
    return known is not None and known.status in SETTLED and overruled(session, upload=known)
