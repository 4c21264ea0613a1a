"""The body of a request: read once, within limits, and done once where it comes with an idempotency key."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import BinaryIO

from flask import current_app, request

from advisor.db import db
from advisor.services import idempotency
from advisor.settings import Settings
from advisor.web.api.access import program
from advisor.web.api.problems import ApiProblem
from advisor.web.sessions import now

JSON = "application/json"
# What meters and their programs write; the reader looks at the content, the type only says that it is a file.
FILES = (
    "text/csv",
    "text/plain",
    "text/xml",
    "application/xml",
    "application/atom+xml",
    "application/zip",
    "application/gzip",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/octet-stream",
)
# Fifty thousand intervals written at length are six megabytes.
MOST_JSON_BYTES = 12_000_000
KEPT_IN_MEMORY = 1_000_000
CHUNK_BYTES = 1 << 16

Work = Callable[[idempotency.Claim | None], int]


def settings() -> Settings:
    """Return the settings of the app."""
    return current_app.extensions["advisor_settings"]


def take_json() -> bytes:
    """Return a JSON body whole; it is judged before it is kept."""
    if request.mimetype != JSON:
        raise ApiProblem(415, "unsupported_type", headers={"Accept": JSON})
    request.max_content_length = MOST_JSON_BYTES
    return request.get_data(cache=False)


def take_file() -> tuple[AbstractContextManager[BinaryIO], str]:
    """Return the body as a file at its beginning, large ones on disk, and the hash of its content."""
    if request.mimetype not in FILES:
        raise ApiProblem(415, "unsupported_type", headers={"Accept": ", ".join((JSON, *FILES))})
    request.max_content_length = settings().max_upload_mb * 1_000_000
    digest, body = hashlib.sha256(), tempfile.SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 - the caller closes it
    try:
        while chunk := request.stream.read(CHUNK_BYTES):
            digest.update(chunk)
            body.write(chunk)
        body.seek(0)
    except BaseException:
        body.close()
        raise
    return body, digest.hexdigest()


def once(content_hash: str, work: Work) -> int:
    """Do the work, which returns the id of its job; a key that was answered already is given the same answer."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return work(None)
    if not 0 < len(key) <= idempotency.LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise ApiProblem(400, "bad_key")
    token_id, fingerprint = program().token_id, _fingerprint(content_hash)
    try:
        claimed = idempotency.claim(db.session, now=now(), token_id=token_id, key=key, fingerprint=fingerprint)
    except idempotency.KeyReused as problem:
        raise ApiProblem(422, "key_reused") from problem
    except idempotency.InProgress as problem:
        raise ApiProblem(409, "key_in_use", headers={"Retry-After": "5"}) from problem
    if isinstance(claimed, idempotency.GivenAnswer):
        return int(claimed.answer["job_id"])
    try:
        return work(claimed)
    except Exception:
        idempotency.release(db.session, claimed)
        raise


def _fingerprint(content_hash: str) -> str:
    """Return what tells one request from another: method, address, type and content."""
    told = (request.method, request.full_path, request.mimetype, content_hash)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
