"""Where an open question stands in a schema as its author wrote it.

The search walks both schemas in the uniform form, closed, aligned and split; what it could not settle it names by a
path through the *value*. All schemas that describe that part of the value are looked up in the author's text, whatever
its draft, through references and alternatives, and the one that holds the condition is the place.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from contracts.compatibility.finite import content_key
from contracts.compatibility.references import Target, located, target_of
from contracts.compatibility.verdict import Reason
from contracts.keywords import pointer, steps, subschemas
from contracts.validation.effort import crowded_path, size_of
from contracts.validation.occurrence import occurs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.compatibility.proving.answers import Gap
    from contracts.keywords import Json, Schema, Step
    from contracts.validation import Rejection

_MAX_DESCRIBED = 400
_MAX_SIZE = 100_000
_MAX_LEVELS = 20
_MAX_REFERENCES = 500
_IN_PLACE = frozenset(
    {"allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies", "$ref"}
)
_ITEMS = frozenset({"items", "prefixItems", "additionalItems", "contains", "unevaluatedItems"})
_REST = ("patternProperties", "additionalProperties", "unevaluatedProperties")
# What the uniform form has under another name than an author may have written.
_WRITTEN = {
    "enum": ("const",),
    "dependentRequired": ("dependencies",),
    "dependentSchemas": ("dependencies",),
    "properties": ("additionalProperties", "patternProperties", "unevaluatedProperties"),
    "items": ("prefixItems", "additionalItems", "unevaluatedItems"),
    "contains": ("minContains", "maxContains"),
    "$ref": ("$dynamicRef", "$recursiveRef"),
    "additionalProperties": ("unevaluatedProperties",),
}


def reason_of(gap: Gap, *, writer: Schema, reader: Schema) -> Reason:
    """The reason with the place of the gap in one of the schemas, as they were written."""
    sides = (("writer", writer), ("reader", reader)) if gap.holds else (("reader", reader), ("writer", writer))
    path = _steps_of(gap.path)
    for length in range(len(path), -1, -1):
        found = [(side, target) for side, schema in sides for target in _describing(schema, path[:length])]
        named = _holding(gap, found) or _largest(found)
        if named is not None:
            side, target, keyword = named
            return Reason(pointer=pointer(target.path), keyword=keyword, sentence=gap.sentence, side=side)
    return Reason(pointer="", keyword=gap.keyword or "schema", sentence=gap.sentence, side=sides[0][0])


def _steps_of(path: tuple[Step, ...]) -> list[tuple[str, Step | None]]:
    """The steps of a path through the value: `properties` and `prefixItems` go on with a name or an index."""
    rest = iter(path)
    return [(str(step), next(rest) if step in {"properties", "prefixItems"} else None) for step in rest]


def rejecting_place(rejection: Rejection, reader: Schema, sentence: str) -> Reason:
    """The reason with the place at which the reader rejects a message."""
    path = located(reader, steps(rejection.schema_pointer))
    return Reason(pointer=pointer(path[:-1]), keyword=rejection.keyword, sentence=sentence, side="reader")


def heaviest_place(schema: Schema) -> tuple[str, str]:
    """The pointer and the keyword of what most of a schema consists of."""
    path: tuple[Step, ...] = ()
    for _ in range(_MAX_LEVELS):
        size = size_of(schema, _MAX_SIZE)
        below = max(subschemas(schema), key=lambda item: size_of(item[1], _MAX_SIZE), default=None)
        if below is None or 2 * size_of(below[1], _MAX_SIZE) <= size:
            break
        path, schema = (*path, *below[0]), below[1]
    return pointer(path), _heaviest_keyword(schema)


def crowded_place(schema: Schema) -> tuple[str, str]:
    """The pointer and the keyword of the innermost place at which too many schemas apply to one value."""
    path = crowded_path(schema)
    target = _at_path(schema, path)
    applied = [keyword for keyword in target if keyword in _IN_PLACE] if isinstance(target, dict) else []
    return pointer(path), max(applied, key=lambda keyword: size_of(target[keyword], _MAX_SIZE), default="$ref")


def _at_path(schema: Json, path: tuple[Step, ...]) -> Json:
    for step in path:
        schema = schema[step]
    return schema


def endless_place(schema: Schema) -> tuple[str, str]:
    """The pointer of a schema that applies itself to the same value again, and `$ref`."""
    referring = ((target, _referred(schema, target)) for target in _everywhere(schema))
    for target, begun in islice(((target, begun) for target, begun in referring if begun), _MAX_REFERENCES):
        if any(met.path == target.path for met in _in_place(schema, [begun])):
            return pointer(target.path), "$ref"
    return "", "$ref"


def _everywhere(schema: Schema) -> Iterator[Target]:
    level = [Target(schema=schema, path=())]
    while level:
        yield from (target for target in level if isinstance(target.schema, dict))
        level = [
            Target(schema=item, path=(*target.path, *path))
            for target in level
            for path, item in subschemas(target.schema)
        ]


def _heaviest_keyword(schema: Schema) -> str:
    if not isinstance(schema, dict) or not schema:
        return "schema"
    return max(schema, key=lambda keyword: _weight(schema[keyword]))


def _weight(value: Json) -> tuple[int, int]:
    """How much a value is; a long text, like a pattern, is more than a short one."""
    return size_of(value, _MAX_SIZE), len(value) if isinstance(value, str) else 0


def _holding(gap: Gap, found: list[tuple[str, Target]]) -> tuple[str, Target, str] | None:
    """The first of the places that holds the condition itself, else one that holds its keyword."""
    if not gap.keyword:
        return None
    spelt = [gap.keyword, *_WRITTEN.get(gap.keyword, ())]
    holding = [
        (side, target, keyword)
        for keyword in spelt
        for side, target in found
        if isinstance(target.schema, dict) and keyword in target.schema
    ]
    given = content_key(gap.given)
    exact = (item for item in holding if _content(item) == given)
    return next(exact, None) or next(iter(holding), None)


def _content(holding: tuple[str, Target, str]) -> str:
    _, target, keyword = holding
    return content_key(target.schema[keyword]) if isinstance(target.schema, dict) else ""


def _largest(found: list[tuple[str, Target]]) -> tuple[str, Target, str] | None:
    """The largest of the places: what else is there to say."""
    places = [(side, target) for side, target in found if isinstance(target.schema, dict) and target.schema]
    if not places:
        return None
    side, target = max(places, key=lambda item: size_of(item[1].schema, _MAX_SIZE))
    return side, target, _heaviest_keyword(target.schema)


def _describing(schema: Schema, path: list[tuple[str, Step | None]]) -> list[Target]:
    """All schemas that say something about the part of the value at the path, the outer ones first."""
    targets = _in_place(schema, [Target(schema=schema, path=())])
    for step, name in path:
        targets = _in_place(schema, [found for target in targets for found in _below(target, step, name)])
    return targets


def _in_place(document: Schema, targets: Iterable[Target]) -> list[Target]:
    """The targets with all that they apply to the same value."""
    found: list[Target] = []
    seen: set[tuple[Step, ...]] = set()
    waiting = list(targets)[::-1]
    while waiting and len(found) < _MAX_DESCRIBED:
        target = waiting.pop()
        if target.path in seen or not isinstance(target.schema, dict):
            continue
        seen.add(target.path)
        found.append(target)
        inner = [
            Target(schema=item, path=(*target.path, *path))
            for path, item in subschemas(target.schema)
            if path[0] in _IN_PLACE
        ]
        referred = _referred(document, target)
        waiting += [*inner, *([referred] if referred else [])][::-1]
    return found


def _referred(document: Schema, target: Target) -> Target | None:
    return target_of(document, target.schema) if isinstance(target.schema, dict) else None


def _below(target: Target, step: str, name: Step | None) -> Iterator[Target]:
    """What a schema says about one step into the value."""
    for path, item in subschemas(target.schema):
        if _speaks_of(path, step, name):
            yield Target(schema=item, path=(*target.path, *path))


def _speaks_of(path: tuple[Step, ...], step: str, name: Step | None) -> bool:
    match step:
        case "items" | "prefixItems":
            return path[0] in _ITEMS
        case "propertyNames":
            return path[0] == "propertyNames"
        case "additionalProperties":
            return path[0] in _REST
    if path[0] == "properties":
        return path[1] == name
    return path[0] in _REST and (len(path) == 1 or occurs(str(path[1]), str(name)) is not False)
