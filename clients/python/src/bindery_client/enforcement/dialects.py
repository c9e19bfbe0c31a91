"""Compiles a schema as the registry's normative validator does: the same dialects, formats, patterns and content rules.

Kept in step by a property test: the verdicts of both are equal.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import jsonschema_rs

if TYPE_CHECKING:
    from bindery_client.json_values import Json, Schema

_META_SCHEMA = re.compile(r"https?://json-schema\.org/(draft-0[467]|draft/2019-09|draft/2020-12)/schema#?")
_COMPILERS = {
    "draft-04": jsonschema_rs.Draft4Validator,
    "draft-06": jsonschema_rs.Draft6Validator,
    "draft-07": jsonschema_rs.Draft7Validator,
    "draft/2019-09": jsonschema_rs.Draft201909Validator,
    "draft/2020-12": jsonschema_rs.Draft202012Validator,
}
# In these drafts the engine asserts content*; in Bindery it is an annotation, as the later drafts have it.
_ASSERTING_CONTENT = frozenset({"draft-06", "draft-07"})
_CONTENT = frozenset({"contentEncoding", "contentMediaType"})
_HOLDS_SCHEMAS = frozenset(
    {"additionalItems", "additionalProperties", "allOf", "anyOf", "contains", "else", "if", "items", "not", "oneOf"}
    | {"propertyNames", "then"}
)
_HOLDS_SCHEMA_MAP = frozenset({"$defs", "definitions", "dependencies", "patternProperties", "properties"})
# Patterns run in linear time where possible; one that cannot (look-around, back-references) must still end.
_LINEAR = jsonschema_rs.RegexOptions()
_BACKTRACKING = jsonschema_rs.FancyRegexOptions(backtrack_limit=100_000)
# Texts of the engine never repeat what a message holds: they may end up in logs.
_MASK = "the value"


def compile_schema(schema: Schema, *, asserts_formats: bool = True) -> jsonschema_rs.Validator:
    """The compiled schema. Nothing is ever fetched.

    Raises:
        ValueError: the value is not a JSON Schema of a known dialect, or a reference leads outside.
    """
    dialect = _dialect_of(schema)
    bare = {key: value for key, value in schema.items() if key != "$schema"} if isinstance(schema, dict) else schema
    if dialect in _ASSERTING_CONTENT:
        bare = _without_content(bare)
    compiler = partial(_COMPILERS[dialect], bare, validate_formats=asserts_formats, offline=True, mask=_MASK)
    try:
        return compiler(pattern_options=_LINEAR)
    except jsonschema_rs.ValidationError:
        return compiler(pattern_options=_BACKTRACKING)


def _dialect_of(schema: Schema) -> str:
    declared = schema.get("$schema") if isinstance(schema, dict) else None
    if declared is None:
        return "draft/2020-12"
    match = _META_SCHEMA.fullmatch(declared) if isinstance(declared, str) else None
    if match is None:
        raise ValueError(f"$schema is {declared!r}, which names no dialect that is known here")
    return match[1]


def _without_content(schema: Json) -> Json:
    """A copy without content keywords at schema positions; names of properties and values stay untouched."""
    if isinstance(schema, list):
        return [_without_content(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _without_content_below(key, value) for key, value in schema.items() if key not in _CONTENT}


def _without_content_below(keyword: str, value: Json) -> Json:
    if keyword in _HOLDS_SCHEMAS:
        return _without_content(value)
    if keyword in _HOLDS_SCHEMA_MAP and isinstance(value, dict):
        return {name: _without_content(item) if isinstance(item, dict) else item for name, item in value.items()}
    return value
