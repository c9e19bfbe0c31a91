"""Code fences -> message bodies: JSON, JSON Schema and TypeScript, with the event name that a type key gives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.avro import avro_shape
from contracts.documents.shapes.inference import infer_shape
from contracts.documents.shapes.json_nodes import Node, NodeKind, Reading, Unreadable
from contracts.documents.shapes.json_schemas import (
    holds_only_keywords,
    is_schema_node,
    refused_schema,
    said_type,
    schema_shape,
)
from contracts.documents.shapes.json_text import read_json_text
from contracts.documents.shapes.shape import Shape
from contracts.documents.shapes.type_words import is_type_word
from contracts.documents.shapes.typescript import DECLARES, read_declarations
from contracts.documents.shapes.typescript_shapes import TypeBook, shape_of_declaration
from contracts.documents.text.markdown import Block, BlockKind
from contracts.documents.vocabulary.message_keys import PAYLOAD_KEYS, SOURCE_KEYS, STRONG_TYPE_KEYS, WEAK_TYPE_KEYS
from contracts.documents.vocabulary.names import name_style

if TYPE_CHECKING:
    from contracts.documents.shapes.typescript_nodes import Declaration

_HEADER_KEYS: Final = ("metadata", "meta", "header", "headers", "envelope", "eventMetadata", "event")
_JSON_LANGUAGES: Final = frozenset(
    {"json", "jsonc", "json5", "jsonld", "json-schema", "jsonschema", "javascript", "js", "hjson", "avro", "avsc"}
)
_PLAIN_LANGUAGES: Final = frozenset({"", "text", "txt", "plaintext"})
_TYPESCRIPT: Final = frozenset({"typescript", "ts", "tsx", "graphql-ts"})
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_SERVICE_NAME: Final = re.compile(r"^[A-Za-z][\w-]*(?:[ .-][A-Za-z][\w-]*){0,3}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One value or type of a fence. `said_type` is the value of its type key, `event` the same if it is a name."""

    shape: Shape
    type_path: tuple[str, ...] = ()
    said_type: str = ""
    source: str = ""
    title: str = ""
    payload_key: str = ""
    is_payload_open: bool = False
    is_schema: bool = False

    @property
    def event(self) -> str:
        """The name of the event that the body says it is, or nothing."""
        return self.said_type if name_style(self.said_type) else ""

    @property
    def has_strong_key(self) -> bool:
        """Whether the type key is one that only events have."""
        return bool(self.type_path) and self.type_path[-1] in STRONG_TYPE_KEYS


def is_json_fence(block: Block) -> bool:
    """Whether a fence claims to be JSON, or looks like it."""
    start = block.text.lstrip()[:1]
    if block.language in _JSON_LANGUAGES:
        return block.language not in {"js", "javascript"} or start in {"{", "["}
    return block.language in _PLAIN_LANGUAGES and start == "{"


def is_typescript_fence(block: Block) -> bool:
    """Whether a fence holds TypeScript declarations."""
    if block.language in _TYPESCRIPT and block.text.lstrip().startswith("{"):
        return True
    return (block.language in _TYPESCRIPT or block.language in _PLAIN_LANGUAGES) and bool(DECLARES.search(block.text))


def is_data_fence(block: Block) -> bool:
    """Whether the info string says that the fence is an AsyncAPI document."""
    return block.kind is BlockKind.FENCE and block.info.split()[1:2] == ["asyncapi"]


def read_json_bodies(
    block: Block, *, text: str = "", first_line: int = 0, is_claimed_schema: bool = False
) -> tuple[Body, ...] | Unreadable:
    """The values of a JSON fence, or why it cannot be read; `is_claimed_schema`: an annotation says what they are."""
    reading = read_json_text(text or block.text, first_line=first_line or block.line + 1)
    if isinstance(reading, Unreadable):
        return reading
    if _SURROGATE.search(block.text) and (place := _lone_surrogate(reading)):
        return Unreadable(reason="a surrogate without its other half is no text", line=place.line, column=place.column)
    bodies: list[Body] = []
    is_exact = reading.is_exact
    for node, title in ((node, document.title) for document in reading.documents for node in _messages(document.node)):
        if is_schema_node(node) or (is_claimed_schema and holds_only_keywords(node)):
            refused = refused_schema(node)
            if refused:
                return refused
            bodies.append(_schema_body(node, title))
        else:
            bodies.append(_json_body(node, title, block, is_real=is_exact))
    return tuple(bodies)


def _messages(node: Node) -> tuple[Node, ...]:
    """The values of a list in which each says that it is an event; any other value as it is."""
    are_events = bool(node.items) and all(set(_type_path(item)) & set(STRONG_TYPE_KEYS) for item in node.items)
    return node.items if are_events else (node,)


def _lone_surrogate(reading: Reading) -> Node | None:
    """The object or value that holds half a character, as JSON escapes can write it."""
    nodes = (node for document in reading.documents for node in document.node.descendants())
    return next((node for node in nodes if any(_is_broken(text) for text in _texts(node))), None)


