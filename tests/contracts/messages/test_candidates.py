"""Candidates of the witness search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from contracts.errors import InvalidSchema
from contracts.messages import candidates
from contracts.validation import Validator

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema


@pytest.mark.parametrize(
    ("writer", "reader"),
    [
        ({"type": "number"}, {"type": "integer"}),
        ({"type": "integer", "minimum": 0}, {"type": "integer", "minimum": 1}),
        ({"type": "string", "maxLength": 300}, {"type": "string", "maxLength": 255}),
        ({"enum": ["a", "b", "c"]}, {"enum": ["a", "b"]}),
        ({"type": ["string", "null"]}, {"type": "string"}),
        ({"properties": {"a": {"type": "string"}}}, {"required": ["a"]}),
        ({"type": "array", "items": {"type": "string"}}, {"type": "array", "minItems": 1}),
        ({"type": "object"}, {"type": "object", "additionalProperties": False}),
        ({"type": "string"}, {"type": "string", "format": "uuid"}),
        ({"type": "integer", "multipleOf": 10}, {"type": "integer", "multipleOf": 98}),
        ({"type": "number", "exclusiveMinimum": 5}, {"type": "number", "minimum": 6}),
        ({"type": "array", "prefixItems": [{"type": "string"}]}, {"type": "array", "items": {"type": "string"}}),
        ({"anyOf": [{"type": "string"}, {"type": "boolean"}]}, {"type": "string"}),
    ],
)
def test_a_witness_is_among_the_candidates_of_the_writer(writer: Schema, reader: Schema) -> None:
    """Usual edits are told apart by candidates of the writer's schema alone."""
    accepts, rejects = Validator(writer), Validator(reader)
    assert any(accepts.accepts(value) and not rejects.accepts(value) for value in candidates(writer, limit=100))


@pytest.mark.parametrize("value", [-1, 0, 10, 11, 5.5, "text", None])
def test_bounds_and_other_types_are_candidates(value: Json) -> None:
    """Just inside, just outside, and of another type."""
    schema: Schema = {"type": "integer", "minimum": 0, "maximum": 10}
    found = [(type(candidate), candidate) for candidate in candidates(schema, limit=100)]
    if value == 5.5:
        assert any(kind is float for kind, _ in found)
    else:
        assert (type(value), value) in found


def test_nothing_satisfiable_still_gives_plain_values() -> None:
    """A search may try the plain values on any schema."""
    assert None in list(candidates({"not": {}}, limit=10))


def test_the_limit_is_kept() -> None:
    """A caller with a budget gets no more than it asked for."""
    assert len(list(candidates({"type": "object", "properties": {"a": {"type": "string"}}}, limit=7))) == 7


def test_something_that_is_no_schema_has_no_candidates() -> None:
    """The caller is told."""
    with pytest.raises(InvalidSchema):
        list(candidates({"type": 3}, limit=3))
