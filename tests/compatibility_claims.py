"""What the page about compatibility claims about each keyword, as pairs that are put to the engine.

Each claim names a keyword of a row in the page's table. Content model open, formats asserted. `refused`: the engine
does not take the schema on. Where the engine learns to decide a pair, its row and its claim are brought up to date.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.keywords import Json, Schema

YES, NO, UNDECIDED, REFUSED = "compatible", "incompatible", "undecided", "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The engine's answer about one writer and one reader."""

    keyword: str
    writer: Schema
    reader: Schema
    answer: str
    drafts: tuple[str | None, str | None] = (None, None)


def _claims(
    keyword: str,
    *pairs: tuple[Schema, Schema, str],
    drafts: tuple[str | None, str | None] = (None, None),
) -> Iterable[Claim]:
    for writer, reader, answer in pairs:
        yield Claim(keyword=keyword, writer=writer, reader=reader, answer=answer, drafts=drafts)


def _text(**keywords: Json) -> dict[str, Json]:
    return {"type": "string", **keywords}


def _number(**keywords: Json) -> dict[str, Json]:
    return {"type": "number", **keywords}


def _list(**keywords: Json) -> dict[str, Json]:
    return {"type": "array", **keywords}


def _object(**keywords: Json) -> dict[str, Json]:
    return {"type": "object", **keywords}


_INTEGER: dict[str, Json] = {"type": "integer"}
_PREFIX = _list(allOf=[{"prefixItems": [_INTEGER]}], unevaluatedItems=False)
_ALL_OF = _object(allOf=[{"properties": {"a": _text()}}], unevaluatedProperties=False)
_TREE: dict[str, Json] = {
    "$ref": "#/$defs/t",
    "$defs": {"t": _object(properties={"next": {"$ref": "#/$defs/t"}, "v": _INTEGER})},
}
_WIDE: dict[str, Json] = {
    "$ref": "#/$defs/n",
    "$defs": {"n": _object(properties={"next": {"$ref": "#/$defs/n"}, "v": _number()})},
}
_DYNAMIC: dict[str, Json] = {"$dynamicRef": "#n", "$defs": {"n": {"$dynamicAnchor": "n", "type": "integer"}}}
_TWICE: dict[str, Json] = {**_DYNAMIC, "$defs": {**_DYNAMIC["$defs"], "o": {"$id": "o", "$dynamicAnchor": "n"}}}
_WORDS: dict[str, Json] = {
    "title": "t",
    "description": "d",
    "default": 1,
    "examples": [1],
    "deprecated": True,
    "$comment": "c",
}
_ONE_OF: dict[str, Json] = {"oneOf": [_INTEGER, _number()]}
_CONDITION: dict[str, Json] = {"if": {"type": "string"}, "then": {"minLength": 2}, "else": {"type": "number"}}

