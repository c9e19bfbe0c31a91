"""The walk over schemas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.keywords import Schema, map_subschemas, pointer, steps, subschemas, without_annotations

DEEP: dict[str, object] = {
    "properties": {"title": {"type": "string"}, "not": True},
    "items": [{"minimum": 1}, False],
    "anyOf": [{"const": {"properties": {"x": {}}}}],
    "additionalProperties": {"not": {"type": "null"}},
    "dependencies": {"a": ["b"], "c": {"required": ["d"]}},
    "enum": [{"not": {}}],
}


def test_it_finds_schemas_and_nothing_else() -> None:
    """Values of const and enum and lists of names are no schemas."""
    assert [path for path, _ in subschemas(DEEP)] == [
        ("properties", "title"),
        ("properties", "not"),
        ("items", 0),
        ("items", 1),
        ("anyOf", 0),
        ("additionalProperties",),
        ("dependencies", "c"),
    ]


@pytest.mark.parametrize("schema", [True, False])
def test_a_boolean_has_no_subschemas(schema: Schema) -> None:
    """True and false hold nothing."""
    assert list(subschemas(schema)) == []


def test_a_map_touches_the_same_places() -> None:
    """Replacing subschemas keeps everything else."""
    changed = map_subschemas(DEEP, lambda _: False)
    assert changed["properties"] == {"title": False, "not": False}
    assert changed["dependencies"] == {"a": ["b"], "c": False}
    assert changed["enum"] == DEEP["enum"]


def test_the_identity_map_changes_nothing() -> None:
    """Mapping each subschema to itself gives the same schema."""
    assert map_subschemas(DEEP, lambda schema: schema) == DEEP


def test_without_annotations_twice_is_once() -> None:
    """Removing annotations is idempotent."""
    once = without_annotations(DEEP)
    assert without_annotations(once) == once


@given(st.lists(st.text()))
def test_pointers_are_read_back(path: list[str]) -> None:
    """A path survives being written as a JSON Pointer."""
    assert list(steps(pointer(tuple(path)))) == path
