"""Structured output: an answer bent to a JSON schema, or left as it is, as the server's mode has it."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.ollama.shapes import Refusal, SchemaMode

_UNSUPPORTED = re.compile(r"\\[dDsSwW]|\(\?[=!<]")


def check_format(value: Any, mode: SchemaMode) -> None:
    """Refuse a ``format`` as the server would."""
    if value in (None, "", "json"):
        return
    if not isinstance(value, dict):
        raise Refusal(500, f'invalid format: {json.dumps(value)}; expected "json" or a valid JSON Schema object')
    faulty = any(
        _UNSUPPORTED.search(pattern) or not (pattern.startswith("^") and pattern.endswith("$"))
        for pattern in _patterns(value)
    )
    if mode == "refuse" or faulty:
        raise Refusal(400, "failed to parse grammar")


def shaped(text: str, schema: Any, mode: SchemaMode) -> str:
    """What a model that would write ``text`` writes under ``schema``."""
    if not isinstance(schema, dict) or mode == "ignore":
        return text
    try:
        given = json.loads(text)
    except ValueError:
        given = None
    value = _fit(given if isinstance(given, dict) else text, schema)
    return json.dumps(value, ensure_ascii=False, sort_keys=mode == "sort")


def _fit(given: Any, schema: dict[str, Any]) -> Any:
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return given if given in schema["enum"] else schema["enum"][0]
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    return _MAKERS[kind](given, schema)


def _object(given: Any, schema: dict[str, Any]) -> dict[str, Any]:
    made = {}
    for key, inner in schema.get("properties", {}).items():
        known = given.get(key) if isinstance(given, dict) else given
        made[key] = _fit(known, inner)
    return made


def _array(given: Any, schema: dict[str, Any]) -> list[Any]:
    items = given if isinstance(given, list) else [given]
    count = max(schema.get("minItems", 1), min(len(items), schema.get("maxItems", len(items))))
    return [_fit(items[index % len(items)] if items else "", schema.get("items", {})) for index in range(count)]


def _string(given: Any, schema: dict[str, Any]) -> str:
    """Cut at the bound in the middle of a word, as a grammar does."""
    text = given if isinstance(given, str) else ""
    return text.ljust(schema.get("minLength", 0), ".")[: schema.get("maxLength")]


def _number(given: Any, schema: dict[str, Any]) -> float | int:
    number: float = given if isinstance(given, int | float) else 0
    if schema.get("type") != "integer":
        return number
    return int(max(schema.get("minimum", number), min(int(number), schema.get("maximum", number))))


_MAKERS: dict[str, Any] = {
    "object": _object, "array": _array, "string": _string, "integer": _number, "number": _number,
    "boolean": lambda given, _: bool(given), "null": lambda *_: None,
}  # fmt: skip


def _patterns(schema: Any) -> list[str]:
    if isinstance(schema, dict):
        own = [schema["pattern"]] if isinstance(schema.get("pattern"), str) else []
        return own + [found for value in schema.values() for found in _patterns(value)]
    if isinstance(schema, list):
        return [found for value in schema for found in _patterns(value)]
    return []
