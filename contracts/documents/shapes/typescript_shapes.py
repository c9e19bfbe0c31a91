"""TypeScript declarations -> shapes, names resolved within the document."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.shape import Shape, prefixed
from contracts.documents.shapes.type_words import literal_values, nullable, read_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.documents.shapes.typescript_nodes import Declaration, TypeField, TypeNode
    from contracts.keywords import Json

_BUDGET: Final = 2_000  # fields that one declaration may expand to: names that use names grow without bound
_DOCUMENT_BUDGET: Final = 20_000  # the same for all declarations of a document
_OWN_FIELDS: Final = 100  # what is left to every declaration, so that none loses its own fields
_MAX_NAMES: Final = 24
_SIMPLE: Final[dict[str, dict[str, Json]]] = {
    "string": {"type": "string"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "bigint": {"type": "integer"},
    "object": {"type": "object"},
    "null": {"type": "null"},
    "Date": {"type": "string", "format": "date-time"},
    "UUID": {"type": "string", "format": "uuid"},
    "ISODateString": {"type": "string", "format": "date-time"},
    "ISO8601": {"type": "string", "format": "date-time"},
}
_Found = tuple["dict[str, Json]", "dict[str, int]", "dict[str, tuple[str, str]]"]


@dataclass(slots=True)
class TypeBook:
    """The declarations of a document by name, and how many fields they may still expand to."""

    declarations: dict[str, Declaration] = field(default_factory=dict)
    budget: int = _DOCUMENT_BUDGET


@dataclass(slots=True)
class _Resolver:
    declarations: Mapping[str, Declaration]
    budget: int = _BUDGET
    open_names: list[str] = field(default_factory=list)

    def may_open(self, name: str) -> bool:
        """Whether a name may be replaced by its fields: not within itself, and not without end."""
        return name not in self.open_names and len(self.open_names) < _MAX_NAMES and self.budget > 0

    def fields_of(self, name: str) -> tuple[TypeField, ...]:
        """The fields of a declaration, those of its bases first; what it declares itself replaces them."""
        declared = self.declarations.get(name)
        if declared is None or not self.may_open(name):
            return ()
        self.open_names.append(name)
        found = {item.name: item for base in declared.bases for item in self.fields_of(base)}
        found |= {item.name: item for item in self.fields_in(declared.type)}
        self.open_names.pop()
        return tuple(found.values())

    def fields_in(self, node: TypeNode) -> tuple[TypeField, ...]:
        if node.kind == "object":
            return node.fields
        if node.kind == "name":
            return self.fields_of(node.name)
        if node.kind == "all":
            return tuple({item.name: item for part in node.parts for item in self.fields_in(part)}.values())
        return ()


def shape_of_declaration(name: str, book: TypeBook) -> Shape:
    """The shape of a named type of the document; what exceeds its budget is an `unknown-type`."""
    declared = book.declarations[name]
    resolver = _Resolver(declarations=book.declarations, budget=max(_OWN_FIELDS, min(_BUDGET, book.budget)))
    given = resolver.budget
    fields = resolver.fields_of(name)
    resolver.open_names.append(name)
    if fields or declared.type.kind == "object":
        schema, lines, marks = _object(fields, resolver)
    else:
        schema, lines, marks = _resolve(declared.type, resolver)
    book.budget -= given - max(0, resolver.budget)
    return Shape(schema=schema, line=declared.line, via="typescript", lines={"": declared.line, **lines}, marks=marks)


def _object(fields: tuple[TypeField, ...], resolver: _Resolver) -> _Found:
    properties: dict[str, Json] = {}
    required: list[str] = []
    lines: dict[str, int] = {}
    marks: dict[str, tuple[str, str]] = {}
    schema: dict[str, Json] = {"type": "object"}
    for item in fields:
        resolver.budget -= 1
        inner, inner_lines, inner_marks = _field(item, resolver)
        if not item.name:
            schema["additionalProperties"] = inner or True
            continue
        properties[item.name] = inner
        lines |= prefixed({"": item.line, **inner_lines}, "properties", item.name)
        marks |= prefixed(inner_marks, "properties", item.name)
        if not item.is_optional and not _may_be_undefined(item.type):
            required.append(item.name)
    if properties:
        schema["properties"] = properties
    if required:
        schema["required"] = required
    return schema, lines, marks if properties else {**marks, "": ("open-object", "")}


def _field(item: TypeField, resolver: _Resolver) -> _Found:
    schema, lines, marks = _resolve(item.type, resolver)
    if schema == {"type": "string"} and item.comment:
        schema = _commented(item.comment) or schema
    return schema, lines, marks


def _commented(comment: str) -> dict[str, Json] | None:
    """What a comment adds to `string`: `// UUID`, `// "monthly" | "yearly"`."""
    if comment.startswith(("e.g", "eg", "ex")):
        return None
    if comment.count("|") and all(part.strip()[:1] in {'"', "'"} for part in comment.split("|")):
        values = literal_values(comment)
        return {"type": "string", "enum": list(values)} if values else None
    read = read_type(comment)
    return read.schema if read and read.schema.get("type") == "string" and "format" in read.schema else None


def _may_be_undefined(node: TypeNode) -> bool:
    return node.kind == "union" and any(part.name == "undefined" for part in node.parts)


def _resolve(node: TypeNode, resolver: _Resolver) -> _Found:  # noqa: PLR0911 - one return per kind of node
    if node.kind == "literal":
        return _literal(node), {}, {}
    if node.kind == "union":
        return _union(node, resolver), {}, {}
    if node.kind in {"object", "all"}:
        return _object(resolver.fields_in(node), resolver)
    if node.kind == "partial":
        schema, lines, marks = _resolve(node.parts[0], resolver)
        return {key: value for key, value in schema.items() if key != "required"}, lines, marks
    if node.kind == "array":
        return _array(node, resolver)
    if node.kind == "record":
        value, _, _ = _resolve(node.parts[0], resolver)
        return {"type": "object", **({"additionalProperties": value} if value else {})}, {}, {"": ("open-object", "")}
    return _named(node, resolver)


def _literal(node: TypeNode) -> dict[str, Json]:
    names = {bool: "boolean", str: "string", int: "integer", float: "number"}
    return {"type": names[type(node.value)], "const": node.value}


def _array(node: TypeNode, resolver: _Resolver) -> _Found:
    if not node.parts:
        return {"type": "array"}, {}, {"": ("open-array", "")}
    schema, lines, marks = _resolve(node.parts[0], resolver)
    if not schema:
        return {"type": "array"}, {}, {"": ("open-array", "")}
    return {"type": "array", "items": schema}, prefixed(lines, "items"), prefixed(marks, "items")


def _union(node: TypeNode, resolver: _Resolver) -> dict[str, Json]:
    parts = [part for part in node.parts if part.name not in {"undefined", "null"}]
    is_nullable = any(part.name == "null" for part in node.parts)
    values = [part.value for part in parts if part.kind == "literal"]
    schema: dict[str, Json]
    if values and len(values) == len(parts) and all(isinstance(value, str) for value in values):
        schema = {"type": "string", "enum": list(dict.fromkeys(values))}
    else:
        options = [_resolve(part, resolver)[0] for part in parts]
        by_text = {json.dumps(option, sort_keys=True): option for option in options}
        unique = list(by_text.values())
        schema = {} if not unique or {} in unique else unique[0] if len(unique) == 1 else {"anyOf": unique}
    return nullable(schema) if is_nullable else schema


def _named(node: TypeNode, resolver: _Resolver) -> _Found:
    if node.name in _SIMPLE:
        return dict(_SIMPLE[node.name]), {}, {}
    declared = resolver.declarations.get(node.name)
    if declared is None or not resolver.may_open(node.name):
        return {}, {}, {"": ("unknown-type", node.name)}
    fields = resolver.fields_of(node.name)
    resolver.open_names.append(node.name)
    resolver.budget -= 1
    found = _object(fields, resolver) if fields else _resolve(declared.type, resolver)
    resolver.open_names.pop()
    return found
