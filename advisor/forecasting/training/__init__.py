"""Training: the only place that imports TensorFlow and pandas; run as a command of its own, never in a server."""
