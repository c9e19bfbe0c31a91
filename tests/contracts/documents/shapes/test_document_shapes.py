"""Shapes: how notations of different strength are merged, and examples of one strength united."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.documents.shapes.inference import infer_shape
from contracts.documents.shapes.json_nodes import Reading
from contracts.documents.shapes.json_text import read_json_text
from contracts.documents.shapes.shape import (
    ONLY_NULL,
    Shape,
    combine_schemas,
    find_disagreements,
    finished,
    overlaid,
    overlay_schemas,
    schema_at,
)
from contracts.validation import Validator

if TYPE_CHECKING:
    from contracts.keywords import Json

MESSAGES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(-5, 5) | st.sampled_from(["a", "OPEN", "2024-01-01"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


def shape_of(text: str) -> Shape:
    """The shape of one JSON text."""
    reading = read_json_text(text)
    assert isinstance(reading, Reading)
    return infer_shape(reading.documents[0].node, is_real=reading.is_exact)


def schema_of(message: Json) -> dict[str, Json]:
    """The schema that is inferred from one message."""
    return shape_of(json.dumps(message)).schema


@given(MESSAGES)
def test_a_message_is_valid_under_the_schema_inferred_from_it(message: Json) -> None:
    """The law of inference."""
    assert Validator(finished(schema_of(message))).accepts(message)


@given(MESSAGES, MESSAGES)
def test_two_messages_are_valid_under_their_combined_schema(first: Json, second: Json) -> None:
    """Combining only ever widens."""
    validator = Validator(finished(combine_schemas(schema_of(first), schema_of(second))))
    assert validator.accepts(first)
    assert validator.accepts(second)


@given(MESSAGES)
def test_combining_a_schema_with_itself_changes_nothing(message: Json) -> None:
    """It is idempotent."""
    schema = schema_of(message)
    assert combine_schemas(schema, schema) == schema


@given(MESSAGES, MESSAGES)
def test_an_overlay_keeps_every_type_of_the_stronger_schema(first: Json, second: Json) -> None:
    """The weaker one fills gaps; where both know a type, the stronger one's stays."""
    strong, weak = schema_of(first), schema_of(second)
    merged = overlay_schemas(strong, weak)
    if strong and strong != ONLY_NULL:
        assert merged["type"] == strong["type"]


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        ("1", {"type": "integer"}),
        ('{"price": 1}', {"type": "number"}),
        ('{"totalItems": 1}', {"type": "integer"}),
        ('{"x": 1.0}', {"type": "number"}),
        ('{"x": "550e8400-e29b-41d4-a716-446655440000"}', {"type": "string", "format": "uuid"}),
        ('{"x": "2024-02-10T15:30:00.123+01:00"}', {"type": "string", "format": "date-time"}),
        ('{"x": "2024-02-10"}', {"type": "string", "format": "date"}),
        ('{"x": "a@b.co"}', {"type": "string", "format": "email"}),
        ('{"x": "https://a.b/c?d=e"}', {"type": "string", "format": "uri"}),
        ('{"x": "550e8400-..."}', {"type": "string"}),
        ('{"x": "ISO-8601"}', {"type": "string", "format": "date-time"}),
        ('{"x": "integer"}', {"type": "integer"}),
        ('{"x": "string (uuid)"}', {"type": "string", "format": "uuid"}),
        ('{"x": "string[]"}', {"type": "array", "items": {"type": "string"}}),
        ('{"x": "A | B"}', {"type": "string", "enum": ["A", "B"]}),
        ('{"x": "uuid | null"}', {"type": ["string", "null"], "format": "uuid"}),
        ('{"x": "<order id>"}', {"type": "string"}),
        ('{"x": Blob}', {}),
        ('{"x": null // string\n}', {"type": ["string", "null"]}),
        ('{"x": "a" // "a" | "b"\n}', {"type": "string", "enum": ["a", "b"]}),
        ('{"x": "c" // "a" | "b"\n}', {"type": "string"}),
        ('{"x": ["uuid", ...]}', {"type": "array", "items": {"type": "string", "format": "uuid"}}),
    ],
)
def test_a_value_gives_the_schema_of_the_inference_table(text: str, schema: Json) -> None:
    """Type words, values that are formats, unions, placeholders, comments."""
    found = shape_of(text).schema
    assert next(iter(found.get("properties", {"x": found}).values())) == schema


@pytest.mark.parametrize(
    "text", ['{"x?": 1}', '{"x"?: 1}', '{"x": 1 // optional\n}', '{"x": "string?"}', '{"x": null}']
)
def test_what_may_be_missing_is_not_required(text: str) -> None:
    """`?` within or behind the key, a comment, a type text, null."""
    assert "required" not in shape_of(text).schema


@pytest.mark.parametrize("text", ['{"x": "uuid"}', '{"x": 1e999}', '{"x": "a | b"}', '{"x": [ ... ]}', '{"x?": 1}'])
def test_a_notation_is_no_example(text: str) -> None:
    """Only real messages are checked and kept as examples."""
    assert not shape_of(text).has_example


def test_disagreements_name_the_field_and_both_types() -> None:
    """At any depth; integer within number is none."""
    first = shape_of('{"a": {"b": ["x"]}, "c": 1, "d": null}').schema
    second = shape_of('{"a": {"b": [1]}, "c": 1.5, "d": "x"}').schema
    assert find_disagreements(first, second) == [("/properties/a/properties/b/items", "string", "integer")]
    assert find_disagreements(first, schema_of(None)) == []


def test_an_overlay_clears_doubts_that_the_stronger_notation_settles() -> None:
    """A table that types a null field leaves no doubt about it."""
    weak = shape_of('{"a": null, "b": null}')
    strong = Shape(
        schema={"type": "object", "properties": {"a": {"type": "string"}}},
        line=9,
        via="field-table",
        lines={"/properties/a": 10},
    )
    merged = overlaid(strong, weak)
    assert list(merged.marks) == ["/properties/b"]
    assert merged.lines["/properties/a"] == 10
    assert schema_at(merged.schema, "/properties/a") == {"type": "string"}
    assert schema_at(merged.schema, "/properties/none") is None


def test_a_schema_is_found_at_a_pointer_through_lists() -> None:
    """`anyOf` holds a list."""
    assert schema_at({"anyOf": [{"type": "null"}]}, "/anyOf/0/type") == "null"
    assert schema_at({"anyOf": []}, "/anyOf/0") is None


def test_an_optional_key_names_its_field_without_the_mark() -> None:
    """`"expectedOn?": "date"` is a date as `"expectedOn": "date"` is."""
    assert shape_of('{"expectedOn?": "date"}').schema["properties"]["expectedOn"] == {
        "type": "string",
        "format": "date",
    }
