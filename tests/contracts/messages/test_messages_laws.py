"""Laws of cases and candidates, over generated schemas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.messages import candidates, cases, minimal_message
from contracts.messages.cases import CASES_LIMIT
from contracts.validation import Validator

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

NAMES = st.sampled_from(["id", "total", "note", "a.b", "status", "$ref", ""])
SMALL = st.integers(0, 4)
SCALARS: st.SearchStrategy[Json] = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.floats(-2, 2, width=16), st.sampled_from(["", "a", "paid", "1"])
)


def _merged(*strategies: st.SearchStrategy[Json]) -> st.SearchStrategy[Schema]:
    def merge(parts: tuple[dict[str, Json], ...]) -> Schema:
        return {keyword: value for part in parts for keyword, value in part.items()}

    return st.tuples(*strategies).map(merge)


def _maybe(keyword: str, values: st.SearchStrategy[Json]) -> st.SearchStrategy[dict[str, Json]]:
    return st.one_of(st.just({}), values.map(lambda value: {keyword: value}))


STRINGS = _merged(
    st.just({"type": "string"}),
    _maybe("minLength", SMALL),
    _maybe("maxLength", SMALL),
    _maybe("pattern", st.sampled_from(["^a", "b$", "^[a-c]{2,3}$", "^(x|yy)-\\d+$", "(?=a)", "[^a]", "\\bword\\b"])),
    _maybe("format", st.sampled_from(["uuid", "date-time", "email", "uri", "hostname", "unheard-of"])),
)
NUMBERS = _merged(
    st.sampled_from([{"type": "integer"}, {"type": "number"}, {"type": ["integer", "null"]}]),
    _maybe("minimum", st.integers(-4, 4)),
    _maybe("exclusiveMaximum", st.floats(-4, 4, width=16)),
    _maybe("multipleOf", st.sampled_from([1, 2, 0.5, 0.01, 3])),
)
LEAVES = st.one_of(
    st.booleans(),
    st.just({}),
    STRINGS,
    NUMBERS,
    st.just({"type": "boolean"}),
    st.just({"$ref": "#"}),
    st.just({"$ref": "#/$defs/shared"}),
    st.lists(SCALARS, min_size=1, max_size=3, unique_by=repr).map(lambda values: {"enum": values}),
    SCALARS.map(lambda value: {"const": value}),
)


def _branches(below: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    several = st.lists(below, min_size=1, max_size=3)
    objects = _merged(
        st.just({"type": "object"}),
        _maybe("properties", st.dictionaries(NAMES, below, max_size=4)),
        _maybe("required", st.lists(NAMES, max_size=2, unique=True)),
        _maybe("additionalProperties", below),
        _maybe("patternProperties", below.map(lambda schema: {"^x-": schema})),
        _maybe("minProperties", SMALL),
        _maybe("maxProperties", SMALL),
        _maybe("dependentRequired", st.just({"id": ["total"]})),
        _maybe("unevaluatedProperties", st.booleans()),
    )
    arrays = _merged(
        st.just({"type": "array"}),
        _maybe("items", below),
        _maybe("prefixItems", several),
        _maybe("minItems", SMALL),
        _maybe("maxItems", SMALL),
        _maybe("uniqueItems", st.booleans()),
        _maybe("contains", below),
    )
    in_place: st.SearchStrategy[Json] = st.one_of(
        several.map(lambda schemas: {"allOf": schemas}),
        several.map(lambda schemas: {"anyOf": schemas}),
        several.map(lambda schemas: {"oneOf": schemas}),
        below.map(lambda schema: {"not": schema}),
        st.tuples(below, below, below).map(lambda parts: {"if": parts[0], "then": parts[1], "else": parts[2]}),
    )
    return st.one_of(objects, arrays, in_place, _merged(in_place, objects))


SCHEMAS = st.tuples(st.recursive(LEAVES, _branches, max_leaves=7), STRINGS).map(
    lambda pair: pair[0] if isinstance(pair[0], bool) else {"$defs": {"shared": pair[1]}, **pair[0]}
)
LAWFUL = settings(max_examples=80, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@given(SCHEMAS)
@LAWFUL
def test_a_case_is_valid_if_and_only_if_it_says_so(schema: Schema) -> None:
    """Every valid case validates, every invalid one does not and names a rule."""
    validator = Validator(schema)
    for case in cases(schema):
        assert validator.accepts(case.message) == case.valid
        assert (case.rule is None) == case.valid


@given(SCHEMAS)
@LAWFUL
def test_ids_are_unique_and_messages_differ(schema: Schema) -> None:
    """An id names one case, a message stands in one case, and the cap holds."""
    found = cases(schema)
    assert len({case.id for case in found}) == len(found) <= CASES_LIMIT
    assert len({json.dumps(case.message, sort_keys=True) for case in found}) == len(found)


@given(SCHEMAS)
@LAWFUL
def test_the_same_schema_gives_the_same_messages(schema: Schema) -> None:
    """Nothing is random, and nothing is remembered from one call to the next."""
    copy = json.loads(json.dumps(schema))
    assert cases(schema) == cases(copy)
    assert list(candidates(schema, limit=60)) == list(candidates(copy, limit=60))


@given(SCHEMAS)
@LAWFUL
def test_a_minimal_message_is_valid(schema: Schema) -> None:
    """`minimal_message` is None or accepted; where cases found a message, so does it."""
    message = minimal_message(schema)
    if message is not None:
        assert Validator(schema).accepts(message)
    elif valid := [case for case in cases(schema) if case.valid]:
        assert valid[0].message is None


@given(SCHEMAS, st.integers(0, 80))
@LAWFUL
def test_candidates_are_different_and_ascend_in_size(schema: Schema, limit: int) -> None:
    """At most `limit` of them, none twice, small ones first."""
    found = [json.dumps(value, sort_keys=True) for value in candidates(schema, limit=limit)]
    assert len(found) == len(set(found)) <= limit
    assert [len(text) for text in found] == sorted(len(text) for text in found)
