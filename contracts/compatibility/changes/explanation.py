"""Which changes explain an answer; first the one that the witness trips over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts.compatibility.changes.place import Place, change
from contracts.compatibility.references import located
from contracts.compatibility.rules.catalogue import RULE_OF_ID, Effect
from contracts.compatibility.verdict import Outcome
from contracts.keywords import steps, subschemas

if TYPE_CHECKING:
    from contracts.compatibility.verdict import Change, Verdict
    from contracts.keywords import Schema

# What the writer sends beside what the reader declares.
_FIELDS_THAT_COME = frozenset({"property-added", "property-removed"})
_OF_ANY_FIELD = (
    *("additionalProperties", "unevaluatedProperties", "patternProperties", "propertyNames", "maxProperties"),
    *("dependentRequired", "dependentSchemas", "dependencies", "not", "oneOf", "if"),
)


def explaining_changes(
    changes: tuple[Change, ...], verdict: Verdict, *, reader: Schema, reader_is_new: bool
) -> tuple[Change, ...]:
    """The changes that explain a verdict: none for `compatible`, at least one for `incompatible`.

    `changes` are all differences of the part; `reader_is_new` tells which of the two versions reads.
    """
    if verdict.outcome is Outcome.COMPATIBLE or not changes:
        return () if verdict.outcome is not Outcome.INCOMPATIBLE else (change("schema-changed", Place()),)
    suspects = [item for item in changes if _effect(item, reader_is_new=reader_is_new) is not Effect.SAFE]
    minds_fields = any(item.rule in _FIELDS_THAT_COME for item in suspects) and _minds_undeclared_fields(reader)
    breaking = [item for item in suspects if minds_fields or item.rule not in _FIELDS_THAT_COME]
    relevant = breaking or list(changes)
    if verdict.witness is None:
        return tuple(relevant)
    tripped = _tripping_place(verdict, reader)
    ranked = sorted(relevant, key=lambda item: _distance(item, tripped, reader_is_new=reader_is_new))
    return tuple(ranked)


def _minds_undeclared_fields(reader: Schema) -> bool:
    """Whether the reader says anything, anywhere, about fields that it does not declare."""
    waiting = [reader]
    while waiting:
        schema = waiting.pop()
        if isinstance(schema, dict) and any(schema.get(keyword, True) not in (True, {}) for keyword in _OF_ANY_FIELD):
            return True
        waiting += [child for _, child in subschemas(schema)]
    return False


def _effect(item: Change, *, reader_is_new: bool) -> Effect:
    rule = RULE_OF_ID[item.rule]
    return rule.old_writes if reader_is_new else rule.new_writes


def _tripping_place(verdict: Verdict, reader: Schema) -> tuple[str, ...]:
    """The path in the reader's schema that rejects the witness; for a missing field, the path of that field."""
    if verdict.witness is None:
        return ()
    rejection = verdict.witness.rejection
    path = tuple(str(step) for step in located(reader, steps(rejection.schema_pointer)))
    if rejection.keyword != "required":
        return path
    missing = rejection.message.split('"')[1:2]  # the validator writes: "total" is a required property
    return (*path[:-1], "properties", *missing)


def _distance(item: Change, tripped: tuple[str, ...], *, reader_is_new: bool) -> tuple[int, int]:
    """How far a change is from the place: the more steps in common, then the shorter, the nearer."""
    place = item.new_pointer if reader_is_new else item.old_pointer
    path = steps(place if place is not None else (item.old_pointer or item.new_pointer or ""))
    common = next((index for index, pair in enumerate(zip(path, tripped, strict=False)) if pair[0] != pair[1]), None)
    shared = min(len(path), len(tripped)) if common is None else common
    return -shared, len(path)
