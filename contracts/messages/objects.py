"""What a shape asks of an object: which names, which schema for each, how many."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from contracts.messages.patterns import pattern_samples
from contracts.validation import Validator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.keywords import Json, Schema
    from contracts.messages.shapes import Shape

FREE_NAMES = ("unknownField", "x", *(f"extra{index}" for index in range(2, 300)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectMember:
    """What one schema says of the properties of an object."""

    properties: dict[str, Schema]
    patterns: tuple[tuple[Validator, Schema], ...]
    additional: Schema

    def schema_of(self, name: str) -> Iterator[Schema]:
        """The schemas that a property of this name must follow."""
        declared = [self.properties[name]] if name in self.properties else []
        declared += [schema for pattern, schema in self.patterns if pattern.accepts(name)]
        yield from declared or [self.additional]

    def declares(self, name: str) -> bool:
        """Whether the schema speaks of this name in particular."""
        return name in self.properties or any(pattern.accepts(name) for pattern, _ in self.patterns)


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectRules:
    """What a shape asks of an object. `names` are the declared ones, `most` is None without an upper bound."""

    members: tuple[ObjectMember, ...]
    names: tuple[str, ...]
    required: tuple[str, ...]
    patterns: tuple[str, ...]
    name_schemas: tuple[Schema, ...]
    unevaluated: tuple[Schema, ...]
    dependents: tuple[tuple[str, Schema], ...]
    least: int
    most: int | None

    def schemas_of(self, name: str) -> list[Schema]:
        """The schemas that a property of this name must follow."""
        schemas = [schema for member in self.members for schema in member.schema_of(name)]
        if self.unevaluated and not any(member.declares(name) for member in self.members):
            schemas += self.unevaluated
        return schemas

    @property
    def is_map(self) -> bool:
        """Whether the values of undeclared names have a schema, as in a dictionary."""
        return any(isinstance(member.additional, dict) and member.additional for member in self.members)

    def pattern_names(self, count: int) -> list[str]:
        """Names that fit `patternProperties`, so many for each pattern."""
        return [name for pattern in self.patterns for name in islice(self._samples(pattern), count)]

    @staticmethod
    def _samples(pattern: str) -> Iterator[str]:
        judge = Validator({"pattern": pattern})
        seen: set[str] = set()
        for sample in islice(pattern_samples(pattern, 1, 12), 40):
            if sample not in seen and judge.accepts(sample):
                seen.add(sample)
                yield sample

    def free_names(self, count: int) -> list[str]:
        """Names that nothing declares but `propertyNames` allows."""
        if not count:
            return []
        samples = [sample for schema in self.name_schemas if isinstance(schema, dict) for sample in _named(schema)]
        judges = [Validator(schema) for schema in self.name_schemas if not _has_reference(schema)]
        free = (name for name in dict.fromkeys((*FREE_NAMES, *samples)) if not self._is_declared(name))
        return list(islice((name for name in free if all(judge.accepts(name) for judge in judges)), count))

    def _is_declared(self, name: str) -> bool:
        return name in self.names or any(member.declares(name) for member in self.members)


def object_rules(shape: Shape) -> ObjectRules:
    """What a shape asks of an object."""
    required = _unique(name for names in shape.all_of("required") if isinstance(names, list) for name in names)
    properties = [name for names in shape.all_of("properties") for name in names]
    most = [int(value) for value in shape.all_of("maxProperties")]
    return ObjectRules(
        members=tuple(_member(schema) for schema in shape.members),
        names=_unique([*properties, *required]),
        required=required,
        patterns=_unique(pattern for patterns in shape.all_of("patternProperties") for pattern in patterns),
        name_schemas=tuple(shape.all_of("propertyNames")),
        unevaluated=tuple(shape.all_of("unevaluatedProperties")),
        dependents=tuple(_dependents(shape)),
        least=max((int(value) for value in shape.all_of("minProperties")), default=0),
        most=min(most, default=None),
    )


def _member(schema: dict[str, Json]) -> ObjectMember:
    patterns = schema.get("patternProperties", {})
    return ObjectMember(
        properties=schema.get("properties", {}),
        patterns=tuple((Validator({"pattern": pattern}), below) for pattern, below in patterns.items()),
        additional=schema.get("additionalProperties", True),
    )


def _dependents(shape: Shape) -> Iterator[tuple[str, Schema]]:
    """Each property that brings rules along when it is present; up to draft-07 one keyword holds names or a schema."""
    for keyword in ("dependentRequired", "dependentSchemas", "dependencies"):
        for dependents in shape.all_of(keyword):
            for name, needed in dependents.items():
                yield name, {"required": needed} if isinstance(needed, list) else needed


def _named(schema: dict[str, Json]) -> Iterator[str]:
    if isinstance(pattern := schema.get("pattern"), str):
        yield from islice(pattern_samples(pattern, 1, schema.get("maxLength")), 20)
    yield from (value for value in schema.get("enum", []) if isinstance(value, str))
    yield from ("a", "b", "c", "aa", "ab", "x" * int(schema.get("minLength", 1)))


def _has_reference(schema: Schema) -> bool:
    return isinstance(schema, dict) and "$ref" in schema


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
