"""Schemas for the ways in which a value can fail another schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from contracts.keywords import Json, Schema

EXCLUDED = "excludedValues"  # a keyword of ours: values that a message under construction must not take
TYPES = ("object", "array", "string", "number", "boolean", "null")


def negations(schema: Schema) -> list[Schema]:
    """Schemas whose values mostly fail `schema`, one per way of failing it that is known here.

    A guide for building messages, no exact negation: what is built is judged by the whole schema later. A schema
    that fails in none of the known ways gives `[True]`, try anything.
    """
    if schema is False:
        return [True]
    if schema is True or not schema:
        return []
    ways = [way for keyword, value in schema.items() for way in _WAYS.get(keyword, _no_way)(value)]
    return ways or [True]


def _no_way(_value: Json) -> Iterator[Schema]:
    return iter(())


def _other_types(declared: Json) -> Iterator[Schema]:
    names = declared if isinstance(declared, list) else [declared]
    others = [name for name in TYPES if name not in names and not (name == "number" and "integer" in names)]
    yield {"type": others}


def _name_absent(names: Json) -> Iterator[Schema]:
    for name in names:
        yield {"properties": {name: False}}


def _property_failing(properties: Json) -> Iterator[Schema]:
    for name, schema in properties.items():
        for way in negations(schema):
            yield {"properties": {name: way}, "required": [name]}


def _other_value(value: Json) -> Iterator[Schema]:
    if isinstance(value, bool):
        yield {"const": not value}
    yield {EXCLUDED: [value]}


def _other_values(values: Json) -> Iterator[Schema]:
    yield {EXCLUDED: list(values)}


def _some_failing(schemas: Json) -> Iterator[Schema]:
    for schema in schemas:
        yield from negations(schema)


def _all_failing(schemas: Json) -> Iterator[Schema]:
    combined: list[Schema] = [{"anyOf": negations(schema)} for schema in schemas]
    yield {"allOf": combined}


_WAYS: dict[str, Callable[[Json], Iterator[Schema]]] = {
    "type": _other_types,
    "required": _name_absent,
    "properties": _property_failing,
    "const": _other_value,
    "enum": _other_values,
    "allOf": _some_failing,
    "anyOf": _all_failing,
    "oneOf": _all_failing,
    "not": lambda schema: iter([schema]),
    "minimum": lambda bound: iter([{"exclusiveMaximum": bound}]),
    "maximum": lambda bound: iter([{"exclusiveMinimum": bound}]),
    "minLength": lambda bound: iter([{"maxLength": bound - 1}]),
    "maxLength": lambda bound: iter([{"minLength": bound + 1}]),
    "minItems": lambda bound: iter([{"maxItems": bound - 1}]),
    "maxItems": lambda bound: iter([{"minItems": bound + 1}]),
}
