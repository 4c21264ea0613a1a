"""Training from raw tables to a registered version, small: a few made-up homes and one pass over the data."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from advisor.forecasting.registry import load_models

COMMAND = "from advisor.cli.train import train; train()"


@pytest.fixture
def homes(tmp_path) -> Path:
    """Twelve made-up homes of two sources over eleven months, in the layout the command reads."""
    pd = pytest.importorskip("pandas")
    rng = np.random.default_rng(11)
    hours = pd.date_range("2024-01-01", periods=24 * 330, freq="h", tz="UTC")
    shape = 0.2 + 0.5 * np.exp(-((hours.hour.to_numpy() - 20) ** 2) / 8)
    tables, about = [], []
    for number in range(12):
        name, source = f"made_{number}", "export" if number >= 9 else "made"
        drift = np.exp(np.repeat(np.cumsum(rng.normal(0, 0.03, 330)), 24))
        kwh = (shape * drift * rng.gamma(4, 0.25, len(hours))).astype("float32")
        tables.append(pd.DataFrame({"household_id": name, "ts_utc": hours, "kwh": kwh, "imputed": False}))
        about.append({"household_id": name, "source": source, "tz": "America/Lima"})
    folder = tmp_path / "data"
    folder.mkdir()
    pd.concat(tables, ignore_index=True).to_parquet(folder / "households_hourly.parquet")
    pd.DataFrame(about).to_csv(folder / "households.csv", index=False)
    return folder


def run(*arguments: str) -> subprocess.CompletedProcess:
    # a process of its own: TensorFlow stays where it is loaded
    return subprocess.run([sys.executable, "-c", COMMAND, *arguments], capture_output=True, text=True, timeout=300)


@pytest.mark.training
def test_a_training_registers_versions_that_load(homes, tmp_path):
    pytest.importorskip("pyarrow")
    output = tmp_path / "models"
    options = ["--epochs", "1", "--members", "1", "--windows", "8", "--fit-homes", "6", "--json"]
    done = run("--data", str(homes), "--output", str(output), *options)
    assert done.returncode == 0, done.stderr
    versions = json.loads(done.stdout)
    for kind, version in versions.items():
        folder = output / kind / version
        manifest = json.loads((folder / "manifest.json").read_text())
        for name, said in manifest["files"].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == said["sha256"]
        assert {"made_9", "made_10", "made_11"} <= set(manifest["data"]["held_out_homes"])
        assert len(manifest["data"]["training_homes"]) <= 6
    models = load_models(output)
    assert models.findings == ()
    assert models.hourly.version == versions["hourly"]


@pytest.mark.training
def test_a_folder_without_tables_is_refused_in_one_sentence(tmp_path):
    done = run("--data", str(tmp_path), "--output", str(tmp_path / "models"))
    assert done.returncode == 2
    assert "needs households_hourly.parquet and households.csv" in done.stderr
    assert not (tmp_path / "models").exists()
