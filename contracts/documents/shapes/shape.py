"""Shapes: the JSON Schemas that notations of a document give, with the line of every field, and how they are merged.

Inside of a shape `ONLY_NULL` stands for a value that was only ever seen as null; `finished` opens it to `{}`. An author
who writes `{"type": "null"}` means it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.type_words import nullable
from contracts.keywords import map_subschemas, pointer, steps

if TYPE_CHECKING:
    from collections.abc import Mapping

    from contracts.keywords import Json, Schema, Step

# A spelling of its own, `json_schemas` writes an author's type with one name as that name.
ONLY_NULL: Final[dict[str, Json]] = {"type": ["null"]}
VIA_ORDER: Final = ("json-schema", "field-table", "typescript", "class", "example", "names")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What one notation says about a JSON value.

    `lines` maps JSON Pointers of the schema to document lines, `marks` to the code of a doubt (`null-field`) and its
    detail. `example` is the JSON text's value where it is a real message, `has_example` tells None from null.
    """

    schema: dict[str, Json]
    line: int
    via: str
    end_line: int = 0
    lines: Mapping[str, int] = dataclasses.field(default_factory=dict)
    marks: Mapping[str, tuple[str, str]] = dataclasses.field(default_factory=dict)
    example: Json = None
    has_example: bool = False

    @property
    def properties(self) -> Mapping[str, Json]:
        """The declared properties of the value itself."""
        found = self.schema.get("properties")
        return found if isinstance(found, dict) else {}

    def field(self, name: str) -> dict[str, Json]:
        """The schema of one property; `{}` where there is none."""
        found = self.properties.get(name)
        return found if isinstance(found, dict) else {}

    @property
    def rank(self) -> int:
        """The place of the notation in the order of precedence, 0 is the strongest."""
        return VIA_ORDER.index(self.via)


def prefixed(places: Mapping[str, Json], *steps_: Step) -> dict[str, Json]:
    """The places with a path in front of each pointer."""
    if not places:
        return {}
    prefix = pointer(steps_)
    return {prefix + place: value for place, value in places.items()}


def combine_schemas(  # noqa: PLR0911 - one return per pair of kinds
    first: dict[str, Json], second: dict[str, Json]
) -> dict[str, Json]:
    """The schema of a field that two examples show: what either allows."""
    if first == second or not second:
        return first
    if not first:
        return second
    if ONLY_NULL in (first, second):
        return nullable(second if first == ONLY_NULL else first)
    kinds = (_bare_type(first), _bare_type(second))
    if kinds == ("object", "object"):
        return _combined_objects(first, second)
    if kinds == ("array", "array"):
        return _combined_arrays(first, second)
    if set(kinds) == {"integer", "number"}:
        return _kept_null(first, second, {"type": "number"})
    if kinds[0] and kinds[0] == kinds[1]:
        shared = {key: value for key, value in first.items() if key == "type" or second.get(key) == value}
        return _kept_null(first, second, {**shared, "type": kinds[0]})
    return _alternatives(first, second)


def _alternatives(first: dict[str, Json], second: dict[str, Json]) -> dict[str, Json]:
    """`anyOf` with one alternative per type, so that it stays small however many examples there are."""
    options = list(_options(first))
    for option in _options(second):
        same = next((index for index, known in enumerate(options) if _bare_type(known) == _bare_type(option)), None)
        if same is None:
            options.append(option)
        else:
            options[same] = combine_schemas(options[same], option)
    return options[0] if len(options) == 1 else {"anyOf": options}


def _bare_type(schema: dict[str, Json]) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        return next((str(name) for name in kind if name != "null"), "null")
    return str(kind) if isinstance(kind, str) else ""


def _is_nullable(schema: dict[str, Json]) -> bool:
    return isinstance(schema.get("type"), list) and "null" in schema["type"]


def _kept_null(first: dict[str, Json], second: dict[str, Json], schema: dict[str, Json]) -> dict[str, Json]:
    return nullable(schema) if _is_nullable(first) or _is_nullable(second) else schema


def _options(schema: dict[str, Json]) -> list[Json]:
    options = schema.get("anyOf")
    return options if isinstance(options, list) and len(schema) == 1 else [schema]


