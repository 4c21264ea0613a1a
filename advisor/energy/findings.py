"""Coded remarks about data or input; the sentence is made at the edge, from the code and its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Severity(str, Enum):
    """How much a finding matters: shown, shown with care, or blocking."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """One expected problem or remark: a code, how much it matters, and the values a sentence needs.

    `row` is the 1-based line of the file the finding is about, or None.
    """

    code: str
    severity: Severity = Severity.INFO
    params: Mapping[str, object] = field(default_factory=dict)
    row: int | None = None

    def as_document(self) -> dict[str, object]:
        """Return the finding in the shape of the JSON contract."""
        document: dict[str, object] = {"code": self.code, "severity": self.severity.value, "params": dict(self.params)}
        if self.row is not None:
            document["row"] = self.row
        return document


def blocking(findings: list[Finding] | tuple[Finding, ...]) -> bool:
    """Say whether any of the findings stops the work."""
    return any(finding.severity is Severity.ERROR for finding in findings)
