"""The network: a small dense net for one coming hour that bends the home's own profile; several members averaged."""

from __future__ import annotations

import numpy as np
import tensorflow as tf

from advisor.forecasting.features import WIDTH
from advisor.forecasting.forecasts import LEVELS

UNITS = (128, 96)
DROPOUT = 0.15


def use_threads(count: int) -> None:
    """Limit TensorFlow's threads; must come before its first operation."""
    tf.config.threading.set_intra_op_parallelism_threads(count)
    tf.config.threading.set_inter_op_parallelism_threads(count)


@tf.keras.utils.register_keras_serializable("advisor")
class BentProfile(tf.keras.layers.Layer):
    """Turn the profile's quantiles and the net's outputs into sorted quantiles, in units of the home's level.

    q = ((1-m) profile + m smoothed profile) * exp(shared shift + shift of the level) + addition of the level;
    with outputs of zero it is the profile half smoothed over neighbouring hours.
    """

    def call(self, rows: tf.Tensor, outputs: tf.Tensor) -> tf.Tensor:
        k = len(LEVELS)
        own = tf.square(rows[:, :k])
        bend, shift, addition = outputs[:, :1], outputs[:, 1 : k + 1], outputs[:, k + 1 : 2 * k + 1]
        middle, stretch = outputs[:, 2 * k + 1 : 2 * k + 2], outputs[:, 2 * k + 2 : 2 * k + 3]
        centre = tf.reduce_sum(own[:, 4:9], axis=1, keepdims=True) / 5.0
        spread = (own - centre) * tf.exp(stretch) + centre
        mixed = own + tf.sigmoid(bend) * (spread - own)
        raw = mixed * tf.exp(middle + 0.5 * shift) + addition
        return tf.sort(tf.nn.relu(raw), axis=1)


def member(mean: np.ndarray, variance: np.ndarray, *, seed: int) -> tf.keras.Model:
    """Make one untrained member: rows (batch, inputs) -> sorted quantiles (batch, levels)."""
    tf.keras.utils.set_random_seed(seed)
    rows = tf.keras.Input((WIDTH,), name="rows")
    x = tf.keras.layers.Normalization(axis=-1, mean=mean, variance=variance)(rows)
    for i, units in enumerate(UNITS):
        x = tf.keras.layers.Dense(units, activation="swish")(x)
        x = tf.keras.layers.Dropout(DROPOUT, seed=seed * 10 + i)(x)
    outputs = tf.keras.layers.Dense(2 * len(LEVELS) + 3, kernel_initializer="zeros")(x)
    return tf.keras.Model(rows, BentProfile(name="quantiles")(rows, outputs))


def ensemble(members: list[tf.keras.Model]) -> tf.keras.Model:
    """Average the members level by level; averages of sorted quantiles are sorted."""
    rows = tf.keras.Input((WIDTH,), name="rows")
    answers = [m(rows) for m in members]
    return tf.keras.Model(rows, tf.keras.layers.Average()(answers) if len(answers) > 1 else answers[0])


@tf.keras.utils.register_keras_serializable("advisor")
def pinball(truth: tf.Tensor, quantiles: tf.Tensor) -> tf.Tensor:
    """Mean pinball loss over the levels; the weights of unknown hours are zero."""
    levels = tf.constant(LEVELS, dtype=tf.float32)
    gap = truth - quantiles
    return tf.reduce_mean(tf.maximum(levels * gap, (levels - 1.0) * gap), axis=-1)
