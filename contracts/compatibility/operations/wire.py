"""Parameters and headers as they travel: text in fixed places, of which a writer sends the declared ones only.

The forms are what the engine is asked about. The sent form accepts no more than the schema itself and the read form no
less, so a witness against the forms is one against the schemas.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.keywords import ANNOTATIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.keywords import Schema

LOCATIONS = ("path", "query", "header", "cookie")
_SCALARS = ["string", "number", "boolean"]


def completed_parameters(schema: Schema, positions: frozenset[str] = frozenset()) -> Schema:
    """The schema of parameters with an object for each location, so that versions differ in parameters only.

    `positions` are parameters of the path that the other version speaks of: here they are any text.
    """
    if not isinstance(schema, dict):
        return schema
    declared = schema.get("properties", {})
    places = {name: declared.get(name, {"type": "object"}) for name in LOCATIONS}
    texts: dict[str, Schema] = {key: {"type": "string"} for key in sorted(positions)}
    places["path"] = {
        **places["path"],
        "properties": {**texts, **places["path"].get("properties", {})},
        "required": sorted({*places["path"].get("required", ()), *positions}),
    }
    return {**schema, "type": "object", "properties": places, "required": list(LOCATIONS)}


def path_positions(schema: Schema) -> frozenset[str]:
    """The parameters of a path that a schema of parameters speaks of."""
    places = schema.get("properties", {}) if isinstance(schema, dict) else {}
    return frozenset(places.get("path", {}).get("properties", {}))


def sent_parameters(schema: Schema) -> Schema:
    """What a caller sends: declared parameters only, and no empty text in a path."""
    if not isinstance(schema, dict):
        return schema
    places = {name: _shut(place) for name, place in schema["properties"].items()}
    places["path"] = _with_each(places["path"], _not_empty)
    return {**schema, "properties": places}


def read_parameters(schema: Schema) -> Schema:
    """What a provider reads; a parameter that may be any text may look like a number or a truth value."""
    if not isinstance(schema, dict):
        return schema
    return {**schema, "properties": {name: read_fields(place) for name, place in schema["properties"].items()}}


def sent_headers(schema: Schema) -> Schema:
    """What a provider sends: declared headers only."""
    return _shut(schema)


def read_fields(schema: Schema) -> Schema:
    """An object of texts as its reader takes it."""
    return _with_each(schema, _any_scalar)


def _shut(schema: Schema) -> Schema:
    return {"type": "object", **schema, "additionalProperties": False} if isinstance(schema, dict) else schema


def _with_each(schema: Schema, change: Callable[[Schema], Schema]) -> Schema:
    if not isinstance(schema, dict) or not isinstance(schema.get("properties"), dict):
        return schema
    return {**schema, "properties": {name: change(value) for name, value in schema["properties"].items()}}


def _not_empty(schema: Schema) -> Schema:
    if not isinstance(schema, dict) or schema.get("type") != "string":
        return schema
    least = schema.get("minLength", 0)
    return {**schema, "minLength": max(least, 1)} if isinstance(least, int) else schema


def _any_scalar(schema: Schema) -> Schema:
    is_plain = isinstance(schema, dict) and schema.get("type") == "string" and schema.keys() - ANNOTATIONS == {"type"}
    return {"type": _SCALARS} if is_plain else schema
