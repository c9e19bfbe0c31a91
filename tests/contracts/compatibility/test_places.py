"""An undecided answer names the place, the keyword and the side, in the schema as its author wrote it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.compatibility import Outcome, check_schemas
from contracts.keywords import steps
from contracts.validation.effort import Budget

if TYPE_CHECKING:
    from contracts.compatibility.verdict import Reason
    from contracts.keywords import Json, Schema

TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
# Which mail addresses there are is not known to the search: one of them is open wherever it stands.
MAIL: dict[str, Json] = {"type": "string", "format": "email"}
SHORT: dict[str, Json] = {"pattern": "^[^@]{1,70}@"}
LAST_LEVEL = 20


def _object(**properties: Json) -> dict[str, Json]:
    return {"type": "object", "properties": properties}


def _reason(writer: Schema, reader: Schema, draft: str | None = None, budget: Budget | None = None) -> Reason:
    verdict = check_schemas(writer=writer, reader=reader, writer_draft=draft, reader_draft=draft, budget=budget)
    assert verdict.outcome is Outcome.UNDECIDED
    assert verdict.reason is not None
    return verdict.reason


WAYS: dict[str, tuple[Json, Json, str | None, str]] = {
    "a field": (_object(a=_object(b=MAIL)), _object(a=_object(b=SHORT)), None, "/properties/a/properties/b"),
    "a definition": (
        {"$defs": {"m": _object(b=MAIL)}, **_object(a={"$ref": "#/$defs/m"})},
        _object(a=_object(b=SHORT)),
        None,
        "/$defs/m/properties/b",
    ),
    "a definition of draft 7": (
        {"definitions": {"m": MAIL}, **_object(a={"items": [{"$ref": "#/definitions/m"}], "type": "array"})},
        _object(a={"items": [SHORT]}),
        "draft-07",
        "/definitions/m",
    ),
    "an anchor": (
        {"$defs": {"m": {"$anchor": "mail", **MAIL}}, **_object(a={"$ref": "#mail"})},
        _object(a=SHORT),
        None,
        "/$defs/m",
    ),
    "recursion": (
        {"$defs": {"n": _object(a=MAIL, next={"$ref": "#/$defs/n"})}, "$ref": "#/$defs/n"},
        {"$defs": {"n": _object(a=SHORT, next={"$ref": "#/$defs/n"})}, "$ref": "#/$defs/n"},
        None,
        "/$defs/n/properties/a",
    ),
    "a branch of anyOf": (
        _object(a={"anyOf": [{"type": "null"}, MAIL]}),
        _object(a={"anyOf": [{"type": "null"}, SHORT]}),
        None,
        "/properties/a/anyOf/1",
    ),
    "a member of allOf": (
        {"type": "object", "allOf": [_object(a=MAIL), {"required": ["a"]}]},
        _object(a=SHORT),
        None,
        "/allOf/0/properties/a",
    ),
    "a tagged union": (
        {"oneOf": [_object(t={"const": "a"}, m=MAIL), _object(t={"const": "b"})], "required": ["t"]},
        {"oneOf": [_object(t={"const": "a"}, m=SHORT), _object(t={"const": "b"})], "required": ["t"]},
        None,
        "/oneOf/0/properties/m",
    ),
    "a condition": (
        _object(k={"enum": ["a", "b"]}, m=MAIL),
        {"if": {"properties": {"k": {"const": "a"}}}, "then": {"properties": {"m": SHORT}}},
        None,
        "/properties/m",
    ),
    "dependencies": (
        _object(k=TEXT, m=MAIL),
        {"dependencies": {"k": {"properties": {"m": SHORT}}}},
        "draft-07",
        "/properties/m",
    ),
    "undeclared fields": (
        {"type": "object", "additionalProperties": MAIL},
        {"additionalProperties": SHORT},
        None,
        "/additionalProperties",
    ),
    "fields by pattern": (
        {"type": "object", "patternProperties": {"^x": MAIL}},
        {"patternProperties": {"^x": SHORT}},
        None,
        "/patternProperties/^x",
    ),
    "unevaluated fields": (
        {"type": "object", "allOf": [_object(a=WHOLE)], "unevaluatedProperties": MAIL},
        _object(b=SHORT),
        None,
        "/unevaluatedProperties",
    ),
    "names": ({"type": "object", "propertyNames": MAIL}, {"propertyNames": SHORT}, None, "/propertyNames"),
    "items": ({"type": "array", "items": MAIL}, {"items": SHORT}, None, "/items"),
    "a slot": ({"type": "array", "prefixItems": [WHOLE, MAIL]}, {"prefixItems": [{}, SHORT]}, None, "/prefixItems/1"),
    "contained items": ({"type": "array", "contains": MAIL}, {"contains": SHORT}, None, "/contains"),
}


@pytest.mark.parametrize("name", WAYS)
def test_a_place_is_found_on_every_way_into_a_schema(name: str) -> None:
    """Through fields, items, references, alternatives, conditions, and the words of older drafts."""
    writer, reader, draft, place = WAYS[name]
    reason = _reason(writer, reader, draft)
    assert (reason.side, reason.pointer, reason.keyword) == ("writer", place, "format")
    assert _at(writer, place)["format"] == "email"


def test_a_place_may_be_in_the_reader() -> None:
    """What the reader's `not` holds is looked up in the reader."""
    reason = _reason(_object(a=TEXT), _object(a={"not": {"allOf": [MAIL, {"not": SHORT}]}}))
    assert (reason.side, reason.pointer, reason.keyword) == ("reader", "/properties/a/not/allOf/0", "format")


