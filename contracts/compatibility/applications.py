"""How many schemas a validator may apply to a message and all that is in it: what its judgement costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.members import definitions_of, target_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Json, Schema

_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("if", "then", "else", "not")
_UNEVALUATED = ("unevaluatedProperties", "unevaluatedItems")


def applications(schema: Schema, message: Json, *, limit: int) -> int:
    """An upper bound of the schemas (in the uniform form) that are applied to the message and its parts.

    Counting stops beyond the limit. What each pattern of names has to look at counts too.
    """
    definitions = definitions_of(schema)
    count, waiting = 0, [(schema, message)]
    while waiting and count <= limit:
        item, value = waiting.pop()
        count += 1
        if isinstance(item, dict):
            waiting += [(member, value) for member in _in_place(item, definitions)]
            if isinstance(value, dict):
                waiting += _below_object(item, value)
                count += len(value) * len(item.get("patternProperties", ()))
            elif isinstance(value, list):
                waiting += _below_array(item, value)
    return count


def _in_place(schema: dict[str, Json], definitions: dict[str, Schema]) -> Iterator[Schema]:
    if "$ref" in schema:
        yield definitions[target_name(schema)]
    for keyword in _LISTS:
        yield from schema.get(keyword, ())
    for keyword in _SINGLE:
        if keyword in schema:
            yield schema[keyword]
    yield from schema.get("dependentSchemas", {}).values()
    for keyword in _UNEVALUATED:
        if keyword in schema:  # everything beside it is gone through again
            yield {name: value for name, value in schema.items() if name not in _UNEVALUATED}


def _below_object(schema: dict[str, Json], value: dict[str, Json]) -> Iterator[tuple[Schema, Json]]:
    declared = schema.get("properties", {})
    if len(declared) < len(value):
        yield from ((item, value[name]) for name, item in declared.items() if name in value)
    else:
        yield from ((declared[name], item) for name, item in value.items() if name in declared)
    for below in schema.get("patternProperties", {}).values():
        yield from ((below, item) for item in value.values())
    for keyword in ("additionalProperties", "unevaluatedProperties"):
        if isinstance(schema.get(keyword), dict):
            yield from ((schema[keyword], item) for name, item in value.items() if name not in declared)
    if "propertyNames" in schema:
        yield from ((schema["propertyNames"], name) for name in value)


def _below_array(schema: dict[str, Json], value: list[Json]) -> Iterator[tuple[Schema, Json]]:
    prefix = schema.get("prefixItems", ())
    yield from zip(prefix, value, strict=False)
    for keyword in ("items", "contains", "unevaluatedItems"):
        if isinstance(schema.get(keyword), dict):
            yield from ((schema[keyword], item) for item in value)
