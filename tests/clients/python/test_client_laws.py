"""Laws that bind the client to the core: the same fingerprints, the same verdicts."""

from __future__ import annotations

import json
import sys

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bindery_client.enforcement.dialects import compile_schema
from bindery_client.resolution.canonical import canonical_json, fingerprint_of, has_fingerprint
from contracts import canonical
from contracts.keywords import Json, Schema
from contracts.messages import cases
from contracts.model import Formats, Role
from contracts.validation import Validator
from tests.client_locks import ORDER, RESERVATION, event_entry, locked

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_canonical_json_is_that_of_the_registry(value: Json) -> None:
    """Client and registry write the same bytes, and so the same fingerprint."""
    assert canonical_json(value) == canonical.canonical_json(value)
    assert has_fingerprint(value, canonical.fingerprint_of_bytes(canonical.canonical_json(value)))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_written_as_in_the_registry(value: float) -> None:
    """Fractions are the hard part of RFC 8785."""
    assert canonical_json(value) == canonical.canonical_json(value)


@pytest.mark.parametrize(
    "value", [1e-7, 1e-6, 1.5e-6, 1e20, 1e21, 123456789012345680000.0, 5e-324, sys.float_info.max, -0.0, 100.0, 0.1]
)
def test_numbers_at_the_borders_are_written_as_in_the_registry(value: float) -> None:
    """Where the notation changes, and at both ends of the range."""
    assert canonical_json([value, -value]) == canonical.canonical_json([value, -value])


@pytest.mark.parametrize("value", [float("inf"), float("nan"), "\ud800"])
def test_what_is_no_json_has_no_fingerprint(value: Json) -> None:
    """Such a value matches no fingerprint at all."""
    assert not has_fingerprint(value, fingerprint_of(b""))


SCHEMAS: dict[str, Schema] = {
    "order": ORDER,
    "request": RESERVATION["request"],
    "draft-07-content": {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": {"type": "string", "contentEncoding": "base64", "contentMediaType": "application/json"},
            "contentEncoding": {"type": "integer"},
            "b": {"items": [{"contentMediaType": "application/json"}, {"const": 1}]},
        },
    },
    "draft-04": {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "type": "integer",
        "minimum": 3,
        "exclusiveMinimum": True,
    },
    "draft-06": {"$schema": "http://json-schema.org/draft-06/schema#", "contains": {"const": 1}},
    "2019-09": {
        "$schema": "https://json-schema.org/draft/2019-09/schema",
        "properties": {"a": {"format": "uuid"}, "b": {"format": "duration"}},
        "unevaluatedProperties": False,
    },
    "patterns": {"type": "string", "pattern": "^(?=a)[a-z]+$"},
    "linear-pattern": {"type": "string", "pattern": "^\\p{L}+\\d$"},
    "formats": {"properties": {name: {"format": name} for name in ("date-time", "email", "uri", "ipv4", "hostname")}},
    "union": {
        "oneOf": [
            {"properties": {"kind": {"const": "a"}, "x": {"type": "integer"}}, "required": ["kind", "x"]},
            {"properties": {"kind": {"const": "b"}, "y": {"type": ["string", "null"]}}, "required": ["kind"]},
        ],
    },
    "recursive": {"$ref": "#/$defs/t", "$defs": {"t": {"properties": {"t": {"$ref": "#/$defs/t"}}, "type": "object"}}},
    "nothing": False,
}


@pytest.mark.parametrize("formats", list(Formats))
@pytest.mark.parametrize("name", SCHEMAS)
def test_the_client_judges_as_the_registry_does(name: str, formats: Formats) -> None:
    """Every generated case, valid and invalid, and some odd values have the same verdict in both."""
    schema = SCHEMAS[name]
    ours = compile_schema(schema, asserts_formats=formats is Formats.ASSERT)
    theirs = Validator(schema, formats=formats)
    odd: list[Json] = ["", "a", "abc", "ä1", "!", 3, 3.0, 4, None, [], [1], {}, {"a": "!"}, {"a": "{}", "b": ["{", 1]}]
    messages = [case.message for case in cases(schema, formats=formats)] + odd
    assert [ours.is_valid(message) for message in messages] == [theirs.accepts(message) for message in messages]


@settings(max_examples=50)
@given(VALUES)
def test_any_value_has_the_verdict_of_the_registry(value: Json) -> None:
    """The verdict of `check` is that of the normative validator."""
    assert locked(event_entry()).event("order.created").check(value).valid == Validator(ORDER).accepts(value)


@settings(max_examples=50)
@given(VALUES)
def test_reading_gives_what_was_written(value: Json) -> None:
    """A message that a writer encodes is the message that a reader decodes, and other JSON readers agree."""
    contract = locked(event_entry(Role.PRODUCER, schema=True)).event("order.created")
    body = contract.encode(value)
    assert json.loads(body) == value
    assert contract.decode(body) == orjson.loads(body)
