"""`python -m tests.browser.world.server FOLDER PORT`: build the world there, serve it, say so in world.json."""

from __future__ import annotations

import json
import sys
from datetime import timedelta
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from advisor.db import db
from advisor.settings import Settings
from advisor.web.app import create_app
from tests.browser.world import MOMENT, READY_FILE
from tests.browser.world.building import TRIES, Builder
from tests.browser.world.whole import add_everything


class Kept(WSGIRequestHandler):
    """Connections that stay open, as behind the product's own server."""

    protocol_version = "HTTP/1.1"


def main(folder: Path, port: int) -> None:
    """Build and serve until the process is ended."""
    settings = Settings.for_testing(
        folder,
        demo=True,
        max_upload_mb=1,  # so that a file too large is soon sent
        logins_per_account=TRIES,
        logins_per_address=10_000,
        registrations_per_address=10_000,
    )
    app = create_app(settings, now=lambda: MOMENT)
    app.config["SECURITY_FRESHNESS"] = timedelta(days=1)  # a walk takes longer than a visit
    app.config["TESTING"] = False  # a fault is answered with its page, as for people
    with app.app_context():
        db.create_all()
        builder = Builder(app)
        add_everything(builder)
        db.session.remove()
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=Kept)
    told = {
        "address": f"http://127.0.0.1:{server.server_port}",
        "names": builder.names,
        "cookies": builder.cookies,
    }
    part = folder / "world.part"
    part.write_text(json.dumps(told), "utf-8")
    part.rename(folder / READY_FILE)
    server.serve_forever()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), int(sys.argv[2]))
