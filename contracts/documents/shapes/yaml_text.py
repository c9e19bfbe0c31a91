"""YAML -> the same nodes with positions that the JSON reader gives, in bounded time whatever it says.

Plain scalars mean what YAML 1.2 says (its core schema), which is what JSON people expect: `on` and `12:30` are text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml

from contracts.documents.shapes.json_nodes import Member, Node, NodeKind, Unreadable
from contracts.documents.text.source_text import MAX_NESTING, MAX_VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator


Mark: TypeAlias = Any  # where an event is: of one class or another, and PyYAML's types say that it may be missing

# The loader in C is ten times faster; both give the same nodes.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FAILURES: Final = (yaml.YAMLError, ValueError)
_VALUES: Final = (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.AliasEvent)
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_FLOAT: Final = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_CONSTANTS: Final = {"": None, "~": None, **dict.fromkeys(("null", "Null", "NULL"))} | {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}
_NOT_TEXT: Final = re.compile("[\ud800-\udfff]")
_MERGE: Final = "<<"
_TEXT_TAG: Final = "tag:yaml.org,2002:str"


class _Stop(Exception):
    def __init__(self, reason: str, mark: Mark, code: str = "unreadable-data") -> None:
        super().__init__(reason)
        self.reason, self.mark, self.code = reason, mark, code


@dataclass(slots=True)
class _Reader:
    """The state of one pass over the events.

    PyYAML's own nodes are composed without a limit on depth (in C, the process ends), and aliases can make a few lines
    stand for more values than any memory holds: hence events, and counts.
    """

    events: Iterator[yaml.Event]
    first_line: int
    values: int = 0
    depth: int = 0
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)

    def node(self, event: yaml.Event) -> Node:
        if self.depth >= MAX_NESTING:
            raise _Stop(f"nested more than {MAX_NESTING} levels deep", event.start_mark)
        self.depth += 1
        before = self.values
        read = self._alias(event) if isinstance(event, yaml.AliasEvent) else self._read(event)
        self.values += 1
        if self.values > MAX_VALUES:
            raise _Stop(f"it has more than {MAX_VALUES} values, aliases followed", event.start_mark, "too-many-values")
        self.depth -= 1
        if anchor := getattr(event, "anchor", None):
            self.anchors[anchor] = (read, self.values - before)
        return read

    def _alias(self, event: yaml.AliasEvent) -> Node:
        if event.anchor not in self.anchors:
            raise _Stop(f"the alias *{event.anchor} leads nowhere", event.start_mark)
        node, values = self.anchors[event.anchor]
        self.values += values
        if self.values <= MAX_VALUES and self.depth + _height(node) > MAX_NESTING:
            raise _Stop(f"nested more than {MAX_NESTING} levels deep, aliases followed", event.start_mark)
        return node

    def _read(self, event: yaml.Event) -> Node:
        line, column = self.place(event.start_mark)
        if isinstance(event, yaml.MappingStartEvent):
            return Node(kind=NodeKind.OBJECT, line=line, column=column, members=_merged(tuple(self._members())))
        if isinstance(event, yaml.SequenceStartEvent):
            items = tuple(self.node(item) for item in self._until(yaml.SequenceEndEvent))
            return Node(kind=NodeKind.ARRAY, line=line, column=column, items=items)
        value = _scalar(event) if isinstance(event, yaml.ScalarEvent) else None
        return Node(kind=_kind(value), line=line, column=column, value=value)

    def _members(self) -> Iterator[Member]:
        said: set[str] = set()
        for key in self._until(yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise _Stop("a key is no text", key.start_mark)
            name = _text(key)
            if name in said:
                raise _Stop(f"the key {name!r} stands there twice", key.start_mark)
            said.add(name)
            line, column = self.place(key.start_mark)
            yield Member(key=name, node=self.node(next(self.events)), line=line, column=column)

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self.events), end):
            yield event

    def place(self, mark: Mark) -> tuple[int, int]:
        return (self.first_line + mark.line, mark.column + 1) if mark else (self.first_line, 1)


def _height(node: Node) -> int:
    children = (*(member.node for member in node.members), *node.items)
    return 1 + max((_height(child) for child in children), default=0)


def _merged(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """The members with those of a merge (`<<: *base`) in front of them, where the mapping's own ones replace them."""
    bases = [member.node.members for member in members if member.key == _MERGE]
    if not bases:
        return members
    own = {member.key: member for base in bases for member in base} | {
        member.key: member for member in members if member.key != _MERGE
    }
    return tuple(own.values())


def read_yaml_text(text: str, *, first_line: int = 1) -> Node | Unreadable:
    """The value of a YAML text with its positions, or why it cannot be read; `first_line` is the line it starts on."""
    reader = _Reader(events=yaml.parse(text, Loader=_LOADER), first_line=first_line)
    try:
        return _only_value(reader)
    except _Stop as stop:
        line, column = reader.place(stop.mark)
        return Unreadable(reason=stop.reason, line=line, column=column, code=stop.code)
    except _FAILURES as error:
        mark = getattr(error, "problem_mark", None)
        line, column = reader.place(mark)
        line = min(line, first_line + text.count("\n"))  # what is missing at the end is missing on the last line
        return Unreadable(reason=_reason(error), line=line, column=column, code="unreadable-data")


def _only_value(reader: _Reader) -> Node | Unreadable:
    start = next((event for event in reader.events if isinstance(event, _VALUES)), None)
    if start is None:
        return Unreadable(reason="there is no value", line=reader.first_line, column=1, code="unreadable-data")
    read = reader.node(start)
    other = next((event for event in reader.events if isinstance(event, _VALUES)), None)
    if other is None:
        return read
    line, column = reader.place(other.start_mark)
    return Unreadable(reason="it holds several values", line=line, column=column, code="unreadable-data")


def _reason(error: Exception) -> str:
    return " ".join(str(getattr(error, "problem", None) or error).split())


def _text(found: yaml.ScalarEvent) -> str:
    if _NOT_TEXT.search(found.value):
        raise _Stop("a surrogate without its other half is no text", found.start_mark)
    return str(found.value)


def _scalar(found: yaml.ScalarEvent) -> str | float | bool | None:
    text = _text(found)
    if found.style in {"'", '"', "|", ">"} or found.tag == _TEXT_TAG:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    try:
        value = int(text) if _INTEGER.fullmatch(text) else float(text) if _FLOAT.fullmatch(text) else text
    except ValueError as error:
        raise _Stop("the number has too many digits", found.start_mark) from error
    if isinstance(value, float) and not math.isfinite(value):
        raise _Stop(f"the number {text} is too large", found.start_mark)
    return value


def _kind(value: str | float | bool | None) -> NodeKind:  # noqa: FBT001 - the value of a scalar is what is asked about
    if value is None:
        return NodeKind.NULL
    if isinstance(value, bool):
        return NodeKind.BOOLEAN
    return NodeKind.STRING if isinstance(value, str) else NodeKind.NUMBER
