"""Canonical JSON and fingerprints."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from contracts.canonical import canonical_json, definition_of_bytes, fingerprint, stored_bytes
from contracts.keywords import Json, Schema
from contracts.model import Definition, Kind

SAFE = 2**53 - 1
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE, SAFE) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(VALUES)
def test_it_is_rfc_8785_where_that_is_defined(value: Json) -> None:
    """For every value that the RFC covers, the bytes are those of its reference library."""
    assert canonical_json(value) == rfc8785.dumps(value)


@given(st.integers())
def test_large_integers_are_written_exactly(number: int) -> None:
    """An integer of any size survives."""
    assert json.loads(canonical_json([number])) == [number]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_is_no_json_is_refused(value: Json) -> None:
    """Numbers that are not finite and lone surrogates have no canonical form."""
    with pytest.raises(ValueError, match=r"not representable|surrogates"):
        canonical_json(value)


def mark(schema: Schema) -> str:
    """The fingerprint of an event with this schema."""
    return fingerprint(Definition.of_event(schema))


def test_annotations_do_not_count() -> None:
    """Words for people change no fingerprint, wherever a schema stands."""
    plain = {"type": "object", "properties": {"a": {"type": "string"}}}
    spoken = {"type": "object", "title": "T", "properties": {"a": {"type": "string", "description": "d", "default": 1}}}
    assert mark(plain) == mark(spoken)


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"description": {"type": "string"}}},
        {"const": {"title": "x"}},
        {"enum": [{"title": "x"}]},
        {"$defs": {"title": {"type": "string"}}},
    ],
)
def test_a_name_or_value_is_no_annotation(schema: Schema) -> None:
    """A property named like an annotation stays, and nothing inside const or enum is touched."""
    assert json.loads(stored_bytes(Definition.of_event(schema))) == schema


def test_stored_bytes_are_read_back() -> None:
    """What was stored gives the same fingerprint when it is read."""
    definition = Definition.of_operation(
        request={"type": "object"}, responses={"201": {"application/json": True}, "404": {"application/json": {}}}
    )
    assert fingerprint(definition_of_bytes(Kind.OPERATION, stored_bytes(definition))) == fingerprint(definition)