def _texts(node: Node) -> tuple[str, ...]:
    own = (node.value,) if isinstance(node.value, str) else ()
    return (*own, *(member.key for member in node.members))


def _is_broken(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def _json_body(node: Node, title: str, block: Block, *, is_real: bool) -> Body:
    if record := avro_shape(node):
        return Body(shape=_with_end(record[1], block.end_line), title=record[0])
    shape = infer_shape(node, is_real=is_real)
    shape = _with_end(shape, block.end_line)
    path = _type_path(node)
    payload_key = next(
        (key for key in PAYLOAD_KEYS if (found := node.member(key)) and found.node.kind in _OPEN_KINDS), ""
    )
    payload = node.member(payload_key)
    return Body(
        shape=shape,
        type_path=path,
        said_type=_text_at(node, path),
        source=_source(node),
        title=title,
        payload_key=payload_key,
        is_payload_open=bool(payload) and not (payload.node.members if payload else ()),
    )


_OPEN_KINDS: Final = frozenset({NodeKind.OBJECT, NodeKind.WORD, NodeKind.STRING})


def _with_end(shape: Shape, end_line: int) -> Shape:
    return Shape(
        schema=shape.schema,
        line=shape.line,
        via=shape.via,
        end_line=end_line,
        lines=shape.lines,
        marks=shape.marks,
        example=shape.example,
        has_example=shape.has_example,
    )


def _type_path(node: Node) -> tuple[str, ...]:
    own = {member.key for member in node.members}
    headers = [(key, member.node) for key in _HEADER_KEYS if key in own and (member := node.member(key))]
    for keys in (STRONG_TYPE_KEYS, WEAK_TYPE_KEYS):
        for key in keys:
            if key in own and _text_at(node, (key,)):
                return (key,)
        for header, inner in headers:
            found = next((key for key in keys if _text_at(inner, (key,))), "")
            if found:
                return header, found
    return ()


def _text_at(node: Node, path: tuple[str, ...]) -> str:
    found: Node = node
    for key in path:
        member = found.member(key)
        if member is None:
            return ""
        found = member.node
    return str(found.value) if path and found.kind in {NodeKind.STRING, NodeKind.WORD} else ""


def _source(node: Node) -> str:
    """The service that the envelope names as its source, if the text looks like a service."""
    own = {member.key for member in node.members}
    for key in SOURCE_KEYS:
        if key not in own and own.isdisjoint(_HEADER_KEYS):
            continue
        text = _text_at(node, (key,)) or next(
            (said for header in _HEADER_KEYS if (said := _text_at(node, (header, key)))), ""
        )
        if text and _SERVICE_NAME.match(text) and not is_type_word(text) and ("-" in text or "service" in text.lower()):
            return (
                ""
                if text.lower() in {"service-name", "service_name", "servicename", "source-service", "service"}
                else text
            )
    return ""


def _schema_body(node: Node, title: str) -> Body:
    shape = schema_shape(node)
    path, said = said_type(shape.schema)
    payload_key = next((key for key in PAYLOAD_KEYS if shape.field(key)), "")
    return Body(shape=shape, type_path=path, said_type=said, title=title, payload_key=payload_key, is_schema=True)


def read_fence_declarations(block: Block) -> tuple[tuple[Declaration, ...], str, int]:
    """The TypeScript declarations of a fence; a reason and its line where it stops being readable."""
    text = block.text
    if text.lstrip().startswith("{"):
        text = f"type Object{block.line} = {text}"
    return read_declarations(text, first_line=block.line + 1)


def declaration_body(declared: Declaration, book: TypeBook) -> Body:
    """The body that an interface describes."""
    shape = shape_of_declaration(declared.name, book)
    path, said = said_type(shape.schema)
    payload_key = next((key for key in PAYLOAD_KEYS if key in shape.properties), "")
    payload = shape.properties.get(payload_key)
    source = shape.properties.get(next((key for key in SOURCE_KEYS if key in shape.properties), ""), {})
    return Body(
        shape=shape,
        type_path=path or _declared_path(shape),
        said_type=said,
        source=str(source.get("const", "")) if isinstance(source, dict) else "",
        title=declared.name,
        payload_key=payload_key,
        is_payload_open=isinstance(payload, dict) and not payload.get("properties"),
    )


def _declared_path(shape: Shape) -> tuple[str, ...]:
    """The type key of an interface that does not fix it: a strong one, or a weak one beside an open payload."""
    strong = next(((key,) for key in STRONG_TYPE_KEYS if key in shape.properties), ())
    has_open = any(key in shape.properties and not shape.field(key).get("properties") for key in PAYLOAD_KEYS[:2])
    weak = next(((key,) for key in WEAK_TYPE_KEYS if shape.properties.get(key) == {"type": "string"}), ())
    return strong or (weak if has_open else ())
