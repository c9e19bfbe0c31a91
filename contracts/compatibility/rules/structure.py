"""Rows of the catalogue: items, alternatives, conditions, and the row for what no other row names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.rules.rule import Effect, Rule

if TYPE_CHECKING:
    from contracts.keywords import Json

_SAFE, _BREAKING, _DEPENDS = Effect.SAFE, Effect.BREAKING, Effect.DEPENDS
_TEXT, _NUMBER, _NULL = {"type": "string"}, {"type": "number"}, {"type": "null"}
_LIST: dict[str, Json] = {"type": "array"}
_TEXTS = {"type": "array", "items": _TEXT}
_TWO, _THREE = {"anyOf": [_TEXT, _NUMBER]}, {"anyOf": [_TEXT, _NUMBER, _NULL]}
_LONG, _SHORT = {"allOf": [_TEXT]}, {"allOf": [_TEXT, {"maxLength": 3}]}
_ANY_FIELDS, _X_FIELDS = {"type": "object"}, {"type": "object", "patternProperties": {"^x-": _TEXT}}
_ALL, _NONE = {"properties": {"a": True}}, {"properties": {"a": False}}

STRUCTURE_RULES = (
    Rule(
        id="items-constrained",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="the items of {field} are now described; they were free before.",
        fix="leave the items of {field} free, or describe what old messages hold",
        example=(_LIST, _TEXTS),
        counterexample=(_TEXTS, _LIST),
    ),
    Rule(
        id="items-freed",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="the items of {field} are no longer described.",
        fix="describe the items of {field} again",
        example=(_TEXTS, _LIST),
        counterexample=(_LIST, _TEXTS),
    ),
    Rule(
        id="alternative-removed",
        old_writes=_DEPENDS,
        new_writes=_DEPENDS,
        sentence="{field} lost the alternative {old}.",
        fix="accept the alternative {old} in {field} again",
        example=(_THREE, _TWO),
        counterexample=(_TWO, _THREE),
    ),
    Rule(
        id="alternative-added",
        old_writes=_DEPENDS,
        new_writes=_DEPENDS,
        sentence="{field} has the new alternative {new}.",
        fix="do not send {new} in {field} before every reader knows it",
        example=(_TWO, _THREE),
        counterexample=(_THREE, _TWO),
    ),
    Rule(
        id="condition-added",
        old_writes=_DEPENDS,
        new_writes=_SAFE,
        sentence="{field} must now also fulfil {new}.",
        fix="drop this condition on {field}",
        example=(_LONG, _SHORT),
        counterexample=(_SHORT, _LONG),
    ),
    Rule(
        id="condition-removed",
        old_writes=_SAFE,
        new_writes=_DEPENDS,
        sentence="{field} no longer has to fulfil {old}.",
        fix="keep this condition on {field}",
        example=(_SHORT, _LONG),
        counterexample=(_LONG, _SHORT),
    ),
    Rule(
        id="pattern-property-added",
        old_writes=_DEPENDS,
        new_writes=_DEPENDS,
        sentence="fields of {field} whose name matches {new} are now described.",
        fix="leave fields whose name matches {new} as they were",
        example=(_ANY_FIELDS, _X_FIELDS),
        counterexample=(_X_FIELDS, _ANY_FIELDS),
    ),
    Rule(
        id="pattern-property-removed",
        old_writes=_DEPENDS,
        new_writes=_DEPENDS,
        sentence="fields of {field} whose name matches {old} are no longer described.",
        fix="describe fields whose name matches {old} again",
        example=(_X_FIELDS, _ANY_FIELDS),
        counterexample=(_ANY_FIELDS, _X_FIELDS),
    ),
    Rule(
        id="schema-forbidden",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="{field} no longer allows any value.",
        fix="allow values of {field} again",
        example=(_ALL, _NONE),
        counterexample=(_NONE, _ALL),
    ),
    Rule(
        id="dialect-changed",
        old_writes=_DEPENDS,
        new_writes=_DEPENDS,
        sentence="the schema went from the dialect {old} to {new}.",
        fix="keep the dialect {old}",
        example=(
            {"$schema": "http://json-schema.org/draft-07/schema#"},
            {"$schema": "https://json-schema.org/draft/2020-12/schema"},
        ),
        counterexample=({}, {}),
    ),
    Rule(
        id="schema-changed",
        old_writes=_DEPENDS,
        new_writes=_DEPENDS,
        sentence="the schema of {field} changed in a way that no other rule names.",
        fix="compare the two versions of {field}, and keep what readers rely on",
        example=({"not": _TEXT}, {"not": _NUMBER}),
        counterexample=({"not": _TEXT}, {"not": _TEXT}),
    ),
)
