"""Signed schemas, and the conditions that a schema object is the conjunction of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contracts.compatibility.finite import content_key
from contracts.compatibility.proving.lookahead import members_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Json, Schema
    from contracts.validation.effort import Budget

LITERAL_INTEGER = "literal-integer"
_ATOMS = {
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "string": ("minLength", "maxLength", "pattern", "format"),
    "array": ("minItems", "maxItems", "uniqueItems"),
    "object": ("minProperties", "maxProperties", "propertyNames"),
}
_TYPE_OF_ATOM = {keyword: kind for kind, keywords in _ATOMS.items() for keyword in keywords}
_GROUPS = (
    ("object", "properties", ("properties", "patternProperties", "additionalProperties")),
    ("array", "items", ("prefixItems", "items")),
)
_IN_PLACE = ("$ref", "allOf", "anyOf", "oneOf", "not")
_UNEVALUATED = {"unevaluatedProperties": "object", "unevaluatedItems": "array"}


@dataclass(frozen=True, slots=True)
class Literal:
    """A schema that the value must satisfy (`holds`) or must not."""

    holds: bool
    key: str
    schema: Schema = field(compare=False)

    @property
    def is_idle(self) -> bool:
        """Whether every value does."""
        return self.key == ("true" if self.holds else "false")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the conditions that a schema object is made of. `kind` is the type it speaks of, or "" for all."""

    kind: str
    keyword: str
    schema: dict[str, Json]

    @property
    def is_atom(self) -> bool:
        """Whether a leaf answers it, with nothing left to split."""
        return self.kind != "" and self.keyword not in _SPLIT

    def speaks_of(self, kind: str) -> bool:
        """Whether it can fail for a value of this type."""
        return self.kind in {"", "number" if kind == "integer" else kind}


_SPLIT = frozenset({"allOf", "dependentRequired", "dependentSchemas", *_UNEVALUATED})


class Terms:
    """The vocabulary of one question: definitions, literals and parts, each made once."""

    def __init__(self, definitions: dict[str, Schema], budget: Budget, *, tells_integers: bool) -> None:
        self.definitions, self.budget = definitions, budget
        self.tells_integers = tells_integers
        # By the identity of a part, which `_parts` keeps alive, the type and the sign: what `splitting` made of it.
        self.known_ways: dict[tuple[int, str, bool], list[tuple[Literal, ...]]] = {}
        self._keys: dict[int, tuple[Schema, str]] = {}
        self._parts: dict[str, tuple[Part, ...]] = {}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The types to look for; in draft 4, numbers written with a fraction are a type apart from whole ones."""
        numbers = ("integer", "number") if self.tells_integers else ("number",)
        return ("object", "array", "string", *numbers, "boolean", "null")

    def literal(self, schema: Schema, *, holds: bool = True) -> Literal:
        """The signed schema."""
        return Literal(holds, self.key(schema), schema)

    def key(self, schema: Schema) -> str:
        """The content of a schema as text."""
        if not isinstance(schema, dict):
            return "true" if schema else "false"
        known = self._keys.get(id(schema))
        if known is None:
            known = (schema, "true" if not schema else content_key(schema))
            self._keys[id(schema)] = known
            self.budget.spend(4 + len(known[1]) // 50)
        return known[1]

    def parts(self, literal: Literal) -> tuple[Part, ...]:
        """The conditions of a schema object; all of them must hold."""
        known = self._parts.get(literal.key)
        if known is None:
            known = tuple(_parts(literal.schema)) if isinstance(literal.schema, dict) else ()
            self._parts[literal.key] = known
        return known


def _parts(schema: dict[str, Json]) -> Iterator[Part]:
    if "type" in schema:
        yield Part(kind="", keyword="type", schema={"type": schema["type"]})
    if "const" in schema:
        yield Part(kind="", keyword="enum", schema={"enum": [schema["const"]]})
    if "enum" in schema:
        yield Part(kind="", keyword="enum", schema={"enum": schema["enum"]})
    for keyword in _IN_PLACE:
        if keyword in schema:
            yield Part(kind="", keyword=keyword, schema={keyword: schema[keyword]})
    if "if" in schema and ("then" in schema or "else" in schema):
        conditional: dict[str, Json] = {
            keyword: schema[keyword] for keyword in ("if", "then", "else") if keyword in schema
        }
        yield Part(kind="", keyword="if", schema=conditional)
    yield from _typed_parts(schema)


def _typed_parts(schema: dict[str, Json]) -> Iterator[Part]:
    for keyword, kind in _TYPE_OF_ATOM.items():
        if keyword in schema and not _is_idle(keyword, schema[keyword]):
            members = members_of(schema[keyword]) if keyword == "pattern" else None
            same = {keyword: schema[keyword]} if members is None else {"allOf": members}
            yield Part(kind=kind, keyword=next(iter(same)), schema=same)
    for kind, first, keywords in _GROUPS:
        group = {keyword: schema[keyword] for keyword in keywords if keyword in schema}
        if group:
            yield Part(kind=kind, keyword=first, schema=group)
    yield from _contains_parts(schema)
    for name in schema.get("required", ()):
        yield Part(kind="object", keyword="required", schema={"required": [name]})
    for keyword in ("dependentRequired", "dependentSchemas"):
        for name, value in schema.get(keyword, {}).items():
            yield Part(kind="object", keyword=keyword, schema={keyword: {name: value}})
    for keyword, kind in _UNEVALUATED.items():
        if schema.get(keyword, True) is not True:
            yield Part(kind=kind, keyword=keyword, schema=schema)


def _contains_parts(schema: dict[str, Json]) -> Iterator[Part]:
    """`contains` as two conditions: at least so many, at most so many."""
    if "contains" not in schema:
        return
    least, most = schema.get("minContains", 1), schema.get("maxContains")
    wanted = {"contains": schema["contains"]}
    if least > 0:
        yield Part(kind="array", keyword="contains", schema={**wanted, "minContains": least})
    if most is not None:
        yield Part(kind="array", keyword="contains", schema={**wanted, "minContains": 0, "maxContains": most})


def _is_idle(keyword: str, value: Json) -> bool:
    """Whether the condition cannot fail."""
    if keyword in {"minLength", "minItems", "minProperties"}:
        return bool(value == 0)
    return (keyword == "uniqueItems" and value is False) or (keyword == "propertyNames" and value in (True, {}))
