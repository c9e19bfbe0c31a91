"""The role of each JSON Schema keyword, and the only way to walk a schema.

A generic walk over dictionaries mistakes a property *named* `title` for an annotation and a value inside `const` for a
schema. Everything that walks schemas in Bindery walks them here.

Source: JSON Schema drafts 04 to 2020-12, core and validation.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Json: TypeAlias = (
    Any  # JSON of any shape, narrowed by isinstance where it is read: recursive aliases fight every walker
)
Schema: TypeAlias = "bool | dict[str, Json]"
Step: TypeAlias = "str | int"

HOLDS_SCHEMA = frozenset(
    {
        "additionalItems",
        "additionalProperties",
        "contains",
        "contentSchema",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
HOLDS_SCHEMA_LIST = frozenset({"allOf", "anyOf", "items", "oneOf", "prefixItems"})
HOLDS_SCHEMA_MAP = frozenset(
    {"$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"}
)
HOLDERS = HOLDS_SCHEMA | HOLDS_SCHEMA_LIST | HOLDS_SCHEMA_MAP  # most keywords are none: one look settles them
ANNOTATIONS = frozenset({"$comment", "default", "deprecated", "description", "example", "examples", "title"})


def subschemas(schema: Schema) -> Iterator[tuple[tuple[Step, ...], Schema]]:
    """Each direct subschema of `schema` with its path, `("properties", "total")` for example."""
    if not isinstance(schema, dict):
        return
    for keyword, value in schema.items():
        if keyword not in HOLDERS:
            continue
        if keyword in HOLDS_SCHEMA_LIST and isinstance(value, list):
            yield from (((keyword, index), item) for index, item in enumerate(value) if isinstance(item, dict | bool))
        elif keyword in HOLDS_SCHEMA_MAP and isinstance(value, dict):
            yield from (((keyword, name), item) for name, item in value.items() if isinstance(item, dict | bool))
        elif keyword in HOLDS_SCHEMA and isinstance(value, dict | bool):
            yield (keyword,), value


def property_names(schema: Schema) -> frozenset[str]:
    """The names that a schema gives to properties, at any depth.

    >>> sorted(property_names({"properties": {"lines": {"items": {"properties": {"sku": True}}}}}))
    ['lines', 'sku']
    """
    names: set[str] = set()
    waiting = [schema]
    while waiting:
        for path, inner in subschemas(waiting.pop()):
            names |= {path[1]} if path[0] == "properties" else set()  # type: ignore[arg-type]  # a name, as `properties` maps names
            waiting.append(inner)
    return frozenset(names)


def map_subschemas(schema: dict[str, Json], change: Callable[[Schema], Schema]) -> dict[str, Json]:
    """A copy of `schema` in which each direct subschema is replaced by `change(subschema)`."""

    def changed(item: Json) -> Json:
        return change(item) if isinstance(item, dict | bool) else item

    copy: dict[str, Json] = dict(schema)
    for keyword, value in schema.items():
        if keyword not in HOLDERS:
            continue
        if keyword in HOLDS_SCHEMA_LIST and isinstance(value, list):
            copy[keyword] = [changed(item) for item in value]
        elif keyword in HOLDS_SCHEMA_MAP and isinstance(value, dict):
            copy[keyword] = {name: changed(item) for name, item in value.items()}
        elif keyword in HOLDS_SCHEMA and isinstance(value, dict | bool):
            copy[keyword] = change(value)
    return copy


def without_annotations(schema: Schema) -> Schema:
    """The schema without annotation keywords at schema positions; names of properties and values stay untouched."""
    if not isinstance(schema, dict):
        return schema
    kept = {keyword: value for keyword, value in schema.items() if keyword not in ANNOTATIONS}
    return map_subschemas(kept, without_annotations)


def without_formats(schema: Schema) -> Schema:
    """The schema without `format` at schema positions: what it says where formats only describe."""
    if not isinstance(schema, dict):
        return schema
    kept = {keyword: value for keyword, value in schema.items() if keyword != "format"}
    return map_subschemas(kept, without_formats)


def pointer(steps: tuple[Step, ...]) -> str:
    """The JSON Pointer (RFC 6901) of a path: `("properties", "a/b")` is `/properties/a~1b`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def steps(json_pointer: str) -> tuple[str, ...]:
    """The path of a JSON Pointer (RFC 6901), each step as text."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in json_pointer.split("/")[1:])


def unquoted(fragment: str) -> str:
    """A URI fragment without percent-encoding (RFC 3986 section 2.1)."""
    return re.sub(r"(?:%[0-9A-Fa-f]{2})+", lambda found: _decoded(found[0]), fragment)


def _decoded(escapes: str) -> str:
    return bytes.fromhex(escapes.replace("%", "")).decode("utf-8", "replace")
