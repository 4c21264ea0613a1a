"""The product as gunicorn serves it, with figures added to every answer: server time, its own work, SQL statements.

Loaded by `pages.py` as `gunicorn ... pages_server:app`; the product itself knows nothing of it.
"""

from __future__ import annotations

import threading
import time

from sqlalchemy import Engine, event
from werkzeug.wsgi import ClosingIterator

from wsgi import app as product

STATEMENTS, SECONDS, WORK = "X-Statements", "X-Seconds", "X-Work-Seconds"
# What opens a transaction or a connection asks the database nothing.
NOT_COUNTED = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")

_request = threading.local()


@event.listens_for(Engine, "before_cursor_execute")
def _count(_connection, _cursor, statement: str, *_rest: object) -> None:
    if not statement.startswith(NOT_COUNTED):
        _request.statements = getattr(_request, "statements", 0) + 1


def app(environ: dict, start_response):
    """Answer as the product does; a page is whole when its view returns, so the headers know what it cost."""
    _request.statements, began, worked = 0, time.perf_counter(), time.thread_time()

    def start_with_figures(status: str, headers: list, exc_info=None):
        figures = [
            (STATEMENTS, str(_request.statements)),
            (SECONDS, f"{time.perf_counter() - began:.6f}"),
            (WORK, f"{time.thread_time() - worked:.6f}"),
        ]
        return start_response(status, headers + figures, exc_info)

    return ClosingIterator(product(environ, start_with_figures))
