"""Test cases of a schema: what they show, and that they are what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.errors import InvalidSchema
from contracts.messages import Case, cases, minimal_message
from contracts.messages.cases import CASES_LIMIT
from contracts.model import Formats
from contracts.validation import Validator

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

ORDER: Schema = {
    "type": "object",
    "required": ["eventType", "timestamp", "data"],
    "properties": {
        "eventType": {"const": "order.created"},
        "timestamp": {"type": "string", "format": "date-time"},
        "source": {"type": "string"},
        "data": {
            "type": "object",
            "required": ["orderId", "total", "status", "lines"],
            "properties": {
                "orderId": {"type": "string", "format": "uuid"},
                "total": {"type": "number", "minimum": 0},
                "status": {"enum": ["pending", "paid", "cancelled"]},
                "note": {"type": ["string", "null"], "maxLength": 20},
                "lines": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["sku", "quantity"],
                        "additionalProperties": False,
                        "properties": {
                            "sku": {"type": "string", "pattern": "^[A-Z]{3}-\\d{4}$"},
                            "quantity": {"type": "integer", "minimum": 1, "maximum": 99},
                        },
                    },
                },
            },
        },
    },
}
HOPELESS: list[Schema] = [
    False,
    {"not": {}},
    {"type": "string", "enum": [1, 2]},
    {"type": "integer", "minimum": 5, "maximum": 4},
    {"type": "object", "required": ["x"], "properties": {"x": False}},
    {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#"}}},
    {"$ref": "#"},
    {"minProperties": 3, "maxProperties": 2, "type": "object"},
]
SATISFIABLE: list[Schema] = [
    {"anyOf": [{"$ref": "#"}, {"type": "string"}]},
    {"type": "object", "required": ["kids"], "properties": {"kids": {"type": "array", "items": {"$ref": "#"}}}},
    {
        "anyOf": [
            {"type": "object", "properties": {"l": {"$ref": "#"}, "r": {"$ref": "#"}}, "required": ["l", "r"]},
            {"type": "integer"},
        ]
    },
    {"$defs": {"node": {"$dynamicAnchor": "n", "properties": {"c": {"$dynamicRef": "#n"}}}}, "$ref": "#/$defs/node"},
    {"$defs": {"a b": {"$anchor": "here", "type": "integer"}}, "type": "object", "required": ["x"]},
    {"$id": "https://example.com/s", "$defs": {"p": {"$id": "p", "type": "integer"}}, "$ref": "p"},
    {"allOf": [{"properties": {"a": {"type": "string"}}, "required": ["a"]}, {"properties": {"a": {"minLength": 9}}}]},
    {
        "type": "object",
        "required": ["a"],
        "dependentRequired": {"a": ["b"]},
        "dependentSchemas": {"b": {"required": ["c"]}},
    },
    {"$schema": "http://json-schema.org/draft-07/schema#", "required": ["a"], "dependencies": {"a": ["b"]}},
    {"type": "object", "propertyNames": {"pattern": "^[a-z]{3}$"}, "minProperties": 2},
    {"type": "object", "minProperties": 60},
    {"oneOf": [{"required": ["a"]}, {"required": ["b"]}], "properties": {"a": {}, "b": {}}, "type": "object"},
    {"type": "array", "items": {"enum": ["a", "b", "c"]}, "uniqueItems": True, "minItems": 3},
    {
        "type": "array",
        "items": {"required": ["id"], "properties": {"id": {"type": "integer"}}},
        "uniqueItems": True,
        "minItems": 4,
    },
    {"type": "array", "contains": {"type": "integer", "minimum": 5}, "minContains": 2, "maxContains": 3},
    {"type": "array", "prefixItems": [{"type": "string"}, {"type": "number"}], "items": False, "minItems": 2},
    {"type": "array", "minItems": 400, "items": {"type": "string"}},
    {"type": "string", "format": "email", "maxLength": 7},
    {"type": "string", "format": "email", "minLength": 60},
    {"type": "string", "pattern": "^(?=.*\\d).{8,}$"},
    {"type": "string", "pattern": "^\\w+( \\w+)*$", "minLength": 30, "maxLength": 30},
    {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.01},
    {"type": "number", "multipleOf": 0.01, "minimum": 0.005},
    {"type": "integer", "minimum": 10, "maximum": 12, "not": {"const": 10}},
    {"$schema": "http://json-schema.org/draft-04/schema#", "type": "integer", "minimum": 0, "exclusiveMinimum": True},
    {"type": "array", "items": {"$ref": "#"}, "uniqueItems": True},
    {"type": "array", "items": {"type": "string", "pattern": "^[a-z]{4}$"}, "uniqueItems": True, "minItems": 200},
    {
        "type": "array",
        "contains": {"type": "string"},
        "uniqueItems": True,
        "minItems": 2,
        "items": {"type": ["string"]},
    },
    {"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "string"}], "minItems": 1},
    {"type": "array", "prefixItems": [{"type": "string"}], "unevaluatedItems": False, "minItems": 1},
    {"type": "string", "format": "date-time", "minLength": 40},
    {"type": "string", "format": "uri", "minLength": 90},
    {"type": "number", "multipleOf": 1.5, "minimum": 10**400},
    {"type": "string", "maxLength": 2, "minLength": 2, "not": {"const": "te"}},
    {"type": "object", "properties": {"a": {"type": "string"}}, "not": {"required": ["b"]}, "minProperties": 1},
    {"not": {"$ref": "#/$defs/text"}, "$defs": {"text": {"type": "string"}}},
    {"type": "integer", "not": {"minimum": 5}, "allOf": [{"not": {"maximum": 3}}]},
    {"type": "string", "allOf": [{"not": {"maxLength": 3}}, {"not": {"minLength": 6}}]},
    {"type": "array", "allOf": [{"not": {"maxItems": 1}}, {"not": {"minItems": 4}}]},
    {"type": "boolean", "not": {"const": True}},
    {"type": "object", "required": ["a"], "properties": {"a": {"not": {"not": {"type": "boolean"}}}}},
    {"type": "object", "not": {"properties": {"a": {"const": "a"}}}},
    {"not": {"allOf": [{"type": "object"}, {"required": ["a"]}]}},
    {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$ref": "#/definitions/a",
        "definitions": {"a": {"type": "null"}},
    },
    {"not": {"type": "object"}},
    {"not": {"anyOf": [{"type": ["object", "string"]}, {"type": "array"}]}},
    {
        "if": {"properties": {"k": {"const": 1}}},
        "then": {"required": ["a"]},
        "else": {"required": ["b"]},
        "required": ["k"],
    },
]


def by_id(schema: Schema) -> dict[str, Case]:
    """The cases of a schema by id."""
    return {case.id: case for case in cases(schema)}


def test_a_typical_event_gives_between_ten_and_a_hundred_cases() -> None:
    """A reader can look through the cases of an event."""
    assert 10 <= len(cases(ORDER)) <= CASES_LIMIT


def test_each_case_is_what_it_says() -> None:
    """Valid cases are accepted and invalid ones are rejected by the normative validator."""
    validator = Validator(ORDER)
    assert [case.id for case in cases(ORDER) if validator.accepts(case.message) != case.valid] == []


def test_the_minimal_message_has_required_fields_only() -> None:
    """`minimal` leaves out everything that is optional."""
    message = by_id(ORDER)["minimal"].message
    assert set(message) == {"eventType", "timestamp", "data"}
    assert set(message["data"]) == {"orderId", "total", "status", "lines"}


def test_the_full_message_has_every_declared_field() -> None:
    """`full` carries all optional fields."""
    message = by_id(ORDER)["full"].message
    assert set(message) == {"eventType", "timestamp", "source", "data"}
    assert set(message["data"]) == {"orderId", "total", "status", "note", "lines"}


@pytest.mark.parametrize("name", ["source", "data.note"])
def test_each_optional_field_is_shown_absent_and_present(name: str) -> None:
    """Handlers meet messages with and without each optional field."""
    ids = by_id(ORDER)
    assert ids[f"optional-absent:{name}"].valid
    assert ids[f"optional-present:{name}"].valid


def test_every_enum_value_is_shown() -> None:
    """Each value of an enum stands in some valid message."""
    shown = {case.message["data"]["status"] for case in cases(ORDER) if case.valid}
    assert shown == {"pending", "paid", "cancelled"}


@pytest.mark.parametrize(
    ("case_id", "place", "value"),
    [
        ("enum:data.status=paid", ("data", "status"), "paid"),
        ("null:data.note", ("data", "note"), None),
        ("minimum:data.total", ("data", "total"), 0),
        ("maximum:data.lines[].quantity", ("data", "lines", 0, "quantity"), 99),
    ],
)
def test_a_valid_case_shows_what_its_id_says(case_id: str, place: tuple[str | int, ...], value: Json) -> None:
    """The id names the place and the value."""
    case = by_id(ORDER)[case_id]
    found = case.message
    for step in place:
        found = found[step]
    assert (case.valid, case.rule, found) == (True, None, value)


@pytest.mark.parametrize(
    ("case_id", "rule"),
    [
        ("missing:data.orderId", "required"),
        ("wrong-type:data.total", "type"),
        ("unexpected-null:data.orderId", "type"),
        ("fraction:data.lines[].quantity", "type"),
        ("enum-outside:data.status", "enum"),
        ("other-value:eventType", "const"),
        ("below-minimum:data.total", "minimum"),
        ("above-maximum:data.lines[].quantity", "maximum"),
        ("too-long:data.note", "maxLength"),
        ("too-few-items:data.lines", "minItems"),
        ("broken-format:data.orderId", "format"),
        ("broken-pattern:data.lines[].sku", "pattern"),
        ("extra-field:data.lines[]", "additionalProperties"),
    ],
)
def test_an_invalid_case_names_the_rule_that_it_breaks(case_id: str, rule: str) -> None:
    """Each way of breaking a message is there, with the keyword."""
    case = by_id(ORDER)[case_id]
    assert (case.valid, case.rule) == (False, rule)


def test_an_invalid_message_differs_in_one_place() -> None:
    """What is broken is the named field, and only that one."""
    ids = by_id(ORDER)
    broken = dict(ids["missing:timestamp"].message)
    assert broken | {"timestamp": ids["full"].message["timestamp"]} == ids["full"].message


def test_unknown_fields_are_shown_where_they_are_allowed() -> None:
    """An open object accepts a field that it does not declare."""
    assert by_id(ORDER)["extra-field:data"].valid


def test_every_branch_is_shown() -> None:
    """Each alternative of a oneOf stands in some valid message."""
    schema: Schema = {
        "type": "object",
        "required": ["payment"],
        "properties": {
            "payment": {
                "oneOf": [
                    {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}
                    | {"additionalProperties": False}
                    for name in ("card", "iban", "voucher")
                ]
            }
        },
    }
    shown = {name for case in cases(schema) if case.valid for name in case.message["payment"]}
    assert shown == {"card", "iban", "voucher"}


@pytest.mark.parametrize(
    ("schema", "case_id", "rule"),
    [
        ({"type": "object", "minProperties": 2}, "too-few-properties:$", "minProperties"),
        ({"type": "object", "maxProperties": 2}, "too-many-properties:$", "maxProperties"),
        ({"type": "object", "propertyNames": {"pattern": "^[a-z]+$"}}, "bad-name:$", "propertyNames"),
        ({"type": "array", "items": {"type": "integer"}, "uniqueItems": True}, "duplicate-items:$", "uniqueItems"),
        ({"type": "array", "maxItems": 2}, "too-many-items:$", "maxItems"),
        ({"type": "array", "contains": {"type": "integer"}}, "contains-none:$", "contains"),
        ({"type": "array", "prefixItems": [{"type": "string"}], "items": False}, "extra-item:$", "items"),
        ({"type": "object", "properties": {"a": {"not": {}}}}, "forbidden:a", "not"),
        ({"type": "string", "not": {"enum": ["draft"]}}, "excluded:$=draft", "not"),
        ({"type": "integer", "multipleOf": 5}, "off-multiple:$", "multipleOf"),
        ({"type": "string", "minLength": 3}, "too-short:$", "minLength"),
        (
            {"properties": {"a": {"const": 1}}, "dependentRequired": {"a": ["b"]}},
            "missing-dependent:b",
            "dependentRequired",
        ),
        ({"properties": {"a": {}}, "unevaluatedProperties": False}, "extra-field:$", "unevaluatedProperties"),
        ({"properties": {"a": False}, "type": "object"}, "forbidden:a", "properties"),
        ({"type": "number", "exclusiveMinimum": 0}, "below-minimum:$", "exclusiveMinimum"),
        ({"anyOf": [{"type": "integer"}, {"type": "string"}]}, "wrong-type:$", "anyOf"),
    ],
)
def test_other_rules_are_broken_too(schema: Schema, case_id: str, rule: str) -> None:
    """Keywords that are seldom in documents get their invalid case as well."""
    assert by_id(schema)[case_id].rule == rule


@pytest.mark.parametrize("schema", HOPELESS)
def test_a_schema_that_nothing_satisfies_has_no_cases(schema: Schema) -> None:
    """Breaking a message that cannot exist shows nothing."""
    assert cases(schema) == ()
    assert minimal_message(schema) is None


@pytest.mark.parametrize("schema", SATISFIABLE)
def test_a_message_is_found_where_one_exists(schema: Schema) -> None:
    """References, recursion, conjunctions and awkward bounds do not hide the valid messages."""
    found = [case for case in cases(schema) if case.valid]
    assert found
    assert all(Validator(schema).accepts(case.message) for case in found)


def test_where_there_are_too_many_each_kind_is_kept() -> None:
    """The cap drops repetitions, never a kind of case."""
    schema: Schema = {
        "type": "object",
        "properties": {f"field{index}": {"type": "string", "maxLength": 9} for index in range(80)}
        | {"status": {"enum": ["a", "b"]}, "total": {"type": "integer", "minimum": 0}},
        "required": [f"field{index}" for index in range(40)],
    }
    chosen = cases(schema)
    kinds = {case.id.partition(":")[0] for case in chosen}
    assert len(chosen) == CASES_LIMIT
    assert {"minimal", "full", "missing", "optional-absent", "optional-present", "too-long", "enum-outside"} <= kinds
    assert {"below-minimum", "minimum", "max-length", "wrong-type", "extra-field", "enum"} <= kinds


def test_two_cases_never_share_a_message() -> None:
    """Duplicates are removed."""
    messages = [repr(case.message) for case in cases(ORDER)]
    assert len(messages) == len(set(messages))


def test_changing_a_message_leaves_the_others_alone() -> None:
    """A test may change the message that it is handed."""
    found = by_id(ORDER)
    found["full"].message["data"]["lines"].clear()
    assert found["optional-absent:source"].message["data"]["lines"]


def test_formats_that_only_describe_are_not_broken() -> None:
    """Under `annotate` a value without the format is valid, so no case claims otherwise."""
    found = cases({"type": "string", "format": "uuid"}, formats=Formats.ANNOTATE)
    assert not any(case.id.startswith("broken-format") for case in found)


def test_an_enum_may_hold_values_that_look_alike() -> None:
    """The number 1 and the text "1" are told apart in ids."""
    assert {'enum:$="1"', "enum:$=null"} <= set(by_id({"enum": [1, "1", None, True]}))


def test_names_that_are_no_words_are_quoted_in_ids() -> None:
    """A dot inside a name does not read like a step."""
    assert 'wrong-type:["a.b"]' in by_id({"type": "object", "properties": {"a.b": {"type": "integer"}}})


def test_something_that_is_no_schema_is_refused() -> None:
    """The caller is told, not handed an empty result."""
    with pytest.raises(InvalidSchema):
        cases({"type": "strin"})
    with pytest.raises(InvalidSchema):
        minimal_message({"type": "strin"})


def test_a_pattern_beyond_the_reader_costs_cases_not_truth() -> None:
    """No message is invented for a pattern that is not understood."""
    assert (
        cases({"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "pattern": "(?<=x)y"}}})
        == ()
    )


@pytest.mark.parametrize(
    "schema",
    [
        {"$defs": {"n": {"properties": {"a": {"$ref": "#/$defs/n"}, "b": {"$ref": "#/$defs/n"}}}}, "$ref": "#/$defs/n"},
        {"oneOf": [{"properties": {"k": {"const": index}}, "required": ["k"]} for index in range(500)]},
        {"allOf": [{"anyOf": [{"required": [f"a{index}"]}, {"required": [f"b{index}"]}]} for index in range(20)]},
        {"type": "object", "minProperties": 10**9},
        {"type": "string", "minLength": 10**9},
        {"type": "array", "minItems": 10**9},
    ],
)
def test_an_extreme_schema_comes_to_an_end(schema: Schema) -> None:
    """Recursion, many branches and huge bounds end in few cases or none, never in an endless search."""
    assert len(cases(schema)) <= CASES_LIMIT


def test_what_is_built_may_equal_one_or_true_without_confusion() -> None:
    """JSON tells 1 from true, and 1.0 from neither 1 nor a second enum value."""
    shown = [case.message for case in cases({"enum": [1, True, 1.5]}) if case.valid]
    assert sorted(repr(value) for value in shown) == ["1", "1.5", "True"]
    assert [case.message for case in cases({"allOf": [{"enum": [1.0, 2]}, {"enum": [1, 3]}]}) if case.valid] == [1]
