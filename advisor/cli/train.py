"""`flask --app wsgi train`: from a folder of hourly usage to registered model versions, in minutes."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import click


@click.command("train")
@click.option("--data", "folder", required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--output", default="models", show_default=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--epochs", default=8, show_default=True, type=click.IntRange(1, 200))
@click.option("--seed", default=7, show_default=True, type=int)
@click.option("--fit-homes", default=None, type=click.IntRange(5), help="Learn from so many homes only (for trials).")
@click.option("--members", default=None, type=click.IntRange(1, 10), help="Networks to average.")
@click.option("--windows", default=None, type=click.IntRange(5, 500), help="Windows of each home to learn from.")
@click.option("--json", "as_json", is_flag=True, help="Print the versions as one JSON document.")
def train(
    folder: Path,
    output: Path,
    epochs: int,
    seed: int,
    fit_homes: int | None,
    members: int | None,
    windows: int | None,
    as_json: bool,
) -> None:
    """Train the forecaster on FOLDER (households_hourly.parquet and households.csv) and make it current."""
    try:
        from advisor.forecasting.training.homes import NoTrainingData, find_tables
    except ImportError as error:
        raise _not_installed(error) from error
    chosen = {"members": members, "windows_per_home": windows}
    try:
        find_tables(folder)  # before TensorFlow, which takes seconds to load
        from advisor.forecasting.training.run import train as run

        versions = run(
            folder,
            output=output,
            made_on=datetime.now(timezone.utc).date(),
            seed=seed,
            epochs=epochs,
            report=lambda line: click.echo(line, err=True),
            fit_homes=fit_homes,
            **{name: value for name, value in chosen.items() if value is not None},
        )
    except ImportError as error:
        raise _not_installed(error) from error
    except NoTrainingData as error:
        click.echo(f"Cannot train: {error}", err=True)
        raise click.exceptions.Exit(2) from error
    if as_json:
        click.echo(json.dumps(versions))
    else:
        for kind, version in versions.items():
            click.echo(f"{kind}: version {version} is now current in {output}")


def _not_installed(error: ImportError) -> click.ClickException:
    return click.ClickException(
        f"training needs {error.name}, which is not installed here: install the training requirements"
    )
