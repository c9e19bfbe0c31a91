"""The alternatives of a schema at one place: in-place keywords multiplied out, conjunctions laid side by side.

`{"type": "object", "oneOf": [A, B]}` has two shapes: `object ∧ A` and `object ∧ B`. A shape never looks below.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from contracts.messages.equality import json_key
from contracts.messages.negation import negations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.keywords import Json, Schema
    from contracts.messages.references import SchemaDocument

IN_PLACE = frozenset({"$ref", "allOf", "anyOf", "oneOf", "if", "then", "else", "not"})
ALTERNATIVES_LIMIT = 64
ALL_TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")
_TELLING = {  # keyword -> the type that a schema without `type` most likely means
    "properties": "object",
    "required": "object",
    "additionalProperties": "object",
    "patternProperties": "object",
    "propertyNames": "object",
    "minProperties": "object",
    "maxProperties": "object",
    "dependentRequired": "object",
    "dependentSchemas": "object",
    "unevaluatedProperties": "object",
    "items": "array",
    "prefixItems": "array",
    "minItems": "array",
    "maxItems": "array",
    "uniqueItems": "array",
    "contains": "array",
    "pattern": "string",
    "format": "string",
    "minLength": "string",
    "maxLength": "string",
    "minimum": "number",
    "maximum": "number",
    "exclusiveMinimum": "number",
    "exclusiveMaximum": "number",
    "multipleOf": "number",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Schemas that hold together at one location, none of them with an in-place keyword.

    `branch` names the choices that led here, `oneOf.1` for example; `branches` are the schemas that were chosen.
    """

    members: tuple[dict[str, Json], ...] = ()
    branch: str = ""

    def all_of(self, keyword: str) -> list[Json]:
        """The values of a keyword, one per member that has it."""
        return [member[keyword] for member in self.members if keyword in member]

    @property
    def types(self) -> tuple[str, ...]:
        """The types that every member allows, most likely first; `number` always brings `integer` along."""
        allowed = [_declared_types(declared) for declared in self.all_of("type")]
        order = _in_order(name for names in [*allowed, self._telling_types(), ALL_TYPES] for name in names)
        return tuple(name for name in order if all(name in names for names in allowed))

    def _telling_types(self) -> list[str]:
        return [_TELLING[keyword] for member in self.members for keyword in member if keyword in _TELLING]

    @property
    def main_type(self) -> str:
        """The type of a typical value: the first one that is not `null`."""
        return next((name for name in self.types if name != "null"), "null")

    @property
    def is_typed(self) -> bool:
        """Whether a member says which types are allowed."""
        return any("type" in member or "const" in member or "enum" in member for member in self.members)

    @property
    def choices(self) -> tuple[Json, ...] | None:
        """The values that every `enum` and `const` allows, or None where there is none of them."""
        lists = [values for values in self.all_of("enum") if isinstance(values, list)]
        lists += [[value] for value in self.all_of("const")]
        if not lists:
            return None
        others = [{json_key(value) for value in values} for values in lists[1:]]
        return tuple(value for value in lists[0] if all(json_key(value) in other for other in others))


def shapes(schema: Schema, document: SchemaDocument) -> tuple[Shape, ...]:
    """The alternatives of a schema, in its own order, at most `ALTERNATIVES_LIMIT`; none: nothing is valid."""
    return _Unfolding(document).shapes(schema, ())


@dataclass(frozen=True, slots=True)
class _Unfolding:
    document: SchemaDocument

    def shapes(self, schema: Schema, seen: tuple[str, ...]) -> tuple[Shape, ...]:
        self.document.budget.take(10)
        if self.document.budget.is_spent:
            return ()
        if isinstance(schema, bool):
            return (Shape(),) if schema else ()
        reference = schema.get("$ref")
        if isinstance(reference, str) and self.document.ignores_siblings:
            return self._target(reference, seen)
        own = {keyword: value for keyword, value in schema.items() if keyword not in IN_PLACE}
        result: tuple[Shape, ...] = (Shape(members=(own,)),)
        if isinstance(reference, str):
            result = self._both(result, self._target(reference, seen))
        for keyword in ("allOf", "anyOf", "oneOf"):
            if isinstance(schema.get(keyword), list):
                result = self._both(result, self._applied(keyword, schema[keyword], seen))
        if "if" in schema:
            result = self._both(result, self._conditional(schema, seen))
        return self._both(result, self._negated(schema["not"], seen)) if "not" in schema else result

    def _target(self, reference: str, seen: tuple[str, ...]) -> tuple[Shape, ...]:
        if reference in seen:
            return ()  # a reference that comes back without a step down adds no value of its own
        target = self.document.resolve(reference)
        return (Shape(),) if target is None else self.shapes(target, (*seen, reference))

    def _applied(self, keyword: str, schemas: list[Schema], seen: tuple[str, ...]) -> tuple[Shape, ...]:
        if keyword == "allOf":
            result: tuple[Shape, ...] = (Shape(),)
            for schema in schemas:
                result = self._both(result, self.shapes(schema, seen))
            return result
        return _fair(
            [
                [_labelled(shape, f"{keyword}.{index}") for shape in self.shapes(schema, seen)]
                for index, schema in enumerate(schemas)
            ]
        )

    def _conditional(self, schema: dict[str, Json], seen: tuple[str, ...]) -> tuple[Shape, ...]:
        held = self._both(self.shapes(schema["if"], seen), self.shapes(schema.get("then", True), seen))
        failed = self._both(self._negated(schema["if"], seen), self.shapes(schema.get("else", True), seen))
        return _fair([[_labelled(shape, "then") for shape in held], [_labelled(shape, "else") for shape in failed]])

    def _negated(self, schema: Schema, seen: tuple[str, ...]) -> tuple[Shape, ...]:
        reference = schema.get("$ref") if isinstance(schema, dict) else None
        if isinstance(reference, str) and reference not in seen:
            target = self.document.resolve(reference)
            return (Shape(),) if target is None else self._negated(target, (*seen, reference))
        return _fair([self.shapes(other, seen) for other in negations(schema)])

    def _both(self, first: tuple[Shape, ...], second: tuple[Shape, ...]) -> tuple[Shape, ...]:
        longest = max((len(shape.members) for shape in (*first, *second)), default=0)
        self.document.budget.take(min(len(first) * len(second), ALTERNATIVES_LIMIT) * (2 + longest // 50))
        pairs = (
            Shape(members=one.members + other.members, branch=".".join(filter(None, (one.branch, other.branch))))
            for one in first
            for other in second
        )
        return tuple(islice(pairs, ALTERNATIVES_LIMIT))


def _fair(groups: list[Iterable[Shape]] | list[list[Shape]] | list[tuple[Shape, ...]]) -> tuple[Shape, ...]:
    """The shapes of all groups; where there are too many, as many of each group as fit."""
    flat = [(index, group, shape) for group, shapes_of in enumerate(groups) for index, shape in enumerate(shapes_of)]
    kept = sorted(flat, key=lambda entry: entry[:2])[:ALTERNATIVES_LIMIT]
    return tuple(shape for _, _, shape in sorted(kept, key=lambda entry: (entry[1], entry[0])))


def _labelled(shape: Shape, label: str) -> Shape:
    return replace(shape, branch=f"{label}.{shape.branch}" if shape.branch else label)


def _declared_types(declared: Json) -> tuple[str, ...]:
    names = declared if isinstance(declared, list) else [declared]
    return _in_order(each for name in names for each in ((name, "integer") if name == "number" else (name,)))


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
