"""Classes of programming languages: which fields they declare, under which names and types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.documents.shapes.class_fields import read_classes

LANGUAGES = ("java", "kotlin", "csharp", "go", "protobuf", "python")


def fields(text: str, language: str) -> list[tuple[str, str, bool]]:
    """Name, type and whether it may be left out, of every field of the first declared type."""
    declared = read_classes(text, language, first_line=1)
    return [(field.name, field.type_text, field.is_optional) for field in declared[0].fields]


def test_a_java_record_declares_its_parameters() -> None:
    """Annotations and comments say nothing of the type."""
    text = "public record Paid(@NotNull UUID id, List<Line> lines /* all */, Map<String, Long> sums) {}"
    assert fields(text, "java") == [("id", "UUID", False), ("lines", "Line[]", False), ("sums", "object", False)]


def test_a_java_class_declares_its_fields_without_constants() -> None:
    """A static field is on no message."""
    text = "class Paid {\n  private static final long X = 1;\n  private final String id;\n  private int[] sums = {};\n}"
    assert [name for name, _, _ in fields(text, "java")] == ["id", "sums"]


def test_a_kotlin_parameter_with_a_default_may_be_left_out() -> None:
    """And a question mark allows null."""
    text = "data class Paid(val id: UUID, val note: String? = null)"
    assert fields(text, "kotlin") == [("id", "UUID", False), ("note", "String | null", True)]


def test_c_sharp_properties_and_record_parameters_are_fields() -> None:
    """Their names are those on the wire."""
    assert fields("public record Paid(Guid OrderId, string? Note);", "csharp") == [
        ("OrderId", "Guid", False),
        ("Note", "string | null", False),
    ]
    assert fields("class Paid { public decimal Total { get; init; } }", "cs") == [("Total", "decimal", False)]


def test_a_go_tag_names_the_field_and_omitempty_makes_it_optional() -> None:
    """A field without an upper-case letter is not written at all."""
    text = 'type Paid struct {\n\tID string `json:"id"`\n\tNote *string `json:"note,omitempty"`\n\tcache int\n}'
    assert fields(text, "go") == [("id", "string", False), ("note", "string | null", True)]


def test_a_protobuf_field_may_always_be_left_out() -> None:
    """proto3 knows no required fields."""
    text = "message Paid {\n  string id = 1; // key\n  repeated int64 sums = 2;\n}"
    assert fields(text, "protobuf") == [("id", "string", True), ("sums", "int64[]", True)]


def test_only_the_first_level_of_a_python_class_declares_fields() -> None:
    """A variable of a method is no field."""
    text = "class Paid(BaseModel):\n    id: UUID\n    note: str | None = None\n\n    def f(self):\n        n: int = 1\n"
    assert fields(text, "python") == [("id", "UUID", False), ("note", "str | null", True)]


def test_each_field_knows_its_line() -> None:
    """Counted in the document."""
    declared = read_classes("record Paid(\n  String id,\n  long total\n) {}", "java", first_line=10)
    assert [field.line for field in declared[0].fields] == [11, 12]


def test_a_block_in_another_language_declares_nothing() -> None:
    """SQL and shell are no messages."""
    assert read_classes("class Paid { private String id; }", "sql", first_line=1) == ()


@pytest.mark.parametrize("language", LANGUAGES)
@given(text=st.text(alphabet='class record{}()<>,;:= \n\tab?*`"@[]', max_size=300))
def test_any_text_is_read_without_an_error(language: str, text: str) -> None:
    """And every declared type has a name and a field."""
    for declared in read_classes(text, language, first_line=1):
        assert declared.name
        assert declared.fields


def test_classes_of_typescript_declare_fields_with_and_without_decorators() -> None:
    """A question mark, a default or `@IsOptional` makes a field optional; methods and constructors are none."""
    text = (
        "export class PaidDto extends Base {\n  @IsUUID()\n  readonly orderId!: string;\n"
        "  @IsOptional() note: string;\n"
        "  lines?: LineDto[];\n  currency: string = 'EUR';\n  constructor(id: string) { super(); }\n"
        "  total(): number { return 1; }\n}\n"
    )
    (found,) = read_classes(text, "typescript", first_line=1)
    assert found.name == "PaidDto"
    assert [(field.name, field.type_text, field.line, field.is_optional) for field in found.fields] == [
        ("orderId", "string", 3, False),
        ("note", "string", 4, True),
        ("lines", "LineDto[]", 5, True),
        ("currency", "string", 6, True),
    ]
