"""Programs that may use a person's data: their tokens."""
