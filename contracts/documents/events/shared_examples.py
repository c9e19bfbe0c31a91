# ruff: noqa: RUF001 - fullwidth colons of the languages that documents are written in are meant
"""One example below a heading of several events: it shows one of them, and others unless more is said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from contracts.documents.claims import EventClaim, Placement
from contracts.documents.text.inline import code_spans
from contracts.documents.text.markdown import BlockKind
from contracts.documents.vocabulary.names import name_style, same_spelling
from contracts.model import Confidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.documents.fences import Body
    from contracts.documents.subjects import Subject
    from contracts.documents.text.markdown import Block
    from contracts.documents.vocabulary.names import EventName

_NAMED_LINE: Final = re.compile(r"[\s*_-]*`([\w.:-]+)`[^:：]{0,60}[:：]")


def shared_body(found: EventName, subject: Subject, bodies: Sequence[Body]) -> Body | None:
    """The only example of a heading of several events, where its type key names another one than `found`."""
    if len(subject.events) == 1 or len(bodies) != 1:
        return None
    (body,) = bodies
    partners = [name for name in subject.events if name is not found]
    is_theirs = any(_is_called(body.event, name) for name in partners) and not _is_called(body.event, found)
    return body if body.event and body.has_strong_key and is_theirs else None


def _is_called(event: str, name: EventName) -> bool:
    return event in {name.name, name.other} or same_spelling(event) == same_spelling(name.name)


def is_shared(subject: Subject, bodies: Sequence[Body]) -> bool:
    """Whether examples stand for several events of a heading, of which they do not name each."""
    names = [found.name for found in subject.events]
    if len(names) == 1 or not bodies or all(any(body.event == name for body in bodies) for name in names):
        return False
    return not (all(body.event for body in bodies) and tells_apart(subject))


def tells_apart(subject: Subject) -> bool:
    """Whether a line below the heading says something of one event alone: `payment.failed` has a `reason` as well."""
    lines = [item.block for item in subject.blocks if item.block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}]
    names = {name for found in subject.events for name in (found.name, found.other) if name}
    is_named = any(span in names for block in lines for span in code_spans(block.text))
    return is_named or any(_begins_with_name(line) for block in lines for line in block.text.split("\n"))


def _begins_with_name(line: str) -> bool:
    """Whether a line lists what a message holds: `OrderClosed`: `orderId`, `closedAt`."""
    match = _NAMED_LINE.match(line)
    return match is not None and name_style(match[1]) in {"dot", "pascal", "upper"}


def as_partner(body: Body, wire: str, block: Block) -> EventClaim:
    """What the example of its partner says of the event `wire`: the same fields, and its own name in the type key."""
    return EventClaim(
        name=wire,
        block=block,
        line=block.line,
        via=body.shape.via,
        shape=replace(body.shape, example=None, has_example=False),
        placement=Placement.BODY,
        type_path=body.type_path,
        confidence=Confidence.INFERRED,
    )
