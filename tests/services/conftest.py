"""Steps of an upload as the pages and the worker take them."""

from __future__ import annotations

import io

import pytest

from advisor.services import uploads
from advisor.services.checking import check_upload
from advisor.services.importing import import_upload


@pytest.fixture
def receive(session, actor, supply_point, settings, now):
    """Give a file."""

    def give(content: bytes, *, filename: str = "medidor.csv", by=actor, to=supply_point, max_bytes=10_000_000):
        return uploads.receive(
            session,
            actor=by,
            now=now,
            supply_point_id=to.id,
            filename=filename,
            stream=io.BytesIO(content),
            uploads_dir=settings.uploads_dir,
            max_bytes=max_bytes,
        )

    return give


@pytest.fixture
def bring_in(session, actor, settings, now, receive):
    """Give a file, have it checked, confirm it and have it imported; return the upload's id."""

    def bring(content: bytes, **options) -> int:
        upload_id = receive(content, **options).upload_id
        check_upload(session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
        uploads.confirm(session, actor=actor, now=now, upload_id=upload_id)
        import_upload(session, now=now, upload_id=upload_id, uploads_dir=settings.uploads_dir)
        return upload_id

    return bring
