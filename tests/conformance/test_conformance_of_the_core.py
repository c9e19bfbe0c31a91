"""The registry's validator gives the answers that the conformance vectors state."""

from __future__ import annotations

import pytest

from contracts.validation import Referee, Validator
from tests.conformance_vectors import Vector, vectors

LENIENT = {"formats.email"}  # what the second opinion is known to let through

REJECTING = (
    {"additionalItems", "additionalProperties", "anyOf", "const", "contains", "enum", "exclusiveMaximum"}
    | {"exclusiveMinimum", "falseSchema", "format", "maxItems", "maxLength", "maxProperties", "maximum", "minItems"}
    | {"minLength", "minProperties", "minimum", "multipleOf", "not", "oneOf", "pattern", "propertyNames", "required"}
    | {"type", "unevaluatedItems", "unevaluatedProperties", "uniqueItems"}
)


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.name)
def test_the_validator_finds_the_stated_violations(vector: Vector) -> None:
    """Each message has exactly the violations that the vector lists, and is accepted if there are none."""
    validator = Validator(vector.schema, formats=vector.formats)
    for message, errors in vector.tests:
        found = sorted((item.instance_pointer, item.keyword) for item in validator.rejections(message))
        assert (message, found) == (message, errors)
        assert validator.accepts(message) == (not errors)


@pytest.mark.parametrize(
    "vector", [item for item in vectors() if item.name not in LENIENT], ids=lambda vector: vector.name
)
def test_a_second_opinion_agrees(vector: Vector) -> None:
    """Another implementation of JSON Schema accepts what the vectors accept, so they state no quirk of one engine."""
    referee = Referee(vector.schema, formats=vector.formats)
    assert [referee.judge(message) for message, _ in vector.tests] == [not errors for _, errors in vector.tests]


def test_there_are_vectors_of_every_keyword_that_rejects() -> None:
    """No keyword that can reject a message is left out, and names are unique."""
    rejecting = {keyword for vector in vectors() for _, errors in vector.tests for _, keyword in errors}
    assert sorted(REJECTING - rejecting) == []
    names = [vector.name for vector in vectors()]
    assert len(names) == len(set(names)) >= 60
