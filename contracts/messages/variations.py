"""Each way in which a message of a schema can vary, one change at a time, valid or not."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from contracts.messages.containers import ArrayVariations, ObjectVariations
from contracts.messages.leaves import (
    choice_variations,
    excluded_variations,
    number_variations,
    probing_numbers,
    string_variations,
    wrong_types,
)
from contracts.messages.variation import Variation, type_name
from contracts.messages.wish import ABSENT, Style, Wish

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Json, Schema
    from contracts.messages.composer import Composer
    from contracts.messages.shapes import Shape

DEPTH_LIMIT = 14
PROPOSALS = 6


class Varying:
    """The variations of a schema around the minimal or the full message.

    `is_thorough` adds what shows nothing new to a reader but may tell two schemas apart.
    """

    def __init__(self, composer: Composer, style: Style, *, is_thorough: bool = False) -> None:
        self._composer = composer
        self._style = style
        self._is_thorough = is_thorough

    def variations(self, schema: Schema, wish: Wish) -> Iterator[Variation]:
        """Each variation of a value of this schema, the value itself first under kind `usual`."""
        is_below_itself = (id(schema), self._style) in wish.trail
        if schema is False or is_below_itself or len(wish.trail) > DEPTH_LIMIT or self._composer.budget.is_spent:
            return
        shapes = self._composer.shapes(schema)
        seen: set[tuple[str, int]] = set()
        for index, shape in enumerate(shapes):
            value = self._composer.of_shape(shape, schema, wish)
            branch = shape.branch if index else ""
            if value is not ABSENT:
                yield _branch_shown(shape, value) if len(shapes) > 1 else Variation(kind="usual", value=value)
            for variation in self._of_shape(shape, schema, value, (wish, seen)):
                yield replace(variation, branch=".".join(filter(None, (branch, variation.branch))))
        yield from wrong_types(shapes)

    def _of_shape(
        self, shape: Shape, schema: Schema, value: Json, context: tuple[Wish, set[tuple[str, int]]]
    ) -> Iterator[Variation]:
        wish, seen = context
        if shape.choices is not None:
            yield from choice_variations(shape.choices)
            return
        yield from excluded_variations(shape)
        yield from self._other_types(shape, schema, value, wish)
        if isinstance(value, dict):
            yield from ObjectVariations(self, self._composer, shape, value).variations(
                wish.below(schema, wish.hint), seen
            )
        elif isinstance(value, list):
            yield from ArrayVariations(self, self._composer, shape, value).variations(wish.below(schema, wish.hint))
        elif isinstance(value, str):
            yield from string_variations(shape, value, wish.hint)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield from number_variations(shape)
            yield from probing_numbers(shape) if self._is_thorough else ()

    def _other_types(self, shape: Shape, schema: Schema, value: Json, wish: Wish) -> Iterator[Variation]:
        """Where a shape allows several types: a value of each, the usual one left out."""
        if isinstance(value, bool):
            yield Variation(kind="boolean", detail=str(not value).lower(), value=not value)
        for name in shape.types if shape.is_typed else ("null",) if not shape.members else ():
            if name == type_name(value) or name == "integer":
                continue  # an integer is shown by the number that it is
            for other in islice(self._composer.of_type(name, shape, schema, wish), PROPOSALS):
                kind, detail = ("null", "") if name == "null" else ("type", name)
                yield Variation(kind=kind, detail=detail, value=other)


def _branch_shown(shape: Shape, value: Json) -> Variation:
    if value is None and shape.types == ("null",):
        return Variation(kind="null", value=None)
    return Variation(kind="branch", detail=shape.branch, value=value)
