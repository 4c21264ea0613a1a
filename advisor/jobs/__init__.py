"""Background work: a queue that carries the ids of job rows, and the worker that runs them."""
