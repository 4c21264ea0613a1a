"""How gunicorn serves the product: one process with threads, and the job consumer as one of them when asked.

Used as `gunicorn --config python:advisor.serving wsgi:app`. The database is first opened after the fork.
"""

from __future__ import annotations

import os

bind = f"{os.environ.get('ADVISOR_BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("ADVISOR_WEB_WORKERS", "1"))
threads = int(os.environ.get("ADVISOR_WEB_THREADS", "8"))
worker_class = "gthread"
timeout = 60
graceful_timeout = 20
preload_app = False
accesslog = None
# gunicorn's control socket would be written under HOME, which is read-only in the container.
control_socket_disable = True


def post_worker_init(worker) -> None:
    """Start the embedded job consumer in this process when ADVISOR_EMBEDDED_WORKER is 1."""
    if os.environ.get("ADVISOR_EMBEDDED_WORKER") == "1":
        from advisor.jobs.worker import start_threads

        start_threads(worker.app.wsgi())
