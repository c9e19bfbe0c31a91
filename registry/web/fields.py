"""A schema as a table of fields, in the order of the document that declares them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from contracts.compatibility.references import Target, resolve
from contracts.keywords import pointer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from contracts.keywords import Json, Schema, Step
    from contracts.model import Part

MAX_FIELDS = 1000
_MAX_STEPS = 10_000
_MAX_SHOWN_TYPES = 4
_MAX_SHOWN_VALUES = 12
_MAX_SHOWN_CHARACTERS = 300
_CONDITIONS = ("if", "not", "dependentSchemas", "dependentRequired", "dependencies", "contains")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One row: `depth` counts from 0, `kind` is what a value is, `says` its other rules, `line` is of the document."""

    depth: int
    name: str
    kind: str
    says: tuple[str, ...] = ()
    is_required: bool = False
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTable:
    """The fields of one part of a contract, at most `MAX_FIELDS`, and whether there are more."""

    part: str
    writer: str
    fields: tuple[Field, ...]
    is_cut: bool = False


def field_table(part: Part, lines: Mapping[str, int]) -> FieldTable:
    """The fields of a part; `lines` maps `PART#POINTER` to the line that declares the place."""
    table = _Table(part.schema, {key.removeprefix(f"{part.name}#"): line for key, line in lines.items()})
    found = list(islice(table.rows(), MAX_FIELDS + 1))
    is_cut = table.is_stopped or len(found) > MAX_FIELDS
    return FieldTable(part=part.name, writer=part.writer.value, fields=tuple(found[:MAX_FIELDS]), is_cut=is_cut)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A subschema that becomes a row: what it is called, where it stands, and the definitions around it."""

    name: str
    target: Target
    depth: int
    is_required: bool = False
    around: frozenset[tuple[Step, ...]] = frozenset()


class _Table:
    """The walk over one schema, depth first; it stops after some steps, for a small schema may unfold without end."""

    def __init__(self, schema: Schema, lines: Mapping[str, int]) -> None:
        self._schema = schema
        self._lines = lines
        self._order = {place: number for number, place in enumerate(lines)}
        self._steps = 0

    @property
    def is_stopped(self) -> bool:
        """Whether something was left out."""
        return self._steps > _MAX_STEPS

    def rows(self) -> Iterator[Field]:
        """The rows of the whole schema; its root is a row only where it has no fields."""
        root = _Place(name="", target=Target(schema=self._schema, path=()), depth=-1)
        is_empty = True
        for field in self._below(root):
            is_empty = False
            yield field
        if is_empty:
            yield replace(self._row(root, resolve(self._schema, root.target)), name="the whole body", depth=0)

    def _below(self, place: _Place) -> Iterator[Field]:
        target = resolve(self._schema, place.target)
        self._steps += 1
        if self.is_stopped or not isinstance(target.schema, dict) or target.path in place.around:
            return
        inside = replace(place, target=target, around=place.around | {target.path})
        for child in self._children(inside):
            yield self._row(child, resolve(self._schema, child.target))
            yield from self._below(child)
        for inner in _transparent(target):
            yield from self._below(replace(inside, target=inner))

    def _children(self, place: _Place) -> list[_Place]:
        schema, path = place.target.schema, place.target.path
        if not isinstance(schema, dict):
            return []
        required = schema.get("required", ())
        children = [
            _child(place, name, (*path, "properties", name), item, is_required=name in required)
            for name, item in schema.get("properties", {}).items()
        ]
        children.sort(key=lambda child: (self._order.get(pointer(child.target.path), len(self._order)), child.name))
        return [*children, *_unnamed(place, schema, path)]

    def _row(self, place: _Place, target: Target) -> Field:
        says = list(_says(target.schema))
        if target.path in place.around:
            says = ["the same again"]
        line = self._line(place.target.path)
        kind = _kind(self._schema, target)
        return Field(
            depth=place.depth, name=place.name, kind=kind, says=tuple(says), is_required=place.is_required, line=line
        )

    def _line(self, path: tuple[Step, ...]) -> int | None:
        return self._lines.get(pointer(path))


def _child(place: _Place, name: str, path: tuple[Step, ...], schema: Schema, *, is_required: bool = False) -> _Place:
    return _Place(
        name=name,
        target=Target(schema=schema, path=path),
        depth=place.depth + 1,
        is_required=is_required,
        around=place.around,
    )


def _unnamed(place: _Place, schema: Mapping[str, Json], path: tuple[Step, ...]) -> Iterator[_Place]:
    """Fields whose names a pattern tells or nobody, items that have a place, and alternatives."""
    for pattern, item in schema.get("patternProperties", {}).items():
        yield _child(place, f"names like {pattern}", (*path, "patternProperties", pattern), item)
    if isinstance(schema.get("additionalProperties"), dict):
        other = "any other name" if schema.get("properties") else "any name"
        yield _child(place, other, (*path, "additionalProperties"), schema["additionalProperties"])
    for keyword in ("prefixItems", "items"):
        if isinstance(schema.get(keyword), list):
            for index, item in enumerate(schema[keyword]):
                yield _child(place, f"item {index + 1}", (*path, keyword, index), item)
    for keyword in ("oneOf", "anyOf"):
        found = _alternatives(schema, keyword)
        for number, (index, item) in enumerate(found if len(found) > 1 else (), 1):
            yield _child(place, f"alternative {number} of {len(found)}", (*path, keyword, index), item)


def _transparent(target: Target) -> Iterator[Target]:
    """Subschemas whose fields are those of the place itself: parts of a whole, items, what may be null."""
    schema = target.schema
    if not isinstance(schema, dict):
        return
    for index, item in enumerate(schema.get("allOf", ())):
        yield Target(schema=item, path=(*target.path, "allOf", index))
    if isinstance(schema.get("items"), dict):
        yield Target(schema=schema["items"], path=(*target.path, "items"))
    for keyword in ("oneOf", "anyOf"):
        found = _alternatives(schema, keyword)
        if len(found) == 1:
            yield Target(schema=found[0][1], path=(*target.path, keyword, found[0][0]))


def _alternatives(schema: Mapping[str, Json], keyword: str) -> list[tuple[int, Schema]]:
    """The alternatives beside null, with their places."""
    return [(index, item) for index, item in enumerate(schema.get(keyword, ())) if item != {"type": "null"}]


def _kind(document: Schema, target: Target, *, within: int = _MAX_SHOWN_TYPES) -> str:
    """What a value is, in words: `string (uuid)`, `array of integer`, `number or null`; `within` so many levels."""
    schema = target.schema
    if not isinstance(schema, dict):
        return "anything" if schema else "nothing"
    if not within:
        return "…"
    types = [schema["type"]] if isinstance(schema.get("type"), str) else list(schema.get("type", ()))
    types.sort(key=lambda word: word == "null")
    words = [_typed(document, target, word, within=within - 1) for word in types]
    if not words:
        words = [_kind(document, resolve(document, inner), within=within - 1) for inner in _transparent(target)]
    for keyword in ("oneOf", "anyOf"):
        if len(_alternatives(schema, keyword)) < len(schema.get(keyword, ())) and "null" not in words:
            words.append("null")
    return " or ".join(dict.fromkeys(words)) or _kind_of_values(schema)


def _typed(document: Schema, target: Target, word: str, *, within: int) -> str:
    schema = target.schema
    if not isinstance(schema, dict):
        return word
    if word == "array" and isinstance(schema.get("items"), dict):
        items = resolve(document, Target(schema=schema["items"], path=(*target.path, "items")))
        return f"array of {_kind(document, items, within=within)}"
    return f"{word} ({schema['format']})" if word in {"string", "number", "integer"} and "format" in schema else word


def _kind_of_values(schema: Mapping[str, Json]) -> str:
    if "enum" in schema or "const" in schema:
        return "a value"
    return "object" if "properties" in schema else "anything"


def _says(schema: Schema) -> Iterator[str]:
    """The rules of a value beside its type."""
    if not isinstance(schema, dict):
        return
    if "const" in schema:
        yield f"always {_value(schema['const'])}"
    if "enum" in schema:
        shown = [_value(value) for value in schema["enum"][:_MAX_SHOWN_VALUES]]
        more = len(schema["enum"]) - len(shown)
        yield "one of " + ", ".join(shown) + (f" and {more} more" if more else "")
    yield from (words.format(_value(schema[keyword])) for keyword, words in _RULES.items() if keyword in schema)
    if schema.get("uniqueItems") is True:
        yield "no item twice"
    if schema.get("additionalProperties") is False:
        yield "no other fields"
    if any(keyword in schema for keyword in _CONDITIONS):
        yield "with conditions: see the schema"


def _value(value: Json) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return written if len(written) <= _MAX_SHOWN_CHARACTERS else written[:_MAX_SHOWN_CHARACTERS] + "…"


_RULES: Mapping[str, str] = {
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "pattern": "matches {}",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minProperties": "at least {} fields",
    "maxProperties": "at most {} fields",
}
