"""What a JSON column can hold: finite numbers, text without NUL, plain containers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum


def storable(value: object) -> object:
    """Return the value as JSON keeps it on every database: NaN becomes null, NUL is dropped, decimals become text."""
    if isinstance(value, Enum):
        return storable(value.value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(storable(key)): storable(item) for key, item in value.items()}
    if hasattr(value, "tolist"):
        return storable(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | tuple | set | frozenset):
        return [storable(item) for item in value]
    raise TypeError(f"a stored document cannot hold {type(value).__name__}")
