"""Differences of parameters and headers, in the words of HTTP."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.compatibility.rules.catalogue import RULE_OF_ID
from contracts.keywords import pointer, steps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.compatibility.verdict import Change

_PARAMETER_RULES = {
    "required-property-removed": "required-parameter-removed",
    "property-no-longer-required": "parameter-no-longer-required",
    "property-removed": "parameter-removed",
    "property-added": "parameter-added",
}
_HEADER_RULES = {
    "required-property-added": "required-response-header-added",
    "required-property-removed": "required-response-header-removed",
    "property-no-longer-required": "response-header-no-longer-required",
    "property-removed": "response-header-removed",
    "property-added": "response-header-added",
}
_NOUNS = {"path": "path parameter", "query": "query parameter", "header": "header", "cookie": "cookie"}
_DEPTH_OF_PARAMETER, _DEPTH_OF_HEADER = 4, 2


def parameter_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes of the part `parameters`: those of whole parameters in their own words, moves as moves."""
    return _with_moves(tuple(_parameter_change(change) for change in changes))


def header_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes of the headers of a response: those of whole headers in their own words."""
    return tuple(_header_change(change) for change in changes)


def field_words(path: tuple[str, ...]) -> str:
    """What people call the parameter at a path: the query parameter `limit`."""
    _, place, _, name = path
    return f"the {_NOUNS.get(place, 'parameter')} `{name}`"


def reworded(rule: str, change: Change, **words: str) -> Change:
    """The change under another rule, with that rule's sentence and fix."""
    row = RULE_OF_ID[rule]
    sentence, fix = row.sentence.format(**words), row.fix.format(**words)
    return replace(change, rule=rule, sentence=sentence[:1].upper() + sentence[1:], fix=fix)


def _path(change: Change) -> tuple[str, ...]:
    return steps(change.new_pointer if change.new_pointer is not None else change.old_pointer or "")


def _parameter_change(change: Change) -> Change:
    path, rule = _path(change), _PARAMETER_RULES.get(change.rule)
    if len(path) != _DEPTH_OF_PARAMETER:
        return change
    if change.rule == "required-property-added":
        rule = "required-parameter-added" if change.old_pointer is None else "parameter-now-required"
    return reworded(rule, change, field=field_words(path), old="", new="") if rule else change


def _header_change(change: Change) -> Change:
    path, rule = _path(change), _HEADER_RULES.get(change.rule)
    if len(path) != _DEPTH_OF_HEADER or rule is None:
        return change
    return reworded(rule, change, field=f"the header `{path[1]}`", old="", new="")


def _with_moves(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """A parameter that went from one place to another is one change."""
    gone = {_path(change)[-1].casefold(): change for change in changes if change.rule.endswith("parameter-removed")}
    come = {_path(change)[-1].casefold(): change for change in changes if change.rule.endswith("parameter-added")}
    moves = {name: _move(gone[name], come[name]) for name in gone.keys() & come.keys()}
    moved = {id(side[name]) for name in moves for side in (gone, come)}
    kept = tuple(change for change in changes if id(change) not in moved)
    return (*(moves[name] for name in sorted(moves)), *kept)


def _move(gone: Change, come: Change) -> Change:
    old, new = _path(gone), _path(come)
    both = replace(come, old_pointer=pointer(old), new_pointer=pointer(new))
    return reworded("parameter-moved", both, old=field_words(old), new=field_words(new))
