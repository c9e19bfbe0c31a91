"""Avro records in JSON (`{"type": "record", "name": ..., "fields": [...]}`) -> shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.json_nodes import NodeKind
from contracts.documents.shapes.shape import Shape
from contracts.documents.shapes.type_words import nullable
from contracts.keywords import pointer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.documents.shapes.json_nodes import Node
    from contracts.keywords import Json

# Avro 1.12, Complex Types and Logical Types
_PRIMITIVES: Final[Mapping[str, dict[str, Json]]] = {
    "null": {"type": "null"},
    "boolean": {"type": "boolean"},
    "int": {"type": "integer"},
    "long": {"type": "integer"},
    "float": {"type": "number"},
    "double": {"type": "number"},
    "bytes": {"type": "string"},
    "string": {"type": "string"},
    "fixed": {"type": "string"},
    "map": {"type": "object"},
}
_MAX_DEPTH: Final = 16


def avro_shape(node: Node) -> tuple[str, Shape] | None:
    """The name and the shape of an Avro record; None if a value is none. A field with a default may be left out."""
    if _text(node, "type") != "record" or not _text(node, "name") or node.member("fields") is None:
        return None
    lines: dict[str, int] = {"": node.line}
    return _text(node, "name"), Shape(schema=_record(node, lines), line=node.line, via="class", lines=lines)


def _record(node: Node, lines: dict[str, int] | None, depth: int = 0) -> dict[str, Json]:
    fields = node.member("fields")
    properties: dict[str, Json] = {}
    required: list[Json] = []
    for field in fields.node.items if fields else ():
        name, kind = _text(field, "name"), field.member("type")
        if not name or kind is None:
            continue
        properties[name] = _type(kind.node, depth + 1)
        if lines is not None:
            lines[pointer(("properties", name))] = field.line
        if field.member("default") is None:
            required.append(name)
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def _type(node: Node, depth: int) -> dict[str, Json]:  # noqa: PLR0911 - one return per kind of Avro type
    if depth > _MAX_DEPTH:
        return {}
    if node.kind is NodeKind.ARRAY:
        return _union(node, depth)
    if node.kind is not NodeKind.OBJECT:
        return dict(_PRIMITIVES.get(str(node.value), {}))
    kind = node.member("type")
    word = str(kind.node.value) if kind else ""
    if word == "record":
        return _record(node, None, depth)
    if word == "enum" and (symbols := node.member("symbols")):
        return {"type": "string", "enum": [item.value for item in symbols.node.items]}
    if word == "array" and (items := node.member("items")):
        return {"type": "array", "items": _type(items.node, depth + 1)}
    return (
        _type(kind.node, depth + 1)
        if kind and kind.node.kind is not NodeKind.STRING
        else dict(_PRIMITIVES.get(word, {}))
    )


def _union(node: Node, depth: int) -> dict[str, Json]:
    """`["null", "double"]` is a number or null; a union of several types may be each of them."""
    kinds = [_type(item, depth + 1) for item in node.items]
    others = [kind for kind in kinds if kind != {"type": "null"}]
    single = others[0] if len(others) == 1 else {"anyOf": others} if others else {"type": "null"}
    return nullable(single) if len(others) < len(kinds) else single


def _text(node: Node, key: str) -> str:
    member = node.member(key)
    return str(member.node.value) if member and member.node.kind is NodeKind.STRING else ""
