"""What one version of a contract fixes: its parts, each a schema with the side that writes it, and its terms."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from contracts.model.terms import Terms
from contracts.model.words import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.keywords import Json, Schema

JSON_TYPE = "application/json"
PARAMETERS = "parameters"
REQUEST = "request"
_RESPONSE = "response "
_HEADERS = "response-headers "


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One schema of a definition and who writes the JSON that it describes.

    `name` is `message`, `parameters`, `request` (`request TYPE` where it is not JSON),
    `response 201 application/json` or `response-headers 201`.
    """

    name: str
    schema: Schema
    writer: Role

    def with_schema(self, schema: Schema) -> Part:
        """The same part with another schema."""
        return replace(self, schema=schema)

    @property
    def is_request_body(self) -> bool:
        """Whether it describes what a caller sends as a body."""
        return self.name == REQUEST or self.name.startswith(f"{REQUEST} ")

    @property
    def is_response_body(self) -> bool:
        """Whether it describes the body of a response."""
        return self.name.startswith(_RESPONSE)

    @property
    def status(self) -> str:
        """The status of a response or of its headers, `201` or `4XX`; empty for other parts."""
        return self.name.split(" ")[1] if self.name.startswith((_RESPONSE, _HEADERS)) else ""

    @property
    def media_type(self) -> str:
        """The media type of a body; empty for parts that are none."""
        if self.is_request_body:
            return self.name.partition(" ")[2] or JSON_TYPE
        return self.name.split(" ", 2)[2] if self.is_response_body else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What one version of a contract fixes: the schema of each of its parts, and the terms of an operation.

    As JSON, an event is its schema; an operation has what is said of these:

        {"parameters": SCHEMA, "request": SCHEMA, "requests": {"text/csv": SCHEMA},
         "responses": {"201": {"application/json": SCHEMA}, "204": {}}, "response_headers": {"201": SCHEMA},
         "request_required": false, "security": [], "styles": {}, "base_paths": []}

    `parameters` is one object schema with an object per location: `path` (by position, from "1"), `query`, `header`
    and `cookie` (by name, header names in lower case). `requests` are bodies other than JSON.
    """

    kind: Kind
    parts: tuple[Part, ...]
    terms: Terms = field(default_factory=Terms)

    @classmethod
    def of_event(cls, schema: Schema) -> Definition:
        """The definition of an event whose whole JSON body has this schema."""
        return cls(kind=Kind.EVENT, parts=(Part(name="message", schema=schema, writer=Role.PRODUCER),))

    @classmethod
    def of_operation(
        cls, *, request: Schema | None = None, responses: Mapping[str, Mapping[str, Schema]] | None = None
    ) -> Definition:
        """The definition of an operation that says nothing beside its bodies: status -> media type -> schema."""
        return cls.from_json(Kind.OPERATION, {"request": request, "responses": responses or {}})

    @classmethod
    def from_json(cls, kind: Kind, value: Json) -> Definition:
        """The definition that `to_json` wrote."""
        if kind is Kind.EVENT:
            return cls.of_event(value)
        return cls(kind=kind, parts=(*_request_parts(value), *_response_parts(value)), terms=Terms.from_json(value))

    def part(self, name: str) -> Part | None:
        """The part of this name, if the definition has it."""
        return next((part for part in self.parts if part.name == name), None)

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses that an operation answers with, in order."""
        described = {part.status for part in self.parts if part.is_response_body}
        return tuple(sorted(described | set(self.terms.bodiless)))

    def with_parts(self, parts: tuple[Part, ...]) -> Definition:
        """The same definition with other parts."""
        return replace(self, parts=parts)

    def to_json(self) -> Json:
        """The JSON form described above."""
        if self.kind is Kind.EVENT:
            return self.parts[0].schema
        written: dict[str, Json] = {}
        for part in self.parts:
            _write_part(part, written)
        return self.terms.written_into(written)


def _request_parts(value: Mapping[str, Json]) -> Iterator[Part]:
    bodies = {f"{REQUEST} {media_type}": schema for media_type, schema in sorted(value.get("requests", {}).items())}
    for name, schema in {PARAMETERS: value.get(PARAMETERS), REQUEST: value.get(REQUEST), **bodies}.items():
        if schema is not None:
            yield Part(name=name, schema=schema, writer=Role.CALLER)


def _response_parts(value: Mapping[str, Json]) -> Iterator[Part]:
    for status, media_types in sorted((value.get("responses") or {}).items()):
        for media_type, schema in sorted(media_types.items()):
            yield Part(name=f"{_RESPONSE}{status} {media_type}", schema=schema, writer=Role.PROVIDER)
    for status, schema in sorted(value.get("response_headers", {}).items()):
        yield Part(name=_HEADERS + status, schema=schema, writer=Role.PROVIDER)


def _write_part(part: Part, written: dict[str, Json]) -> None:
    if part.is_response_body:
        written.setdefault("responses", {}).setdefault(part.status, {})[part.media_type] = part.schema
    elif part.status:
        written.setdefault("response_headers", {})[part.status] = part.schema
    elif part.name in {PARAMETERS, REQUEST}:
        written[part.name] = part.schema
    else:
        written.setdefault("requests", {})[part.media_type] = part.schema
