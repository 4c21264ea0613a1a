"""`flask --app wsgi worker`: run the background jobs as a process of its own."""

from __future__ import annotations

import logging

import click
from flask import current_app
from flask.cli import with_appcontext


@click.command("worker")
@click.option("--threads", default=1, show_default=True, help="Jobs done at the same time.")
@click.option("--once", is_flag=True, help="Do the jobs that are waiting, then stop.")
@with_appcontext
def worker(threads: int, once: bool) -> None:
    """Do background jobs until told to stop."""
    from advisor.jobs.worker import run_queued, run_worker

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = current_app._get_current_object()
    if once:
        click.echo(f"{run_queued(app)} jobs done", err=True)
        return
    run_worker(app, threads=threads)
