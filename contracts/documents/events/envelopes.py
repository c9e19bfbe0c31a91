"""The envelope of a document: the body that all its events share around their payloads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.shape import Shape, overlaid, overlay_schemas, prefixed
from contracts.documents.vocabulary.message_keys import PAYLOAD_KEYS, STRONG_TYPE_KEYS
from contracts.keywords import pointer

if TYPE_CHECKING:
    from contracts.documents.fences import Body
    from contracts.keywords import Json

_HEADER_SHARE: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """A body with a place for the payload.

    A flat envelope has no `payload_key`: the fields of the payload stand beside its own.
    """

    shape: Shape
    type_path: tuple[str, ...] = ()
    payload_key: str = ""
    line: int = 0

    def holds(self, shape: Shape) -> bool:
        """Whether a shape describes a whole body in this envelope, judged by the fields that it names."""
        names = set(shape.properties)
        if self.type_path and self.type_path[0] in names:
            return True
        own = set(self.shape.properties)
        shared = names & own
        if self.payload_key in names and self.payload_key:
            return bool(shared - {self.payload_key}) or names == {self.payload_key}
        headers = own - {self.payload_key}
        return len(shared) > 1 and len(shared) >= _HEADER_SHARE * len(headers) and not self.payload_key


def envelope_of(body: Body) -> Envelope:
    """The envelope that a body is or contains."""
    shape = body.shape
    return Envelope(
        shape=replace(shape, example=None, has_example=False),
        type_path=body.type_path,
        payload_key=body.payload_key,
        line=shape.line,
    )


def shape_is_whole(shape: Shape) -> bool:
    """Whether a shape names a type key that only whole bodies have, or a payload among header fields."""
    names = set(shape.properties)
    if names & set(STRONG_TYPE_KEYS):
        return True
    payload = next((key for key in PAYLOAD_KEYS[:2] if key in names), "")
    return (
        bool(payload)
        and bool(shape.field(payload).get("properties"))
        and bool(names & {"timestamp", "eventId", "event_id", "source"})
    )


def enclose(envelope: Envelope, payload: Shape) -> Shape:
    """The body of a message: the payload in its place in the envelope."""
    outer = envelope.shape
    if not envelope.payload_key:
        return overlaid(replace(payload, example=None, has_example=False), outer)
    place = pointer(("properties", envelope.payload_key))
    own = rebased(payload.schema, place) if payload.via == "json-schema" else payload.schema
    inner = overlay_schemas(own, outer.field(envelope.payload_key)) or {"type": "object"}
    properties = {**outer.properties, envelope.payload_key: inner}
    required = list(outer.schema.get("required", []))
    if envelope.payload_key not in required:
        required.append(envelope.payload_key)
    kept_lines = {at: line for at, line in outer.lines.items() if not at.startswith(place + "/") and at != place}
    kept_marks = {at: mark for at, mark in outer.marks.items() if not at.startswith(place)}
    dialect = {"$schema": payload.schema["$schema"]} if "$schema" in payload.schema else {}
    return Shape(
        schema={**dialect, **outer.schema, "properties": properties, "required": required},
        line=payload.line,
        via=payload.via,
        end_line=payload.end_line,
        lines={**kept_lines, place: payload.line, **prefixed(payload.lines, "properties", envelope.payload_key)},
        marks={**kept_marks, **prefixed(payload.marks, "properties", envelope.payload_key)},
    )


def rebased(schema: Json, place: str) -> Json:
    """An author's schema as part of another one: its local references count from its new place."""
    if isinstance(schema, list):
        return [rebased(item, place) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: rebased(value, place) for key, value in schema.items() if key not in {"$schema", "$id"}}
    reference = kept.get("$ref")
    if isinstance(reference, str) and (reference == "#" or reference.startswith("#/")):
        kept["$ref"] = f"#{place}{reference[1:]}"
    return kept


def with_headers(body: Shape, envelope: Envelope) -> Shape:
    """A body that an example shows, with the envelope's fields that the example leaves out as optional ones."""
    missing = {
        name: schema
        for name, schema in envelope.shape.properties.items()
        if name not in body.properties and name != envelope.payload_key
    }
    if not missing:
        return body
    lines = {
        at: line for at, line in envelope.shape.lines.items() if at.split("/")[2:3] and at.split("/")[2] in missing
    }
    return replace(
        body, schema={**body.schema, "properties": {**body.properties, **missing}}, lines={**lines, **body.lines}
    )


def with_type(shape: Shape, path: tuple[str, ...], name: str) -> Shape:
    """The body whose type key is fixed to the name of the event, and required."""
    if not path:
        return shape
    schema = _fixed(shape.schema, path, name)
    places = {
        at: mark
        for at, mark in shape.marks.items()
        if at != pointer(tuple(step for key in path for step in ("properties", key)))
    }
    return replace(shape, schema=schema, marks=places)


def _fixed(schema: dict[str, Json], path: tuple[str, ...], name: str) -> dict[str, Json]:
    key, rest = path[0], path[1:]
    properties = dict(schema.get("properties", {}))
    inner = properties.get(key)
    properties[key] = (
        _fixed(inner if isinstance(inner, dict) else {"type": "object"}, rest, name)
        if rest
        else {"type": "string", "const": name}
    )
    required = list(schema.get("required", []))
    return {**schema, "properties": properties, "required": required if key in required else [*required, key]}
