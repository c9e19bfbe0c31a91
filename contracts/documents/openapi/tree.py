"""YAML or JSON text -> values that know their line, in bounded time whatever it says.

YAML is read as YAML 1.2 with its core schema, as OpenAPI asks for: `no` is text, `200` a number, `2024-01-01` text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.documents.shapes.data_text import read_data_text
from contracts.documents.shapes.json_nodes import NodeKind, Unreadable

if TYPE_CHECKING:
    from contracts.documents.shapes.json_nodes import Node
    from contracts.keywords import Json


class UnreadableTree(Exception):
    """Text that cannot be read: why, and on which line."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(slots=True, kw_only=True)
class Tree:
    """A value and the line that it begins on; that of its key, where it has one.

    `size` counts the values in it, aliases written out.
    """

    line: int
    value: dict[str, Tree] | list[Tree] | str | float | bool | None
    size: int = 1

    @property
    def members(self) -> dict[str, Tree]:
        """The members of an object; none of any other value."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Tree]:
        """The items of a list; none of any other value."""
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str:
        """The text of a string; empty for any other value."""
        return self.value if isinstance(self.value, str) else ""

    def at(self, *path: str) -> Tree | None:
        """What stands at a path of member names."""
        found: Tree | None = self
        for name in path:
            found = found.members.get(name) if found is not None else None
        return found

    def text_at(self, *path: str) -> str:
        """The text at a path; empty where there is none."""
        found = self.at(*path)
        return found.text if found is not None else ""

    def is_true(self, name: str) -> bool:
        """Whether a member is `true`."""
        found = self.members.get(name)
        return found is not None and found.value is True

    def to_json(self) -> Json:
        """The plain value."""
        if isinstance(self.value, dict):
            return {name: item.to_json() for name, item in self.value.items()}
        return [item.to_json() for item in self.value] if isinstance(self.value, list) else self.value


def read_tree(text: str, *, first_line: int = 1) -> Tree:
    """The value of a YAML or JSON text that begins on this line of its document.

    Raises:
        UnreadableTree: it is neither, or exceeds a limit.
    """
    read = read_data_text(text, is_json=text.lstrip()[:1] == "{", first_line=first_line)
    if isinstance(read, Unreadable):
        raise UnreadableTree(read.reason, read.line)
    return _tree_of(read, first_line)


def _tree_of(node: Node, line: int) -> Tree:
    if node.kind is NodeKind.OBJECT:
        members = {member.key: _tree_of(member.node, member.line) for member in node.members}
        return Tree(line=line, value=members, size=1 + sum(item.size for item in members.values()))
    if node.kind is NodeKind.ARRAY:
        items = [_tree_of(item, item.line) for item in node.items]
        return Tree(line=line, value=items, size=1 + sum(item.size for item in items))
    return Tree(line=line, value=node.value)
