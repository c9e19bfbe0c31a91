"""Shapes of one contract -> its schema: notations merged by precedence, doubts and failed examples noted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.json_schemas import refusal_code, said_reason, schema_refusal
from contracts.documents.shapes.shape import (
    ONLY_NULL,
    Shape,
    combined,
    find_disagreements,
    finished,
    overlaid,
    schema_at,
)
from contracts.keywords import steps
from contracts.validation import Validator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from contracts.documents.problems import Findings
    from contracts.keywords import Json, Schema

_STATED: Final = frozenset({"json-schema", "field-table", "typescript"})
_MAX_EXAMPLES: Final = 20
_MAX_DOUBTS: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A contract's part while it is put together: its name for problems, and where problems go."""

    name: str
    findings: Findings


def merge_shapes(shapes: Sequence[Shape], named: Named) -> Shape | None:
    """All notations of one place as one shape: the strongest first, two of the same rank combined."""
    same_rank: dict[int, list[Shape]] = {}
    for shape in shapes:
        same_rank.setdefault(shape.rank, []).append(shape)
    by_rank = {rank: _combined_all(found, named) for rank, found in same_rank.items()}
    if not by_rank:
        return None
    ranks = sorted(by_rank)
    _note_disagreements([by_rank[rank] for rank in ranks], named)
    merged = by_rank[ranks[-1]]
    for rank in reversed(ranks[:-1]):
        merged = overlaid(by_rank[rank], merged)
    return merged


def _combined_all(shapes: list[Shape], named: Named) -> Shape:
    """The shapes of one rank combined pair by pair, so that many of them do not cost the square of their number."""
    while len(shapes) > 1:
        pairs = zip_longest(shapes[::2], shapes[1::2])
        shapes = [_combined_pair(first, second, named) if second else first for first, second in pairs]
    return shapes[0]


def _combined_pair(first: Shape, second: Shape, named: Named) -> Shape:
    if second.via in _STATED and find_disagreements(first.schema, second.schema):
        named.findings.note("event-disagreement", second.line, name=named.name, other=first.line)
        return first
    return combined(first, second)


def _note_disagreements(shapes: list[Shape], named: Named) -> None:
    stated = [shape for shape in shapes if shape.via in _STATED]
    for strong, weak in pairwise(stated):
        for place, ours, theirs in find_disagreements(strong.schema, weak.schema):
            named.findings.note(
                "field-disagreement",
                strong.lines.get(place, strong.line),
                name=named.name,
                field=field_name(place) or "itself",
                strong=ours,
                weak=theirs,
                other=weak.lines.get(place, weak.line),
            )


def field_name(json_pointer: str) -> str:
    """A place of a schema as people write it: `/properties/items/items/properties/sku` is `items[].sku`."""
    said = ""
    path = steps(json_pointer)
    for index, step in enumerate(path):
        if index and path[index - 1] == "properties":
            said += f".{step}" if said else step
        elif step == "items" and (not index or path[index - 1] != "properties"):
            said += "[]"
    return said


def note_doubts(shape: Shape, named: Named) -> None:
    """Note what the final shape leaves open, each doubt at the line of its field."""
    doubts = 0
    for place, (code, detail) in sorted(
        shape.marks.items(), key=lambda mark: (shape.lines.get(mark[0], shape.line), mark[0])
    ):
        schema = schema_at(shape.schema, place)
        if doubts >= _MAX_DOUBTS or not isinstance(schema, dict) or not _still_holds(code, schema):
            continue
        doubts += 1
        line = _nearest(shape, place)
        field = field_name(place) or "itself"
        named.findings.note(code, line, name=named.name, field=field, type=detail, value=detail)


def _still_holds(code: str, schema: dict[str, Json]) -> bool:
    if code == "null-field":
        return schema in ({}, ONLY_NULL)
    if code == "unknown-type":
        return "type" not in schema and not schema
    if code == "open-object":
        return not schema.get("properties") and not isinstance(schema.get("additionalProperties"), dict)
    if code == "open-array":
        return "items" not in schema
    if code == "literal-maybe-enum":
        return schema == {"type": "string"}
    return True


def _nearest(shape: Shape, place: str) -> int:
    while place and place not in shape.lines:
        place = place.rpartition("/")[0]
    return shape.lines.get(place, shape.line)


def kept_lines(shape: Shape, part: str) -> dict[str, int]:
    """The lines of the places that the final schema has, keyed `PART#POINTER`."""
    places = {
        f"{part}#{place}": line for place, line in shape.lines.items() if schema_at(shape.schema, place) is not None
    }
    return {f"{part}#": shape.line, **places}


def final_schema(shape: Shape, named: Named) -> Schema | None:
    """The schema for the outside; None if what authors wrote makes none, which is noted."""
    schema = finished(shape.schema)
    refusal = schema_refusal(schema)
    if refusal is not None:
        line = _nearest(shape, refusal.pointer)
        named.findings.note(refusal_code(refusal), line, name=named.name, reason=said_reason(refusal))
        return None
    return schema


def check_examples(schema: Schema, examples: Iterable[Shape], named: Named, *, declared: Shape) -> tuple[Json, ...]:
    """The examples that are valid under the schema; an invalid one is noted with its first rejection.

    `declared` is the shape of the schema: it knows the line that declares what the example contradicts.
    """
    kept = list(examples)[:_MAX_EXAMPLES]
    if not kept:
        return ()
    validator = Validator(schema)
    valid: list[Json] = []
    for shape in kept:
        rejections = validator.rejections(shape.example)
        if rejections:
            place = rejections[0].instance_pointer
            line = shape.lines.get(_schema_place(place), shape.line)
            named.findings.note(
                "example-fails-schema",
                line,
                name=named.name,
                other=_nearest(declared, rejections[0].schema_pointer),
                reason=f"{place or 'the message'}: {rejections[0].message}",
            )
        elif shape.example not in valid:
            valid.append(shape.example)
    return tuple(valid)


def _schema_place(instance_pointer: str) -> str:
    return "".join("/items" if step.isdigit() else f"/properties/{step}" for step in instance_pointer.split("/")[1:])


def without_required(shape: Shape) -> Shape:
    """The shape of examples with nothing required, for documents that switch that inference off."""
    return replace(shape, schema=_optional(shape.schema)) if shape.via == "example" else shape


def _optional(schema: dict[str, Json]) -> dict[str, Json]:
    kept = {key: value for key, value in schema.items() if key != "required"}
    if isinstance(kept.get("properties"), dict):
        kept["properties"] = {name: _optional(inner) for name, inner in kept["properties"].items()}
    if isinstance(kept.get("items"), dict):
        kept["items"] = _optional(kept["items"])
    return kept
