"""Look-ahead at the start of a pattern, which says the same as several patterns: some that occur, some that do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Schema

_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_REFERENCE = re.compile(r"\\[1-9k]")
_QUANTIFIERS = ("*", "+", "?", "{")


def members_of(pattern: str) -> list[Schema] | None:
    """Schemas that together say what the pattern says; None where it has no look-ahead right after `^`.

    >>> members_of("^(?!no)(?=.{3})[a-z]+$")
    [{'not': {'pattern': '^(?:no)'}}, {'pattern': '^(?:.{3})'}, {'pattern': '^[a-z]+$'}]
    """
    members: list[Schema] = []
    rest = pattern[1:]
    while pattern.startswith("^") and rest.startswith(("(?=", "(?!")):
        length = _length_of_group(rest)
        if length is None or rest[length:].startswith(_QUANTIFIERS):
            return None
        ahead: Schema = {"pattern": f"^(?:{rest[3 : length - 1]})"}
        members.append(ahead if rest[2] == "=" else {"not": ahead})
        rest = rest[length:]
    if not members or _REFERENCE.search(pattern) or any(depth == 0 and token == "|" for token, depth in _tokens(rest)):  # noqa: S105  # no password
        return None
    return [*members, {"pattern": f"^{rest}"}]


def _length_of_group(text: str) -> int | None:
    """How long the group is that the text begins with."""
    length = 0
    for token, depth in _tokens(text):
        length += len(token)
        if depth == 0:
            return length
    return None


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    """The escapes, classes and characters of a pattern, each with the number of groups that are open after it."""
    depth = 0
    for found in _TOKEN.finditer(text):
        depth += (found[0] == "(") - (found[0] == ")")
        yield found[0], depth
