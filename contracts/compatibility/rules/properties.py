"""Rows of the catalogue: fields of an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.rules.rule import Effect, Rule

if TYPE_CHECKING:
    from contracts.keywords import Json

_SAFE, _BREAKING, _DEPENDS = Effect.SAFE, Effect.BREAKING, Effect.DEPENDS
_TEXT, _INTEGER, _NUMBER = {"type": "string"}, {"type": "integer"}, {"type": "number"}


def _with(schema: Json, **keywords: Json) -> dict[str, Json]:
    return {"type": "object", "properties": {"a": schema}, **keywords}


_PLAIN, _REQUIRED, _NOTHING = _with(_TEXT), _with(_TEXT, required=["a"]), {"type": "object", "properties": {"b": _TEXT}}
_BOTH = {"type": "object", "properties": {"a": _TEXT, "b": _TEXT}}
_CLOSED = _with(_TEXT, additionalProperties=False)
_NEEDS_B = {**_BOTH, "dependentRequired": {"a": ["b"]}}

PROPERTY_RULES = (
    Rule(
        id="required-property-added",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="{field} is now required; messages of the old version may lack it.",
        fix="make {field} optional, or give readers a default before you require it",
        example=(_PLAIN, _REQUIRED),
        counterexample=(_REQUIRED, _REQUIRED),
    ),
    Rule(
        id="required-property-removed",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="{field} is no longer sent, and readers of the old version require it.",
        fix="keep {field} required, or publish the change as a new contract",
        example=(_REQUIRED, _NOTHING),
        counterexample=(_PLAIN, _NOTHING),
    ),
    Rule(
        id="property-no-longer-required",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="{field} may now be missing, and readers of the old version require it.",
        fix="keep {field} required, or publish the change as a new contract",
        example=(_REQUIRED, _PLAIN),
        counterexample=(_PLAIN, _PLAIN),
    ),
    Rule(
        id="property-removed",
        old_writes=_DEPENDS,
        new_writes=_SAFE,
        sentence="{field} is no longer declared.",
        fix="keep {field} declared, if readers still use it",
        example=(_BOTH, _PLAIN),
        counterexample=(_PLAIN, _BOTH),
    ),
    Rule(
        id="property-added",
        old_writes=_SAFE,
        new_writes=_DEPENDS,
        sentence="{field} is new.",
        fix="leave {field} out, or let readers of the old version accept fields that they do not know",
        example=(_PLAIN, _BOTH),
        counterexample=(_BOTH, _PLAIN),
    ),
    Rule(
        id="additional-properties-closed",
        old_writes=_DEPENDS,
        new_writes=_SAFE,
        sentence="{field} no longer accepts fields that it does not declare.",
        fix="accept additional properties in {field} again, or declare the fields that old messages carry",
        example=(_PLAIN, _CLOSED),
        counterexample=(_CLOSED, _CLOSED),
    ),
    Rule(
        id="additional-properties-opened",
        old_writes=_SAFE,
        new_writes=_DEPENDS,
        sentence="{field} now accepts fields that it does not declare.",
        fix="refuse additional properties in {field} again, or declare the new fields",
        example=(_CLOSED, _PLAIN),
        counterexample=(_PLAIN, _PLAIN),
    ),
    Rule(
        id="dependency-added",
        old_writes=_BREAKING,
        new_writes=_SAFE,
        sentence="{field} now requires other fields beside it.",
        fix="do not require other fields because {field} is present",
        example=(_BOTH, _NEEDS_B),
        counterexample=(_NEEDS_B, _NEEDS_B),
    ),
    Rule(
        id="dependency-removed",
        old_writes=_SAFE,
        new_writes=_BREAKING,
        sentence="{field} no longer requires other fields beside it.",
        fix="require again what readers of the old version expect beside {field}",
        example=(_NEEDS_B, _BOTH),
        counterexample=(_BOTH, _BOTH),
    ),
)
