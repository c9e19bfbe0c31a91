"""Violations of a message: collected only after a check has failed, so their cost is never on the hot path."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from bindery_client.json_values import Json, capped, foreign_values, holds_more_than, in_words, pointer, value_at
from bindery_client.violations import Violation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jsonschema_rs import ValidationError, ValidationErrorKind, Validator

MAX_VIOLATIONS = 50
# The engine makes all errors at once, of several KB each: an array of a million wrong items would take gigabytes.
MAX_EXPLAINED_VALUES = 20_000
_LONGEST_MESSAGE = 300
_UNDECLARED = frozenset({"additionalProperties", "unevaluatedProperties"})


def violations_of(validator: Validator, message: Json) -> tuple[Violation, ...]:
    """Every violation of a message, at most `MAX_VIOLATIONS`; values that are no JSON come first and alone."""
    try:
        return _listed_violations(validator, message)
    except (ValueError, RecursionError):  # deeper than the engine, or this process, can follow: still a verdict
        return (_unexplained("depth", message, "nested too deeply"),)


def _listed_violations(validator: Validator, message: Json) -> tuple[Violation, ...]:
    foreign = tuple(
        _foreign_violation(pointer(steps), message, steps, reason)
        for steps, reason in islice(foreign_values(message), MAX_VIOLATIONS)
    )
    if foreign:
        return foreign
    if holds_more_than(message, MAX_EXPLAINED_VALUES):
        return (_unexplained("size", message, "too large"),)
    return tuple(_violation(error, message) for error in islice(validator.iter_errors(message), MAX_VIOLATIONS))


def _unexplained(keyword: str, message: Json, reason: str) -> Violation:
    return Violation(
        pointer="",
        keyword=keyword,
        expected="a message that keeps its contract",
        found=in_words(message),
        message=f"the message breaks its contract, and is {reason} to say where",
    )


def unreadable(reason: str, size_bytes: int) -> tuple[Violation, ...]:
    """The one violation of a body that is no JSON text at all."""
    found = f"{size_bytes} bytes that are not"
    return (Violation(pointer="", keyword="json", expected="JSON text", found=found, message=capped(reason, 200)),)


def _foreign_violation(place: str, message: Json, steps: tuple[str | int, ...], reason: str) -> Violation:
    return Violation(
        pointer=place,
        keyword="json",
        expected="a JSON value (text, number, boolean, null, list or dictionary)",
        found=in_words(value_at(message, steps)),
        message=f"{reason}: pass JSON values, such as a datetime's isoformat() or str() of a UUID",
    )


def _violation(error: ValidationError, message: Json) -> Violation:
    keyword = error.kind.name
    return Violation(
        pointer=pointer(error.instance_path),
        keyword=keyword,
        expected=capped(_expected(keyword, error.kind), 200),
        found=_found(keyword, error, message),
        message=capped(error.message + _nearest_alternative(error), _LONGEST_MESSAGE),
    )


def _found(keyword: str, error: ValidationError, message: Json) -> str:
    if keyword in _UNDECLARED:
        return capped(", ".join(json.dumps(name) for name in error.kind.as_dict()["unexpected"]), 200)
    value = in_words(value_at(message, error.instance_path))
    return f"{value} without it" if keyword == "required" else value


def _expected(keyword: str, kind: ValidationErrorKind) -> str:
    words = _EXPECTED.get(keyword)
    if words is not None:
        return words(kind)
    facts = [fact for fact in kind.as_dict().values() if isinstance(fact, str | int | float)]
    return " ".join([keyword, *(fact if isinstance(fact, str) else json.dumps(fact) for fact in facts)])


def _listed(values: Sequence[Json]) -> str:
    return ", ".join(in_words(value) for value in values)


_EXPECTED: dict[str, Callable[[ValidationErrorKind], str]] = {
    "additionalProperties": lambda _: "declared properties only",
    "anyOf": lambda kind: f"one of {len(kind.as_dict()['context'])} alternatives",
    "const": lambda kind: in_words(kind.as_dict()["expected_value"]),
    "enum": lambda kind: f"one of {_listed(kind.as_dict()['options'])}",
    "falseSchema": lambda _: "nothing",
    "not": lambda _: "a value that the schema under `not` rejects",
    "oneOf": lambda _: "exactly one of the alternatives",
    "required": lambda kind: f"the property {json.dumps(kind.as_dict()['property'])}",
    "type": lambda kind: " or ".join(kind.as_dict()["types"]),
    "unevaluatedProperties": lambda _: "declared properties only",
    "uniqueItems": lambda _: "items that differ from each other",
}


def _nearest_alternative(error: ValidationError) -> str:
    """What the alternative that comes nearest still misses: the one that fits its tag, and has the fewest errors."""
    if error.kind.name not in {"anyOf", "oneOf"}:
        return ""
    branches: list[list[ValidationError]] = [branch for branch in error.kind.as_dict()["context"] if branch]
    if not branches:
        return " (several alternatives fit)"
    nearest = min(branches, key=lambda branch: (sum(_is_tag(inner) for inner in branch), len(branch)))
    first = nearest[0]
    return f"; the nearest alternative fails at {pointer(first.instance_path) or '(root)'}: {first.message}"


def _is_tag(error: ValidationError) -> bool:
    """Whether an error says that another alternative was meant: a fixed value, or another type altogether."""
    return error.kind.name in {"const", "enum"} or (error.kind.name == "type" and not error.instance_path)
