"""The tolerant JSON reader: it agrees with the standard library, knows its places, and says where it was tolerant."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.documents.shapes.json_nodes import Reading, Unreadable
from contracts.documents.shapes.json_text import read_json_text

if TYPE_CHECKING:
    from contracts.keywords import Json

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def read(text: str, *, first_line: int = 1) -> Reading:
    """The reading of a text that must be readable."""
    found = read_json_text(text, first_line=first_line)
    assert isinstance(found, Reading), found
    return found


def only_value(text: str) -> Json:
    """The one value of a text."""
    documents = read(text).documents
    assert len(documents) == 1
    return documents[0].node.to_json()


@given(value=JSON_VALUES, indent=st.sampled_from([None, 0, 2]), is_ascii=st.booleans())
def test_every_valid_json_text_is_read_as_the_standard_library_reads_it(
    value: Json, indent: int | None, *, is_ascii: bool
) -> None:
    """Agreement on written values, compact or indented, escaped or not."""
    text = json.dumps(value, indent=indent, ensure_ascii=is_ascii)
    assert only_value(text) == json.loads(text)
    assert read(text).tolerances == ()


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '"\\ud83d\\ude00 \\/ \\u00e9"',
        "-0.0",
        "1E+2",
        "1e400",
        "[]",
        '\t{"a":\r\n[ ]}\n',
        '{"": {"#": "// no comment", "...": "/* nor this */"}}',
        "123456789012345678901234567890",
        '["a | b", "--", "…"]',
    ],
)
def test_valid_json_of_awkward_form_is_read_as_the_standard_library_reads_it(text: str) -> None:
    """Duplicate keys, surrogate pairs, exponents, overflow, strings that look like comments."""
    assert repr(only_value(text)) == repr(json.loads(text))


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_raise(text: str) -> None:
    """Any text is a reading or a reason."""
    assert isinstance(read_json_text(text), Reading | Unreadable)


@given(st.text(alphabet='{}[]",:/*#.|?<>\n abn1-\\', max_size=60))
def test_no_text_of_json_marks_makes_the_reader_raise(text: str) -> None:
    """The same where every character matters to the reader."""
    assert isinstance(read_json_text(text), Reading | Unreadable)


@given(st.text(alphabet='{}[]",:0123456789.eE+-truefalsnu \n', max_size=30))
def test_what_the_standard_library_accepts_is_accepted_with_the_same_value(text: str) -> None:
    """Agreement on texts that happen to be valid JSON."""
    try:
        expected = json.loads(text, parse_constant=lambda _: pytest.fail("not reached by this alphabet"))
    except ValueError:
        return
    assert only_value(text) == expected


def test_a_member_knows_its_line_and_column() -> None:
    """Positions count from 1, lines from the first line handed in."""
    node = read('{\n  "a": 1,\n  "b": {"c": 2}\n}', first_line=10).documents[0].node
    inner = node.members[1].node.members[0]
    assert (node.line, node.members[0].line, node.members[0].column) == (10, 11, 3)
    assert (inner.key, inner.line, inner.column) == ("c", 12, 9)


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ('{"a": 1} // end', {"a": 1}, "comment"),
        ('{"a": 1, # why\n "b": 2}', {"a": 1, "b": 2}, "comment"),
        ('{/* x */ "a": 1}', {"a": 1}, "comment"),
        ('{"a": 1,}', {"a": 1}, "trailing-comma"),
        ("[1, 2,]", [1, 2], "trailing-comma"),
        ('{"a": 1\n "b": 2}', {"a": 1, "b": 2}, "missing-comma"),
        ('{"a": 1, ...}', {"a": 1}, "ellipsis"),
        ('{"a": [1, …]}', {"a": [1]}, "ellipsis"),
        ("{\n ...event-specific fields\n}", {}, "ellipsis"),
        ('{"a"?: 1}', {"a": 1}, "optional-key"),
        ('{"a": uuid}', {"a": "uuid"}, "bare-word"),
        ('{"a": string | null}', {"a": "string | null"}, "bare-word"),
        ('{"a": "A" | "B"}', {"a": '"A" | "B"'}, "bare-word"),
        ('{"a": <uuid>, "b": {id}}', {"a": "<uuid>", "b": "{id}"}, "bare-word"),
        ("{a: 1}", {"a": 1}, "unquoted-key"),
        ("{'a': 'x'}", {"a": "x"}, "single-quotes"),
    ],
)
def test_what_people_write_is_read_and_recorded(text: str, value: Json, kind: str) -> None:
    """Each tolerance gives the value that was meant, and says that it was needed."""
    assert only_value(text) == value
    assert kind in {found.kind for found in read(text).tolerances}


def test_several_documents_in_one_text_keep_the_comments_in_front_of_them() -> None:
    """Documents separated by comments, as the sibling template writes them."""
    found = read('// POST /orders\n{"a": 1}\n\n// Response 201\n{"b": 2}\n')
    assert [(document.title, document.node.to_json()) for document in found.documents] == [
        ("POST /orders", {"a": 1}),
        ("Response 201", {"b": 2}),
    ]


def test_the_comment_on_the_line_of_a_member_belongs_to_it() -> None:
    """Before or after the comma, and not to the next member."""
    node = read('{\n "a": 1, // one\n "b": 2 // two\n}').documents[0].node
    assert [member.comment for member in node.members] == ["one", "two"]


def test_an_object_that_holds_an_ellipsis_only_is_elided() -> None:
    """`{ ... }` is not an empty object; `{}` is."""
    node = read('{"a": { ... }, "b": {}, "c": [ /* orders */ ]}').documents[0].node
    assert [member.node.is_elided for member in node.members] == [True, False, True]


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("", "there is no value", 1),
        ('{"a" 1}', "a colon is missing after the key 'a'", 1),
        ('{\n"a": }', "a value is missing", 2),
        ('{"a": 1} trailing words', "text after the end of the value", 1),
        ('{"a": 1', "a key is missing, the text ends here", 1),
        ("1" * 5000, "the number has too many digits", 1),
        ('"\\x"', "the string has an escape that JSON does not know", 1),
        ("[" * 100, "nested more than 64 levels deep", 1),
    ],
)
def test_what_cannot_be_read_says_why_and_where(text: str, reason: str, line: int) -> None:
    """A reason, never an exception."""
    found = read_json_text(text)
    assert isinstance(found, Unreadable)
    assert (found.reason, found.line) == (reason, line)


def test_an_overflowing_number_is_infinite_as_in_the_standard_library() -> None:
    """1e400 is not refused here; inference keeps it from becoming an example."""
    assert math.isinf(only_value("1e400"))
