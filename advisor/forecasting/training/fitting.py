"""Fit the members of the network, each without some of the homes, and stop each by the homes it does not see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from advisor.forecasting.training import network
from advisor.forecasting.training.samples import Samples

BATCH = 4096
LEARNING_RATE = 2e-3
WEIGHT_DECAY = 1e-2
PATIENCE = 4
LEVEL_POWER = 0.5
"""Hours weigh by the root of the home's level: between a mean over homes and a mean over kWh."""


@dataclass(frozen=True)
class Fitted:
    """One member with its loss by epoch on the homes it was stopped by."""

    model: tf.keras.Model
    validation_loss: tuple[float, ...]


def fit_member(
    samples: Samples, *, watched: np.ndarray, epochs: int, seed: int, report: Callable[[str], None]
) -> Fitted:
    """Fit one member on the hours of the homes that are not `watched`, keep the best epoch on those that are."""
    watching = np.isin(samples.home, watched)
    learn, watch = samples.part(~watching), samples.part(watching)
    thin = learn.rows[:: max(1, len(learn.rows) // 200_000)]
    model = network.member(thin.mean(axis=0), thin.var(axis=0) + 1e-3, seed=seed)
    steps = max(1, len(learn.rows) // BATCH)
    rate = tf.keras.optimizers.schedules.CosineDecay(LEARNING_RATE, epochs * steps)
    model.compile(
        optimizer=tf.keras.optimizers.AdamW(rate, weight_decay=WEIGHT_DECAY), loss=network.pinball, jit_compile=False
    )
    losses: list[float] = []
    best = model.get_weights()
    data = _batches(learn, seed)
    unseen = _weighted(watch)
    for epoch in range(epochs):
        trained = model.fit(data, epochs=1, steps_per_epoch=steps, shuffle=False, verbose=0).history["loss"][0]
        loss = float(model.evaluate(*unseen[:2], sample_weight=unseen[2], batch_size=65536, verbose=0))
        report(f"  epoch {epoch + 1}/{epochs}: loss {trained:.5f}, on homes it does not see {loss:.5f}")
        if not losses or loss < min(losses):
            best = model.get_weights()
        losses.append(loss)
        if epoch - int(np.argmin(losses)) >= PATIENCE:
            break
    model.set_weights(best)
    return Fitted(model, tuple(round(loss, 5) for loss in losses))


def _weighted(samples: Samples) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    weight = samples.scale_kwh**LEVEL_POWER
    return samples.rows, samples.truth[:, None], (weight / weight.mean()).astype(np.float32)


def _batches(samples: Samples, seed: int) -> tf.data.Dataset:
    """Gather shuffled batches from one array in memory, without copies of it."""
    columns = tuple(tf.constant(column) for column in _weighted(samples))
    count, batch = len(samples.rows), min(BATCH, len(samples.rows))
    order = tf.data.Dataset.range(count).shuffle(count, seed=seed).batch(batch, drop_remainder=True).repeat()
    return order.map(lambda places: tuple(tf.gather(column, places) for column in columns)).prefetch(2)
