"""Read one YAML document into a strict model; a fault names the document and the place in it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

DOCUMENTS = Path(__file__).parent / "documents"


class InvalidDocument(ValueError):
    """A reference document does not have the shape its kind requires; `path` is the document."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {reason}")
        self.path = path


class Strict(BaseModel):
    """A part of a document: unknown keys are faults, values do not change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Model = TypeVar("Model", bound=Strict)


def read_document(path: Path, model: type[Model]) -> Model:
    """Parse a document. Raises InvalidDocument."""
    try:
        return model.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (yaml.YAMLError, ValidationError) as fault:
        raise InvalidDocument(path, str(fault)) from fault
