"""TypeScript: the subset in which people describe messages, and what lies outside of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.documents.shapes.shape import Shape, finished
from contracts.documents.shapes.typescript import read_declarations
from contracts.documents.shapes.typescript_shapes import TypeBook, shape_of_declaration
from contracts.validation import Validator

if TYPE_CHECKING:
    from contracts.keywords import Json


TOKENS = (*"{}[]<>():;,|&?=AB1\n", "interface", "type", "enum", "extends", "string", "'a'", "//", "/*", "*/")


def shape(text: str, name: str = "A") -> Shape:
    """The shape of a declaration of a readable text."""
    declared, reason, _ = read_declarations(text, first_line=1)
    assert reason == ""
    return shape_of_declaration(name, TypeBook(declarations={found.name: found for found in declared}))


def field_schema(type_text: str, more: str = "") -> Json:
    """The schema of a field of this type."""
    return shape(f"{more}\ninterface A {{ x: {type_text} }}").properties["x"]


@pytest.mark.parametrize(
    ("type_text", "schema"),
    [
        ("string", {"type": "string"}),
        ("Date", {"type": "string", "format": "date-time"}),
        ("string[]", {"type": "array", "items": {"type": "string"}}),
        ("Array<number>", {"type": "array", "items": {"type": "number"}}),
        ("readonly string[]", {"type": "array", "items": {"type": "string"}}),
        ("(string | number)[]", {"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "number"}]}}),
        ("[string, string]", {"type": "array", "items": {"type": "string"}}),
        ("[]", {"type": "array"}),
        ("any[]", {"type": "array"}),
        ("'a' | \"b\"", {"type": "string", "enum": ["a", "b"]}),
        ("| 'a'\n | 'b'", {"type": "string", "enum": ["a", "b"]}),
        ("'a' | null", {"type": ["string", "null"], "enum": ["a", None]}),
        ("string | null | undefined", {"type": ["string", "null"]}),
        ("string | any", {}),
        ("'a'", {"type": "string", "const": "a"}),
        ("1", {"type": "integer", "const": 1}),
        ("1.5", {"type": "number", "const": 1.5}),
        ("true", {"type": "boolean", "const": True}),
        ("Record<string, number>", {"type": "object", "additionalProperties": {"type": "number"}}),
        ("Record<string, any>", {"type": "object"}),
        ("{ [key: string]: number }", {"type": "object", "additionalProperties": {"type": "number"}}),
        ("Readonly<Promise<string>>", {"type": "string"}),
        ("Missing", {}),
        ("keyof Missing", {}),
        ("Order['status']", {}),
        (
            "{ y?: string; z: number }",
            {
                "type": "object",
                "properties": {"y": {"type": "string"}, "z": {"type": "number"}},
                "required": ["z"],
            },
        ),
        ("Partial<{ y: string }>", {"type": "object", "properties": {"y": {"type": "string"}}}),
        (
            "{ y: string } & { z: number }",
            {
                "type": "object",
                "properties": {"y": {"type": "string"}, "z": {"type": "number"}},
                "required": ["y", "z"],
            },
        ),
    ],
)
def test_a_type_gives_its_schema(type_text: str, schema: Json) -> None:
    """Primitives, arrays, unions, literals, records, inline objects, intersections."""
    assert field_schema(type_text) == schema


def test_names_are_resolved_within_the_document() -> None:
    """Interfaces, type aliases and enums by name."""
    more = "type Status = 'NEW' | 'PAID';\nenum Kind { A = 'a', B = 'b' }\nexport interface Item { sku: string }"
    assert field_schema("Status", more) == {"type": "string", "enum": ["NEW", "PAID"]}
    assert field_schema("Kind", more) == {"type": "string", "enum": ["a", "b"]}
    assert field_schema("Item[]", more)["items"]["required"] == ["sku"]


def test_an_interface_has_the_fields_of_its_bases_and_replaces_them() -> None:
    """`extends` with several bases, generics skipped."""
    bases = "interface B<T> { id: string; type: string }\ninterface C { at: Date }\n"
    found = shape(bases + "interface A extends B<X>, C { type: 'a' }")
    assert list(found.properties) == ["id", "type", "at"]
    assert found.properties["type"] == {"type": "string", "const": "a"}


def test_a_type_that_uses_itself_ends() -> None:
    """The inner use is left open, with a doubt."""
    found = shape("interface A { next?: A; name: string }")
    assert found.properties["next"] == {}
    assert found.marks["/properties/next"] == ("unknown-type", "A")


def test_optional_fields_and_undefined_are_not_required() -> None:
    """`?` and `| undefined`."""
    assert shape("interface A { x?: string; y: string | undefined; z: string }").schema["required"] == ["z"]


def test_comments_may_name_a_format_or_the_values() -> None:
    """`// UUID` and a union of literals do, an example does not."""
    found = shape("interface A {\n a: string; // UUID\n b: string; // 'x' | 'y'\n c: string; // e.g. \"p\" | \"q\"\n}")
    assert found.properties == {
        "a": {"type": "string", "format": "uuid"},
        "b": {"type": "string", "enum": ["x", "y"]},
        "c": {"type": "string"},
    }


def test_fields_know_their_lines() -> None:
    """Also those of inline objects."""
    found = shape("interface A {\n a: {\n  b: string\n }\n}")
    assert found.lines["/properties/a"] == 2
    assert found.lines["/properties/a/properties/b"] == 3


def test_methods_classes_and_imports_are_passed_over() -> None:
    """They describe no data."""
    text = (
        "import x from 'y';\nclass B { c = 1 }\ninterface A { run(): void; readonly id: string; go<T>(x: T): T }\ntype;"
    )
    assert list(shape(text).properties) == ["id"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("interface A { b", "':' is missing before ''"),
        ("interface A { : string }", "a field name is missing before ':'"),
        ("interface A { b: ; }", "a type is missing before ';'"),
        ("interface A { b: string", "the object is not closed"),
        ("interface A { b: [string", "the tuple is not closed"),
        ("interface A { b: C['x", "']' is missing"),
        ("interface A { [key: string", "the index signature is not closed"),
        ("enum A { B", "the enum is not closed"),
        ("type A = " + "{ a: " * 100, "nested more than 64 levels deep"),
        ("type A = " + "(" * 100, "nested more than 64 levels deep"),
    ],
)
def test_what_cannot_be_read_says_why(text: str, reason: str) -> None:
    """A reason with its line, never an exception."""
    _, found, line = read_declarations(text, first_line=3)
    assert found == reason
    assert line >= 3


@given(st.lists(st.sampled_from(TOKENS)).map(" ".join))
def test_no_mixture_of_tokens_raises(text: str) -> None:
    """Any tokens are read or refused; what is read is a JSON Schema."""
    declared, _, _ = read_declarations(text, first_line=1)
    book = TypeBook(declarations={found.name: found for found in declared})
    for name in book.declarations:
        Validator(finished(shape_of_declaration(name, book).schema))


def test_a_long_chain_of_types_is_cut_off() -> None:
    """Names that use names grow without bound; beyond the budget a type is unknown."""
    text = "".join(f"interface I{n} {{ a: I{n + 1}; b: I{n + 1} }}\n" for n in range(40)) + "interface A { x: I0 }"
    assert any(code == "unknown-type" for code, _ in shape(text).marks.values())
