"""The part of JSON Schema that the OpenAPI document uses: enough to hold answers and examples to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

TYPES = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
KNOWN = {
    "$ref", "oneOf", "type", "enum", "format", "properties", "required", "items", "minimum", "maximum", "minItems",
    "maxItems", "minLength", "maxLength", "additionalProperties", "description", "default", "title",
}  # fmt: skip


def slips(document: dict, schema: dict, value: object, where: str = "") -> Iterator[str]:
    """Yield what in `value` is not as the schema says."""
    unknown = set(schema) - KNOWN
    assert not unknown, f"{where}: the validator does not know {unknown}"
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "oneOf" in schema:
        fitting = [one for one in schema["oneOf"] if not list(slips(document, one, value, where))]
        if len(fitting) != 1:
            yield f"{where} fits {len(fitting)} of {len(schema['oneOf'])}"
        return
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if value is None:
        if kinds and "null" not in kinds:
            yield f"{where} is null"
        return
    right = [TYPES[kind] for kind in kinds if kind != "null"]
    if right and not any(isinstance(value, kind) for kind in right):
        yield f"{where} is a {type(value).__name__}, not {kinds}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where} is {value!r}, not of {schema['enum']}"
    if schema.get("format") in ("date", "date-time"):
        (date if schema["format"] == "date" else datetime).fromisoformat(value)
    if isinstance(value, (int, float)) and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{where} is {value}"
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            yield f"{where} has {len(value)} items"
        for index, item in enumerate(value):
            yield from slips(document, schema.get("items", {}), item, f"{where}[{index}]")
    if isinstance(value, dict):
        yield from (f"{where}.{name} is missing" for name in schema.get("required", []) if name not in value)
        members = schema.get("properties", {})
        if members and schema.get("additionalProperties", True) is not True:
            yield from (f"{where}.{name} is unknown" for name in value if name not in members)
        for name, member in members.items():
            if name in value:
                yield from slips(document, member, value[name], f"{where}.{name}")
