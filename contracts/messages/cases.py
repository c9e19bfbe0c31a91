"""Test cases of a schema: every shape that a message may take, and the ways of breaking it one at a time."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from contracts.errors import UnsupportedSchema
from contracts.messages.composer import Composer
from contracts.messages.equality import text_key
from contracts.messages.references import MAX_MESSAGE, MAX_PIECES
from contracts.messages.variation import Variation
from contracts.messages.variations import Varying
from contracts.messages.wish import ABSENT, Style, Wish
from contracts.model import Formats
from contracts.validation import Validator
from contracts.validation.effort import MAX_APPLIED, applied_at_most, size_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from contracts.keywords import Json, Schema, Step
    from contracts.validation import Rejection
    from contracts.validation.effort import Budget

CASES_LIMIT = 100
PROPOSALS_LIMIT = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A test message. `id` says what it shows, `missing:data.orderId` for example.

    `rule` is the keyword that an invalid message breaks, None for a valid one.
    """

    id: str
    message: Json
    valid: bool
    rule: str | None = None


def cases(schema: Schema, *, formats: Formats = Formats.ASSERT) -> tuple[Case, ...]:
    """The cases of a schema, none if nothing is valid; the same for the same schema, at most `CASES_LIMIT`.

    Where there are more, every kind of case is kept, then as many of each kind as fit.

    Raises:
        InvalidSchema: the value is not a JSON Schema.
        UnsupportedSchema: its references multiply beyond what a validator can do.
    """
    validator = _validator(schema, formats)
    composer = Composer(schema, formats)
    collection = _Collection(validator, composer.budget, applied_at_most(schema))
    for variation in _proposals(composer):
        if composer.budget.is_spent:
            break
        collection.offer(variation)
    return collection.chosen() if collection.has_valid else ()


def minimal_message(schema: Schema, *, formats: Formats = Formats.ASSERT) -> Json | None:
    """A valid message with required fields only, None if none was found (or if the message is `null` itself).

    Raises:
        InvalidSchema: the value is not a JSON Schema.
        UnsupportedSchema: its references multiply beyond what a validator can do.
    """
    validator = _validator(schema, formats)
    composer = Composer(schema, formats)
    messages = (composer.value(composer.root, Wish(style=style)) for style in Style)
    return next((value for value in messages if value is not ABSENT and validator.accepts(value)), None)


def _validator(schema: Schema, formats: Formats) -> Validator:
    if size_of(schema, MAX_PIECES) > MAX_PIECES:
        raise UnsupportedSchema(f"it has more than {MAX_PIECES} values")
    if applied_at_most(schema) > MAX_APPLIED:
        raise UnsupportedSchema(f"references and alternatives put more than {MAX_APPLIED} schemas in one place")
    return Validator(schema, formats=formats)


def _proposals(composer: Composer) -> Iterator[Variation]:
    for style in Style:
        value = composer.value(composer.root, Wish(style=style))
        if value is not ABSENT:
            yield Variation(kind=style.value, value=value)
    streams = (
        Varying(composer, style).variations(composer.root, Wish(style=style)) for style in (Style.FULL, Style.MINIMAL)
    )
    for variation in chain.from_iterable(islice(stream, PROPOSALS_LIMIT) for stream in streams):
        if variation.kind != "usual":
            yield variation


class _Collection:
    """Cases so far: judged, without duplicates, each with an id of its own."""

    def __init__(self, validator: Validator, budget: Budget, applied: int) -> None:
        self._validator, self._budget, self._applied = validator, budget, applied
        self._cases: dict[str, tuple[str, Case]] = {}
        self._messages: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._done: set[tuple[Json, ...]] = set()

    @property
    def has_valid(self) -> bool:
        """Whether a valid message was found: without one, breaking a message says nothing."""
        return any(case.valid for _, case in self._cases.values())

    def offer(self, variation: Variation) -> None:
        """Take the variation if it is what it is meant to be, and new."""
        if variation.identity in self._done or self._counts[variation.kind] >= CASES_LIMIT:
            return
        size = size_of(variation.value, MAX_MESSAGE)
        self._budget.take(2 + size // 5 + size * self._applied // 40)
        if size > MAX_MESSAGE or self._validator.accepts(variation.value) != (not variation.rule):
            return
        self._budget.take(5 + 2 * size)
        key = text_key(variation.value)
        if key not in self._messages:
            self._messages.add(key)
            self._done.add(variation.identity)
            self._counts[variation.kind] += 1
            case = self._case(variation)
            self._cases[case.id] = (variation.kind, case)

    def _case(self, variation: Variation) -> Case:
        # Every error of every alternative is written out.
        self._budget.take((20 + size_of(variation.value, MAX_MESSAGE)) * self._applied if variation.rule else 0)
        rejections = self._validator.rejections(variation.value)
        return Case(
            id=self._free_id(_case_id(variation)),
            message=_copied(variation.value),
            valid=not rejections,
            rule=_broken_rule(variation.rule, rejections) if rejections else None,
        )

    def _free_id(self, wanted: str) -> str:
        numbered = chain([wanted], (f"{wanted}~{number}" for number in range(2, PROPOSALS_LIMIT * 2)))
        return next(name for name in numbered if name not in self._cases)

    def chosen(self) -> tuple[Case, ...]:
        """All cases, or where there are too many, the first of each kind, then the second of each, and so on."""
        turn: dict[str, int] = {}
        ranked: list[tuple[int, int, Case]] = []
        for place, (kind, case) in enumerate(self._cases.values()):
            turn[kind] = turn.get(kind, 0) + 1
            ranked.append((turn[kind], place, case))
        kept = sorted(ranked, key=lambda entry: entry[:2])[:CASES_LIMIT]
        return tuple(case for _, _, case in sorted(kept, key=lambda entry: (not entry[2].valid, entry[1])))


def _broken_rule(meant: str, rejections: Iterable[Rejection]) -> str:
    """The keyword that was meant to break if it is among those that did, otherwise the first that did."""
    broken = [_keyword(rejection) for rejection in rejections]
    return meant if meant in broken else broken[0]


def _keyword(rejection: Rejection) -> str:
    """The keyword of an error; for `false` as a schema, the keyword that holds it."""
    path = rejection.schema_pointer.split("/")
    if rejection.keyword != "falseSchema":
        return (
            path[-1] if path[-1] in {"dependentRequired", "exclusiveMinimum", "exclusiveMaximum"} else rejection.keyword
        )
    return next((step for step in reversed(path) if step in _CLOSING), "falseSchema")


_CLOSING = frozenset({"additionalProperties", "unevaluatedProperties", "properties", "items", "additionalItems"})


def _case_id(variation: Variation) -> str:
    """`enum:data.status=paid`; the root is `$`, the items of a list are `lines[]`."""
    if variation.kind in set(Style):
        return variation.kind
    place = _place(variation.steps)
    return f"{variation.kind}:{place}" + (f"={variation.detail}" if variation.detail else "")


def _place(steps: tuple[Step, ...]) -> str:
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += "[]" if step < 0 else f"[{step}]"
        elif re.fullmatch(r"[\w@$-]+", step):
            text += f".{step}"
        else:
            text += f"[{json.dumps(step, ensure_ascii=False)}]"
    return text.removeprefix(".") or "$"


def _copied(value: Json) -> Json:
    """A copy that shares nothing, so that a test may change its message."""
    if isinstance(value, dict):
        return {name: _copied(item) for name, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value
