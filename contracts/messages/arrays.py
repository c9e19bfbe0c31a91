"""What a shape asks of an array: which schema at each index, how many items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema
    from contracts.messages.shapes import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayMember:
    """What one schema says of items: the first ones by index, then all others."""

    prefix: tuple[Schema, ...]
    rest: Schema

    def schema_at(self, index: int) -> Schema:
        """The schema of the item at this index."""
        return self.prefix[index] if index < len(self.prefix) else self.rest


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrayRules:
    """What a shape asks of an array. `contained` lists a schema once for each item that must match it."""

    members: tuple[ArrayMember, ...]
    contained: tuple[Schema, ...]
    shortest: int
    longest: int | None
    is_unique: bool

    @property
    def prefix(self) -> tuple[Schema, ...]:
        """The longest list of items that have a schema by index."""
        return max((member.prefix for member in self.members), key=len, default=())

    def schemas_of(self, index: int) -> list[Schema]:
        """The schemas that the item at this index must follow."""
        return [member.schema_at(index) for member in self.members]


def array_rules(shape: Shape) -> ArrayRules:
    """What a shape asks of an array."""
    longest = [int(value) for value in shape.all_of("maxItems")]
    contained = [
        member["contains"]
        for member in shape.members
        if "contains" in member
        for _ in range(min(int(member.get("minContains", 1)), 100))
    ]
    shortest = max((int(value) for value in shape.all_of("minItems")), default=0)
    return ArrayRules(
        members=tuple(_member(schema) for schema in shape.members),
        contained=tuple(contained),
        shortest=max(shortest, len(contained)),
        longest=min(longest, default=None),
        is_unique=any(value is True for value in shape.all_of("uniqueItems")),
    )


def _member(schema: dict[str, Json]) -> ArrayMember:
    """`items` is a list of schemas up to 2019-09, `prefixItems` afterwards."""
    items = schema.get("items", True)
    if isinstance(items, list):
        return ArrayMember(prefix=tuple(items), rest=_rest(schema, schema.get("additionalItems", True)))
    return ArrayMember(prefix=tuple(schema.get("prefixItems", ())), rest=_rest(schema, items))


def _rest(schema: dict[str, Json], declared: Json) -> Schema:
    if declared is True and "unevaluatedItems" in schema:
        rest: Schema = schema["unevaluatedItems"]
        return rest
    return declared if isinstance(declared, dict | bool) else True
