r"""The referee: an independent validator (jsonschema), patterns and numbers as the specification has them.

Unmodified it disagrees with the normative validator for known reasons: `$` before a newline, `\d` and `\w` beyond
ASCII, `\p{..}`, `multipleOf` of binary fractions.
"""

from __future__ import annotations

from fractions import Fraction
from operator import ge, gt, le, lt
from typing import TYPE_CHECKING

import jsonschema  # type: ignore[import-untyped]  # the library has no type hints
from jsonschema import validators
from referencing.exceptions import Unresolvable

from contracts.errors import InvalidSchema
from contracts.keywords import map_subschemas
from contracts.model import Formats
from contracts.validation.drafts import Draft, draft_of
from contracts.validation.ecma import UnknownPattern, compiled_pattern
from contracts.validation.formats import with_iris

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from contracts.keywords import Json, Schema


class Referee:
    """A compiled schema with a second opinion; the arguments are those of `Validator`.

    Raises:
        InvalidSchema: a pattern means nothing that both engines share.
    """

    def __init__(self, schema: Schema, *, formats: Formats = Formats.ASSERT, draft: str | int | None = None) -> None:
        dialect = draft_of(schema, draft)
        engine = _ENGINES[dialect]
        try:
            translated = _in_python(schema)
        except UnknownPattern as error:
            raise InvalidSchema(str(error)) from error
        if isinstance(translated, dict):
            translated.pop("$schema", None)  # decided already; left in place it would overrule `draft`
        checker = _CHECKERS[dialect] if formats == Formats.ASSERT else None
        self._engine = engine(translated, format_checker=checker)

    def judge(self, message: Json) -> bool | None:
        """Whether the message is valid; None where the referee cannot tell (endless recursion, a lost reference)."""
        try:
            return bool(self._engine.is_valid(message))
        except (RecursionError, Unresolvable, OverflowError):
            return None
        except BaseException as error:
            # Endless recursion inside the library's native parts comes out as a panic, which is no Exception.
            if type(error).__name__ == "PanicException":
                return None
            raise


def exact(number: float) -> Fraction:
    """The decimal number that is written, not the binary one next to it."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def _in_python(schema: Schema) -> Schema:
    """The schema with its patterns as Python writes them."""
    if not isinstance(schema, dict):
        return schema
    copy = map_subschemas(schema, _in_python)
    if isinstance(copy.get("items"), bool):
        copy.pop("additionalItems", None)  # it means nothing here, and the library fails on it
    if isinstance(copy.get("pattern"), str):
        copy["pattern"] = compiled_pattern(copy["pattern"]).pattern
    if isinstance(copy.get("patternProperties"), dict):
        copy["patternProperties"] = {
            compiled_pattern(pattern).pattern: item for pattern, item in copy["patternProperties"].items()
        }
    return copy


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _limit(holds: Callable[[Fraction, Fraction], bool], exclusive: str = "") -> Callable[..., Iterator[Json]]:
    """A bound. In draft 4, `exclusive` names the boolean keyword beside it that makes it strict."""

    def keyword(_validator: Json, limit: Json, instance: Json, schema: Schema) -> Iterator[Json]:
        if not _is_number(instance) or isinstance(limit, bool):
            return
        is_strict = bool(exclusive) and isinstance(schema, dict) and schema.get(exclusive) is True
        number, bound = exact(instance), exact(limit)
        if not holds(number, bound) or (is_strict and number == bound):
            yield jsonschema.ValidationError(f"{instance!r} is outside the bound {limit!r}")

    return keyword


def _multiple_of(_validator: Json, divisor: Json, instance: Json, _schema: Schema) -> Iterator[Json]:
    if _is_number(instance) and exact(instance) % exact(divisor) != 0:
        yield jsonschema.ValidationError(f"{instance!r} is no multiple of {divisor!r}")


_NUMERIC = {
    "multipleOf": _multiple_of,
    "minimum": _limit(ge),
    "maximum": _limit(le),
    "exclusiveMinimum": _limit(gt),
    "exclusiveMaximum": _limit(lt),
}
_NUMERIC_4 = {
    "multipleOf": _multiple_of,
    "minimum": _limit(ge, "exclusiveMinimum"),
    "maximum": _limit(le, "exclusiveMaximum"),
}
_ENGINES = {
    Draft.DRAFT_4: validators.extend(jsonschema.Draft4Validator, _NUMERIC_4),
    Draft.DRAFT_6: validators.extend(jsonschema.Draft6Validator, _NUMERIC),
    Draft.DRAFT_7: validators.extend(jsonschema.Draft7Validator, _NUMERIC),
    Draft.DRAFT_2019: validators.extend(jsonschema.Draft201909Validator, _NUMERIC),
    Draft.DRAFT_2020: validators.extend(jsonschema.Draft202012Validator, _NUMERIC),
}
_IRIS = frozenset({"iri", "iri-reference"})
_CHECKERS = {
    draft: with_iris(engine.FORMAT_CHECKER, frozenset() if draft in {Draft.DRAFT_4, Draft.DRAFT_6} else _IRIS)
    for draft, engine in _ENGINES.items()
}
