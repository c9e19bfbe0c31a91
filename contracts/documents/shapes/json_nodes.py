"""JSON as it stands in a document: values that know their line and column, and where the text was no plain JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.keywords import Json


class NodeKind(StrEnum):
    """What a node is. A `word` is bare text where JSON wants a value: `uuid`, `string | null`."""

    OBJECT = "object"
    ARRAY = "array"
    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"
    NULL = "null"
    WORD = "word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A key of an object with its value; `is_optional` for `"k"?:`, `comment` is what follows on its line."""

    key: str
    node: Node
    line: int
    column: int
    is_optional: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value. `is_elided`: an ellipsis or a comment stands in for members or items that are not shown."""

    kind: NodeKind
    line: int
    column: int
    value: str | float | bool | None = None
    members: tuple[Member, ...] = ()
    items: tuple[Node, ...] = ()
    is_elided: bool = False

    def to_json(self) -> Json:
        """The value as the standard library would read it; bare words become text."""
        if self.kind is NodeKind.OBJECT:
            return {member.key: member.node.to_json() for member in self.members}
        if self.kind is NodeKind.ARRAY:
            return [item.to_json() for item in self.items]
        return self.value

    def member(self, key: str) -> Member | None:
        """The last member of this key, as the standard library keeps it."""
        return next((member for member in reversed(self.members) if member.key == key), None)

    def descendants(self) -> Iterator[Node]:
        """The node and everything in it."""
        yield self
        for child in (*(member.node for member in self.members), *self.items):
            yield from child.descendants()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """A place where the text is no JSON but could be read: `comment`, `ellipsis`, `bare-word`, `trailing-comma` ..."""

    kind: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonDocument:
    """One value of a text; `title` is the comment in front of it."""

    node: Node
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All values of a text. `is_exact`: it is plain JSON, or differs from it by comments and commas only."""

    documents: tuple[JsonDocument, ...]
    tolerances: tuple[Tolerance, ...] = field(default=())

    @property
    def is_exact(self) -> bool:
        """Whether the values mean what they say: nothing elided, no bare words."""
        return not any(found.kind in {"ellipsis", "bare-word", "optional-key"} for found in self.tolerances)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Why a text cannot be used: `line` and `column` count from 1, `code` is that of the problem it would be."""

    reason: str
    line: int
    column: int
    code: str = "unreadable-example"
