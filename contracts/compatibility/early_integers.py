"""The `integer` of draft 4 in a closed form, which is written in 2020-12: there 1.0 is one, in draft 4 it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.alignment import mentions_integers
from contracts.keywords import map_subschemas

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

_NAME = "integer-of-draft-4"
_URI = f"urn:bindery:{_NAME}"
# A resource in a dialect of its own (2020-12 core, section 9.3.3): no keyword of 2020-12 tells 1.0 from 1.
_DEFINITION: Schema = {
    "$schema": "http://json-schema.org/draft-04/schema#",
    "$id": _URI,
    "id": _URI,
    "anyOf": [{"type": "integer"}, {"not": {"type": "number"}}],
}


def with_early_integers(schema: Schema) -> Schema:
    """The schema, of 2020-12, in which `integer` means what it does in draft 4."""
    if not isinstance(schema, dict) or not mentions_integers(schema):
        return schema
    strict = _strict(schema)
    return {**strict, "$defs": {**strict.get("$defs", {}), _NAME: _DEFINITION}}


def _strict(schema: dict[str, Json]) -> dict[str, Json]:
    copy = map_subschemas(schema, lambda item: _strict(item) if isinstance(item, dict) else item)
    named = copy.get("type", [])
    types = [named] if isinstance(named, str) else named
    if "integer" not in types or "number" in types:
        return copy
    return {**copy, "allOf": [*copy.get("allOf", ()), {"$ref": _URI}]}