HUGE = 10**6
KEYWORDS: dict[str, tuple[Json, Json, str, str]] = {
    "pattern": ({**TEXT, "pattern": "^(a|b)\\1$"}, {"pattern": "^(aa|bb)$"}, "writer", "pattern"),
    "pattern of the reader": ({**TEXT, "pattern": "^[ab]*c$"}, {"pattern": "c(?<=c)$"}, "reader", "pattern"),
    "large patterns": ({**TEXT, "pattern": "^.{1,2000}.{1,2000}$"}, {"pattern": "^.{1,2500}.{1,2500}$"}, "", "pattern"),
    "format": ({**TEXT, "format": "email"}, SHORT, "writer", "format"),
    "multipleOf": (
        {"type": "integer", "allOf": [{"multipleOf": 10**4_000 + index} for index in range(50)]},
        {"multipleOf": 10**3_999 + 1},
        "",
        "multipleOf",
    ),
    "minLength": ({**TEXT, "minLength": HUGE}, {"minLength": HUGE + 1}, "writer", "minLength"),
    "minItems": ({"type": "array", "minItems": HUGE}, {"minItems": HUGE + 1}, "writer", "minItems"),
    "minProperties": ({"type": "object", "minProperties": HUGE}, {"minProperties": HUGE + 1}, "", "minProperties"),
}


@pytest.mark.parametrize("name", KEYWORDS)
def test_the_keyword_is_the_one_that_was_too_hard(name: str) -> None:
    """It is named with the schema object that holds it, two levels down."""
    writer, reader, side, keyword = KEYWORDS[name]
    reason = _reason(_object(a=_object(b=writer)), _object(a=_object(b=reader)))
    assert reason.keyword == keyword
    assert reason.pointer.startswith("/properties/a/properties/b")
    assert reason.side == side or not side


def test_of_several_gaps_the_deepest_is_named() -> None:
    """The place says as much as can be said, and does not depend on the order of the fields."""
    fields, read = {"a": MAIL, "b": _object(c=MAIL)}, {"a": SHORT, "b": _object(c=SHORT)}
    for names in (["a", "b"], ["b", "a"]):
        reason = _reason(_object(**{name: fields[name] for name in names}), _object(**read))
        assert reason.pointer == "/properties/b/properties/c"


def _pigeons(count: int, holes: int) -> Json:
    names = [f"p{index}" for index in range(count)]
    apart = [
        {"not": {"properties": {one: {"const": hole}, other: {"const": hole}}}}
        for hole in range(holes)
        for place, one in enumerate(names)
        for other in names[:place]
    ]
    places = {"properties": {name: {"enum": list(range(holes))} for name in names}, "required": names}
    return {"type": "object", **places, "allOf": apart}


def test_used_up_steps_are_blamed_on_the_place_that_took_most() -> None:
    """One field holds a puzzle; the others cost nothing."""
    writer = _object(a=TEXT, puzzle=_pigeons(9, 8), z=WHOLE)
    reader = _object(a=TEXT, puzzle={"required": ["crow"]}, z={"type": "number"})
    reason = _reason(writer, reader, budget=Budget(steps=30_000))
    assert (reason.side, reason.pointer, reason.keyword) == ("writer", "/properties/puzzle", "allOf")
    assert "steps" in reason.sentence


def test_what_is_too_much_to_begin_with_has_a_place() -> None:
    """A union beyond all limits, references that multiply, one that never ends, and a nest."""
    wide = {"oneOf": [{"const": index} for index in range(70_000)]}
    assert _reason(_object(a=wide), TEXT).pointer == "/properties/a"
    twice: dict[str, Json] = {f"d{level}": {"allOf": [{"$ref": f"#/$defs/d{level + 1}"}] * 2} for level in range(40)}
    crowded = _reason({"$defs": {**twice, "d40": TEXT}, "$ref": "#/$defs/d0"}, WHOLE)
    assert (crowded.pointer, crowded.keyword) == ("/$defs/d27", "allOf")
    endless = _reason(TEXT, _object(a={"anyOf": [{"$ref": "#/properties/a"}, TEXT]}))
    assert (endless.side, endless.pointer, endless.keyword) == ("reader", "/properties/a/anyOf/0", "$ref")
    nest: Json = TEXT
    for _ in range(5_000):
        nest = {"properties": {"a": nest}}
    assert len(steps(_reason(nest, WHOLE).pointer)) == 2 * LAST_LEVEL


def _at(schema: Json, json_pointer: str) -> Json:
    for step in steps(json_pointer):
        schema = schema[int(step)] if isinstance(schema, list) else schema[step]
    return schema
