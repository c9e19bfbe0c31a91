"""Two schemas line by line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.web.schema_diff import MAX_LINES, diff_lines
from registry.web.words import written_json

if TYPE_CHECKING:
    from contracts.keywords import Json

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["a", "b"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=3),
    max_leaves=12,
)


def test_equal_schemas_differ_in_no_line() -> None:
    """The order of the lines is that of the text, which is canonical when it is stored."""
    assert diff_lines({"type": "object"}, {"type": "object"}) == ()


def test_a_changed_line_is_taken_away_and_added() -> None:
    """What stays around it is shown for orientation, what is far away is not."""
    old = {"enum": [*range(20)], "type": "integer"}
    found = diff_lines(old, {**old, "type": "number"})
    assert found is not None
    assert [(line.sign, line.text.strip()) for line in found if line.kind in {"added", "removed"}] == [
        ("-", '"type": "integer"'),
        ("+", '"type": "number"'),
    ]
    assert found[0].kind == "gap"
    assert len(found) < 10


def test_what_is_too_long_is_not_compared() -> None:
    """The page links to both texts instead."""
    assert diff_lines([*range(MAX_LINES)], []) is None


def test_members_are_held_against_those_of_the_same_name() -> None:
    """A field that is gone takes its lines with it, and the rest stays as it is."""
    old = {"properties": {"a": {"type": "string"}, "b": {"type": "string"}, "c": {"type": "string"}}}
    new = {"properties": {"a": {"type": "string"}, "c": {"type": "string"}}}
    found = diff_lines(old, new)
    assert found is not None
    assert [line.text.strip() for line in found if line.kind == "removed"] == ['"b": {', '"type": "string"', "},"]
    assert not [line for line in found if line.kind == "added"]


def test_items_of_a_list_may_move() -> None:
    """One that is put in between is one line."""
    found = diff_lines({"required": ["a", "c", "d"]}, {"required": ["a", "b", "c", "d"]})
    assert found is not None
    assert [(line.sign, line.text.strip()) for line in found if line.kind != "same"] == [("+", '"b",')]


@pytest.mark.parametrize(("old", "new"), [({"const": 1}, {"const": True}), ({"const": 1}, {"const": 1.0}), ([], {})])
def test_values_that_python_takes_for_equal_differ(old: Json, new: Json) -> None:
    """JSON does not."""
    found = diff_lines(old, new)
    assert found is not None
    assert {line.kind for line in found} >= {"added", "removed"}


@given(JSON_VALUES, JSON_VALUES)
def test_the_newer_text_can_be_read_off(old: Json, new: Json) -> None:
    """Lines that stay and lines that were added are a piece of it, where nothing is left out between them."""
    before, after = (json.loads(json.dumps(value, sort_keys=True)) for value in (old, new))  # as they are stored
    found = diff_lines(before, after)
    assert found is not None
    if not any(line.kind == "gap" for line in found):
        assert "\n".join(line.text for line in found if line.kind != "removed") in written_json(after)


def test_hundreds_of_changed_fields_take_as_long_as_reading_them() -> None:
    """Two schemas of 400 fields whose types all changed: counted in lines, for time depends on the machine."""
    old, new = ({"properties": {f"a{number:03}": {"type": name} for number in range(400)}} for name in ("a", "b"))
    found = diff_lines(old, new)
    assert found is not None
    assert sum(line.kind == "removed" for line in found) == sum(line.kind == "added" for line in found) == 400
