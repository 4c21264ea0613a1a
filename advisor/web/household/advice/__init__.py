"""Consejos: what would lower the bill, and why."""
