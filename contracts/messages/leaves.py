"""The variations of values without parts: other types, enums, strings, numbers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from contracts.messages import formats
from contracts.messages.negation import EXCLUDED
from contracts.messages.numbers import number_range
from contracts.messages.strings import string_rules
from contracts.messages.variation import Variation, type_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Json
    from contracts.messages.shapes import Shape

PROPOSALS = 6
DETAIL_LIMIT = 60
WRONG = {"string": "text", "number": 42, "boolean": True, "object": {}, "array": [], "null": None}
WRONG_ORDER = {
    "string": ("number", "boolean", "object", "array"),
    "number": ("string", "boolean", "object", "array"),
    "integer": ("string", "boolean", "object", "array"),
    "boolean": ("string", "number", "object", "array"),
    "object": ("string", "number", "array", "boolean"),
    "array": ("object", "string", "number", "boolean"),
    "null": ("string", "number", "object", "array", "boolean"),
}
BROKEN_STRINGS = ("", "!", " ", "?-not-matching-?", "0", "a", "A", "\u2603")


def wrong_types(shapes: tuple[Shape, ...]) -> Iterator[Variation]:
    """A value of a type that no alternative allows, and `null` and a fraction where they are not allowed."""
    allowed = {name for shape in shapes for name in shape.types}
    if not allowed:
        return
    main = shapes[0].main_type
    for name in WRONG_ORDER[main]:
        if name not in allowed:
            yield Variation(kind="wrong-type", value=WRONG[name], rule="type")
    if "null" not in allowed:
        yield Variation(kind="unexpected-null", value=None, rule="type")
    if "integer" in allowed and "number" not in allowed:
        yield Variation(kind="fraction", value=1.5, rule="type")


def choice_variations(choices: tuple[Json, ...]) -> Iterator[Variation]:
    """Every value of an enum, and proposals for a value outside of it."""
    if len(choices) > 1:
        yield from (Variation(kind="enum", detail=_shown(value), value=value) for value in choices)
    rule = "enum" if len(choices) > 1 else "const"
    first = choices[0] if choices else None
    words = [f"not-{first}", f"{first}x"] if isinstance(first, str) else []
    numbers = [max(value for value in choices if type_name(value) == "number") + 1] if _is_number(first) else []
    for value in (*words, *numbers, "something-else", 987654321, {}, None):
        yield Variation(kind="enum-outside" if rule == "enum" else "other-value", value=value, rule=rule)


def _is_number(value: Json) -> bool:
    return type_name(value) == "number"


def _shown(value: Json) -> str:
    """The value as an id shows it: text without quotes, unless it reads like another value."""
    is_word = isinstance(value, str) and not re.fullmatch(r"-?\d.*|null|true|false|", value)
    text = value if is_word else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= DETAIL_LIMIT else f"{text[: DETAIL_LIMIT - 3]}..."


def string_variations(shape: Shape, value: str, hint: str) -> Iterator[Variation]:
    """Strings at the bounds of length and beyond, and strings that break a format or a pattern."""
    rules = string_rules(shape)
    if rules.shortest > 0:
        yield from _sized("min-length", "", rules.of_length(hint, rules.shortest))
        yield from _sized("too-short", "minLength", rules.of_length(hint, rules.shortest - 1))
        yield Variation(kind="too-short", value="", rule="minLength")
    if rules.longest is not None:
        yield from _sized("max-length", "", rules.of_length(hint, rules.longest))
        longer = replace(rules, shortest=0, longest=None).of_length(hint, rules.longest + 1)
        yield from _sized("too-long", "maxLength", longer)
    for name in rules.formats:
        for text in (formats.broken(name), f"{value} "):
            yield Variation(kind="broken-format", value=text, rule="format")
    for pattern in rules.patterns:
        for text in (f"{value}!", f"!{value}", value[:-1], f"{value}{value}", *BROKEN_STRINGS):
            yield Variation(
                kind="broken-pattern", detail="" if len(rules.patterns) == 1 else pattern, value=text, rule="pattern"
            )


def _sized(kind: str, rule: str, values: Iterator[str]) -> Iterator[Variation]:
    yield from (Variation(kind=kind, value=value, rule=rule) for value in islice(values, PROPOSALS))


def number_variations(shape: Shape) -> Iterator[Variation]:
    """Numbers at the bounds, just outside of them, and between two multiples."""
    span = number_range(shape, is_integer="number" not in shape.types)
    at_bounds = (("minimum", span.lowest), ("maximum", span.highest))
    yield from (Variation(kind=kind, value=value) for kind, value in at_bounds if value is not None)
    if span.too_low is not None:
        yield Variation(kind="below-minimum", value=span.too_low, rule="minimum")
    if span.too_high is not None:
        yield Variation(kind="above-maximum", value=span.too_high, rule="maximum")
    if shape.all_of("multipleOf"):
        yield Variation(kind="off-multiple", value=span.off_step, rule="multipleOf")


def probing_numbers(shape: Shape) -> Iterator[Variation]:
    """Numbers inside the bounds: near each bound, and multiples far apart."""
    span = number_range(shape, is_integer="number" not in shape.types)
    yield from (Variation(kind="probe", value=value) for value in span.probes())


def excluded_variations(shape: Shape) -> Iterator[Variation]:
    """The values that a `not` forbids."""
    for values in shape.all_of(EXCLUDED):
        yield from (Variation(kind="excluded", detail=_shown(value), value=value, rule="not") for value in values)
