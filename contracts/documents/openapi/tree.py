"""YAML or JSON text -> values that know their line, in bounded time whatever it says.

YAML is read as YAML 1.2 with its core schema, as OpenAPI asks for: `no` is text, `200` a number, `2024-01-01` text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import yaml

from contracts.documents.shapes.json_nodes import NodeKind, Unreadable
from contracts.documents.shapes.json_text import read_json_text
from contracts.documents.text.source_text import MAX_NESTING

if TYPE_CHECKING:
    from contracts.documents.shapes.json_nodes import Node as JsonNode
    from contracts.keywords import Json

MAX_VALUES: Final = 300_000
MAX_DIGITS: Final = 4_000
_TOO_DEEP: Final = f"it is nested more than {MAX_NESTING} levels deep"
_STRING_TAG: Final = "tag:yaml.org,2002:str"
_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTHS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
# libyaml, where PyYAML was built with it: a document of 2 MB would take half a minute without.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UnreadableTree(Exception):
    """Text that cannot be read: why, and on which line."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(slots=True, kw_only=True)
class Tree:
    """A value and the line that it begins on; that of its key, where it has one.

    `size` counts the values in it and `depth` the levels below it, aliases written out.
    """

    line: int
    value: dict[str, Tree] | list[Tree] | str | float | bool | None
    size: int = 1
    depth: int = 0

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
    if text.lstrip()[:1] == "{":
        return _json_tree(text, first_line)
    try:
        return _Composing(first_line).composed(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(str(part) for part in (error.context, error.problem) if part)
        raise UnreadableTree(reason, first_line + (mark.line if mark else 0)) from error
    except yaml.YAMLError as error:
        raise UnreadableTree(" ".join(str(error).split()), first_line) from error


def _json_tree(text: str, first_line: int) -> Tree:
    if text.count(",") > MAX_VALUES:
        raise UnreadableTree(f"it has more than {MAX_VALUES} values", first_line)
    read = read_json_text(text, first_line=first_line)
    if isinstance(read, Unreadable):
        raise UnreadableTree(read.reason, read.line)
    if read.tolerances or len(read.documents) != 1:
        line = read.tolerances[0].line if read.tolerances else read.documents[1].node.line
        raise UnreadableTree("it begins as JSON, and here it is none", line)
    return _tree_of(read.documents[0].node, first_line)


def _tree_of(node: JsonNode, line: int) -> Tree:
    if node.kind is NodeKind.OBJECT:
        members = {member.key: _tree_of(member.node, member.line) for member in node.members}
        return Tree(line=line, value=members, size=1 + sum(item.size for item in members.values()))
    if node.kind is NodeKind.ARRAY:
        items = [_tree_of(item, item.line) for item in node.items]
        return Tree(line=line, value=items, size=1 + sum(item.size for item in items))
    return Tree(line=line, value=node.value)


@dataclass(slots=True, kw_only=True)
class _Open:
    """A mapping or sequence that is not closed yet."""

    tree: Tree
    anchor: str | None
    key: str | None = None
    key_line: int = 1
    said: set[str] = field(default_factory=set)


class _Composing:
    """Builds the tree from the events of the parser: its own composer would follow any nesting to the end."""

    def __init__(self, first_line: int) -> None:
        self._first_line = first_line
        self._open: list[_Open] = []
        self._anchors: dict[str, Tree] = {}
        self._root: Tree | None = None

    def composed(self, text: str) -> Tree:
        for event in yaml.parse(text, Loader=_LOADER):
            mark = event.start_mark
            self._line = self._first_line + (mark.line if mark is not None else 0)
            self._take(event)
        if self._root is None:
            raise UnreadableTree("it is empty", self._first_line)
        return self._root

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._start({} if isinstance(event, yaml.MappingStartEvent) else [], event.anchor)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            closed = self._open.pop()
            self._add(closed.tree, closed.anchor)

    def _start(self, value: dict[str, Tree] | list[Tree], anchor: str | None) -> None:
        if len(self._open) >= MAX_NESTING:
            raise UnreadableTree(_TOO_DEEP, self._line)
        if self._awaits_key():
            raise UnreadableTree("a key is text, not a list or a mapping", self._line)
        self._open.append(_Open(tree=Tree(line=self._place(), value=value), anchor=anchor))

    def _place(self) -> int:
        """The line that a value is found on."""
        has_key = bool(self._open) and self._open[-1].key is not None
        return self._open[-1].key_line if has_key else self._line

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].tree.value, dict) and self._open[-1].key is None

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if self._awaits_key():
            self._key(event.value)
            return
        is_text = not event.implicit[0] or event.tag == _STRING_TAG
        value = event.value if is_text else self._resolved(event.value)
        self._add(Tree(line=self._place(), value=value), event.anchor)

    def _key(self, name: str) -> None:
        place = self._open[-1]
        if name in place.said:
            raise UnreadableTree(f"the key {name!r} stands there twice", self._line)
        place.said.add(name)
        place.key, place.key_line = name, self._line

    def _resolved(self, text: str) -> str | float | bool | None:
        if text in _NULL:
            return None
        if text in _TRUTHS:
            return _TRUTHS[text]
        if len(text) > MAX_DIGITS:
            return text
        if _INTEGER.fullmatch(text):
            return int(text)
        return float(text) if _FLOAT.fullmatch(text) else text

    def _alias(self, event: yaml.AliasEvent) -> None:
        found = self._anchors.get(str(event.anchor))
        if found is None:
            raise UnreadableTree(f"the alias *{event.anchor} stands for nothing that ends before it", self._line)
        if self._awaits_key():
            self._key(found.text)
            return
        self._add(found, None)

    def _add(self, tree: Tree, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = tree
        if not self._open:
            if self._root is not None:
                raise UnreadableTree("a second document begins here", tree.line)
            self._root = tree
            return
        place = self._open[-1]
        self._put(place, tree)
        place.tree.size += tree.size
        place.tree.depth = max(place.tree.depth, tree.depth + 1)
        if len(self._open) + tree.depth > MAX_NESTING:
            raise UnreadableTree(_TOO_DEEP, self._line)
        if place.tree.size > MAX_VALUES:
            raise UnreadableTree(f"it has more than {MAX_VALUES} values", self._line)

    def _put(self, place: _Open, tree: Tree) -> None:
        if isinstance(place.tree.value, list):
            place.tree.value.append(tree)
        elif isinstance(place.tree.value, dict) and place.key is not None:
            if place.key == "<<" and isinstance(tree.value, dict):
                place.tree.value |= {name: item for name, item in tree.value.items() if name not in place.tree.value}
            else:
                place.tree.value[place.key] = tree
            place.key = None
