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
from contracts.keywords import map_subschemas, subschemas
from contracts.model import Formats
from contracts.validation.drafts import Draft, draft_of
from contracts.validation.ecma import UnknownPattern, compiled_pattern
from contracts.validation.formats import checker_of
from contracts.validation.occurrence import longest_judged, occurs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from contracts.keywords import Json, Schema


class _CannotTell(Exception):
    """The message cannot be judged in a bounded time."""


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
        else:
            translated = {} if translated else {"not": {}}  # the library fails on booleans where draft 4 is named
        checker = _CHECKERS[dialect] if formats == Formats.ASSERT else None
        self._engine = engine(translated, format_checker=checker)
        # The library searches the names of fields by itself.
        self._longest_name = min(map(longest_judged, _patterns_of_names(schema)), default=None)

    def judge(self, message: Json) -> bool | None:
        """Whether the message is valid; None where the referee cannot tell (endless recursion, a lost reference)."""
        if self._longest_name is not None and any(len(name) > self._longest_name for name in _names(message)):
            return None
        try:
            return bool(self._engine.is_valid(message))
        except (_CannotTell, RecursionError, Unresolvable, OverflowError):
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
        # The library fails on both: on what means nothing here, and on items that are no object.
        copy.pop("additionalItems", None)
        copy["items"] = {} if copy["items"] else {"not": {}}
    if isinstance(copy.get("pattern"), str):
        compiled_pattern(copy["pattern"])
    if isinstance(copy.get("patternProperties"), dict):
        copy["patternProperties"] = {
            compiled_pattern(pattern).pattern: item for pattern, item in copy["patternProperties"].items()
        }
    return copy


def _patterns_of_names(schema: Schema) -> Iterator[str]:
    level = [schema]
    while level:
        for item in level:
            found = item.get("patternProperties") if isinstance(item, dict) else None
            yield from found if isinstance(found, dict) else ()
        level = [child for item in level for _, child in subschemas(item)]


def _names(message: Json) -> Iterator[str]:
    waiting = [message]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            yield from item
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item


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


def _pattern(_validator: Json, pattern: str, instance: Json, _schema: Schema) -> Iterator[Json]:
    found = occurs(pattern, instance) if isinstance(instance, str) else True
    if found is None:
        raise _CannotTell
    if not found:
        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


_KEYWORDS = {
    "pattern": _pattern,
    "multipleOf": _multiple_of,
    "minimum": _limit(ge),
    "maximum": _limit(le),
    "exclusiveMinimum": _limit(gt),
    "exclusiveMaximum": _limit(lt),
}
_KEYWORDS_4 = {
    "pattern": _pattern,
    "multipleOf": _multiple_of,
    "minimum": _limit(ge, "exclusiveMinimum"),
    "maximum": _limit(le, "exclusiveMaximum"),
}
_ENGINES = {
    Draft.DRAFT_4: validators.extend(jsonschema.Draft4Validator, _KEYWORDS_4),
    Draft.DRAFT_6: validators.extend(jsonschema.Draft6Validator, _KEYWORDS),
    Draft.DRAFT_7: validators.extend(jsonschema.Draft7Validator, _KEYWORDS),
    Draft.DRAFT_2019: validators.extend(jsonschema.Draft201909Validator, _KEYWORDS),
    Draft.DRAFT_2020: validators.extend(jsonschema.Draft202012Validator, _KEYWORDS),
}
_CHECKERS = {draft: checker_of(draft.order) for draft in _ENGINES}
