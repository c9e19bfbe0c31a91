"""JSON as the client meets it: its type, places in it, and short words for a value that a person has to recognise."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Json: TypeAlias = Any  # JSON of any shape, narrowed by isinstance where it is read
Schema: TypeAlias = "bool | dict[str, Json]"

_LONGEST_VALUE = 60
_SCALARS = (str, int, float, type(None))


def pointer(steps: Iterable[str | int]) -> str:
    """The JSON Pointer (RFC 6901) of a path: `["data", "a/b"]` is `/data/a~1b`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps)


def value_at(message: Json, steps: Iterable[str | int]) -> Json:
    """The value at a path that exists in the message."""
    for step in steps:
        message = message[step]
    return message


def capped(text: str, limit: int = _LONGEST_VALUE) -> str:
    """The text itself, or its beginning and an ellipsis: never more than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def in_words(value: Json) -> str:
    """A value as a message shows it: scalars as capped JSON, containers by their size and never by their content."""
    if isinstance(value, dict):
        return f"an object with {len(value)} {'property' if len(value) == 1 else 'properties'}"
    if isinstance(value, list | tuple):
        return f"an array of {len(value)} {'item' if len(value) == 1 else 'items'}"
    if isinstance(value, str):
        return json.dumps(capped(value), ensure_ascii=True)
    if isinstance(value, _SCALARS):
        return capped(json.dumps(value))
    return f"a Python {type(value).__name__}"


def holds_more_than(message: Json, limit: int) -> bool:
    """Whether a message is made of more values than the limit: itself, properties, items, and all below them."""
    waiting, count = [message], 1
    while waiting and count <= limit:
        value = waiting.pop()
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
        count += len(inner)
        waiting += inner if count <= limit else ()
    return count > limit


def foreign_values(message: Json, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Places that hold no JSON value, each with what is wrong there: a `datetime`, a key that is no text."""
    if isinstance(message, dict):
        for key, value in message.items():
            if isinstance(key, str):
                yield from foreign_values(value, (*steps, key))
            else:
                yield steps, f"the key {capped(repr(key))} is no text"
    elif isinstance(message, list | tuple):
        for index, value in enumerate(message):
            yield from foreign_values(value, (*steps, index))
    elif isinstance(message, str):
        if not message.isascii() and any("\ud800" <= character <= "\udfff" for character in message):
            yield steps, "the text holds a lone surrogate, so it is not Unicode"
    elif not isinstance(message, _SCALARS):
        yield steps, f"a Python {type(message).__name__} is no JSON value"
