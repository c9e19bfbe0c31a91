"""The values of a schema that has finitely many, where that shows in its keywords."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

MAX_VALUES = 5_000
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def finite_values(schema: Schema) -> list[Json] | None:
    """Values among which are all that the schema accepts, in its order; None where they are not known to be finite.

    A number stands for its value: 1 also for 1.0.

    >>> finite_values({"anyOf": [{"enum": [1, 2]}, {"const": "a"}], "minimum": 2})
    [1, 2, 'a']
    """
    if isinstance(schema, bool):
        return None if schema else []
    if "const" in schema:
        return [schema["const"]]
    if "enum" in schema:
        return list(schema["enum"]) if len(schema["enum"]) <= MAX_VALUES else None
    by_type = _values_of_types(schema.get("type"))
    if by_type is not None:
        return by_type
    return _values_of_members(schema)


def _values_of_types(types: Json) -> list[Json] | None:
    names = [types] if isinstance(types, str) else types
    if not isinstance(names, list) or not set(names) <= {"null", "boolean"}:
        return None
    return [*([None] if "null" in names else []), *([True, False] if "boolean" in names else [])]


def _values_of_members(schema: dict[str, Json]) -> list[Json] | None:
    for member in schema.get("allOf", ()):
        values = finite_values(member)
        if values is not None:
            return values
    for keyword in ("anyOf", "oneOf"):
        branches = [finite_values(branch) for branch in schema.get(keyword, ())]
        known = [values for values in branches if values is not None]
        if branches and len(known) == len(branches) and sum(map(len, known)) <= MAX_VALUES:
            return [value for values in known for value in values]
    return None


def content_key(value: Json) -> str:
    """Text that is equal for equal JSON; unlike Python, it tells true from 1."""
    return _ENCODER.encode(value)
