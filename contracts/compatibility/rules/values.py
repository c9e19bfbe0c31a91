"""Rows of the catalogue: the value of one field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.rules.rule import Effect, Rule

if TYPE_CHECKING:
    from contracts.keywords import Json

_SAFE, _BREAKING, _DEPENDS = Effect.SAFE, Effect.BREAKING, Effect.DEPENDS
_TEXT, _INTEGER, _NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}


def _with(schema: Json, **keywords: Json) -> dict[str, Json]:
    return {"type": "object", "properties": {"a": schema}, **keywords}


_A_OR_B, _A_OR_C, _ONE_TWO = {"enum": ["a", "b"]}, {"enum": ["a", "b", "c"]}, {"enum": [1, 2]}
_DATE, _DATE_TIME = {"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}
_LETTERS, _DIGITS = {"type": "string", "pattern": "^[a-z]+$"}, {"type": "string", "pattern": "^[0-9]+$"}
_IN_FIVES, _IN_FOURS = {"type": "integer", "multipleOf": 5}, {"type": "integer", "multipleOf": 4}
_BAG = {"type": "array", "items": _INTEGER}
_SET = {**_BAG, "uniqueItems": True}

VALUE_RULES = (
    Rule(
        id="type-narrowed",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="the type of {field} went from {old} to {new}, which is less.",
        fix="accept {old} in {field} again",
        example=(_with(_NUMBER), _with(_INTEGER)),
        counterexample=(_with(_INTEGER), _with(_NUMBER)),
    ),
    Rule(
        id="type-widened",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="the type of {field} went from {old} to {new}, which is more.",
        fix="send only {old} in {field}",
        example=(_with(_INTEGER), _with(_NUMBER)),
        counterexample=(_with(_NUMBER), _with(_INTEGER)),
    ),
    Rule(
        id="type-changed",
        old_writes=_BREAKING,
        new_writes=_BREAKING,
        sentence="the type of {field} went from {old} to {new}.",
        fix="keep the type {old}, and send the other type in a new field",
        example=(_with(_TEXT), _with(_INTEGER)),
        counterexample=(_with(_NUMBER), _with(_INTEGER)),
    ),
    Rule(
        id="enum-value-removed",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="{field} no longer allows {old}.",
        fix="allow {old} in {field} again",
        example=(_with(_A_OR_C), _with(_A_OR_B)),
        counterexample=(_with(_A_OR_B), _with(_A_OR_C)),
    ),
    Rule(
        id="enum-value-added",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="{field} now also allows {new}, which readers of the old version refuse.",
        fix="do not send {new} in {field} before every reader knows it",
        example=(_with(_A_OR_B), _with(_A_OR_C)),
        counterexample=(_with(_A_OR_C), _with(_A_OR_B)),
    ),
    Rule(
        id="enum-introduced",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="{field} now allows only {new}.",
        fix="allow in {field} what the old version allowed",
        example=(_with(_TEXT), _with({"type": "string", **_A_OR_B})),
        counterexample=(_with(_ONE_TWO), _with(_ONE_TWO)),
    ),
    Rule(
        id="enum-dropped",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="{field} is no longer limited to {old}.",
        fix="limit {field} to {old} again",
        example=(_with({"type": "string", **_A_OR_B}), _with(_TEXT)),
        counterexample=(_with(_TEXT), _with(_TEXT)),
    ),
    Rule(
        id="const-changed",
        old_writes=_BREAKING,
        new_writes=_BREAKING,
        sentence="the constant in {field} went from {old} to {new}.",
        fix="keep the constant {old}, or publish the change as a new contract",
        example=(_with({"const": "a"}), _with({"const": "b"})),
        counterexample=(_with({"const": "a"}), _with({"const": "a"})),
    ),
    Rule(
        id="format-added",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="{field} now has the format {new}.",
        fix="drop the format of {field}, or publish the change as a new contract",
        example=(_with(_TEXT), _with(_DATE)),
        counterexample=(_with(_DATE), _with(_TEXT)),
    ),
    Rule(
        id="format-removed",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="{field} no longer has the format {old}.",
        fix="keep the format {old} of {field}",
        example=(_with(_DATE), _with(_TEXT)),
        counterexample=(_with(_TEXT), _with(_DATE)),
    ),
    Rule(
        id="format-changed",
        old_writes=_BREAKING,
        new_writes=_BREAKING,
        sentence="the format of {field} went from {old} to {new}.",
        fix="keep the format {old}, and send the other one in a new field",
        example=(_with(_DATE), _with(_DATE_TIME)),
        counterexample=(_with(_DATE), _with(_DATE)),
    ),
    Rule(
        id="pattern-added",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="{field} must now match {new}.",
        fix="drop the pattern of {field}, or let it match what the old version allowed",
        example=(_with(_TEXT), _with(_LETTERS)),
        counterexample=(_with(_LETTERS), _with(_TEXT)),
    ),
    Rule(
        id="pattern-removed",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="{field} no longer has to match {old}.",
        fix="keep the pattern {old} of {field}",
        example=(_with(_LETTERS), _with(_TEXT)),
        counterexample=(_with(_TEXT), _with(_LETTERS)),
    ),
    Rule(
        id="pattern-changed",
        old_writes=_DEPENDS,
        new_writes=_DEPENDS,
        sentence="the pattern of {field} went from {old} to {new}.",
        fix="keep the pattern {old}, or one that matches the same texts",
        example=(_with(_LETTERS), _with(_DIGITS)),
        counterexample=(_with(_LETTERS), _with(_LETTERS)),
    ),
    Rule(
        id="multiple-of-changed",
        old_writes=_DEPENDS,
        new_writes=_DEPENDS,
        sentence="the step of {field} went from {old} to {new}.",
        fix="keep the step {old} of {field}",
        example=(_with(_IN_FIVES), _with(_IN_FOURS)),
        counterexample=(_with(_IN_FIVES), _with(_IN_FIVES)),
    ),
    Rule(
        id="unique-items-added",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="{field} may no longer hold the same item twice.",
        fix="accept repeated items in {field} again",
        example=(_with(_BAG), _with(_SET)),
        counterexample=(_with(_SET), _with(_BAG)),
    ),
    Rule(
        id="unique-items-removed",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="{field} may now hold the same item twice.",
        fix="keep the items of {field} unique",
        example=(_with(_SET), _with(_BAG)),
        counterexample=(_with(_BAG), _with(_SET)),
    ),
)
