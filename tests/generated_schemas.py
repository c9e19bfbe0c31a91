"""Schemas and messages as Hypothesis draws them: small, with every keyword, often alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema

NAMES = st.sampled_from(["a", "b", "ab"])
SCALARS = st.sampled_from([None, True, False, 0, 1, 1.0, 2, 5, -1, 0.5, 1.5, "", "a", "b", "ab", "aaa"])
MESSAGES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6
)
TYPES = st.sampled_from(["null", "boolean", "integer", "number", "string", "array", "object"])
BOUNDS = st.sampled_from([-1, 0, 1, 2, 3, 1.5])
COUNTS = st.integers(min_value=0, max_value=3)
PATTERNS = st.sampled_from(["^a", "b$", "^[ab]+$", "^.{1,2}$", "a"])
LEAVES = st.one_of(
    st.booleans(),
    st.fixed_dictionaries({"type": TYPES | st.lists(TYPES, min_size=1, max_size=2, unique=True)}),
    st.fixed_dictionaries({"const": SCALARS}),
    st.fixed_dictionaries({}, optional={"minimum": BOUNDS, "exclusiveMaximum": BOUNDS, "multipleOf": st.just(0.5)}),
    st.fixed_dictionaries({}, optional={"minLength": COUNTS, "maxLength": COUNTS, "pattern": PATTERNS}),
    st.fixed_dictionaries({"required": st.lists(NAMES, min_size=1, max_size=2, unique=True)}),
    st.fixed_dictionaries({}, optional={"minItems": COUNTS, "maxItems": COUNTS, "uniqueItems": st.booleans()}),
    st.fixed_dictionaries({}, optional={"minProperties": COUNTS, "maxProperties": COUNTS}),
)


def _nested(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    members = st.lists(inner, min_size=1, max_size=3)
    objects: dict[str, st.SearchStrategy[Json]] = {
        "properties": st.dictionaries(NAMES, inner, min_size=1, max_size=2),
        "patternProperties": st.dictionaries(PATTERNS, inner, max_size=1),
        "additionalProperties": inner,
        "propertyNames": st.sampled_from([{"maxLength": 1}, {"pattern": "^a"}]),
        "dependentRequired": st.dictionaries(NAMES, st.lists(NAMES, max_size=1), max_size=1),
        "unevaluatedProperties": inner,
    }
    arrays: dict[str, st.SearchStrategy[Json]] = {
        "items": inner,
        "prefixItems": st.lists(inner, min_size=1, max_size=2),
        "contains": inner,
        "unevaluatedItems": inner,
    }
    conditions: dict[str, st.SearchStrategy[Json]] = {"if": inner, "then": inner, "else": inner}
    choices: dict[str, st.SearchStrategy[Json]] = {"allOf": members, "anyOf": members, "oneOf": members, "not": inner}
    mixed: dict[str, st.SearchStrategy[Json]] = {
        **{keyword: objects[keyword] for keyword in ("properties", "unevaluatedProperties")},
        **{keyword: arrays[keyword] for keyword in ("prefixItems", "contains", "unevaluatedItems")},
        **{keyword: choices[keyword] for keyword in ("allOf", "anyOf", "oneOf")},
        **conditions,
        "dependentSchemas": st.dictionaries(NAMES, inner, max_size=1),
    }
    return st.one_of(
        st.fixed_dictionaries({}, optional=mixed),
        st.fixed_dictionaries({"type": st.just("object")}, optional=objects),
        st.fixed_dictionaries({}, optional=arrays),
        st.fixed_dictionaries({}, optional=choices),
        st.fixed_dictionaries({}, optional=conditions),
    )


SCHEMAS: st.SearchStrategy[Schema] = st.recursive(LEAVES, _nested, max_leaves=5)