def _combined_objects(first: dict[str, Json], second: dict[str, Json]) -> dict[str, Json]:
    ours, theirs = first.get("properties", {}), second.get("properties", {})
    names = [*ours, *(name for name in theirs if name not in ours)]
    properties = {name: combine_schemas(ours.get(name, {}), theirs.get(name, {})) for name in names}
    always = set(second.get("required", []))
    required = [name for name in first.get("required", []) if name in always]
    merged: dict[str, Json] = {"type": "object"}
    if properties:
        merged["properties"] = properties
    if required:
        merged["required"] = required
    return _kept_null(first, second, merged)


def _combined_arrays(first: dict[str, Json], second: dict[str, Json]) -> dict[str, Json]:
    items = combine_schemas(first.get("items", {}), second.get("items", {}))
    return _kept_null(first, second, {"type": "array", **({"items": items} if items else {})})


def overlay_schemas(strong: dict[str, Json], weak: dict[str, Json]) -> dict[str, Json]:
    """The schema of the stronger notation, with what only the weaker one knows."""
    if not strong or strong == ONLY_NULL:
        return nullable(weak) if strong == ONLY_NULL else weak
    kinds = (_bare_type(strong), _bare_type(weak))
    if kinds == ("object", "object"):
        return _overlaid_objects(strong, weak)
    if kinds == ("array", "array") and "items" in weak:
        return {**strong, "items": overlay_schemas(strong.get("items", {}), weak["items"])}
    return strong


def _overlaid_objects(strong: dict[str, Json], weak: dict[str, Json]) -> dict[str, Json]:
    ours, theirs = strong.get("properties", {}), weak.get("properties", {})
    names = [*ours, *(name for name in theirs if name not in ours)]
    properties = {
        name: overlay_schemas(ours[name], theirs[name])
        if name in ours and name in theirs
        else ours.get(name, theirs.get(name))
        for name in names
    }
    known, other = set(strong.get("required", [])), set(weak.get("required", []))
    required = [name for name in names if name in known or (name not in ours and name in other)]
    merged = {key: value for key, value in strong.items() if key not in {"properties", "required"}}
    if properties:
        merged["properties"] = properties
    if required:
        merged["required"] = required
    return merged


def combined(first: Shape, second: Shape) -> Shape:
    """Two shapes of the same notation as one."""
    return replace(
        first,
        schema=combine_schemas(first.schema, second.schema),
        lines={**second.lines, **first.lines},
        marks={**second.marks, **first.marks},
    )


def overlaid(strong: Shape, weak: Shape) -> Shape:
    """A stronger notation over a weaker one."""
    known = {place for place in strong.lines if schema_at(strong.schema, place)}
    marks = {place: mark for place, mark in weak.marks.items() if place not in known}
    return replace(
        strong,
        schema=overlay_schemas(strong.schema, weak.schema),
        lines={**weak.lines, **strong.lines},
        marks={**marks, **strong.marks},
    )


def schema_at(schema: Schema, json_pointer: str) -> Json:
    """What stands at a JSON Pointer of the schema; None if there is nothing."""
    found: Json = schema
    for step in steps(json_pointer):
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found


def finished(schema: Schema) -> Schema:
    """The schema for the outside: a value that was only ever null may be anything."""
    if not isinstance(schema, dict):
        return schema
    return {} if schema == ONLY_NULL else map_subschemas(schema, finished)


def find_disagreements(first: Schema, second: Schema, place: str = "") -> list[tuple[str, str, str]]:
    """The fields on whose type two schemas disagree, as (JSON Pointer, type, other type)."""
    if not isinstance(first, dict) or not isinstance(second, dict):
        return []
    kinds = (_bare_type(first), _bare_type(second))
    if all(kinds) and kinds[0] != kinds[1] and "null" not in kinds and set(kinds) != {"integer", "number"}:
        return [(place, kinds[0], kinds[1])]
    found: list[tuple[str, str, str]] = []
    ours, theirs = first.get("properties", {}), second.get("properties", {})
    for name in ours:
        if name in theirs:
            found += find_disagreements(ours[name], theirs[name], place + pointer(("properties", name)))
    if "items" in first and "items" in second:
        found += find_disagreements(first["items"], second["items"], f"{place}/items")
    return found
