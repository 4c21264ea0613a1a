"""Trained models on disk: loaded only with the hash their manifest names, otherwise a finding and no model."""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from advisor.energy.findings import Finding, Severity
from advisor.forecasting.bill_history import FEATURES as BILL_FEATURES
from advisor.forecasting.features import WIDTH
from advisor.forecasting.forecasts import LEVELS
from advisor.forecasting.logrule import LogRule
from advisor.forecasting.monthly import BillsModel
from advisor.forecasting.totals import FEATURES as TOTAL_FEATURES
from advisor.forecasting.totals import TotalsModel

NETWORK, RULES, MANIFEST, CURRENT = "model.tflite", "rules.json", "manifest.json", "current"


class _Unusable(Exception):
    """A model may not be used; the first argument is the reason's code."""


class HourlyModel:
    """A trained network for hours: rows of inputs in, sorted quantiles out, in units of the home's level.

    The interpreter is not thread-safe, so each thread makes its own from the same bytes.
    """

    def __init__(self, content: bytes, version: str) -> None:
        self.version = version
        self._content = content
        self._own = threading.local()

    def quantiles(self, rows: np.ndarray) -> np.ndarray:
        """Return float32 (n, levels) for inputs float32 (n, WIDTH)."""
        runner = self._runner()
        return runner(rows=np.ascontiguousarray(rows, dtype=np.float32))["quantiles"]

    def _runner(self):
        if not hasattr(self._own, "runner"):
            from ai_edge_litert.interpreter import Interpreter

            interpreter = Interpreter(model_content=self._content, num_threads=1)
            self._own.interpreter = interpreter
            self._own.runner = interpreter.get_signature_runner("serve")
        return self._own.runner


@dataclass(frozen=True)
class Models:
    """What could be loaded, and a finding for each model that could not."""

    hourly: HourlyModel | None
    totals: TotalsModel | None
    bills: BillsModel | None
    findings: tuple[Finding, ...] = ()

    @property
    def version(self) -> str:
        """Versions in use, for a snapshot."""
        return f"hourly {_version(self.hourly)}, monthly {_version(self.bills)}"


NO_MODELS = Models(None, None, None)


def load_models(folder: Path) -> Models:
    """Load the current version of every model under `folder`; never raises."""
    hourly, missing_hourly = load_model(folder / "hourly")
    rules, missing_rules = load_rules(folder / "monthly")
    totals, bills = rules or (None, None)
    return Models(hourly, totals, bills, missing_hourly + missing_rules)


def load_model(folder: Path) -> tuple[HourlyModel | None, tuple[Finding, ...]]:
    """Load the current network of models/hourly, or say why not; never raises.

    Reasons: missing, unreadable, wrong_hash, wrong_shape, unloadable.
    """
    try:
        content, manifest = _verified(folder, NETWORK)
        if manifest.get("levels") != list(LEVELS) or manifest.get("inputs_width") != WIDTH:
            raise _Unusable("wrong_shape")
        model = HourlyModel(content, str(manifest["version"]))
        _try_out(model)
    except _Unusable as error:
        return None, (_finding("hourly", str(error)),)
    return model, ()


def load_rules(folder: Path) -> tuple[tuple[TotalsModel, BillsModel] | None, tuple[Finding, ...]]:
    """Load the current rules of models/monthly, or say why not; never raises."""
    try:
        content, manifest = _verified(folder, RULES)
        try:
            return _rules(json.loads(content), str(manifest["version"])), ()
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _Unusable("wrong_shape") from error
    except _Unusable as error:
        return None, (_finding("monthly", str(error)),)


def _verified(folder: Path, name: str) -> tuple[bytes, dict]:
    """Read one file of the current version whose hash is the manifest's."""
    try:
        version = (folder / CURRENT).read_text(encoding="utf-8").strip()
        manifest = json.loads((folder / version / MANIFEST).read_text(encoding="utf-8"))
        content = (folder / version / name).read_bytes()
        expected = manifest["files"][name]["sha256"]
    except FileNotFoundError as error:
        raise _Unusable("missing") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _Unusable("unreadable") from error
    if hashlib.sha256(content).hexdigest() != expected or manifest.get("version") != version:
        raise _Unusable("wrong_hash")
    return content, manifest


def _try_out(model: HourlyModel) -> None:
    try:
        answer = model.quantiles(np.zeros((2, WIDTH), dtype=np.float32))
    except Exception as error:  # LiteRT raises several kinds, and ImportError where it is not installed
        raise _Unusable("unloadable") from error
    if answer.shape != (2, len(LEVELS)) or not np.isfinite(answer).all():
        raise _Unusable("wrong_shape")


def _rules(document: dict, version: str) -> tuple[TotalsModel, BillsModel]:
    totals = [_by_number(document[name], TOTAL_FEATURES) for name in ("totals", "days")]
    bills = [_by_number(document["bills"][name], BILL_FEATURES) for name in ("with_season", "without_season")]
    year = LogRule.from_document(document["year"], features=0)
    return TotalsModel(*totals, version), BillsModel(*bills, year, version)


def _by_number(rules: dict, features: int) -> dict[int, LogRule]:
    if not rules:
        raise ValueError("an artefact needs at least one rule of each kind")
    return {int(number): LogRule.from_document(rule, features=features) for number, rule in rules.items()}


def _finding(model: str, reason: str) -> Finding:
    return Finding("model_unusable", Severity.WARNING, {"model": model, "reason": reason})


def _version(model: HourlyModel | BillsModel | None) -> str:
    return model.version if model else "none"
