"""A meter file: received, checked, confirmed, imported."""
