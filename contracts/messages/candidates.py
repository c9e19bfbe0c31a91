"""Instances near the boundaries of a schema, valid or not: what a search for a witness tries."""

from __future__ import annotations

from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING

from contracts.messages.composer import Composer
from contracts.messages.equality import text_key
from contracts.messages.variations import Varying
from contracts.messages.wish import ABSENT, Style, Wish
from contracts.model import Formats
from contracts.validation import Validator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Json, Schema

PLAIN: tuple[Json, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    0.5,
    1.5,
    "",
    "a",
    "text",
    [],
    [None],
    [1],
    ["a"],
    {},
    {"a": None},
)


def candidates(schema: Schema, *, limit: int) -> Iterator[Json]:
    """At most `limit` different instances, smallest first: the usual messages, one change at a time, plain values.

    They are guided by the schema but need not be valid. The same schema gives the same instances.

    Raises:
        InvalidSchema: the value is not a JSON Schema.
    """
    Validator(schema)
    chosen: dict[str, Json] = {}
    for value in _proposed(Composer(schema, Formats.ASSERT)):
        if len(chosen) >= limit:
            break
        chosen.setdefault(text_key(value), value)
    yield from (chosen[key] for key in sorted(chosen, key=lambda key: (len(key), key)))


def _proposed(composer: Composer) -> Iterator[Json]:
    """Usual messages and a few plain values, then variations of the small and of the full message in turn."""
    usual = (composer.value(composer.root, Wish(style=style)) for style in Style)
    streams = [
        (
            variation.value
            for variation in Varying(composer, style, is_thorough=True).variations(composer.root, Wish(style=style))
        )
        for style in Style
    ]
    in_turn = chain.from_iterable(zip_longest(*streams, fillvalue=ABSENT))
    yield from (value for value in chain(usual, islice(PLAIN, 4), in_turn, PLAIN) if value is not ABSENT)
