"""Reading meter files: bytes in, usage series with findings, questions and refused rows out. Nothing is stored here."""

from advisor.ingest.opening import read_file
from advisor.ingest.results import (
    Decision,
    Question,
    ReadResult,
    RefusedRow,
    RowCounts,
    SupplyRead,
    UnableToReadFile,
)

__all__ = [
    "Decision",
    "Question",
    "ReadResult",
    "RefusedRow",
    "RowCounts",
    "SupplyRead",
    "UnableToReadFile",
    "read_file",
]
