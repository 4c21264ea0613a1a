"""The files of a bill as answers: its pictures for the household, the file itself for who gave it."""

from __future__ import annotations

from pathlib import Path

from flask import Response, abort, current_app, send_file

from advisor.db.uploads import Upload
from advisor.services.bill_pictures import picture_path
from advisor.services.content import content_path

# A picture opened alone may do nothing: no script, no form, no frame.
ALONE = "default-src 'none'; sandbox"


def picture(upload: Upload, number: int) -> Response:
    """Answer with one picture of a bill."""
    path = picture_path(_folder(), upload.sha256, number)
    if not path.is_file():
        abort(404)
    return _guarded(send_file(path, mimetype="image/webp", download_name=f"recibo-{number}.webp", conditional=False))


def original(upload: Upload) -> Response:
    """Answer with the file as it came, to be kept and not opened."""
    path = content_path(_folder(), upload.sha256)
    if not path.is_file():
        abort(404)
    answer = send_file(
        path,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=upload.filename,
        conditional=False,
        etag=False,
    )
    return _guarded(answer)


def _guarded(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = ALONE
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _folder() -> Path:
    return current_app.extensions["advisor_settings"].uploads_dir.resolve()
