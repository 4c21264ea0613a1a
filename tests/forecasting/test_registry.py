"""A trained model is used only with the hash its manifest names; anything else is a finding, never a fault."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import numpy as np
import pytest

from advisor.forecasting.registry import load_model, load_models, load_rules

MODELS = Path(__file__).resolve().parents[2] / "models"


@pytest.fixture
def copy(tmp_path) -> Path:
    """The shipped models in a folder that may be broken."""
    return Path(shutil.copytree(MODELS, tmp_path / "models"))


def version_folder(folder: Path, kind: str) -> Path:
    return folder / kind / (folder / kind / "current").read_text().strip()


def no_models(folder: Path) -> None:
    shutil.rmtree(folder)


def no_current(folder: Path) -> None:
    (folder / "hourly" / "current").unlink()


def no_network(folder: Path) -> None:
    (version_folder(folder, "hourly") / "model.tflite").unlink()


def corrupt_network(folder: Path) -> None:
    path = version_folder(folder, "hourly") / "model.tflite"
    path.write_bytes(path.read_bytes()[:-100] + bytes(100))


def other_network(folder: Path) -> None:
    rewrite(version_folder(folder, "hourly"), "model.tflite", b"not a network")


def manifest_of_another_version(folder: Path) -> None:
    change_manifest(version_folder(folder, "hourly"), version="19990101-00000000")


def manifest_without_json(folder: Path) -> None:
    (version_folder(folder, "hourly") / "manifest.json").write_text("{")


def network_for_other_inputs(folder: Path) -> None:
    change_manifest(version_folder(folder, "hourly"), inputs_width=7)


def change_manifest(folder: Path, **changes: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def rewrite(folder: Path, name: str, content: bytes) -> None:
    """Replace a file and its hash: the hash alone must not be what saves us."""
    import hashlib

    (folder / name).write_bytes(content)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"][name]["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (no_models, "missing"),
        (no_current, "missing"),
        (no_network, "missing"),
        (corrupt_network, "wrong_hash"),
        (manifest_of_another_version, "wrong_hash"),
        (manifest_without_json, "unreadable"),
        (network_for_other_inputs, "wrong_shape"),
        (other_network, "unloadable"),
    ],
)
def test_a_harmed_network_is_not_used_and_the_reason_is_told(harm, reason, copy):
    harm(copy)
    model, (finding,) = load_model(copy / "hourly")
    assert model is None
    assert (finding.code, finding.params["reason"]) == ("model_unusable", reason)


@pytest.mark.parametrize("content", [b"{}", b'{"totals": []}', b"[1]", b"\xff\xfe"])
def test_rules_of_the_wrong_shape_are_not_used(content, copy):
    rewrite(version_folder(copy, "monthly"), "rules.json", content)
    rules, (finding,) = load_rules(copy / "monthly")
    assert rules is None
    assert finding.params == {"model": "monthly", "reason": "wrong_shape"}


def test_one_harmed_model_does_not_take_the_other_along(copy):
    corrupt_network(copy)
    models = load_models(copy)
    assert models.hourly is None
    assert models.bills is not None
    assert models.version.startswith("hourly none, monthly 20")


def test_the_shipped_network_answers_as_keras_did_when_it_was_made(models):
    stored = np.load(version_folder(MODELS, "hourly") / "check.npz")
    np.testing.assert_allclose(models.hourly.quantiles(stored["rows"]), stored["quantiles"], atol=1e-4)


def test_every_thread_has_its_own_interpreter(models):
    rows = np.load(version_folder(MODELS, "hourly") / "check.npz")["rows"]
    expected, answers = models.hourly.quantiles(rows), {}
    threads = [
        threading.Thread(target=lambda i=i: answers.update({i: models.hourly.quantiles(rows)})) for i in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4
    for answer in answers.values():
        np.testing.assert_array_equal(answer, expected)


@pytest.mark.parametrize("kind", ["hourly", "monthly"])
def test_the_manifest_says_where_the_model_comes_from(kind):
    manifest = json.loads((version_folder(MODELS, kind) / "manifest.json").read_text())
    data = manifest["data"]
    assert not set(data["training_homes"]) & set(data["held_out_homes"])
    assert data["first_day"] < data["end_day"]
    assert manifest["libraries"]["numpy"]
    assert isinstance(manifest["seed"], int)


def test_the_shipped_network_is_better_than_the_seasonal_naive_on_homes_held_out():
    manifest = json.loads((version_folder(MODELS, "hourly") / "manifest.json").read_text())
    for scores in manifest["metrics_on_held_out_homes"].values():
        assert scores["network"]["pinball_kwh"] < scores["seasonal_naive"]["pinball_kwh"]
