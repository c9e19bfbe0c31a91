"""JSON on lines, with one place marked."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from contracts.keywords import Json
from registry.web.marked_json import marked_lines

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(JSON)
def test_the_lines_are_the_text_of_the_standard_library(value: Json) -> None:
    """Nothing is lost or changed on the way to the page."""
    assert "\n".join(line.text for line in marked_lines(value)) == json.dumps(value, indent=2, ensure_ascii=False)


@given(JSON)
def test_without_a_place_nothing_is_marked(value: Json) -> None:
    """The side that accepts a message has nothing to point at."""
    assert not any(line.is_marked for line in marked_lines(value))


def test_the_line_of_the_place_is_marked() -> None:
    """Names are escaped in the pointer as RFC 6901 says; an object is marked where it opens."""
    lines = marked_lines({"a/b": {"c": [1, 2]}}, "/a~1b/c/1")
    assert [line.text.strip() for line in lines if line.is_marked] == ["2"]
    assert [line.text for line in marked_lines({"a": {"b": 1}}, "/a") if line.is_marked] == ['  "a": {']


def test_a_place_that_is_not_there_marks_nothing() -> None:
    """A pointer into the headers of an exchange may name one that is missing."""
    assert not any(line.is_marked for line in marked_lines({"a": 1}, "/b"))
