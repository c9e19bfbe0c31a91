"""The messages of an AsyncAPI document, each with the channel it goes through and what the service does with it.

Sources: AsyncAPI 2.6.0 (Channel Item Object: `subscribe` are messages that the application sends, `publish` those that
it receives) and 3.0.0 (Operation Object: `action` is `send` or `receive`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from contracts.documents.references import BadReference, References
from contracts.documents.shapes.json_nodes import Node, NodeKind
from contracts.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.documents.problems import Findings

_EMPTY: Final = Node(kind=NodeKind.OBJECT, line=1, column=1)
_VERBS: Final = {"subscribe": Role.PRODUCER, "publish": Role.CONSUMER}
_ACTIONS: Final = {"send": Role.PRODUCER, "receive": Role.CONSUMER}
_OTHER: Final = {Role.PRODUCER: Role.CONSUMER, Role.CONSUMER: Role.PRODUCER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message in a channel. `key` is the name it is kept under, `address` that of its channel.

    `role` is what the service does with it, None where no operation says; `is_alone`: its channel has no other one.
    """

    node: Node
    key: str
    address: str
    role: Role | None
    is_alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A document that is read; references that lead nowhere are noted, and what they name is left out."""

    references: References
    findings: Findings

    def followed(self, node: Node) -> tuple[Node, str]:
        """What the node refers to and its name; an empty object where that is nothing."""
        try:
            return self.references.followed(node)
        except BadReference as bad:
            self.note(bad)
            return _EMPTY, ""

    def note(self, bad: BadReference) -> None:
        """Note a reference that cannot be followed."""
        at = bad.member
        self.findings.note("bad-reference", at.line, at.column, reference=at.node.value, where=bad.where)

    def messages(self) -> Iterator[Message]:
        """The messages of all channels, in the order of the document.

        Raises:
            TooManyValues: references make the same messages many.
        """
        root = self.references.root
        version = str(value_of(root, "asyncapi") or "")
        yield from self._third(root) if version.startswith("3") else self._second(root)

    def _second(self, root: Node) -> Iterator[Message]:
        for channel in child(root, "channels").members:
            item, _ = self.followed(channel.node)
            for verb, role in _VERBS.items():
                kept = child(child(item, verb), "message")
                choices = child(kept, "oneOf").items or ((kept,) if kept.members else ())
                for choice in choices:
                    self.references.count(1)
                    node, key = self.followed(choice)
                    yield Message(node=node, key=key, address=channel.key, role=role, is_alone=len(choices) == 1)

    def _third(self, root: Node) -> Iterator[Message]:
        spoken: set[int] = set()
        for operation in child(root, "operations").members:
            for message in self._of_operation(self.followed(operation.node)[0]):
                spoken.add(id(message.node))
                yield message
        for channel in child(root, "channels").members:
            item, key = self.followed(channel.node)
            yield from (found for found in self._of_channel(item, key or channel.key) if id(found.node) not in spoken)

    def _of_operation(self, operation: Node) -> Iterator[Message]:
        role = _ACTIONS.get(str(value_of(operation, "action")))
        yield from self._said(operation, role)
        yield from self._said(self.followed(child(operation, "reply"))[0], _OTHER[role] if role else None)

    def _said(self, operation: Node, role: Role | None) -> Iterator[Message]:
        """The messages of an operation or a reply: those that it lists, else all of its channel."""
        channel, name = self.followed(child(operation, "channel"))
        known = {id(found.node): found for found in self._of_channel(channel, name)}
        listed = [self.followed(item) for item in child(operation, "messages").items]
        chosen = [known.get(id(node)) or _message(node, key, name) for node, key in listed] or known.values()
        for message in chosen:
            yield Message(
                node=message.node, key=message.key, address=message.address, role=role, is_alone=message.is_alone
            )

    def _of_channel(self, channel: Node, key: str) -> Iterator[Message]:
        address = value_of(channel, "address")
        members = child(channel, "messages").members
        for member in members:
            self.references.count(1)
            node, _ = self.followed(member.node)
            yield Message(
                node=node,
                key=member.key,
                address=address if isinstance(address, str) else key,
                role=None,
                is_alone=len(members) == 1,
            )


def _message(node: Node, key: str, channel: str) -> Message:
    return Message(node=node, key=key, address=channel, role=None, is_alone=False)


def child(node: Node, key: str) -> Node:
    """The object or list under a key; an empty object where there is none."""
    member = node.member(key)
    return member.node if member and member.node.kind in {NodeKind.OBJECT, NodeKind.ARRAY} else _EMPTY


def value_of(node: Node, key: str) -> str | float | bool | None:
    """The plain value under a key; None where there is none."""
    member = node.member(key)
    return member.node.value if member else None
