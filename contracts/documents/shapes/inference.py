"""JSON values of a document -> shapes: what an example, or type words in place of values, say about a message.

Source: the inference table of the design (draft 2020-12). Names alone never set a format.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.json_nodes import Member, Node, NodeKind
from contracts.documents.shapes.shape import ONLY_NULL, Shape, combine_schemas, prefixed
from contracts.documents.shapes.type_words import is_type_word, literal_values, nullable, read_type, word_schema

if TYPE_CHECKING:
    from contracts.keywords import Json

_DATE_TIME: Final = re.compile(
    r"^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$"
)
_DATE: Final = re.compile(r"^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$")
_UUID: Final = re.compile(r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$")
_EMAIL: Final = re.compile(r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$")
_URL: Final = re.compile(r"^https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?$")
_FORMATS: Final = (("date-time", _DATE_TIME), ("date", _DATE), ("uuid", _UUID), ("email", _EMAIL), ("uri", _URL))
_MONEY: Final = re.compile(
    r"price|amount|total|rate|score|cost|fee|balance|ratio|percent|discount|tax|weight|lat(?:itude)?$|lon(?:gitude)?$|lng$|distance|temperature|"
    r"probability|confidence|salary|average|avg|subtotal|risk",
    re.IGNORECASE,
)
_WHOLE: Final = re.compile(
    r"cents|minor|(?<!dis)(?<!ac)count|quantity|qty|total_?(?:count|items|pages|elements)|_ms$|items|pages",
    re.IGNORECASE,
)
_UPPER: Final = re.compile(r"^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$")
_UNION: Final = re.compile(r"\S\s*\|\s*\S")
_PLACEHOLDER: Final = re.compile(r"^(?:\{[^{}]*\}|<[^<>]*>|\[[a-z][^\]]*\]|\$\{[^{}]*\})$")
_MAX_NUMBER: Final = 10**300  # beyond it, and infinite, a number is no message for a validator
_NULL: Final = {"type": "null"}  # the word where a value is asked for
_CODES: Final = frozenset({"A", "B", "C", "X", "Y", "N", "OK", "ID"})
_OPTIONAL: Final = re.compile(r"\boptional\b", re.IGNORECASE)
_ELIDED: Final = re.compile(r"\.\.\.|…")


def infer_shape(node: Node, *, is_real: bool) -> Shape:
    """The shape of a JSON value; `is_real` if its text is a message, not a notation with ellipses and bare words."""
    kept = is_real and is_real_message(node)
    schema, lines, marks = _infer(node, "")
    return Shape(
        schema=schema,
        line=node.line,
        via="example",
        lines={"": node.line, **lines},
        marks=marks,
        example=node.to_json() if kept else None,
        has_example=kept,
    )


def is_real_message(node: Node) -> bool:
    """Whether every value is a value that a message could hold: no type words, placeholders, ellipses."""
    return all(_is_real(found) for found in node.descendants())


def _is_real(node: Node) -> bool:
    if node.kind is NodeKind.WORD or node.is_elided:
        return False
    if node.kind is NodeKind.NUMBER and isinstance(node.value, int | float) and not abs(node.value) < _MAX_NUMBER:
        return False
    if node.kind is not NodeKind.STRING:
        return not any(member.key.endswith("?") for member in node.members)
    text = str(node.value)
    is_notation = is_type_word(text) or _PLACEHOLDER.match(text) or _UNION.search(text) or _ELIDED.search(text)
    return not (is_notation or _described_type(text))


_Found = tuple["dict[str, Json]", "dict[str, int]", "dict[str, tuple[str, str]]"]


def _infer(node: Node, name: str) -> _Found:
    if node.kind is NodeKind.OBJECT:
        return _infer_object(node)
    if node.kind is NodeKind.ARRAY:
        return _infer_array(node, name)
    if node.kind is NodeKind.NULL:
        return dict(ONLY_NULL), {}, {"": ("null-field", "")}
    if node.kind is NodeKind.BOOLEAN:
        return {"type": "boolean"}, {}, {}
    if node.kind is NodeKind.NUMBER:
        return {"type": _number_type(node, name)}, {}, {}
    return _infer_text(str(node.value), name, is_word=node.kind is NodeKind.WORD)


def _number_type(node: Node, name: str) -> str:
    if isinstance(node.value, float):
        return "number"
    return "number" if _MONEY.search(name) and not _WHOLE.search(name) else "integer"


def _infer_text(text: str, name: str, *, is_word: bool) -> _Found:  # noqa: PLR0911 - the rows of the table, in order
    schema = word_schema(text, name=name)
    if schema == _NULL:
        return dict(ONLY_NULL), {}, {"": ("null-field", "")}
    if schema is not None:
        return schema, {}, {} if schema else {"": ("unknown-type", text)}
    if _PLACEHOLDER.match(text):
        return {"type": "string"}, {}, {}
    if is_word or _UNION.search(text):
        read = read_type(text)
        if read is not None and read.schema:
            return read.full_schema, {}, {"": ("open-array", "")} if read.full_schema == {"type": "array"} else {}
        if is_word:
            return {}, {}, {"": ("unknown-type", text)}
    for format_name, pattern in _FORMATS:
        if pattern.match(text):
            return {"type": "string", "format": format_name}, {}, {}
    described = _described_type(text)
    if described is not None:
        return described, {}, {}
    return (
        {"type": "string"},
        {},
        {"": ("literal-maybe-enum", text)} if _UPPER.match(text) and text not in _CODES else {},
    )


_DESCRIBED: Final = re.compile(
    r"^(string\[\]|string|integer|int|number|boolean|uuid|float|array|object|decimal|date-time|datetime)\b(?:\[\])?\s*[(\[?,:-]",
    re.IGNORECASE,
)


def _described_type(text: str) -> dict[str, Json] | None:
    """`"string (UUID)"`, `"integer, optional"`, `"string[]"`, `"uuid?"`: a type text in quotes."""
    if not _DESCRIBED.match(text):
        return None
    read = read_type(text)
    return read.full_schema if read and read.schema else None


def _infer_object(node: Node) -> _Found:
    schema: dict[str, Json] = {"type": "object"}
    lines: dict[str, int] = {}
    marks: dict[str, tuple[str, str]] = {}
    properties: dict[str, Json] = {}
    required: dict[str, None] = {}
    for member in node.members:
        key = member.key.removesuffix("?")
        properties[key], inner_lines, inner_marks = _infer_member(member)
        step = ("properties", key)
        lines |= prefixed({"": member.line, **inner_lines}, *step)
        marks |= prefixed(inner_marks, *step)
        if _is_required(member):
            required[key] = None
        else:
            required.pop(key, None)
    if properties:
        schema["properties"] = properties
    if required:
        schema["required"] = list(required)
    if not properties:
        marks[""] = ("open-object", "")
    return schema, lines, marks


def _is_required(member: Member) -> bool:
    if member.is_optional or member.key.endswith("?") or _OPTIONAL.search(member.comment):
        return False
    text = member.node.value
    if member.node.kind in {NodeKind.WORD, NodeKind.STRING} and isinstance(text, str):
        read = read_type(text) if _UNION.search(text) or _DESCRIBED.match(text) or text.endswith("?") else None
        return not (read and (read.is_nullable or read.is_required is False))
    return member.node.kind is not NodeKind.NULL


def _infer_member(member: Member) -> _Found:
    schema, lines, marks = _infer(member.node, member.key.removesuffix("?"))
    if member.node.kind is NodeKind.STRING and schema.get("type") == "string" and "format" not in schema:
        values = _commented_values(member)
        if values:
            schema, marks = {"type": "string", "enum": values}, {}
    if member.node.kind is NodeKind.NULL and (typed := _commented_type(member.comment)):
        return nullable(typed), lines, {}
    return schema, lines, marks


def _commented_values(member: Member) -> list[str]:
    """The alternatives in a comment: `"interval": "monthly", // "monthly" | "annual"`."""
    if member.comment.count("|") < 1:
        return []
    values = list(literal_values(member.comment.replace("|", ",")))
    return values if member.node.value in values else []


def _commented_type(comment: str) -> dict[str, Json] | None:
    read = read_type(comment) if comment else None
    return read.schema if read and read.schema and read.schema.get("type") != "null" else None


def _infer_array(node: Node, name: str) -> _Found:
    found = [_infer(item, name) for item in node.items]
    lines: dict[str, int] = {}
    marks: dict[str, tuple[str, str]] = {}
    for item, (_, inner_lines, inner_marks) in zip(reversed(node.items), reversed(found), strict=True):
        lines |= prefixed({"": item.line, **inner_lines}, "items")
        marks |= prefixed(inner_marks, "items")
    schema = _combined_all([schema for schema, _, _ in found])
    if not schema:
        return {"type": "array"}, lines, {"": ("open-array", "")}
    return {"type": "array", "items": schema}, lines, marks


def _combined_all(schemas: list[dict[str, Json]]) -> dict[str, Json]:
    """All schemas combined pair by pair, so that many items do not cost the square of their number."""
    while len(schemas) > 1:
        pairs = zip(schemas[::2], [*schemas[1::2], {}], strict=False)
        schemas = [combine_schemas(first, second) for first, second in pairs]
    return schemas[0] if schemas else {}
