"""Which schemas describe a child of an instance location: a field, all fields of a form, a slot of an array."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from contracts.compatibility.finite import content_key
from contracts.compatibility.proving.automata import find_texts
from contracts.compatibility.proving.expressions import NotRegular
from contracts.validation.occurrence import occurs

if TYPE_CHECKING:
    from contracts.compatibility.members import Member
    from contracts.keywords import Schema
    from contracts.validation.effort import Budget

REST = "rest:"


def described(members: list[Member], budget: Budget) -> dict[str, list[Schema]]:
    """The schemas per child, those that may describe it together listed together.

    A child is `name:NAME`, `pattern:PATTERN`, `rest:` (undeclared fields), `slot:INDEX`, or `slot:*` (later items).
    """
    fields = _Fields(members, budget)
    return {**fields.by_name(), **fields.by_pattern(), **fields.undeclared(), **_slots(members, budget)}


def differ(schemas: list[Schema]) -> bool:
    """Whether not all of them say the same."""
    return len({content_key(schema) for schema in schemas}) > 1


def slots_from(start: int, places: frozenset[str]) -> bool:
    """Whether one of the places is the slot `start` or a later one."""
    return any(place == "slot:*" or _index(place) >= start for place in places if place.startswith("slot:"))


def _index(place: str) -> int:
    return int(place.removeprefix("slot:"))


class _Fields:
    """The descriptions of the fields of one location."""

    def __init__(self, members: list[Member], budget: Budget) -> None:
        self._budget = budget
        self._declared: dict[str, list[Schema]] = {}
        self._formed = [member for member in members if member.forms()]
        self._patterns: dict[str, list[Schema]] = {}
        for member in members:
            budget.spend(2 + len(member.schema.get("properties", ())))
            for name, item in member.schema.get("properties", {}).items():
                self._declared.setdefault(name, []).append(item)
            for pattern, item in member.schema.get("patternProperties", {}).items():
                self._patterns.setdefault(pattern, []).append(item)
        self._others = [member for member in members if member.declares or member.forms()]
        self._overlaps = self._overlapping()

    def by_name(self) -> dict[str, list[Schema]]:
        """The schemas of each declared field."""
        found = {}
        for name, items in self._declared.items():
            self._budget.spend(1 + sum(2 + len(member.forms()) for member in self._formed))
            formed = [item for member in self._formed for item in member.by_form(name)]
            found[f"name:{name}"] = [*items, *formed]
        return found

    def by_pattern(self) -> dict[str, list[Schema]]:
        """The schemas that may describe a field whose name has the form of a pattern."""
        found = {}
        for pattern, items in self._patterns.items():
            self._budget.spend(1 + 2 * len(self._declared))
            named = [
                item for name, those in self._declared.items() if occurs(pattern, name) is not False for item in those
            ]
            crossing = [item for other in self._overlaps[pattern] for item in self._patterns[other]]
            holders = [member for member in self._formed if pattern in member.schema.get("patternProperties", {})]
            rests = [item for member in self._formed if member not in holders for item in member.rests()]
            found[f"pattern:{pattern}"] = [*items, *crossing, *named, *rests]
        return found

    def undeclared(self) -> dict[str, list[Schema]]:
        """The schemas that may describe a field which `additionalProperties` of some member speaks of."""
        rests = [item for member in self._formed for item in member.rests()]
        if not rests or len(self._others) == 1:
            return {REST: rests}  # within one schema object, what is undeclared is described by nothing else
        named = [item for items in self._declared.values() for item in items]
        return {REST: [*rests, *named, *(item for items in self._patterns.values() for item in items)]}

    def _overlapping(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {pattern: [] for pattern in self._patterns}
        for one, other in combinations(self._patterns, 2):
            if self._may_meet(one, other):
                found[one].append(other)
                found[other].append(one)
        return found

    def _may_meet(self, one: str, other: str) -> bool:
        """Whether a name may have both forms."""
        self._budget.spend(50)
        try:
            texts = find_texts((one, other), (), budget=self._budget)
        except NotRegular:
            return True
        return bool(texts.found) or not texts.is_complete


def _slots(members: list[Member], budget: Budget) -> dict[str, list[Schema]]:
    holders = [member.schema for member in members if "items" in member.schema or "prefixItems" in member.schema]
    width = max((len(schema.get("prefixItems", ())) for schema in holders), default=0)
    found: dict[str, list[Schema]] = {}
    for index in range(width + 1):
        budget.spend(1 + len(holders))
        said: list[Schema] = []
        for schema in holders:
            prefix = schema.get("prefixItems", ())
            said += [prefix[index]] if index < len(prefix) else [schema["items"]] if "items" in schema else []
        found[f"slot:{index}" if index < width else "slot:*"] = said
    return found
