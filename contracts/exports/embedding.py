"""Schemas inside other documents: references keep their meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.messages.references import refers, rooted_references

if TYPE_CHECKING:
    from contracts.keywords import Schema

CURRENT_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A schema that must stand under `components/schemas`, because it refers to parts of itself."""

    name: str
    schema: Schema

    @property
    def reference(self) -> str:
        """The reference to it."""
        return f"#/components/schemas/{self.name}"


def embed(schema: Schema, *, name: str) -> Embedded | Schema:
    """The schema as it may stand anywhere, or what must stand under `components/schemas` with this name.

    The dialect is written only where it is not the one of the document, 2020-12.
    """
    rooted = rooted_references(schema, f"#/components/schemas/{name}")
    if not isinstance(rooted, dict) or not isinstance(schema, dict):
        return rooted
    dialect = str(schema.get("$schema", CURRENT_DIALECT)).removesuffix("#")
    if dialect != CURRENT_DIALECT:
        rooted = {"$schema": schema["$schema"], **rooted}
    return Embedded(name=name, schema=rooted) if refers(rooted) else rooted
