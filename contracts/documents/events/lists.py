# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""Lists of events -> claims: `Published Events` with bullets, `**Consumes:** a, b`, `Future events`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from contracts.documents.claims import EventClaim, PartyClaim
from contracts.documents.events.tables import is_listed_event
from contracts.documents.text.inline import code_spans, is_struck, plain_text
from contracts.documents.text.markdown import Block, BlockKind
from contracts.documents.vocabulary.labels import labels_of
from contracts.documents.vocabulary.names import EventName, event_names, is_past, name_style
from contracts.documents.vocabulary.parties import is_service_title, normal_service, read_parties
from contracts.documents.vocabulary.words import label_role, says
from contracts.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.documents.survey import Survey

_HEAD: Final = re.compile(
    r"^(.*?)(?:\s+[—–-]{1,2}\s+|\s*[:：]\s+|\s+(?:→|->|=>|⇒)\s*|\s+(?:when|after|on|if|from|by)\s|$)(.*)$", re.DOTALL
)
_FROM: Final = re.compile(
    r"(?:\b(?:from|published by|produced by|emitted by|by)\s+|←\s*|<-\s*)(?:the\s+)?([^,;.()]+)", re.IGNORECASE
)
_TO: Final = re.compile(
    r"(?:→|->|=>|⇒|\b(?:consumed by|consumers?:|subscribers?:|to:|notifies)\s)\s*([^;.()]+)", re.IGNORECASE
)
_DIRECTIONS: Final = frozenset({"publishes", "consumes"})
_MAX_WORDS: Final = 12


@dataclass(slots=True)
class _Context:
    """Where the reader of lists stands: what the heading and the last label say of direction and service."""

    heading: str = ""
    label: str = ""
    service: str = ""
    lists_events: bool = False
    is_planned: bool = False


def listed_events(survey: Survey) -> Iterator[EventClaim]:
    """The claims of lists that say they hold events."""
    context = _Context()
    for block in survey.page.blocks:
        if survey.is_ignored(block):
            continue
        if block.kind is BlockKind.HEADING:
            context = _heading_context(block)
        elif block.kind is BlockKind.PARAGRAPH:
            yield from _paragraph(block, context, survey)
        elif block.kind is BlockKind.ITEM:
            yield from _item(block, context, survey)


def _heading_context(block: Block) -> _Context:
    text = plain_text(block.text)
    role = label_role(re.sub(r"^[\d.]+\s+", "", text)) or ""
    if role not in _DIRECTIONS:
        published, consumed = says(text, "published"), says(text, "consumed")
        role = "" if published == consumed or not says(text, "event") else "publishes" if published else "consumes"
    is_planned = says(text, "planned")
    lists_events = says(text, "event") and not says(text, "naming") and not says(text, "envelope")
    return _Context(heading=role, lists_events=lists_events, is_planned=is_planned)


def _paragraph(block: Block, context: _Context, survey: Survey) -> Iterator[EventClaim]:
    labels = list(labels_of(block))
    context.label = ""
    for label in labels:
        if label.role in _DIRECTIONS:
            context.label = label.role or ""
            yield from _named(event_names(label.value), label.role or "", block, (survey, context, ""))
        elif not label.value and label.role is None and (said := _said_direction(label.head)):
            context.label = said
        elif is_service_title(label.head) or normal_service(label.head) in survey.services:
            context.service = label.head


def _said_direction(head: str) -> str:
    """What a sentence before a list says: `The service listens to the following:`."""
    published, consumed = says(head, "published"), says(head, "consumed")
    return "" if published == consumed else "publishes" if published else "consumes"


def _item(block: Block, context: _Context, survey: Survey) -> Iterator[EventClaim]:
    for label in labels_of(block):
        if label.role in _DIRECTIONS:
            yield from _named(event_names(label.value), label.role or "", block, (survey, context, ""))
            return
    first = block.text.split("\n", 1)[0]
    head, rest = _split_head(first)
    names = event_names(head)
    direction = _direction(block, context)
    if direction and names and all(is_listed_event(name.name, survey) for name in names):
        yield from _named(names, direction, block, (survey, context, rest))
    elif names and not direction and context.lists_events and _is_plain_list(first, names, context):
        yield from _named(names, "", block, (survey, context, rest))


def _split_head(text: str) -> tuple[str, str]:
    match = _HEAD.match(text)
    return (match[1], match[2]) if match else (text, "")


def _direction(block: Block, context: _Context) -> str:
    for parent in reversed(block.parents):
        role = label_role(plain_text(parent).rstrip(":"))
        if role in _DIRECTIONS:
            return role or ""
    return context.label or context.heading


def _is_plain_list(text: str, names: tuple[EventName, ...], context: _Context) -> bool:
    """Whether an item of a heading about events starts with a name that can only be an event."""
    begins = text.lstrip(" *_").startswith("`") or bool(code_spans(text)) or len(plain_text(text).split()) == 1
    styles = {name_style(name.name) for name in names}
    said = all(is_past(name.name) for name in names) or context.is_planned
    return begins and said and styles <= {"dot", "pascal", "upper", "colon"}


def _service_of(block: Block, context: _Context, survey: Survey) -> str:
    for parent in reversed(block.parents):
        title = plain_text(parent.split("\n", 1)[0]).rstrip(":").strip()
        if is_service_title(title) or normal_service(title) in survey.services:
            return title
    return (
        context.service
        or survey.section_service(block)
        or survey.front.service
        or survey.section_service(_whole(survey))
        or ""
    )


def _whole(survey: Survey) -> Block:
    return Block(kind=BlockKind.HEADING, line=1, end_line=1, text=survey.page.title)


def _named(
    names: tuple[EventName, ...], direction: str, block: Block, context: tuple[Survey, _Context, str]
) -> Iterator[EventClaim]:
    survey, place, rest = context
    service = _service_of(block, place, survey) if direction else ""
    own = (PartyClaim(title=service, line=block.line),) if service else ()
    other = _other_parties(direction, rest, block, survey)
    description, status = plain_text(rest), _status(block, place)
    for name in names:
        yield EventClaim(
            name=name.name,
            block=block,
            line=block.line,
            via="event-list",
            producers=own if direction == "publishes" else other if direction == "consumes" else (),
            consumers=own if direction == "consumes" else other if direction == "publishes" else (),
            label=name.label,
            status=status,
            description=description,
        )


def _status(block: Block, context: _Context) -> Status:
    if is_struck(block.text):
        return Status.DEPRECATED
    return Status.PLANNED if context.is_planned else Status.ACTIVE


def _other_parties(direction: str, rest: str, block: Block, survey: Survey) -> tuple[PartyClaim, ...]:
    """The other side, where an item names it: `order.created from orders`, `order.created -> billing`."""
    text = plain_text(block.text.split("\n", 1)[0])
    pattern = _FROM if direction == "consumes" else _TO
    match = pattern.search(text)
    if not match or (not rest and "(" not in text):
        return ()
    if len(match[1].split()) > _MAX_WORDS:
        return ()
    titles = read_parties(match[1], survey.services).titles
    return tuple(PartyClaim(title=title, line=block.line) for title in titles if _is_service(title, survey))


def _is_service(title: str, survey: Survey) -> bool:
    return normal_service(title) in survey.services or is_service_title(title)
