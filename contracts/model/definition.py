"""What one version of a contract fixes: its parts, each a schema with the side that writes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from contracts.model.words import Kind, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.keywords import Json, Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One schema of a definition and who writes the JSON that it describes.

    `name` is `message`, `request`, or `response 201 application/json`.
    """

    name: str
    schema: Schema
    writer: Role

    def with_schema(self, schema: Schema) -> Part:
        """The same part with another schema."""
        return replace(self, schema=schema)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What one version of a contract fixes: the schema of each of its parts.

    As JSON, an event is its schema; an operation is
    `{"request": SCHEMA, "responses": {"201": {"application/json": SCHEMA}}}` with what it has of these.
    """

    kind: Kind
    parts: tuple[Part, ...]

    @classmethod
    def of_event(cls, schema: Schema) -> Definition:
        """The definition of an event whose whole JSON body has this schema."""
        return cls(kind=Kind.EVENT, parts=(Part(name="message", schema=schema, writer=Role.PRODUCER),))

    @classmethod
    def of_operation(
        cls, *, request: Schema | None = None, responses: Mapping[str, Mapping[str, Schema]] | None = None
    ) -> Definition:
        """The definition of an operation; `responses` is status -> media type -> schema."""
        parts = [] if request is None else [Part(name="request", schema=request, writer=Role.CALLER)]
        for status, media_types in sorted((responses or {}).items()):
            for media_type, schema in sorted(media_types.items()):
                parts.append(Part(name=f"response {status} {media_type}", schema=schema, writer=Role.PROVIDER))
        return cls(kind=Kind.OPERATION, parts=tuple(parts))

    @classmethod
    def from_json(cls, kind: Kind, value: Json) -> Definition:
        """The definition that `to_json` wrote."""
        if kind is Kind.EVENT:
            return cls.of_event(value)
        return cls.of_operation(request=value.get("request"), responses=value.get("responses"))

    def part(self, name: str) -> Part | None:
        """The part of this name, if the definition has it."""
        return next((part for part in self.parts if part.name == name), None)

    def to_json(self) -> Json:
        """The JSON form described above."""
        if self.kind is Kind.EVENT:
            return self.parts[0].schema
        written: dict[str, Json] = {}
        for part in self.parts:
            if part.name == "request":
                written["request"] = part.schema
            else:
                _, status, media_type = part.name.split(" ", 2)
                written.setdefault("responses", {}).setdefault(status, {})[media_type] = part.schema
        return written
