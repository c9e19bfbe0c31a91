"""Messages built from a schema: the smallest, the fullest, and the n-th of many."""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING

from contracts.messages.arrays import array_rules
from contracts.messages.equality import json_key, text_key
from contracts.messages.negation import EXCLUDED
from contracts.messages.numbers import number_range
from contracts.messages.objects import object_rules
from contracts.messages.references import SchemaDocument
from contracts.messages.shapes import Shape, shapes
from contracts.messages.strings import string_rules
from contracts.messages.wish import ABSENT, Style, Wish
from contracts.validation.effort import Budget

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.keywords import Json, Schema
    from contracts.messages.arrays import ArrayRules
    from contracts.messages.objects import ObjectRules
    from contracts.model import Formats

MESSAGE_STEPS = 1_000_000
DEPTH_LIMIT = 40
ITEMS_LIMIT = 300
REQUIRED_ITEMS_LIMIT = 10_000
DEPENDENTS_LIMIT = 5
TRIES = 40


class Composer:
    """Builds values of the pieces of one schema. Deterministic; a step budget ends what would never end."""

    def __init__(self, schema: Schema, formats: Formats) -> None:
        self.budget = Budget(steps=MESSAGE_STEPS)
        self.document = SchemaDocument(schema, formats, self.budget)
        self.root = self.document.root
        self._shapes: dict[int, tuple[Schema, tuple[Shape, ...]]] = {}
        self._joined: dict[tuple[int, ...], Schema] = {}
        self._object_rules: dict[int, tuple[Shape, ObjectRules]] = {}

    def shapes(self, schema: Schema) -> tuple[Shape, ...]:
        """The alternatives of a piece of the schema."""
        if id(schema) not in self._shapes:
            self._shapes[id(schema)] = (schema, shapes(schema, self.document))
        return self._shapes[id(schema)][1]

    def joined(self, schemas: Iterable[Schema]) -> Schema:
        """One schema for all of these; the same object for the same objects, so that recursion is noticed."""
        telling: list[Schema] = [schema for schema in schemas if schema is not True and schema != {}]
        if any(schema is False for schema in telling):
            return False
        if not telling[1:]:
            return telling[0] if telling else True
        key = tuple(id(schema) for schema in telling)
        return self._joined.setdefault(key, {"allOf": telling})

    def object_rules(self, shape: Shape) -> ObjectRules:
        """What a shape asks of an object."""
        if id(shape) not in self._object_rules:
            self.budget.take(3 * len(shape.members))
            self._object_rules[id(shape)] = (shape, object_rules(shape))
        return self._object_rules[id(shape)][1]

    def value(self, schema: Schema, wish: Wish) -> Json:
        """A value that the schema accepts, or ABSENT if none was found."""
        accepted = self._accepted(schema, wish)
        if wish.turn == 0:
            return next(accepted, ABSENT)
        several = _distinct(accepted, wish.turn + 1)
        return several[-1] if several else ABSENT

    def _accepted(self, schema: Schema, wish: Wish) -> Iterator[Json]:
        """The proposals that the schema accepts; where it meets itself again, small ones, and then none."""
        if schema is False or self.budget.is_spent or len(wish.trail) > DEPTH_LIMIT:
            return
        if (id(schema), wish.style) not in wish.trail:
            yield from (value for value in self._proposals(schema, wish) if self.document.accepts(schema, value))
        elif wish.style is Style.FULL:
            yield from self._accepted(schema, wish.in_style(Style.MINIMAL))

    def different_values(self, schema: Schema, wish: Wish, count: int) -> list[Json]:
        """Values that differ from each other, as many as were found of `count`."""
        return _distinct(self._accepted(schema, wish.turned(count)), count)

    def _proposals(self, schema: Schema, wish: Wish) -> Iterator[Json]:
        alternatives = self.shapes(schema)
        for shape in alternatives:
            yield from self._of_shape(shape, schema, wish)
        if wish.style is Style.FULL:
            for shape in alternatives:
                yield from self._of_shape(shape, schema, wish.in_style(Style.MINIMAL))

    def of_shape(self, shape: Shape, schema: Schema, wish: Wish) -> Json:
        """A value of one alternative that the whole schema accepts, or ABSENT."""
        accepted = (v for v in self._of_shape(shape, schema, wish) if self.document.accepts(schema, v))
        return next(accepted, ABSENT)

    def _of_shape(self, shape: Shape, schema: Schema, wish: Wish) -> Iterator[Json]:
        self.budget.take(50)
        excluded = {json_key(value) for values in shape.all_of(EXCLUDED) for value in values}
        proposals = self._typed(shape, schema, wish) if shape.choices is None else _chosen(shape.choices, wish.style)
        tries = TRIES + wish.turn
        yield from (value for value in islice(proposals, tries) if not excluded or json_key(value) not in excluded)

    def _typed(self, shape: Shape, schema: Schema, wish: Wish) -> Iterator[Json]:
        main = shape.main_type
        for name in sorted(shape.types, key=lambda name: name != main):
            yield from self.of_type(name, shape, schema, wish)

    def of_type(self, name: str, shape: Shape, schema: Schema, wish: Wish) -> Iterator[Json]:
        """Values of one type that a shape probably accepts."""
        match name:
            case "object":
                yield from self._objects(shape, schema, wish)
            case "array":
                yield from self._arrays(shape, schema, wish)
            case "string":
                yield from _examples(shape, str)
                yield from string_rules(shape).typical(wish.hint)
            case "number" | "integer":
                yield from number_range(shape, is_integer=name == "integer").typical()
            case "boolean":
                yield from (True, False)
            case _:
                yield None

    def _objects(self, shape: Shape, schema: Schema, wish: Wish) -> Iterator[Json]:
        """The object of this style, and where several are asked for, the ones with other property values."""
        previous = ""
        for turn in range(wish.turn + 1):
            built = self.object(shape, wish.below(schema, wish.hint, turn=turn))
            if built is ABSENT or (key := text_key(built)) == previous:
                return
            previous = key
            yield built
            yield from self._objects_with_one_more(built, shape, schema, wish)

    def _objects_with_one_more(
        self, built: dict[str, Json], shape: Shape, schema: Schema, wish: Wish
    ) -> Iterator[dict[str, Json]]:
        """Where the object of this style is refused (a `oneOf`, a `not`), a single optional property may help."""
        rules = self.object_rules(shape)
        for name in rules.names if wish.style is Style.MINIMAL else ():
            if name not in built:
                value = self.value(self.joined(rules.schemas_of(name)), wish.below(schema, name))
                if value is not ABSENT:
                    yield {**built, name: value}

    def object(self, shape: Shape, wish: Wish, *, rounds: int = DEPENDENTS_LIMIT) -> Json:
        """An object of the shape in the wished style, or ABSENT; `wish` is the wish for what is inside."""
        rules = self.object_rules(shape)
        built: dict[str, Json] = {}
        for name in self._names(rules, wish.style):
            self.budget.take(2 + len(rules.members))
            if self.budget.is_spent:
                return ABSENT
            value = self.value(self.joined(rules.schemas_of(name)), wish.named(name))
            if value is not ABSENT:
                built[name] = value
            elif name in rules.required:
                return ABSENT
        self._fill(built, rules, wish)
        brought = self.joined(dependent for name, dependent in rules.dependents if name in built)
        if brought is True or self.document.accepts(brought, built):
            return built
        return self._with_dependents(shape, brought, wish, rounds) if rounds else ABSENT

    def _with_dependents(self, shape: Shape, brought: Schema, wish: Wish, rounds: int) -> Json:
        """The object again, under what its properties bring along as well."""
        grown = (Shape(members=shape.members + other.members) for other in self.shapes(brought))
        built = (self.object(other, wish, rounds=rounds - 1) for other in grown)
        return next((value for value in built if value is not ABSENT), ABSENT)

    @staticmethod
    def _names(rules: ObjectRules, style: Style) -> list[str]:
        if style is Style.MINIMAL:
            return list(rules.required)
        room = len(rules.names) if rules.most is None else rules.most
        wanted = set(list(dict.fromkeys((*rules.required, *rules.names)))[:room])
        return [name for name in rules.names if name in wanted]

    def _fill(self, built: dict[str, Json], rules: ObjectRules, wish: Wish) -> None:
        """Add optional, pattern and free names until the object has as many properties as it must."""
        patterned = 1 if wish.style is Style.FULL else 0
        mapped = 1 if wish.style is Style.FULL and rules.is_map else 0
        wanted = {*rules.pattern_names(patterned), *rules.free_names(mapped)}
        more = (*rules.pattern_names(patterned + rules.least), *rules.free_names(mapped + rules.least))
        for name in (*rules.names, *more):
            self.budget.take()
            is_wanted = name in wanted and (rules.most is None or len(built) < rules.most)
            if name not in built and (len(built) < rules.least or is_wanted):
                value = self.value(self.joined(rules.schemas_of(name)), wish.named(name))
                if value is not ABSENT:
                    built[name] = value

    def _arrays(self, shape: Shape, schema: Schema, wish: Wish) -> Iterator[Json]:
        self.budget.take(5 * len(shape.members))
        rules = array_rules(shape)
        longest = ITEMS_LIMIT if rules.longest is None else rules.longest
        sizes = [rules.shortest] if wish.style is Style.MINIMAL else [max(1, len(rules.prefix)), rules.shortest]
        inside = wish.below(schema, wish.hint)
        for size in dict.fromkeys(max(rules.shortest, min(size, longest)) for size in sizes):
            for turn in range(wish.turn + 1):
                built = self.array(shape, size, inside.turned(turn))
                if built is not ABSENT:
                    yield built

    def array(self, shape: Shape, size: int, wish: Wish) -> Json:
        """An array of this many items, or ABSENT; `wish` is the wish for what is inside."""
        self.budget.take(5 * len(shape.members))
        rules = array_rules(shape)
        if size > REQUIRED_ITEMS_LIMIT or (size > ITEMS_LIMIT and size > rules.shortest):
            return ABSENT
        self.budget.take(size * (1 + len(rules.members)))
        pieces = [self._item_schema(rules, index) for index in range(size)]
        built = self._different_items(pieces, wish) if rules.is_unique else self._items(pieces, wish)
        return ABSENT if len(built) < size else built

    def _item_schema(self, rules: ArrayRules, index: int) -> Schema:
        contained = rules.contained[index] if index < len(rules.contained) else True
        return self.joined([*rules.schemas_of(index), contained])

    def _items(self, pieces: list[Schema], wish: Wish) -> list[Json]:
        """One value per piece; equal pieces share theirs."""
        built: dict[int, Json] = {}
        for piece in pieces:
            if id(piece) not in built and (value := self.value(piece, wish)) is not ABSENT:
                built[id(piece)] = value
        return [built[id(piece)] for piece in pieces if id(piece) in built]

    def _different_items(self, pieces: list[Schema], wish: Wish) -> list[Json]:
        """One value per piece, no two alike."""
        built: dict[bytes, Json] = {}
        for _, same in groupby(pieces, key=id):
            run = list(same)
            fresh = self.different_values(run[0], wish, wish.turn + len(built) + len(run))[wish.turn :]
            new = {key: value for value in fresh if (key := json_key(value)) not in built}
            built |= dict(islice(new.items(), len(run)))
        return list(built.values())


def _chosen(choices: tuple[Json, ...], style: Style) -> Iterator[Json]:
    """The smallest message takes the last choice, so that a full and a minimal message differ."""
    return iter(choices if style is Style.FULL else choices[::-1])


def _examples(shape: Shape, kind: type) -> Iterator[Json]:
    for values in (*shape.all_of("examples"), *([value] for value in shape.all_of("default"))):
        yield from (value for value in values if isinstance(value, kind)) if isinstance(values, list) else ()


def _distinct(values: Iterator[Json], count: int) -> list[Json]:
    """The first different values, at most so many."""
    found: dict[bytes, Json] = {}
    for value in values:
        found.setdefault(json_key(value), value)
        if len(found) == count:
            break
    return list(found.values())
