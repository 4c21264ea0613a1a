"""Published documents kept as versions: what was ever loaded can be shown again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from advisor.db.reference import ReferenceDocument
from advisor.db.transactions import write_transaction
from advisor.services.audit import record


@dataclass(frozen=True)
class LoadedDocuments:
    """How many documents are new versions and how many were known."""

    added: int
    known: int


def load_documents(session: Session, *, now: datetime, folder: Path) -> LoadedDocuments:
    """Keep each YAML document of the folder as a version, once for each content."""
    paths = sorted(folder.rglob("*.yaml"))
    documents = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
    added = 0
    with write_transaction(session):
        for name, content in documents.items():
            sha256 = hashlib.sha256(content.encode()).hexdigest()
            query = select(ReferenceDocument.id).where(
                ReferenceDocument.name == name, ReferenceDocument.sha256 == sha256
            )
            if session.scalars(query).one_or_none() is None:
                session.add(ReferenceDocument(name=name, sha256=sha256, content=content, loaded_at=now))
                record(session, now=now, tag="reference:document:loaded", actor_id=None, name=name, sha256=sha256)
                added += 1
    return LoadedDocuments(added=added, known=len(documents) - added)