CLAIMS: tuple[Claim, ...] = (
    *_claims(
        "type",
        (_INTEGER, _number(), YES),
        (_number(), _INTEGER, NO),
        ({"type": ["string", "null"]}, _text(), NO),
        (_text(), {"type": ["string", "null"]}, YES),
    ),
    *_claims("type", (_INTEGER, _INTEGER, YES), drafts=("draft-04", "2020-12")),
    *_claims("type", (_INTEGER, _INTEGER, NO), drafts=("2020-12", "draft-04")),
    *_claims(
        "enum",
        ({"enum": [1, 2]}, {"enum": [1, 2, 3]}, YES),
        ({"enum": [1, 2, 3]}, {"enum": [1, 2]}, NO),
        ({"const": {"a": [1.0]}}, {"enum": [{"a": [1]}]}, YES),
    ),
    *_claims(
        "minimum",
        (_number(exclusiveMinimum=0), _number(minimum=0), YES),
        (_number(minimum=0), _number(exclusiveMinimum=0), NO),
        (_number(maximum=0.3), _number(exclusiveMaximum=0.3), NO),
    ),
    *_claims(
        "minimum",
        (_number(minimum=0, exclusiveMinimum=True), _number(exclusiveMinimum=0), YES),
        drafts=("draft-04", "2020-12"),
    ),
    *_claims(
        "multipleOf",
        (_number(multipleOf=7.4), _number(multipleOf=3.7), YES),
        (_number(multipleOf=3.7), _number(multipleOf=7.4), NO),
        ({"type": "integer", "minimum": 1, "maximum": 10, "multipleOf": 7}, {"const": 7}, YES),
        (_number(**{"not": {"multipleOf": 2}}), _number(**{"not": {"multipleOf": 4}}), YES),
        (_number(multipleOf=1e-300), _number(multipleOf=1e300), NO),
    ),
    *_claims(
        "minLength",
        (_text(minLength=3), _text(minLength=2), YES),
        (_text(maxLength=50_000), _text(maxLength=49_999), NO),
        (_text(maxLength=500_000), _text(maxLength=499_999), UNDECIDED),
    ),
    *_claims(
        "pattern",
        (_text(pattern="^[a-z]+$"), _text(pattern="^[a-z0-9]+$"), YES),
        (_text(pattern="^[a-z0-9]+$"), _text(pattern="^[a-z]+$"), NO),
        (_text(pattern="^.{0,255}$"), _text(maxLength=255), YES),
        (_text(pattern="^.{1,800}$"), _text(pattern="^.{0,255}$"), NO),
        (_text(pattern="^[^a]*$"), _text(**{"not": {"pattern": "a"}}), YES),
        (_text(pattern="^(?!admin)[a-z]+$", maxLength=9), _text(pattern="^(?!admin)[a-z]+$"), YES),
        (_text(pattern="^(?!admin)[a-z]+$"), _text(pattern="^[a-z0-9]+$"), YES),
        (_text(pattern="^[a-z]+$"), _text(pattern="^(?!admin)[a-z]+$"), NO),
        (_text(pattern="^(?=.*[A-Z])(?=.*\\d).{8,}$"), _text(pattern="\\d", minLength=8), YES),
        (_text(pattern="^[a-z](?!z)[a-z]$"), _text(pattern="^[a-y]"), NO),
        (_text(pattern="^(a|b)\\1$"), _text(pattern="^(aa|bb)$"), UNDECIDED),
        (_text(pattern="\\bfoo\\b"), _text(pattern="foo"), YES),
        (_text(pattern="foo$"), _text(pattern="\\bfoo\\b"), UNDECIDED),
        (_text(pattern="^\\p{Lu}+$"), _text(pattern="^\\p{L}+$"), UNDECIDED),
        (_text(pattern="^.{1,4000}$"), _text(pattern="^.{1,5000}$"), UNDECIDED),
    ),
    *_claims(
        "format",
        (_text(format="date", minLength=3), _text(format="date"), YES),
        (_text(format="date"), _text(), YES),
        (_text(), _text(format="date-time"), NO),
        (_text(format="date"), _text(format="date-time"), NO),
        (_text(format="uuid"), _text(minLength=36, maxLength=36), YES),
        (_text(format="ipv4"), _text(maxLength=15), YES),
        (_text(format="date"), _text(maxLength=10), YES),
        (_text(format="email"), {"const": "x"}, NO),
        (_text(format="date"), _text(pattern="^.{4}-.{2}-.{2}$"), YES),
        (_text(format="date"), _text(pattern="^\\d{4}-\\d{2}-\\d{2}$"), UNDECIDED),
        (_text(pattern="^20\\d\\d-0[1-9]-[12]\\d$"), _text(format="date"), NO),
        (_text(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"), _text(format="uuid"), YES),
        (_text(format="date-time"), _text(pattern="Z$"), NO),
        (_text(format="email"), _text(format="idn-email"), YES),
        (_text(format="email"), _text(maxLength=320), UNDECIDED),
        (_text(format="hostname"), _text(format="idn-hostname"), UNDECIDED),
        (_text(format="uri"), _text(format="uri-reference"), YES),
        (_text(format="uri"), _text(format="iri"), YES),
        (_text(), _text(format="regex"), NO),
    ),
    *_claims(
        "properties",
        (_object(required=["a"]), _object(), YES),
        (_object(), _object(required=["a"]), NO),
        (_object(properties={"a": _object(properties={"b": _number()})}), _object(properties={"a": _INTEGER}), NO),
    ),
    *_claims(
        "patternProperties",
        (_object(patternProperties={"^x-": _text()}), _object(properties={"x-a": _text()}), YES),
        (_object(properties={"x-a": _text()}), _object(patternProperties={"^x-": _text()}), NO),
        (
            _object(patternProperties={"^a": _INTEGER, "b$": _number()}),
            _object(patternProperties={"^a.*b$": _INTEGER}),
            YES,
        ),
        (
            _object(properties={"a": _text()}, additionalProperties=False),
            _object(additionalProperties=_text()),
            YES,
        ),
        (_object(patternProperties={"x": _text()}), _object(patternProperties={"\\bx": _text()}), YES),
        (_object(patternProperties={"\\bx": _text()}), _object(patternProperties={"xx$": _text()}), UNDECIDED),
    ),
    *_claims(
        "propertyNames",
        (_object(propertyNames={"pattern": "^a"}), _object(patternProperties={"^[^a]": False}), YES),
        (_object(propertyNames={"maxLength": 4}), _object(propertyNames={"maxLength": 3}), NO),
        (_object(propertyNames={"enum": ["a", "b", "c"]}), _object(maxProperties=3), YES),
        (_object(propertyNames={"format": "uuid"}), _object(propertyNames={"minLength": 36}), YES),
        (_object(propertyNames={"pattern": "^[ab]$"}), _object(maxProperties=2), YES),
        (_object(propertyNames={"format": "email"}), _object(propertyNames={"maxLength": 320}), UNDECIDED),
    ),
    *_claims(
        "minProperties",
        (_object(minProperties=2), _object(minProperties=1), YES),
        (_object(maxProperties=2), _object(maxProperties=1), NO),
        (
            _object(properties={"a": {}, "b": {}}, additionalProperties=False, minProperties=2),
            _object(required=["a", "b"]),
            YES,
        ),
        (_object(minProperties=1000), _object(minProperties=1001), UNDECIDED),
    ),
    *_claims(
        "dependentRequired",
        (_object(dependentRequired={"a": ["b"]}), _object(dependentSchemas={"a": {"required": ["b"]}}), YES),
        (_object(), _object(dependentRequired={"a": ["b"]}), NO),
    ),
    *_claims(
        "unevaluatedProperties",
        (_ALL_OF, _object(properties={"a": _text()}, additionalProperties=False), YES),
        (_object(properties={"a": _text()}), _ALL_OF, NO),
    ),
    *_claims(
        "items",
        (_list(prefixItems=[_INTEGER, _text()]), _list(prefixItems=[_number()]), YES),
        (_list(items=_number()), _list(items=_INTEGER), NO),
    ),
    *_claims(
        "minItems",
        (_list(minItems=2), _list(minItems=1), YES),
        (_list(maxItems=500), _list(maxItems=499), NO),
        (_list(maxItems=50_000), _list(maxItems=49_999), UNDECIDED),
    ),
    *_claims(
        "uniqueItems",
        (_list(uniqueItems=True, items={"type": "boolean"}), _list(maxItems=2), YES),
        (
            _list(uniqueItems=True, items={"type": "integer", "minimum": 0, "maximum": 3}),
            _list(maxItems=3),
            NO,
        ),
        (
            _list(uniqueItems=True, items={"enum": [1, 2, 3]}, minItems=3),
            _list(contains={"const": 2}),
            YES,
        ),
        (_list(uniqueItems=True, items=_text(pattern="^[ab]$")), _list(maxItems=2), YES),
        (
            _list(uniqueItems=True, prefixItems=[_text()], items=_text(pattern="^[ab]$")),
            _list(maxItems=3),
            UNDECIDED,
        ),
    ),
    *_claims(
        "contains",
        (_list(contains=_INTEGER), _list(contains=_number()), YES),
        (_list(contains=_number()), _list(contains=_INTEGER), NO),
        (_list(allOf=[{"contains": {"const": 1}}, {"contains": {"const": 2}}]), _list(minItems=2), YES),
    ),
    *_claims(
        "minContains",
        (_list(contains=_INTEGER, minContains=3), _list(contains=_INTEGER, minContains=2), YES),
        (_list(contains=_INTEGER, maxContains=3), _list(contains=_INTEGER, maxContains=2), NO),
        (_list(contains=_INTEGER, minContains=2), _list(minItems=2), YES),
        (_list(contains=_INTEGER, minContains=2), _list(contains=_number(), minContains=2), YES),
        (_list(contains=_number(), minContains=2), _list(contains=_INTEGER, minContains=2), NO),
        (_list(items=_text(), maxItems=3), _list(contains=_text(minLength=2), minContains=0, maxContains=3), YES),
        (_list(minContains=3_000, contains=_INTEGER), _list(minContains=3_000, contains=_number()), UNDECIDED),
    ),
    *_claims(
        "unevaluatedItems",
        (_PREFIX, _list(prefixItems=[_INTEGER], maxItems=1), YES),
        (_list(maxItems=1), _PREFIX, NO),
        (
            _list(contains=_INTEGER, unevaluatedItems=_text()),
            _list(items={"type": ["integer", "string"]}),
            YES,
        ),
    ),
    *_claims(
        "allOf",
        ({"allOf": [_text(), {"minLength": 2}]}, _text(minLength=2), YES),
        ({"anyOf": [_text(), _number()]}, {"type": ["string", "number"]}, YES),
        ({"not": _text()}, _number(), NO),
        ({"not": {"not": _text()}}, _text(), YES),
    ),
    *_claims("oneOf", (_ONE_OF, _number(), YES), (_number(), _ONE_OF, NO)),
    *_claims(
        "if",
        (_CONDITION, {"anyOf": [_text(minLength=2), _number()]}, YES),
        ({}, _CONDITION, NO),
        ({}, {"then": False, "else": False}, YES),
    ),
    *_claims(
        "$ref",
        (_TREE, _WIDE, YES),
        (_WIDE, _TREE, NO),
        ({"$ref": "#"}, {}, UNDECIDED),
        ({"$ref": "other.json"}, {}, REFUSED),
    ),
    *_claims("$ref", ({"$ref": "#/definitions/a", "definitions": {"a": _INTEGER}}, _number(), YES), drafts=("7", "7")),
    *_claims(
        "$id",
        ({"$ref": "#y", "$defs": {"x": {"$anchor": "y", "type": "integer"}}}, _number(), YES),
        ({"$id": "http://a.example/a", "$ref": "b", "$defs": {"b": {"$id": "b", "type": "integer"}}}, _text(), NO),
        ({"$schema": "http://a.example/dialect"}, {}, REFUSED),
    ),
    *_claims("$id", ({"id": "http://a.example/a", "type": "integer"}, _number(), YES), drafts=("4", "4")),
    *_claims("$dynamicRef", (_DYNAMIC, _number(), YES), (_number(), _DYNAMIC, NO), (_TWICE, _number(), REFUSED)),
    *_claims(
        "$recursiveRef",
        (_list(items={"$recursiveRef": "#"}), _list(items=_list()), YES),
        (_list(items=_list()), {"$recursiveAnchor": True, **_list(items={"$recursiveRef": "#"})}, NO),
        drafts=("2019-09", "2019-09"),
    ),
    *_claims(
        "dependencies",
        (_object(dependencies={"a": ["b"], "c": {"required": ["d"]}}), _object(), YES),
        (_object(), _object(dependencies={"a": ["b"]}), NO),
        drafts=("7", "7"),
    ),
    *_claims("dependencies", (_object(), _object(dependencies={"a": ["b"]}), UNDECIDED)),
    *_claims(
        "additionalItems",
        (_list(items=[_INTEGER], additionalItems=False), _list(maxItems=1), YES),
        (_list(maxItems=1), _list(items=[_INTEGER], additionalItems=False), NO),
        drafts=("7", "2019-09"),
    ),
    *_claims("title", ({}, {**_WORDS, "readOnly": True, "writeOnly": True}, YES)),
    *_claims(
        "contentEncoding",
        (
            _text(),
            _text(contentEncoding="base64", contentMediaType="application/json", contentSchema=_number()),
            YES,
        ),
    ),
    *_claims("$vocabulary", ({}, {"$vocabulary": {}}, YES)),
)
