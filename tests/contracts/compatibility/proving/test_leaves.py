"""The leaves of the search: texts, numbers, objects and arrays, found or proved not to exist."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.compatibility.alignment import align
from contracts.compatibility.jury import Jury, Side
from contracts.compatibility.proof import Proof
from contracts.compatibility.proving.automata import find_texts
from contracts.compatibility.proving.expressions import NotRegular, parsed_pattern
from contracts.compatibility.proving.numbers import NumberQuestion, as_json, find_numbers
from contracts.model import Formats
from contracts.validation import Draft, Validator
from contracts.validation.ecma import compiled_pattern
from contracts.validation.effort import Budget, OutOfBudget

if TYPE_CHECKING:
    from contracts.compatibility.proving.answers import Answer
    from contracts.keywords import Json, Schema


def _proof(schema: Schema, *, tells_integers: bool = False) -> Proof:
    nothing: Schema = {"not": {}}
    sides = [Side(schema=side, draft=Draft.DRAFT_2020) for side in (schema, nothing)]
    jury = Jury(*sides, formats=Formats.ASSERT, budget=Budget(steps=1_000_000))
    return Proof(align(schema, nothing, jury.budget), jury, formats=Formats.ASSERT, tells_integers=tells_integers)


def _answer(schema: Schema) -> Answer:
    """What the search finds for one schema."""
    return _proof(schema).message_of_writer()


PIECES = st.sampled_from(
    ["a", "b", "[ab]", "[^a]", ".", "\\d", "\\w", "(?:ab)", "(a|b)", "a*", "b+", "a?", "b{1,2}", "^", "$"]
)
PATTERNS = st.lists(PIECES, min_size=1, max_size=4).map("".join)


@settings(max_examples=200)
@given(PATTERNS, PATTERNS, st.integers(min_value=0, max_value=2), st.sampled_from([None, 2, 3]))
def test_texts_are_found_exactly_where_there_are_some(wanted: str, unwanted: str, least: int, most: int | None) -> None:
    """Found texts match, and where none is found no short text does."""
    answer = find_texts((wanted,), (unwanted,), budget=Budget(steps=10**7), least=least, most=most)

    def fits(text: str) -> bool:
        is_long_enough = least <= len(text) and (most is None or len(text) <= most)
        matches = compiled_pattern(wanted).search(text) and not compiled_pattern(unwanted).search(text)
        return is_long_enough and bool(matches)

    assert all(fits(text) for text in answer.found if not re.search(r"[\r\u2028\u2029]", text))
    if answer.is_complete and not answer.found:
        alphabet = ["", "a", "b", "0", "\n", "-", "é"]
        assert not any(fits(x + y + z) for x in alphabet for y in alphabet for z in alphabet)


@pytest.mark.parametrize(
    ("wanted", "unwanted", "is_empty"),
    [
        ("^a{2,3}$", "^a+$", True),
        ("^(ab)*$", "^(ab){0,3}$", False),
        ("^.{1,255}$", "^.{1,800}$", True),
        ("^[\\u0041-\\x43]$", "^[ABC]$", True),
        ("^\\u{1F600}$", "^.$", True),
        ("^\\S$", "^[^ \\t]$", True),
        ("^(?<year>\\d{4})-\\d\\d$", "^[\\d-]{7}$", True),
        ("^[\\w.-]+@x\\.org$", "^[^@]+@[^@]+$", True),
        ("^a|b$", "a|b", True),
        ("^[^]-]$", "^[^a]$", False),
        ("^x$|^y$", "^[xy]$", True),
        ("^a+?$", "^a*?$", True),
        ("^[\\b]$", "z", None),
    ],
)
def test_patterns_are_compared_by_language(wanted: str, unwanted: str, is_empty: bool | None) -> None:  # noqa: FBT001  # a column of the table
    """Whether a text matches the one and not the other."""
    if is_empty is None:
        with pytest.raises(NotRegular):
            find_texts((wanted,), (unwanted,), budget=Budget(steps=10**7))
        return
    answer = find_texts((wanted,), (unwanted,), budget=Budget(steps=10**7))
    assert (answer.is_complete and not answer.found) is is_empty


@pytest.mark.parametrize(
    "pattern",
    [
        "(?=a)",
        "(?<=a)b",
        "\\ba",
        "(a)\\1",
        "[a",
        "a{2",
        "a{3,2}",
        "a**",
        "*a",
        "^*",
        "[z-a]",
        "[a-\\d]",
        "[[a]",
        "[a&&b]",
        "a)",
        "(a",
        "\\",
        "\\x4",
        "\\uD800",
        "a{9999}",
        "\\q",
        "(" * 40,
    ],
)
def test_what_is_not_regular_is_refused(pattern: str) -> None:
    """What is not understood is never guessed."""
    with pytest.raises(NotRegular):
        parsed_pattern(pattern)


def _numbers(**demands: object) -> NumberQuestion:
    return NumberQuestion(**demands)  # type: ignore[arg-type]  # keyword arguments of a table


@pytest.mark.parametrize(
    ("question", "is_empty"),
    [
        (_numbers(least=(Fraction(1), True), most=(Fraction(1), False)), True),
        (_numbers(least=(Fraction(1), False), most=(Fraction(1), False)), False),
        (_numbers(least=(Fraction(1), True), most=(Fraction(2), True), steps=[Fraction(1)]), True),
        (_numbers(least=(Fraction(1), True), most=(Fraction(2), True)), False),
        (_numbers(steps=[Fraction(4)], no_steps=[Fraction(2)]), True),
        (_numbers(steps=[Fraction(2), Fraction(3)], no_steps=[Fraction(4)]), False),
        (_numbers(steps=[Fraction(2)], no_steps=[Fraction(4), Fraction(6)], least=(Fraction(10**9), False)), False),
        (_numbers(steps=[Fraction(1)], most=(Fraction(-(10**9)), False), no_steps=[Fraction(7)]), False),
        (_numbers(steps=[Fraction(1)], least=(Fraction(0), False), most=(Fraction(10**9), False)), False),
        (_numbers(allowed=[Fraction(1), Fraction(2)], no_steps=[Fraction(1)]), True),
        (_numbers(excluded={Fraction(0), Fraction(1)}, least=(Fraction(0), False), most=(Fraction(1), False)), False),
    ],
)
def test_numbers_are_found_or_excluded(question: NumberQuestion, *, is_empty: bool) -> None:
    """Bounds, steps and exclusions are exact."""
    answer = find_numbers(question)
    assert (answer.is_complete and not answer.found) is is_empty
    assert all(question.is_met_by(value) for value in answer.found)


def test_numbers_that_no_binary_number_prints_are_left_out() -> None:
    """A third has no decimal, and 10^400 is written as an integer only."""
    assert as_json(Fraction(1, 3)) is None
    assert as_json(Fraction(10**400)) == 10**400
    assert as_json(Fraction(10**400), as_float=True) is None
    assert as_json(Fraction(1, 4)) == 0.25


@pytest.mark.parametrize(
    "schema",
    [
        {
            "type": "object",
            "required": ["a"],
            "minProperties": 4,
            "properties": {"a": {"const": 1}, "b": {"type": "null"}},
        },
        {"type": "object", "minProperties": 2, "propertyNames": {"pattern": "^x"}},
        {"type": "object", "minProperties": 1, "patternProperties": {"^a": {"const": 1}, "b$": {"const": 2}}},
        {
            "type": "object",
            "patternProperties": {f"^{name}": {"type": "null"} for name in "abcdef"},
            "minProperties": 1,
        },
        {"type": "object", "minProperties": 1, "additionalProperties": {"type": "array", "minItems": 2}},
        {"type": "object", "required": ["a"], "patternProperties": {"(?=a)": {"type": "null"}}, "maxProperties": 1},
        {"type": "object", "not": {"additionalProperties": {"type": "string"}}},
        {
            "type": "object",
            "not": {
                "anyOf": [{"additionalProperties": {"type": "string"}}, {"additionalProperties": {"type": "null"}}]
            },
        },
        {"type": "object", "not": {"propertyNames": {"maxLength": 3}}, "properties": {"long name": {"const": 5}}},
        {"type": "object", "not": {"propertyNames": {"enum": ["a"]}}},
        {"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "integer", "minimum": 5}},
        {"type": "array", "contains": {"type": "string"}, "minContains": 2, "maxItems": 3},
        {"type": "array", "not": {"uniqueItems": True}, "prefixItems": [{"type": "string"}], "items": {"const": 1}},
        {"type": "array", "not": {"items": {"type": "string"}}, "contains": {"const": "a"}, "maxItems": 2},
        {"type": "array", "not": {"contains": {"type": "string"}}, "minItems": 1},
        {"type": "array", "not": {"contains": True, "minContains": 0, "maxContains": 2}},
        {"type": "string", "format": "uuid"},
        {"type": "string", "not": {"enum": ["", "a", "0"]}, "maxLength": 1},
        {"enum": [[1], {"a": 1}, "x"], "not": {"type": "array"}, "minProperties": 1},
        {"oneOf": [{"type": "integer"}, {"minimum": 2}]},
        {"if": {"type": "string"}, "then": False, "else": {"not": {"type": "number"}}},
    ],
)
def test_what_is_found_is_valid(schema: dict[str, Json]) -> None:
    """The search finds a value of each of these, and the validator accepts it."""
    answer = _answer(schema)
    assert answer.values
    assert Validator(schema).accepts(answer.values[0])


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "object", "required": ["a"], "not": {"required": ["a"]}},
        {"type": "object", "minProperties": 2, "properties": {"a": {}}, "additionalProperties": False},
        {"type": "object", "required": ["abc"], "propertyNames": {"maxLength": 2}},
        {"type": "object", "required": ["a", "b"], "maxProperties": 1},
        {
            "type": "object",
            "properties": {"a": {"type": "string"}},
            "required": ["a"],
            "patternProperties": {"^a": {"type": "null"}},
        },
        {"type": "object", "not": {"additionalProperties": {"type": "string"}}, "additionalProperties": {"const": "a"}},
        {
            "type": "object",
            "required": ["a"],
            "maxProperties": 1,
            "not": {"additionalProperties": {"const": 1}},
            "properties": {"a": {"const": 1}},
        },
        {"type": "array", "minItems": 2, "prefixItems": [True, False]},
        {"type": "array", "contains": {"type": "string"}, "items": {"type": "integer"}},
        {"type": "array", "not": {"uniqueItems": True}, "maxItems": 1},
        {"type": "array", "uniqueItems": True, "not": {"uniqueItems": True}},
        {
            "type": "array",
            "not": {"uniqueItems": True},
            "prefixItems": [{"type": "string"}, {"type": "null"}],
            "items": False,
        },
        {"type": "array", "contains": {"const": 1}, "not": {"items": {"const": 1}}, "maxItems": 1},
        {"type": "array", "contains": True, "maxContains": 0},
        {"type": "string", "maxLength": 1, "minLength": 2},
        {"type": "string", "enum": ["a"], "not": {"pattern": "a"}},
        {"type": "string", "format": "email", "maxLength": 0},
        {"type": "boolean", "not": {"enum": [True, False]}},
        {"type": "null", "not": {"const": None}},
        {"enum": [1, 2], "minimum": 3},
        {"$defs": {"n": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/n"}}}, "$ref": "#/$defs/n"},
    ],
)
def test_what_is_impossible_is_proved_so(schema: dict[str, Json]) -> None:
    """No value satisfies any of these, and the search says so."""
    assert _answer(schema).is_empty


def test_a_search_without_steps_is_given_up() -> None:
    """Out of budget is no proof: whoever asked the question answers `undecided`."""
    proof = _proof({"type": "object", "minProperties": 1})
    proof._budget.steps = 2
    with pytest.raises(OutOfBudget):
        proof.message_of_writer()
