"""One writer, one reader: drafts, formats, refusals, hard inputs."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from contracts.compatibility import Outcome, Verdict, check_schemas
from contracts.errors import InvalidSchema, UnsupportedSchema
from contracts.model import ContentModel, Formats

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

YES, NO, OPEN = Outcome.COMPATIBLE, Outcome.INCOMPATIBLE, Outcome.UNDECIDED
TEXT, WHOLE, NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}


def _check(writer: Schema, reader: Schema, **options: Json) -> Verdict:
    return check_schemas(writer=writer, reader=reader, **{"content_model": "open", **options})


def _tree(leaf: Schema, name: str = "node") -> Schema:
    links = {"left": {"$ref": f"#/$defs/{name}"}, "rest": {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}}
    node = {"type": "object", "properties": {"value": leaf, **links}, "required": ["value"]}
    return {"$defs": {name: node}, "$ref": f"#/$defs/{name}"}


def _union(count: int, leaf: Schema, keyword: str = "oneOf") -> Schema:
    members = [
        {"type": "object", "properties": {"kind": {"const": f"k{index}"}, "v": leaf}, "required": ["kind"]}
        for index in range(count)
    ]
    return {keyword: members}


PAIRS: list[tuple[str, Schema, Schema, Outcome]] = [
    ("integer is a number", WHOLE, NUMBER, YES),
    ("number is no integer", NUMBER, WHOLE, NO),
    ("whole multiples", {"type": "number", "multipleOf": 2}, WHOLE, YES),
    ("exact decimals", {"multipleOf": 3}, {"multipleOf": 0.3}, YES),
    ("steps", {"multipleOf": 0.01}, {"multipleOf": 0.1}, NO),
    ("open and closed bounds", {"exclusiveMinimum": 1}, {"minimum": 1}, YES),
    ("intervals that meet", {"minimum": 1, "maximum": 9}, {"anyOf": [{"maximum": 5}, {"minimum": 5}]}, YES),
    ("a gap between intervals", {"type": "number"}, {"anyOf": [{"maximum": 5}, {"minimum": 6}]}, NO),
    ("patterns by their language", {"type": "string", "pattern": "^a+$"}, {"pattern": "^a*$"}, YES),
    ("patterns that differ", {"type": "string", "pattern": "^a*$"}, {"pattern": "^a+$"}, NO),
    ("lengths out of patterns", {"type": "string", "pattern": "^.{2,4}$"}, {"minLength": 2, "maxLength": 4}, YES),
    ("a newline is no dot", {"type": "string", "minLength": 1}, {"pattern": "."}, NO),
    ("ASCII digits", {"type": "string", "pattern": "^\\d$"}, {"pattern": "^[0-9]$"}, YES),
    ("excluded text", {"type": "string", "not": {"const": ""}}, {"minLength": 1}, YES),
    (
        "names by pattern",
        {"type": "object", "properties": {"emai": TEXT}, "patternProperties": {"^b": TEXT}},
        {"patternProperties": {"^ba+$": TEXT}},
        YES,
    ),
    ("names by pattern, too wide", {"type": "object"}, {"patternProperties": {"^x-": TEXT}}, NO),
    (
        "closed names",
        {"type": "object", "properties": {"a": WHOLE}, "additionalProperties": False},
        {"propertyNames": {"maxLength": 1}},
        YES,
    ),
    (
        "names that are refused",
        {"type": "object", "properties": {"abc": WHOLE}},
        {"propertyNames": {"maxLength": 1}},
        NO,
    ),
    ("dependents", {"dependentRequired": {"a": ["b"]}, "required": ["a"]}, {"required": ["b"]}, YES),
    (
        "dependents of objects",
        {"type": "object", "dependentRequired": {"a": ["b"]}, "required": ["a"]},
        {"required": ["b"]},
        YES,
    ),
    (
        "dependent schemas",
        {"type": "object", "dependentSchemas": {"a": {"required": ["b"]}}},
        {"dependentRequired": {"a": ["b"]}},
        YES,
    ),
    (
        "conditions",
        {"if": {"type": "string"}, "then": {"minLength": 1}},
        {"anyOf": [{"not": TEXT}, {"minLength": 1}]},
        YES,
    ),
    ("conditions that differ", {"if": {"type": "string"}, "then": {"minLength": 1}}, {"minLength": 2}, NO),
    (
        "split over alternatives",
        {"type": "array", "items": {"type": ["string", "null"]}, "maxItems": 1},
        {"anyOf": [{"items": TEXT}, {"items": {"type": "null"}}]},
        YES,
    ),
    (
        "split over two items",
        {"type": "array", "items": {"type": ["string", "null"]}},
        {"anyOf": [{"items": TEXT}, {"items": {"type": "null"}}]},
        NO,
    ),
    ("tuples", {"type": "array", "prefixItems": [TEXT, WHOLE], "items": False}, {"prefixItems": [TEXT, NUMBER]}, YES),
    ("a longer tuple", {"type": "array", "prefixItems": [TEXT]}, {"prefixItems": [TEXT], "items": False}, NO),
    ("contains", {"type": "array", "items": WHOLE, "minItems": 1}, {"contains": WHOLE}, YES),
    ("contains nothing", {"type": "array", "items": WHOLE}, {"contains": WHOLE}, NO),
    ("at most so many", {"type": "array", "items": WHOLE}, {"contains": WHOLE, "minContains": 0, "maxContains": 2}, NO),
    ("unique items", {"type": "array", "items": WHOLE}, {"uniqueItems": True}, NO),
    ("one item is unique", {"type": "array", "items": WHOLE, "maxItems": 1}, {"uniqueItems": True}, YES),
    (
        "unique items kept",
        {"type": "array", "uniqueItems": True, "minItems": 2},
        {"uniqueItems": True, "maxItems": 1},
        NO,
    ),
    (
        "unevaluated fields",
        {"type": "object", "allOf": [{"properties": {"a": WHOLE}}], "unevaluatedProperties": False},
        {"properties": {"b": TEXT}},
        YES,
    ),
    (
        "unevaluated fields of the reader",
        {"type": "object", "properties": {"a": WHOLE}},
        {"allOf": [{"properties": {"a": WHOLE}}], "unevaluatedProperties": False},
        NO,
    ),
    ("unevaluated items", {"type": "array", "prefixItems": [WHOLE], "unevaluatedItems": False}, {"items": NUMBER}, YES),
    (
        "unevaluated in branches",
        {
            "type": "object",
            "oneOf": [{"required": ["a"], "properties": {"a": WHOLE}}, {"required": ["b"], "properties": {"b": WHOLE}}],
            "unevaluatedProperties": False,
        },
        {"maxProperties": 1},
        YES,
    ),
    (
        "counted fields",
        {"type": "object", "properties": {"a": {}}, "additionalProperties": False},
        {"maxProperties": 1},
        YES,
    ),
    ("too few fields", {"type": "object", "minProperties": 1}, {"minProperties": 2}, NO),
    ("nothing is within everything", False, TEXT, YES),
    ("everything is not within nothing", True, False, NO),
    ("an impossible writer", {"type": "object", "required": ["a"], "properties": {"a": False}}, TEXT, YES),
    ("recursion by content", _tree(WHOLE, "one"), _tree(NUMBER, "other"), YES),
    ("recursion that breaks", _tree(NUMBER), _tree(WHOLE), NO),
    ("recursion without an end", {"type": "object", "properties": {"a": {"$ref": "#"}}, "required": ["a"]}, TEXT, YES),
    ("a union that widens", _union(30, WHOLE), _union(30, NUMBER), YES),
    ("a union that narrows", _union(30, NUMBER, "anyOf"), _union(30, WHOLE, "anyOf"), NO),
]


@pytest.mark.parametrize(("writer", "reader", "outcome"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_a_pair_is_decided(writer: Schema, reader: Schema, outcome: Outcome) -> None:
    """Each of these is decided, and as a careful reader would."""
    assert _check(writer, reader).outcome is outcome


def test_the_same_question_gives_the_same_answer() -> None:
    """Verdicts are deterministic, witness included."""
    first, second = (_check(_tree(NUMBER), _tree(WHOLE)) for _ in range(2))
    assert first == second


def test_a_witness_is_as_small_as_it_gets() -> None:
    """What the rejection does not need is gone."""
    fields = {f"f{index}": TEXT for index in range(20)}
    writer = {"type": "object", "properties": {**fields, "a": NUMBER}, "minProperties": 0}
    verdict = _check(writer, {"properties": {"a": WHOLE}})
    assert verdict.witness is not None
    assert list(verdict.witness.message) == ["a"]
    assert verdict.witness.rejection.instance_pointer == "/a"


def test_formats_count_unless_they_only_describe() -> None:
    """`format` is asserted by default and ignored when annotated."""
    dated = {"type": "string", "format": "date"}
    assert check_schemas(writer=TEXT, reader=dated).outcome is NO
    assert check_schemas(writer=TEXT, reader=dated, formats=Formats.ANNOTATE).outcome is YES
    assert check_schemas(writer=dated, reader={"type": "string", "minLength": 1}).outcome is YES


def test_a_draft_is_named_or_declared() -> None:
    """`$schema` decides unless the draft is named, and each side may have its own."""
    tuple_7: Schema = {"$schema": "http://json-schema.org/draft-07/schema#", "type": "array", "items": [TEXT]}
    tuple_20 = {"type": "array", "prefixItems": [TEXT]}
    assert _check(tuple_7, tuple_20).outcome is YES
    assert _check({"items": [TEXT]}, tuple_20, writer_draft="draft-06").outcome is NO
    assert _check({"type": "array", "items": [TEXT]}, tuple_20, writer_draft="draft-06").outcome is YES
    assert (
        _check({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}, writer_draft="draft-04").outcome
        is YES
    )


def test_ref_siblings_count_from_2019_on() -> None:
    """Up to draft 7 what stands beside `$ref` is ignored."""
    schema = {"definitions": {"a": {}}, "$ref": "#/definitions/a", "type": "string"}
    assert _check({}, schema, reader_draft="draft-07").outcome is YES
    assert _check({}, schema, reader_draft="2019-09").outcome is NO


def test_one_point_zero_is_an_integer_from_draft_6_on() -> None:
    """In draft 4 the number 1.0 is no integer, and the witness shows it."""
    verdict = _check({"type": "number", "multipleOf": 1}, WHOLE, writer_draft="draft-04", reader_draft="draft-04")
    assert verdict.witness is not None
    assert isinstance(verdict.witness.message, float)
    assert _check({"multipleOf": 1}, {"anyOf": [WHOLE, {"not": NUMBER}]}, reader_draft="draft-06").outcome is YES
    assert _check(WHOLE, WHOLE, writer_draft="2020-12", reader_draft="draft-04").outcome is NO


@pytest.mark.parametrize(
    ("writer", "reader", "outcome"),
    [
        ({"type": "array", "items": WHOLE}, {"items": NUMBER}, YES),
        ({"type": "array", "items": NUMBER}, {"items": {"type": ["integer", "string"]}}, NO),
        ({"properties": {"a": WHOLE}}, {"properties": {"a": {"type": ["integer", "null"]}}}, YES),
        ({"enum": [[1], {"a": 2}]}, {"type": ["array", "object"]}, YES),
        ({"enum": [1, 2]}, WHOLE, NO),
        ({"type": "integer", "minimum": 1, "maximum": 2}, {"enum": [1, 2, 3]}, YES),
        ({"type": "string", "enum": ["a", "bb"]}, {"type": ["integer", "string"], "maxLength": 2}, YES),
        (
            {"allOf": [{"enum": ["a", "b", 1]}, {"not": {"enum": ["a"]}}], "type": "string"},
            {"type": ["string", "integer"], "minLength": 1},
            YES,
        ),
    ],
)
def test_draft_4_tells_integers_by_their_spelling(writer: Schema, reader: Schema, outcome: Outcome) -> None:
    """Where draft 4 names an integer, numbers with and without a fraction are told apart."""
    assert _check(writer, reader, writer_draft="draft-04", reader_draft="draft-04").outcome is outcome


def test_content_keywords_never_matter() -> None:
    """`contentMediaType` only describes, in draft 7 too."""
    reader = {"contentMediaType": "application/json", "contentEncoding": "base64"}
    assert _check(TEXT, reader, reader_draft="draft-07").outcome is YES


@pytest.mark.parametrize(
    "value",
    [
        5,
        "text",
        {"type": "nonsense"},
        {"$ref": "#/nowhere"},
        {"minimum": float("nan")},
        {1: {}},
        {"pattern": "("},
        {"$schema": 7},
    ],
)
def test_what_is_no_schema_is_refused(value: Json) -> None:
    """A side that is not a JSON Schema raises InvalidSchema, whichever side it is."""
    with pytest.raises(InvalidSchema):
        check_schemas(writer=value, reader=TEXT)
    with pytest.raises(InvalidSchema):
        check_schemas(writer=TEXT, reader=value)


@pytest.mark.parametrize(
    "value", [{"$ref": "https://example.org/other"}, {"$ref": "other.json"}, {"$schema": "https://example.org/mine"}]
)
def test_what_leads_outside_is_unsupported(value: Json) -> None:
    """References to the outside and unknown dialects raise UnsupportedSchema."""
    with pytest.raises(UnsupportedSchema):
        check_schemas(writer=value, reader=TEXT)


def _nested(depth: int, keyword: str, leaf: Json) -> Json:
    for _ in range(depth):
        leaf = {keyword: {"a": leaf}} if keyword == "properties" else {keyword: leaf}
    return leaf


@pytest.mark.parametrize(
    ("writer", "reader"),
    [
        (_nested(5_000, "properties", TEXT), _nested(5_000, "properties", WHOLE)),
        (_nested(5_000, "not", TEXT), TEXT),
        (_nested(45, "properties", NUMBER), _nested(45, "properties", WHOLE)),
        ({"oneOf": [{"$ref": "#"}]}, TEXT),
        (TEXT, {"$ref": "#"}),
        (
            {
                "$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}},
                "$ref": "#/$defs/a",
            },
            {},
        ),
        (_union(10_000, NUMBER), _union(10_000, WHOLE)),
        ({"type": "string", "minLength": 10**9}, {"minLength": 10**9 + 1}),
        ({"type": "array", "minItems": 10**7}, {"minItems": 10**7 + 1}),
        ({"type": "string", "pattern": "^z(?=q)q"}, {"pattern": "^z(?=qx|q)q"}),
        ({"type": "string", "pattern": "^(.{1,100},){1,20}$"}, {"pattern": "^(.{1,101},){1,20}$"}),
    ],
    ids=[
        "deep",
        "deep not",
        "deep but legal",
        "endless writer",
        "endless reader",
        "endless pair",
        "wide",
        "long text",
        "long list",
        "look-ahead",
        "large automaton",
    ],
)
def test_what_is_too_much_is_undecided_with_a_reason(writer: Schema, reader: Schema) -> None:
    """Hard inputs end after a fixed number of steps, without an exception, in an honest answer."""
    verdict = _check(writer, reader)
    assert verdict.outcome is OPEN
    assert verdict.reason is not None
    assert verdict.reason.keyword
    assert verdict.reason.sentence


def test_verdicts_travel_between_processes() -> None:
    """A verdict can be pickled, witness and all."""
    verdict = _check(NUMBER, WHOLE)
    assert pickle.loads(pickle.dumps(verdict)) == verdict  # noqa: S301  # our own bytes


def test_options_are_words_or_members() -> None:
    """The enumerations of the model and their values mean the same."""
    writer, reader = {"properties": {"a": TEXT}}, {"properties": {"b": TEXT}}
    for model in ("closed-writer", ContentModel.CLOSED_WRITER):
        assert check_schemas(writer=writer, reader=reader, content_model=model).outcome is YES
