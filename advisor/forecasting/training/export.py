"""From Keras to LiteRT: through a SavedModel, compared on real inputs before anything is written."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tensorflow as tf

from advisor.forecasting.features import WIDTH
from advisor.forecasting.registry import HourlyModel

LARGEST_DIFFERENCE = 1e-4
CHECK_ROWS = 48


class ConversionFailed(Exception):
    """The converted network does not answer as the trained one; largest: the greatest difference seen."""

    def __init__(self, largest: float) -> None:
        super().__init__(f"LiteRT differs from Keras by {largest:.2g}, more than {LARGEST_DIFFERENCE}")
        self.largest = largest


@dataclass(frozen=True)
class Exported:
    """Files of a network: model.tflite, weights, inputs with Keras' answers; and the difference found."""

    files: dict[str, bytes]
    largest_difference: float


def export(model: tf.keras.Model, rows: np.ndarray) -> Exported:
    """Convert, compare with Keras on `rows` and return the files; raises ConversionFailed beyond 1e-4."""
    with tempfile.TemporaryDirectory() as folder:
        content = _convert(model, Path(folder) / "saved")
        weights = Path(folder) / "network.weights.h5"
        model.save_weights(weights)
        kept = weights.read_bytes()
    expected = model(rows, training=False).numpy()
    largest = float(np.abs(HourlyModel(content, "new").quantiles(rows) - expected).max())
    if largest > LARGEST_DIFFERENCE:
        raise ConversionFailed(largest)
    check = io.BytesIO()
    np.savez(check, rows=rows[:CHECK_ROWS], quantiles=expected[:CHECK_ROWS])
    files = {"model.tflite": content, "network.weights.h5": kept, "check.npz": check.getvalue()}
    return Exported(files, largest)


def _convert(model: tf.keras.Model, folder: Path) -> bytes:
    # a converter over a tf.function that closes over a Keras 3 model loses the weights; a SavedModel keeps them
    archive = tf.keras.export.ExportArchive()
    archive.track(model)
    archive.add_endpoint(
        name="serve",
        fn=lambda rows: {"quantiles": model(rows, training=False)},
        input_signature=[tf.TensorSpec((None, WIDTH), tf.float32, name="rows")],
    )
    archive.write_out(str(folder), verbose=False)
    return tf.lite.TFLiteConverter.from_saved_model(str(folder), signature_keys=["serve"]).convert()
