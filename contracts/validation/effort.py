"""How much work a question may cost: counted in steps, never measured, so that the same input has the same answer.

A step is about a microsecond of work. A validator cannot be stopped, so what it would have to do is worked out first:
thirty definitions that each refer twice to the next one apply a billion schemas to one value.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from contracts.keywords import steps, subschemas, unquoted

if TYPE_CHECKING:
    from contracts.keywords import Json, Schema, Step

# Schemas that a validator may apply to one value. The largest unions of real contracts take some hundreds.
MAX_APPLIED = 20_000
_IN_PLACE = ("allOf", "anyOf", "oneOf", "if", "then", "else", "not", "dependentSchemas", "dependencies")
_DEFINITIONS = frozenset({"$defs", "definitions"})
_REFERENCES = ("$ref", "$dynamicRef", "$recursiveRef")
_APPLYING = frozenset({*_IN_PLACE, *_REFERENCES})
_WEIGHING = _APPLYING | {"patternProperties"}
_NAMES = {"$anchor": "#{}", "$dynamicAnchor": "#{}", "$id": "{}", "id": "{}"}
_UNEVALUATED = frozenset({"unevaluatedProperties", "unevaluatedItems"})
# To know what is left to judge, a validator goes through everything beside the keyword again, at every level.
_UNEVALUATED_FACTOR = 4


class OutOfBudget(Exception):
    """The work was given up after a fixed number of steps."""


@dataclass(slots=True)
class Budget:
    """Steps that are left; the same question always takes the same number."""

    steps: int
    total: int = field(init=False)

    def __post_init__(self) -> None:
        self.total = self.steps

    @property
    def spent(self) -> int:
        """Steps that were taken."""
        return self.total - self.steps

    @property
    def is_spent(self) -> bool:
        """Whether no step is left."""
        return self.steps <= 0

    def take(self, steps: int = 1) -> None:
        """Take steps where running out is noticed later."""
        self.steps -= steps

    def spend(self, steps: int = 1) -> None:
        """Take steps.

        Raises:
            OutOfBudget: none are left.
        """
        self.steps -= steps
        if self.steps < 0:
            raise OutOfBudget


def applied_at_most(schema: Schema) -> int:
    """How many schemas a validator may have to apply to one value of the message, references followed; an upper bound.

    Patterns that every name is tried on count too. Any JSON may come in, a schema or not.
    """
    return _Weighing(schema, is_in_place=True).heaviest()


def crowded_path(schema: Schema) -> tuple[Step, ...]:
    """The path of a schema that applies more than `MAX_APPLIED` schemas, though none that it applies does so itself."""
    return _Weighing(schema, is_in_place=True).crowded()


def unfolded_at_most(schema: Schema) -> int:
    """How many schemas there are with references looked through, save where one comes back to itself."""
    return _Weighing(schema, is_in_place=False).heaviest()


def size_of(value: Json, limit: int) -> int:
    """How many values a JSON value holds, shared ones counted each time; counting stops beyond the limit."""
    if not isinstance(value, dict | list):
        return 1
    count, waiting = 0, [value]
    while waiting and count <= limit:
        item = waiting.pop()
        count += 1
        if isinstance(item, dict):
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return count + len(waiting)


class _Weighing:
    """The weight of each schema object: itself, and what it applies. Without recursion, for chains may be long."""

    def __init__(self, schema: Schema, *, is_in_place: bool) -> None:
        self._root, self._is_in_place = schema, is_in_place
        self._weights: dict[int, int] = {}
        self._below: dict[int, list[Schema]] = {}
        self._named: dict[str, Schema] = {}

    def heaviest(self) -> int:
        level: list[Schema] = [self._root]
        everywhere: list[Schema] = []
        while level:
            everywhere += level
            for item in level:
                self._note_names(item)
            level = [child for item in level for _, child in subschemas(item)]
        return max(self._weight(item) for item in everywhere)

    def crowded(self) -> tuple[Step, ...]:
        """The path of the innermost object that weighs too much; the root if there is none."""
        self.heaviest()
        level: list[tuple[tuple[Step, ...], Schema]] = [((), self._root)]
        while level:
            for path, item in level:
                if isinstance(item, dict) and self._weights.get(id(item), 0) > MAX_APPLIED:
                    below = [self._weights.get(id(inner), 0) for inner in self._applied(item)]
                    if max(below, default=0) <= MAX_APPLIED:
                        return path
            level = [((*path, *step), inner) for path, item in level for step, inner in subschemas(item)]
        return ()

    def _note_names(self, schema: Schema) -> None:
        if not isinstance(schema, dict) or _NAMES.keys().isdisjoint(schema):
            return
        for keyword, form in _NAMES.items():
            if isinstance(schema.get(keyword), str):
                self._named.setdefault(form.format(schema[keyword]), schema)

    def _weight(self, schema: Schema) -> int:
        if self._is_in_place and isinstance(schema, dict) and _WEIGHING.isdisjoint(schema):
            return 1
        waiting: list[tuple[Schema, bool]] = [(schema, False)]
        while waiting:
            item, is_known_below = waiting.pop()
            if not isinstance(item, dict):
                continue
            if is_known_below:
                self._weights[id(item)] = self._sum(item)
            elif id(item) not in self._weights:
                self._weights[id(item)] = 0  # met again below itself: an endless reference, which others report
                waiting.append((item, True))
                waiting += [(below, False) for below in self._applied(item)]
        return self._weights.get(id(schema), 1)

    def _sum(self, schema: dict[str, Json]) -> int:
        below = sum(self._weights.get(id(item), 1) for item in self._applied(schema))
        tried = schema.get("patternProperties")
        weight = (
            1
            + (len(tried) if isinstance(tried, dict) else 0)
            + below * (_UNEVALUATED_FACTOR if _UNEVALUATED & schema.keys() else 1)
        )
        return min(weight, MAX_APPLIED + 1)

    def _applied(self, schema: dict[str, Json]) -> list[Schema]:
        """What a schema object applies, to the same value as itself or anywhere."""
        if self._is_in_place and _APPLYING.isdisjoint(schema):
            return []
        if id(schema) not in self._below:
            self._below[id(schema)] = self._looked_up(schema)
        return self._below[id(schema)]

    def _looked_up(self, schema: dict[str, Json]) -> list[Schema]:
        found = [item for path, item in subschemas(schema) if path[0] in _IN_PLACE or self._is_elsewhere(path[0])]
        for keyword in _REFERENCES:
            target = self._target(schema[keyword]) if isinstance(schema.get(keyword), str) else None
            found += [] if target is None else [target]
        return found

    def _is_elsewhere(self, keyword: Step) -> bool:
        return not self._is_in_place and keyword not in _DEFINITIONS

    def _target(self, reference: str) -> Schema | None:
        if reference in self._named:
            return self._named[reference]
        place: Json = self._root
        for step in steps(unquoted(reference.partition("#")[2])):
            if isinstance(place, list):
                place = place[int(step)] if step.isdecimal() and int(step) < len(place) else None
            else:
                place = place.get(step) if isinstance(place, dict) else None
        return place if isinstance(place, dict) else None
