"""A JSON value on lines, with one place in it marked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.keywords import steps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Json

_STEP = "  "


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the text of a value."""

    text: str
    is_marked: bool = False


def marked_lines(value: Json, pointer: str | None = None) -> tuple[Line, ...]:
    """The lines of a value, as `json.dumps` with two spaces writes them.

    Marked is the line on which the place of the JSON Pointer begins; None marks nothing.

    >>> [line.text for line in marked_lines({"a": [1]}, "/a/0") if line.is_marked]
    ['    1']
    """
    marked = None if pointer is None else steps(pointer)
    return tuple(
        Line(text=text, is_marked=place is not None and place == marked) for text, place in _lines(value, (), "", "")
    )


def _lines(
    value: Json, place: tuple[str, ...], before: str, after: str
) -> Iterator[tuple[str, tuple[str, ...] | None]]:
    """Each line, and what begins on it: nothing does on one that closes."""
    members = _members(value)
    if not members:
        yield f"{_STEP * len(place)}{before}{_written(value)}{after}", place
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    yield f"{_STEP * len(place)}{before}{opening}", place
    for number, (step, label, member) in enumerate(members, 1):
        yield from _lines(member, (*place, step), label, "," if number < len(members) else "")
    yield f"{_STEP * len(place)}{closing}{after}", None


def _members(value: Json) -> list[tuple[str, str, Json]]:
    if isinstance(value, dict):
        return [(name, f"{_written(name)}: ", member) for name, member in value.items()]
    if isinstance(value, list):
        return [(str(index), "", member) for index, member in enumerate(value)]
    return []


def _written(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
