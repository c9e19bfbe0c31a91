"""JSON Schemas that stand in a document: told from messages, checked, and read as shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.json_nodes import Node, NodeKind, Unreadable
from contracts.documents.shapes.shape import Shape
from contracts.documents.vocabulary.message_keys import STRONG_TYPE_KEYS, WEAK_TYPE_KEYS
from contracts.errors import InvalidSchema, UnsupportedSchema
from contracts.keywords import (
    ANNOTATIONS,
    HOLDS_SCHEMA,
    HOLDS_SCHEMA_LIST,
    HOLDS_SCHEMA_MAP,
    map_subschemas,
    pointer,
    steps,
)
from contracts.validation import Validator

if TYPE_CHECKING:
    from contracts.documents.shapes.json_nodes import Member
    from contracts.keywords import Json, Schema

_REFERENCES: Final = frozenset({"$ref", "$dynamicRef", "$recursiveRef"})

_IDENTIFIERS = frozenset({"$anchor", "$dynamicAnchor", "$dynamicRef", "$id", "$ref", "$schema"})
_ASSERTIONS = frozenset(
    {
        *("const", "dependentRequired", "enum", "format", "maxContains", "minContains", "required", "type"),
        *("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf", "maxLength", "minLength"),
        *("pattern", "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties"),
    }
)
_KEYWORDS = ANNOTATIONS | HOLDS_SCHEMA | HOLDS_SCHEMA_LIST | HOLDS_SCHEMA_MAP | _IDENTIFIERS | _ASSERTIONS


def is_schema_node(node: Node) -> bool:
    """Whether a JSON value is a JSON Schema rather than a message."""
    if node.kind is not NodeKind.OBJECT:
        return False
    properties, kind = node.member("properties"), node.member("type")
    is_object = kind is not None and kind.node.value == "object"
    holds_schemas = properties is not None and all(
        member.node.kind in {NodeKind.OBJECT, NodeKind.BOOLEAN} for member in properties.node.members
    )
    return node.member("$schema") is not None or bool(
        is_object and properties and properties.node.members and holds_schemas
    )


def holds_only_keywords(node: Node) -> bool:
    """Whether a JSON value can be nothing but a schema once somebody says it is one: all its keys are keywords."""
    return bool(node.members) and all(member.key in _KEYWORDS for member in node.members)


def refused_schema(node: Node) -> Unreadable | None:
    """Why an author's JSON Schema is none, or one that is not judged here, at the line of the place that is wrong."""
    refusal = schema_refusal(node.to_json())
    if refusal is None:
        return None
    place = _place_of(node, refusal.pointer)
    code = refusal_code(refusal)
    return Unreadable(reason=said_reason(refusal), line=place.line, column=place.column, code=code)


def schema_refusal(schema: Schema) -> InvalidSchema | UnsupportedSchema | None:
    """What is wrong with a schema as a value, since in a document it is a finding; None if nothing is."""
    try:
        Validator(schema)
    except (InvalidSchema, UnsupportedSchema) as error:
        return error
    return None


def refusal_code(refusal: InvalidSchema | UnsupportedSchema) -> str:
    """The code of the problem that a refused schema is in a document."""
    return "invalid-schema" if isinstance(refusal, InvalidSchema) else "unsupported-schema"


def said_reason(refusal: InvalidSchema | UnsupportedSchema) -> str:
    """The reason in one line, with the place where there is one."""
    reason = refusal.reason.split("\n", 1)[0]
    return f"{refusal.pointer}: {reason}" if refusal.pointer else reason


def _place_of(node: Node, json_pointer: str) -> Node | Member:
    """What stands at a pointer of the schema; for the whole schema its first reference to the outside, if any."""
    if not json_pointer:
        return _outside_reference(node) or node
    found: Node | Member = node
    for step in steps(json_pointer):
        inner = found if isinstance(found, Node) else found.node
        if inner.kind is NodeKind.ARRAY and step.isdigit() and int(step) < len(inner.items):
            found = inner.items[int(step)]
        elif member := inner.member(step):
            found = member
        else:
            break
    return found


def _outside_reference(node: Node) -> Member | None:
    members = (member for inner in node.descendants() for member in inner.members)
    return next(
        (member for member in members if member.key in _REFERENCES and not str(member.node.value).startswith("#")),
        None,
    )


def schema_shape(node: Node) -> Shape:
    """The shape that an author's JSON Schema states, with the line of every place of it."""
    schema = _opened(_with_plain_null(node.to_json()))
    return Shape(schema=schema, line=node.line, via="json-schema", lines={"": node.line, **_schema_lines(node, "")})


def _with_plain_null(schema: Schema) -> Schema:
    """The schema with `null` for `["null"]`, which among shapes stands for a value of unknown type."""
    if not isinstance(schema, dict):
        return schema
    plain = {**schema, "type": "null"} if schema.get("type") == ["null"] else schema
    return map_subschemas(plain, _with_plain_null)


def _opened(schema: Json) -> Json:
    """The schema with `{}` for `true` where a field is declared, so that fields can be merged."""
    if not isinstance(schema, dict):
        return {"not": {}} if schema is False else {}
    fields = schema.get("properties")
    opened = {**schema, "properties": {name: _opened(inner) for name, inner in fields.items()}} if fields else schema
    return {**opened, "items": _opened(schema["items"])} if isinstance(schema.get("items"), dict | bool) else opened


def _schema_lines(node: Node, place: str) -> dict[str, int]:
    lines: dict[str, int] = {}
    for member in node.members:
        below = place + pointer((member.key,))
        lines[below] = member.line
        lines |= _schema_lines(member.node, below)
    return lines


def said_type(schema: dict[str, Json]) -> tuple[tuple[str, ...], str]:
    """The type key of a schema that fixes one, and the name it fixes."""
    properties = schema.get("properties")
    for key in (*STRONG_TYPE_KEYS, *WEAK_TYPE_KEYS):
        found = properties.get(key) if isinstance(properties, dict) else None
        said = found.get("const", found.get("enum")) if isinstance(found, dict) else None
        if isinstance(said, list) and len(said) == 1:
            said = said[0]
        if isinstance(said, str):
            return (key,), said
    return (), ""
