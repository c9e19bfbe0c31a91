"""The variations of objects and arrays: which names, how many items, and what is inside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from contracts.messages.arrays import array_rules
from contracts.messages.composer import ITEMS_LIMIT
from contracts.messages.variation import Variation
from contracts.messages.wish import ABSENT, Wish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Json, Schema
    from contracts.messages.composer import Composer
    from contracts.messages.objects import ObjectRules
    from contracts.messages.shapes import Shape

NOTHING_CONTAINED: tuple[list[Json], ...] = ([], ["text"], [0], [None], [{}])
BROKEN_NAMES = ("not a name!", "", "A", "a", "0", "x" * 300)


class Varying(Protocol):
    """Whatever knows the variations of a value below."""

    def variations(self, schema: Schema, wish: Wish) -> Iterator[Variation]:
        """Each variation of a value of this schema."""


@dataclass(frozen=True, slots=True)
class ObjectVariations:
    """The variations of an object: its names and what is under them."""

    varying: Varying
    composer: Composer
    shape: Shape
    usual: dict[str, Json]

    def variations(self, wish: Wish, seen: set[tuple[str, int]]) -> Iterator[Variation]:
        """Each variation of the object; `seen` holds the properties that another alternative has varied."""
        rules = self.composer.object_rules(self.shape)
        for name in rules.names:
            if self._is_given_up(rules):
                return
            yield from self._presence(name, wish, is_required=name in rules.required)
        for name in (*rules.names, *rules.pattern_names(1)):
            if self._is_given_up(rules):
                return
            yield from self._below(name, wish, seen)
        yield from self._extra(wish, seen)
        yield from self._dependents()
        yield from self._counts(wish)

    def _is_given_up(self, rules: ObjectRules) -> bool:
        """Whether no steps are left; to look up what one name is costs some."""
        self.composer.budget.take(len(rules.members))
        return self.composer.budget.is_spent

    def _presence(self, name: str, wish: Wish, *, is_required: bool) -> Iterator[Variation]:
        schema = self.composer.joined(self.composer.object_rules(self.shape).schemas_of(name))
        if schema is False or not self.composer.shapes(schema):
            yield Variation(kind="forbidden", steps=(name,), value={**self.usual, name: "text"}, rule="properties")
        elif name not in self.usual:
            value = self.composer.value(schema, replace(wish, hint=name))
            if value is not ABSENT:
                yield Variation(kind="optional-present", steps=(name,), value={**self.usual, name: value})
        else:
            kind, rule = ("missing", "required") if is_required else ("optional-absent", "")
            yield Variation(kind=kind, rule=rule, steps=(name,), value=self._without(name))

    def _without(self, name: str) -> dict[str, Json]:
        self.composer.budget.take(len(self.usual) // 10)
        return {key: value for key, value in self.usual.items() if key != name}

    def _below(self, name: str, wish: Wish, seen: set[tuple[str, int]]) -> Iterator[Variation]:
        schema = self.composer.joined(self.composer.object_rules(self.shape).schemas_of(name))
        if (name, id(schema)) in seen:
            return  # another alternative has the same property
        seen.add((name, id(schema)))
        for below in self.varying.variations(schema, replace(wish, hint=name)):
            yield replace(below, steps=(name, *below.steps), value={**self.usual, name: below.value})

    def _extra(self, wish: Wish, seen: set[tuple[str, int]]) -> Iterator[Variation]:
        rules = self.composer.object_rules(self.shape)
        for name in rules.free_names(1):
            schema = self.composer.joined(rules.schemas_of(name))
            rule = "unevaluatedProperties" if rules.unevaluated else "additionalProperties"
            if schema is False:
                yield Variation(kind="extra-field", value={**self.usual, name: "unexpected"}, rule=rule)
            elif schema is True:
                yield Variation(kind="extra-field", value={**self.usual, name: "unexpected"})
            else:
                value = self.composer.value(schema, replace(wish, hint=name))
                yield Variation(kind="extra-field", value={**self.usual, name: value})
                yield from self._below(name, wish, seen)
        for name in BROKEN_NAMES if rules.name_schemas else ():
            yield Variation(kind="bad-name", value={**self.usual, name: "text"}, rule="propertyNames")

    def _dependents(self) -> Iterator[Variation]:
        for name, needed in self.composer.object_rules(self.shape).dependents:
            for other in needed.get("required", ()) if isinstance(needed, dict) else ():
                if name in self.usual and other in self.usual:
                    yield Variation(
                        kind="missing-dependent", steps=(other,), value=self._without(other), rule="dependentRequired"
                    )

    def _counts(self, wish: Wish) -> Iterator[Variation]:
        rules = self.composer.object_rules(self.shape)
        if rules.least > len(rules.required):
            optional = [name for name in self.usual if name not in rules.required]
            kept = [*rules.required, *optional[: rules.least - 1 - len(rules.required)]]
            fewer = {name: value for name, value in self.usual.items() if name in kept}
            yield Variation(kind="too-few-properties", value=fewer, rule="minProperties")
        if rules.most is not None and rules.most <= ITEMS_LIMIT:
            names = (*rules.names, *rules.pattern_names(20), *rules.free_names(rules.most + 1))
            more = dict(self.usual)
            for name in names:
                if len(more) <= rules.most:
                    value = self.composer.value(self.composer.joined(rules.schemas_of(name)), replace(wish, hint=name))
                    more |= {} if value is ABSENT else {name: value}
            yield Variation(kind="too-many-properties", value=more, rule="maxProperties")


@dataclass(frozen=True, slots=True)
class ArrayVariations:
    """The variations of an array: how many items, and what they are."""

    varying: Varying
    composer: Composer
    shape: Shape
    usual: list[Json]

    def variations(self, wish: Wish) -> Iterator[Variation]:
        """Each variation of the array."""
        yield from self._sizes(wish)
        rules = array_rules(self.shape)
        for index in range(len(rules.prefix) + 1):
            schema = self.composer.joined(rules.schemas_of(index))
            is_rest = index == len(rules.prefix)
            if index > len(self.usual) or (is_rest and schema is True):
                continue
            for below in self.varying.variations(schema, wish):
                items = [*self.usual[:index], below.value, *self.usual[index + 1 :]]
                yield replace(below, steps=(-1 if is_rest else index, *below.steps), value=items)
        beyond = self.composer.joined(rules.schemas_of(max(len(self.usual), len(rules.prefix))))
        if rules.prefix and isinstance(beyond, bool) and len(self.usual) >= len(rules.prefix):
            yield Variation(kind="extra-item", value=[*self.usual, {}], rule="" if beyond else "items")
        if rules.is_unique and self.usual:
            yield Variation(kind="duplicate-items", value=[*self.usual, self.usual[0]], rule="uniqueItems")
        for value in NOTHING_CONTAINED if rules.contained else ():
            yield Variation(kind="contains-none", value=value, rule="contains")

    def _sizes(self, wish: Wish) -> Iterator[Variation]:
        rules = array_rules(self.shape)
        sizes = [("several-items", "", 2)]
        if rules.shortest:
            sizes += [("min-items", "", rules.shortest), ("too-few-items", "minItems", rules.shortest - 1)]
        else:
            sizes.append(("empty", "", 0))
        if rules.longest is not None:
            sizes += [("max-items", "", rules.longest), ("too-many-items", "maxItems", rules.longest + 1)]
        for kind, rule, size in sizes:
            value = self.composer.array(self.shape, size, wish)
            if value is not ABSENT:
                yield Variation(kind=kind, value=value, rule=rule)
