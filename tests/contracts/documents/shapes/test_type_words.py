"""Type words: what cells, comments and placeholders say about a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.documents.shapes.type_words import literal_values, nullable, read_type, split_members, word_schema
from contracts.validation import Validator

if TYPE_CHECKING:
    from contracts.keywords import Json

STRING = {"type": "string"}
UUID = {"type": "string", "format": "uuid"}
TIME = {"type": "string", "format": "date-time"}


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        ("string", STRING),
        ("UUID", UUID),
        ("ISO 8601 timestamp", TIME),
        ("`BigDecimal`", {"type": "number"}),
        ("정수", {"type": "integer"}),
        ("decimal(10,2)", {"type": "number"}),
        ("VARCHAR(36)", STRING),
        ("string[]", {"type": "array", "items": STRING}),
        ("List<UUID>", {"type": "array", "items": UUID}),
        ("Array of strings", {"type": "array", "items": STRING}),
        ("[string]", {"type": "array", "items": STRING}),
        ("OrderItem[]", {"type": "array"}),
        ("array", {"type": "array"}),
        ("Map<String, Integer>", {"type": "object", "additionalProperties": {"type": "integer"}}),
        ("Record<string, any>", {"type": "object"}),
        ("string | null", {"type": ["string", "null"]}),
        ("Optional[int]", {"type": ["integer", "null"]}),
        ("object (nullable)", {"type": ["object", "null"]}),
        ("number | string", {"anyOf": [{"type": "number"}, STRING]}),
        ('"A" | "B"', {"type": "string", "enum": ["A", "B"]}),
        ("'web' or 'mobile'", {"type": "string", "enum": ["web", "mobile"]}),
        ("A | B | null", {"type": ["string", "null"], "enum": ["A", "B", None]}),
        ("none | silver", {"type": "string", "enum": ["none", "silver"]}),
        ("uuid | none", {"type": ["string", "null"], "format": "uuid"}),
        ("email | sms | push", {"type": "string", "enum": ["email", "sms", "push"]}),
        ("email | date", {"anyOf": [{"type": "string", "format": "email"}, {"type": "string", "format": "date"}]}),
        ("enum(NEW, PAID)", {"type": "string", "enum": ["NEW", "PAID"]}),
        ("string (PENDING, PAID)", {"type": "string", "enum": ["PENDING", "PAID"]}),
        ("string (uuid)", UUID),
        ("UUID string", UUID),
        ("'OrderPlaced'", {"type": "string", "const": "OrderPlaced"}),
        ("2", {"type": "integer", "const": 2}),
        ("true", {"type": "boolean", "const": True}),
        ("any", {}),
    ],
)
def test_a_type_text_gives_its_schema(text: str, schema: Json) -> None:
    """The words of several languages, arrays, maps, unions, enumerations and literals."""
    read = read_type(text)
    assert read is not None
    assert read.full_schema == schema


@pytest.mark.parametrize("text", ["", "the id of the user", "OrderItem", "x" * 500, "a, b and so on"])
def test_prose_is_no_type(text: str) -> None:
    """What no rule knows is not guessed."""
    assert read_type(text) is None


@pytest.mark.parametrize(
    ("text", "is_required"),
    [("string", None), ("string?", False), ("string, optional", False), ("string (required)", True)],
)
def test_a_type_text_may_say_what_is_required(text: str, *, is_required: bool | None) -> None:
    """`?`, `optional` and `required`; nothing said stays unknown."""
    read = read_type(text)
    assert read is not None
    assert read.is_required is is_required


def test_objects_in_braces_list_their_fields() -> None:
    """Names with types are required unless they end in a question mark."""
    read = read_type("{ sku: string, qty?: int }[]")
    assert read is not None
    assert read.schema["items"] == {
        "type": "object",
        "properties": {"sku": STRING, "qty": {"type": "integer"}},
        "required": ["sku"],
    }


@pytest.mark.parametrize(
    ("word", "name", "schema"),
    [
        ("uuid", "anything", UUID),
        ("email", "contactEmail", {"type": "string", "format": "email"}),
        ("email", "channel", STRING),
        ("url", "imageUrl", {"type": "string", "format": "uri"}),
        ("date", "sortBy", STRING),
        ("hello", "greeting", None),
    ],
)
def test_a_word_that_is_also_a_value_sets_its_format_only_where_the_name_agrees(
    word: str, name: str, schema: Json
) -> None:
    """`"channel": "email"` is a value."""
    assert word_schema(word, name=name) == schema


@given(st.text(max_size=80))
def test_no_type_text_raises_and_each_schema_is_one(text: str) -> None:
    """Any text is read or refused, and what is read is a valid JSON Schema."""
    read = read_type(text)
    if read is not None:
        Validator(read.full_schema)


@given(st.text(alphabet="|<>[](){},:? aintsrg'\"", max_size=60))
def test_no_text_of_type_marks_raises(text: str) -> None:
    """The same where every character matters."""
    read = read_type(text)
    if read is not None:
        Validator(read.full_schema)


@pytest.mark.parametrize(
    ("schema", "widened"),
    [
        ({}, {}),
        (STRING, {"type": ["string", "null"]}),
        ({"type": ["string", "null"]}, {"type": ["string", "null"]}),
        ({"type": "string", "const": "a"}, {"anyOf": [{"type": "string", "const": "a"}, {"type": "null"}]}),
    ],
)
def test_a_nullable_schema_also_accepts_null(schema: dict[str, Json], widened: Json) -> None:
    """And nothing else is changed."""
    assert nullable(schema) == widened
    assert Validator(widened).accepts(None)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("NEW, TRUSTED, or ADMIN", ("NEW", "TRUSTED", "ADMIN")),
        ("`new` or `paid`", ("new", "paid")),
        ("small, large", ("small", "large")),
        ("the state of the order", ()),
        ("", ()),
    ],
)
def test_values_are_taken_from_a_list_and_never_from_prose(text: str, values: tuple[str, ...]) -> None:
    """Upper-case words, quoted words, or nothing but words."""
    assert literal_values(text) == values


def test_members_are_split_outside_of_brackets_only() -> None:
    """A comma inside of braces belongs to the inner object."""
    assert split_members("a, {b, c}, ..., d: Map<K, V>") == ("a", "{b, c}", "d: Map<K, V>")
