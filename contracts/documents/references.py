"""References within one YAML or JSON document: what they lead to, and schemas that carry what they refer to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from contracts.documents.shapes.json_nodes import Member, Node, NodeKind
from contracts.documents.text.source_text import MAX_VALUES
from contracts.keywords import HOLDS_SCHEMA, HOLDS_SCHEMA_LIST, HOLDS_SCHEMA_MAP, pointer, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_ESCAPED: Final = re.compile(r"(?:%[0-9A-Fa-f]{2})+")  # RFC 3986: `{` is `%7B` in the fragment of a URI
_MAX_CHAIN: Final = 20


class BadReference(Exception):
    """A reference that leads `where` nobody can follow; `member` is where it stands."""

    def __init__(self, member: Member, where: str) -> None:
        super().__init__(f"{member.node.value} leads {where}")
        self.member, self.where = member, where


class TooManyValues(Exception):
    """The schemas of a document, each with what it refers to, are larger than any document should be."""


@dataclass(slots=True)
class References:
    """The references of one document; `values` counts what its schemas hold together."""

    root: Node
    values: int = 0
    _members: dict[int, Mapping[str, Member]] = field(default_factory=dict)

    def followed(self, node: Node) -> tuple[Node, str]:
        """What a node is or refers to, and the last step of the reference: the name under which it is kept.

        Raises:
            BadReference: a reference leads out of the document, nowhere, or in a circle.
        """
        name, length = "", 0
        while member := reference_of(node):
            if length == _MAX_CHAIN:
                raise BadReference(member, "in a circle")
            node, length = self.target(member), length + 1
            name = _fragment(member).rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        return node, name

    def target(self, member: Member) -> Node:
        """What a `$ref` names.

        Raises:
            BadReference: it leads out of the document, or nowhere.
        """
        if not str(member.node.value).startswith("#"):
            raise BadReference(member, "out of the document")
        node: Node | None = self.root
        for step in steps(_fragment(member)):
            node = self._child(node, step) if node else None
        if node is None:
            raise BadReference(member, "nowhere")
        return node

    def schema(self, node: Node, *, definitions: str) -> Node:
        """The schema with everything that it refers to beside it, under `definitions` (`$defs`).

        Raises:
            BadReference: a reference leads out of the document, or nowhere.
            TooManyValues: the schemas of the document become too large.
        """
        return _Bundle(references=self, definitions=definitions).closed(node)

    def count(self, values: int) -> None:
        """Count what is taken out of the document, which references allow to take many times.

        Raises:
            TooManyValues: it is too much by now.
        """
        self.values += values
        if self.values > MAX_VALUES:
            raise TooManyValues(f"it has more than {MAX_VALUES} values, references followed")

    def _child(self, node: Node, step: str) -> Node | None:
        if node.kind is NodeKind.ARRAY:
            return node.items[int(step)] if step.isdecimal() and int(step) < len(node.items) else None
        known = self._members.get(id(node))
        if known is None:
            known = self._members[id(node)] = {member.key: member for member in node.members}
        member = known.get(step)
        return member.node if member else None


def reference_of(node: Node) -> Member | None:
    """The `$ref` of a node, if it is one."""
    member = node.member("$ref")
    return member if member and member.node.kind is NodeKind.STRING else None


def _fragment(member: Member) -> str:
    return _ESCAPED.sub(_unescaped, str(member.node.value)[1:])


def _unescaped(match: re.Match[str]) -> str:
    return bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "replace")


@dataclass(slots=True)
class _Bundle:
    """One schema on its way out of its document: what it refers to gets a name of its own beside it."""

    references: References
    definitions: str
    names: dict[int, str] = field(default_factory=dict)
    taken: dict[str, int] = field(default_factory=dict)
    waiting: list[tuple[str, Node]] = field(default_factory=list)

    def closed(self, node: Node) -> Node:
        top, _ = self.references.followed(node) if _is_only_reference(node) else (node, "")
        own = next((member.node.members for member in top.members if member.key == self.definitions), ())
        self.taken.update((member.key, 1) for member in own)
        copy = self._copy(top)
        kept: list[Member] = []
        while self.waiting:
            name, target = self.waiting.pop()
            kept.append(Member(key=name, node=self._copy(target), line=target.line, column=target.column))
        if not kept:
            return copy
        own = next((member.node.members for member in copy.members if member.key == self.definitions), ())  # copied
        held = Node(kind=NodeKind.OBJECT, line=top.line, column=top.column, members=(*own, *reversed(kept)))
        others = tuple(member for member in copy.members if member.key != self.definitions)
        member = Member(key=self.definitions, node=held, line=held.line, column=held.column)
        return replace(copy, members=(*others, member))

    def _copy(self, node: Node) -> Node:
        """The schema with its references led to the definitions beside it."""
        self.references.count(1 + sum(_size(member.node) for member in node.members if not holds_schemas(member)))
        copy = with_subschemas(node, self._copy)
        return replace(copy, members=tuple(self._led(member) for member in copy.members))

    def _led(self, member: Member) -> Member:
        if member.key != "$ref" or member.node.kind is not NodeKind.STRING:
            return member
        name = self._named(self.references.target(member), steps(_fragment(member)))
        return replace(member, node=replace(member.node, value="#" + pointer((self.definitions, name))))

    def _named(self, target: Node, path: tuple[str, ...]) -> str:
        """The name of a definition: the last step of the reference, with a number where that is taken."""
        if id(target) not in self.names:
            name = wanted = path[-1] if path else "root"
            while name in self.taken:
                self.taken[wanted] += 1
                name = f"{wanted}{self.taken[wanted]}"
            self.taken[name] = 1
            self.names[id(target)] = name
            self.waiting.append((name, target))
        return self.names[id(target)]


def _is_only_reference(node: Node) -> bool:
    return reference_of(node) is not None and len(node.members) == 1


def _size(node: Node) -> int:
    return sum(1 for _ in node.descendants())


def holds_schemas(member: Member) -> bool:
    """Whether a member of a schema holds schemas of its own."""
    return (
        (member.key in HOLDS_SCHEMA_MAP and member.node.kind is NodeKind.OBJECT)
        or (member.key in HOLDS_SCHEMA_LIST and member.node.kind is NodeKind.ARRAY)
        or member.key in HOLDS_SCHEMA
    )


def with_subschemas(node: Node, change: Callable[[Node], Node]) -> Node:
    """The schema with each direct subschema changed, and without what extends it (`x-...`)."""
    kept = (member for member in node.members if not member.key.startswith("x-"))
    return replace(node, members=tuple(_with_inner(member, change) for member in kept))


def _with_inner(member: Member, change: Callable[[Node], Node]) -> Member:
    node = member.node
    if not holds_schemas(member):
        return member
    if member.key in HOLDS_SCHEMA_MAP:
        members = tuple(replace(inner, node=change(inner.node)) for inner in node.members)
        return replace(member, node=replace(node, members=members))
    if node.kind is NodeKind.ARRAY:
        return replace(member, node=replace(node, items=tuple(change(item) for item in node.items)))
    return replace(member, node=change(node))


def bare_schema(node: Node) -> Node:
    """The schema without what extends it (`x-producer`), at any depth; names of properties stay."""
    return with_subschemas(node, bare_schema)
