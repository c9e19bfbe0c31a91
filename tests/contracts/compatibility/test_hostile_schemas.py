"""Schemas made to cost: each question ends after a number of steps, always the same, with an answer or a reason."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest

from contracts.compatibility import Outcome, Verdict, check_schemas, close_writer, list_changes
from contracts.compatibility.changes.explanation import explaining_changes
from contracts.errors import InvalidSchema, UnsupportedSchema
from contracts.messages import cases
from contracts.messages.cases import CASES_LIMIT
from contracts.model import ContentModel
from contracts.validation.effort import Budget

if TYPE_CHECKING:
    from collections.abc import Callable

    from contracts.keywords import Json, Schema

STEPS = 100_000
TEXT = {"type": "string"}
WHOLE = {"type": "integer"}
NUMBER = {"type": "number"}
YES, NO, OPEN = Outcome.COMPATIBLE, Outcome.INCOMPATIBLE, Outcome.UNDECIDED


def _nested(levels: int, around: Callable[[Json], Json], leaf: Json) -> Json:
    for _ in range(levels):
        leaf = around(leaf)
    return leaf


def _doubling(levels: int, keyword: str, leaf: Json) -> Json:
    twice = {f"d{level}": {keyword: [{"$ref": f"#/$defs/d{level + 1}"}] * 2} for level in range(levels)}
    return {"$defs": {**twice, f"d{levels}": leaf}, "$ref": "#/$defs/d0"}


def _doubling_fields(levels: int, leaf: Json) -> Json:
    """The smallest message has two to the power of `levels` fields."""
    found = {}
    for level in range(levels):
        below = {"$ref": f"#/$defs/d{level + 1}"}
        found[f"d{level}"] = {"properties": {"a": below, "b": below}, "required": ["a", "b"], "type": "object"}
    return {"$defs": {**found, f"d{levels}": leaf}, "$ref": "#/$defs/d0"}


def _tagged(count: int, leaf: Json) -> Json:
    return {
        "oneOf": [
            {"properties": {"kind": {"const": f"k{index}"}, "v": leaf}, "required": ["kind"]} for index in range(count)
        ]
    }


def _fields(count: int, *more: str) -> Json:
    names = [f"p{index}" for index in range(count)]
    return {"type": "object", "properties": dict.fromkeys(names, TEXT), "required": [*names, *more]}


def _pigeons(count: int, holes: int) -> Json:
    """Each pigeon has a hole, and no two have the same."""
    names = [f"p{index}" for index in range(count)]
    apart = [
        {"not": {"properties": {one: {"const": hole}, other: {"const": hole}}}}
        for hole in range(holes)
        for place, one in enumerate(names)
        for other in names[:place]
    ]
    places = {"properties": {name: {"enum": list(range(holes))} for name in names}, "required": names}
    return {"type": "object", **places, "allOf": apart}


def _patterns(count: int, first: int, minimum: int) -> Json:
    return {
        "type": "object",
        "patternProperties": {chr(97 + first + index): {"minimum": index + minimum} for index in range(count)},
    }


def _array(**keywords: Json) -> Json:
    return {"type": "array", **keywords}


def _text(pattern: str) -> Json:
    return {"type": "string", "pattern": pattern}


FAMILY: dict[str, tuple[Json, Json, Outcome]] = {
    "ten thousand constants": (
        {"oneOf": [{"const": f"a{index}"} for index in range(10_000)]},
        {"oneOf": [{"const": f"a{index}"} for index in range(1, 10_001)]},
        OPEN,
    ),
    "ten thousand tags": (_tagged(10_000, NUMBER), _tagged(10_000, WHOLE), OPEN),
    "three hundred tags": (_tagged(300, WHOLE), _tagged(300, NUMBER), OPEN),
    "doubled allOf": (_doubling(40, "allOf", TEXT), _doubling(40, "allOf", WHOLE), OPEN),
    "doubled anyOf": (_doubling(40, "anyOf", TEXT), _doubling(40, "anyOf", WHOLE), OPEN),
    "doubled oneOf": (_doubling(40, "oneOf", TEXT), _doubling(40, "oneOf", WHOLE), OPEN),
    "doubled beside unevaluated": (
        {**_doubling(40, "anyOf", {"properties": {"a": TEXT}}), "unevaluatedProperties": False},
        {"required": ["a"]},
        OPEN,
    ),
    "nested unevaluated": (
        _nested(30, lambda leaf: {"allOf": [leaf], "unevaluatedProperties": {}}, TEXT),
        {"minLength": 1},
        OPEN,
    ),
    "doubled fields": (_doubling_fields(40, NUMBER), _doubling_fields(40, WHOLE), OPEN),
    "five thousand required": (_fields(5_000), _fields(5_000, "more"), OPEN),
    "pigeons": (_pigeons(12, 11), {"required": ["crow"]}, OPEN),
    "items without repetition": (_array(items=NUMBER, minItems=2_000, uniqueItems=True), TEXT, OPEN),
    "long lists": (_array(minItems=10**9), _array(minItems=10**9 + 1), OPEN),
    "long tuples": (
        _array(prefixItems=[{"minimum": index} for index in range(2_000)]),
        _array(prefixItems=[{"minimum": index - 1} for index in range(2_000)]),
        OPEN,
    ),
    "many fields": ({"minProperties": 10**9}, {"minProperties": 10**9 + 1}, OPEN),
    "nested repetition": (_text("^((a{1,30}){1,30}){1,10}$"), _text("^((a{1,30}){1,30}){1,9}$"), OPEN),
    "catastrophic patterns": (_text("^(a+)+$"), _text("^(a|aa)+$"), YES),
    "back-references": (_text(r"^(a+)+\1b$"), _text(r"^(?=(a+)+$)a"), OPEN),
    "crossing patterns": (_patterns(15, 0, 0), _patterns(15, 1, 1), OPEN),
    "three thousand levels": (
        _nested(3_000, lambda leaf: {"properties": {"a": leaf}}, NUMBER),
        _nested(3_000, lambda leaf: {"properties": {"a": leaf}}, WHOLE),
        OPEN,
    ),
    "lists in lists": (
        _nested(25, lambda leaf: _array(items=leaf, minItems=3), NUMBER),
        _nested(25, lambda leaf: _array(items=leaf), WHOLE),
        OPEN,
    ),
    "a reference to itself": ({"allOf": [{"$ref": "#"}]}, TEXT, OPEN),
    "small steps": ({"type": "number", "multipleOf": 1e-300}, {"multipleOf": 3e-300}, NO),
    "numbers without end": ({"type": "number", "minimum": 10**400}, {"minimum": 10**400 + 1}, NO),
    "eight thousand patterns": (
        {"type": "string", "allOf": [{"pattern": f"a{i}"} for i in range(8_000)]},
        _text("a"),
        OPEN,
    ),
    "eight thousand objects": (
        {"allOf": [{"properties": {f"p{index}": NUMBER}} for index in range(8_000)]},
        {"allOf": [{"properties": {f"p{index}": WHOLE}} for index in range(8_000)]},
        OPEN,
    ),
    "ten thousand patterns": (
        {"anyOf": [_text(f"^a{index}") for index in range(10_000)]},
        _text("^a"),
        OPEN,
    ),
    "ten thousand required": (_fields(10_000), _fields(10_000, "more"), OPEN),
    "fifty thousand names": (
        {"type": "object", "required": [f"p{index}" for index in range(50_000)]},
        {"required": ["z"]},
        OPEN,
    ),
    "long repetition": (_text("^a{1,100000}$"), _text("^a{1,99999}$"), OPEN),
    "patterns of names in patterns of names": (
        _nested(8, lambda leaf: {"patternProperties": {"^a": leaf, "b$": leaf, "c": leaf}}, NUMBER),
        _nested(8, lambda leaf: {"patternProperties": {"^a": leaf, "b$": leaf, "c": leaf}}, WHOLE),
        OPEN,
    ),
    "a chain of conditions": (
        {"allOf": [{"if": {"required": [f"a{i}"]}, "then": {"required": [f"a{i + 1}"]}} for i in range(1_000)]},
        {"anyOf": [{"required": [f"a{index}"]} for index in range(1_000)]},
        OPEN,
    ),
    "conditions in conditions": (
        _nested(9, lambda leaf: {"if": {"required": ["a"]}, "then": leaf, "else": {"not": leaf}}, {"required": ["b"]}),
        {"required": ["c"]},
        NO,
    ),
    "a circle of references": (
        {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"},
        TEXT,
        OPEN,
    ),
    "common multiples": (
        {"type": "integer", "allOf": [{"multipleOf": 10**4_000 + index} for index in range(50)]},
        {"multipleOf": 10**3_999 + 1},
        OPEN,
    ),
}


def _asked(writer: Schema, reader: Schema, model: ContentModel = ContentModel.OPEN) -> tuple[Verdict, int]:
    budget = Budget(steps=STEPS)
    return check_schemas(writer=writer, reader=reader, content_model=model, budget=budget), budget.spent


@pytest.mark.parametrize("name", FAMILY)
def test_hostile_schemas_end_in_an_answer_or_a_reason(name: str) -> None:
    """Without steps left, the answer is `undecided` with a place, a keyword and a sentence."""
    writer, reader, outcome = FAMILY[name]
    verdict, spent = _asked(writer, reader)
    assert verdict.outcome is outcome
    assert (verdict.reason is not None) is (outcome is OPEN)
    assert verdict.reason is None or (verdict.reason.keyword and verdict.reason.sentence)
    assert spent <= STEPS or "steps" in (verdict.reason.sentence if verdict.reason else "")


@pytest.mark.parametrize("name", FAMILY)
def test_the_same_question_takes_the_same_steps(name: str) -> None:
    """Nothing is measured, so the answer does not depend on the machine or on what was asked before."""
    writer, reader, _ = FAMILY[name]
    assert _asked(writer, reader, ContentModel.CLOSED_WRITER) == _asked(writer, reader, ContentModel.CLOSED_WRITER)


@pytest.mark.parametrize("name", FAMILY)
def test_hostile_schemas_have_changes_and_a_closed_form_or_an_error(name: str) -> None:
    """What explains a verdict and what a client enforces ends too."""
    writer, reader, _ = FAMILY[name]
    changes = list_changes(writer, reader)
    verdict = _asked(writer, reader)[0]
    explained = explaining_changes(changes, verdict, reader=reader, reader_is_new=True)
    assert bool(explained) is (verdict.outcome is not YES)
    with contextlib.suppress(UnsupportedSchema):
        assert isinstance(close_writer(writer), dict)


@pytest.mark.parametrize("name", FAMILY)
def test_hostile_schemas_have_cases_or_an_error(name: str) -> None:
    """Test messages are made as far as the steps go."""
    with contextlib.suppress(InvalidSchema, UnsupportedSchema):
        assert len(cases(FAMILY[name][0])) <= CASES_LIMIT


def test_more_steps_never_turn_an_answer_around() -> None:
    """A budget only decides between an answer and none."""
    for writer, reader in ((_tagged(30, WHOLE), _tagged(30, NUMBER)), (_fields(30), _fields(30, "more"))):
        final = check_schemas(writer=writer, reader=reader).outcome
        for steps in (0, 100, 1_000, 10_000, 100_000):
            assert check_schemas(writer=writer, reader=reader, budget=Budget(steps=steps)).outcome in {final, OPEN}


def test_steps_grow_with_the_schema_and_not_with_its_square() -> None:
    """Four times as many required fields take far from sixteen times as many steps, and are decided."""
    spent = []
    for count in (200, 800):
        budget = Budget(steps=1_000_000)
        writer = {**_fields(count), "properties": {**_fields(count)["properties"], "more": TEXT}}
        assert check_schemas(writer=writer, reader=_fields(count), budget=budget).outcome is YES
        spent.append(budget.spent)
    assert spent[1] < 8 * spent[0]
