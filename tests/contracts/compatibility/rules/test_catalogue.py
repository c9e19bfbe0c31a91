"""Every row of the catalogue: its examples, its effects, its words."""

from __future__ import annotations

import re

import pytest

from contracts.compatibility import RULES, Check, Effect, Outcome, Rule, check_contracts, list_changes
from contracts.model import Definition, Direction, Kind, Policy

ROWS = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def _definitions(rule: Rule, *, example: bool = True) -> tuple[Definition, Definition]:
    kind = Kind.OPERATION if rule.of_operations else Kind.EVENT
    old, new = rule.example if example else rule.counterexample
    return Definition.from_json(kind, old), Definition.from_json(kind, new)


@ROWS
def test_the_example_of_a_row_shows_its_change(rule: Rule) -> None:
    """The example of each row triggers the row."""
    comparison = check_contracts(*_definitions(rule), Policy())
    assert rule.id in {change.rule for change in comparison.changes}


@ROWS
def test_the_counterexample_of_a_row_does_not(rule: Rule) -> None:
    """The counterexample of each row does not trigger the row."""
    comparison = check_contracts(*_definitions(rule, example=False), Policy())
    assert rule.id not in {change.rule for change in comparison.changes}


@ROWS
def test_the_effects_of_a_row_are_those_of_the_proof(rule: Rule) -> None:
    """Where a row says breaking or safe, the verdict on its example says the same."""
    checks = check_contracts(*_definitions(rule), Policy()).checks
    expected = {
        Effect.SAFE: {Outcome.COMPATIBLE},
        Effect.BREAKING: {Outcome.INCOMPATIBLE},
        Effect.DEPENDS: set(Outcome),
    }
    assert _worst(checks, Direction.BACKWARD) in expected[rule.old_writes]
    assert _worst(checks, Direction.FORWARD) in expected[rule.new_writes]


@ROWS
def test_an_incompatible_example_is_explained_by_its_row(rule: Rule) -> None:
    """The first change of every incompatible check is the one that the example is about."""
    for check in check_contracts(*_definitions(rule), Policy()).checks:
        if check.verdict.outcome is Outcome.INCOMPATIBLE:
            assert check.changes[0].rule == rule.id


@ROWS
def test_a_row_speaks_plain_english(rule: Rule) -> None:
    """Sentences end with a full stop, fixes do not, ids are kebab-case, and no placeholder is left in a change."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.id)
    assert rule.sentence.endswith(".")
    assert not rule.fix.endswith(".")
    changes = check_contracts(*_definitions(rule), Policy()).changes
    assert not any(
        brace in change.sentence + change.fix
        for change in changes
        for brace in "{}"
        if not rule.id.startswith(("alternative", "condition"))
    )


def test_ids_are_unique() -> None:
    """No two rows share an id."""
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_a_change_names_its_field() -> None:
    """The sentence of a change names the field as people call it."""
    deep = {
        "properties": {
            "data": {"properties": {"lines": {"type": "array", "items": {"properties": {"sku": {"type": "string"}}}}}}
        }
    }
    wide = {
        "properties": {
            "data": {"properties": {"lines": {"type": "array", "items": {"properties": {"sku": {"type": "number"}}}}}}
        }
    }
    (change,) = list_changes(deep, wide)
    assert "`data.lines[].sku`" in change.sentence


def _worst(checks: tuple[Check, ...], direction: Direction) -> Outcome:
    """The worst answer of all parts: one that breaks is enough."""
    outcomes = {check.verdict.outcome for check in checks if check.direction is direction}
    return Outcome.INCOMPATIBLE if Outcome.INCOMPATIBLE in outcomes else max(outcomes)
