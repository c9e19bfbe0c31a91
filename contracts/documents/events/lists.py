# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""Lists of events -> claims: `Published Events` with bullets, `**Consumes:** a, b`, `Future events`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from contracts.documents.claims import EventClaim, PartyClaim
from contracts.documents.events.tables import is_listed_event
from contracts.documents.party_lists import cell_parties
from contracts.documents.payload_cells import payload_cell_shape
from contracts.documents.text.inline import code_spans, is_struck, plain_text
from contracts.documents.text.markdown import Block, BlockKind
from contracts.documents.vocabulary.labels import labels_of, read_label
from contracts.documents.vocabulary.names import EventName, event_names, is_past, name_style, names_only_events
from contracts.documents.vocabulary.parties import is_service_title, normal_service, read_parties
from contracts.documents.vocabulary.words import is_product, label_role, says
from contracts.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.documents.survey import Survey
    from contracts.documents.vocabulary.labels import Label

_HEAD: Final = re.compile(
    r"^(.*?)(?:\s+[—–-]{1,2}\s+|\s*[:：]\s+|\s+(?:→|->|=>|⇒)\s*|\s+(?:when|after|on|if|from|by)\s|$)(.*)$", re.DOTALL
)
_FROM: Final = re.compile(r"(?:\b(?:from|by)\s+|←\s*|<-\s*)(?:the\s+)?([^,;.()]+)", re.IGNORECASE)
_TO: Final = re.compile(r"(?:→|->|=>|⇒|\b(?:to:|notifies)\s)\s*([^;.()]+)", re.IGNORECASE)
_IN_BRACKETS: Final = re.compile(r"^\S+\s+[(（]([^()（）]+)[)）]\s*$")
_NAMES: Final = r"([^;.()]+?)(?=[;.()]|$|,?\s+(?:and\s+)?(?:consumed|handled|published|produced|emitted)\b)"
_PRODUCED_BY: Final = re.compile(
    rf"\b(?:published|produced|emitted|sent|raised|fired) by:?\s+(?:the\s+)?{_NAMES}|\bproducers?:\s+{_NAMES}|"
    rf"\b(?:publicad[oa]|emitid[oa]|producid[oa]|enviad[oa]|produzid[oa]) por:?\s+(?:el\s+|la\s+|o\s+|a\s+)?{_NAMES}|"
    rf"\b(?:publiée?|émise?|produite?|envoyée?) par:?\s+(?:le\s+|la\s+)?{_NAMES}|"
    rf"(?:生产者|生产方|发布者|发布方|발행자|생산자|発行元|発行者|プロデューサー?)\s*[:：]\s*([^;.()（）。；]+)",
    re.IGNORECASE,
)
_CONSUMED_BY: Final = re.compile(
    rf"\b(?:consumed|handled|received|subscribed) by:?\s+(?:the\s+)?{_NAMES}|"
    rf"\b(?:consumid[oa]|recibid[oa]|procesad[oa]|recebid[oa]) por:?\s+(?:el\s+|la\s+|o\s+|a\s+)?{_NAMES}|"
    rf"\b(?:consommée?|reçue?|traitée?) par:?\s+(?:le\s+|la\s+)?{_NAMES}|"
    rf"\b(?:consumers?|subscribers?|consumidor(?:es)?|suscriptor(?:es)?|consommateurs?|tüketiciler):\s+{_NAMES}|"
    rf"(?:消费者|消费方|订阅者|订阅方|구독자|소비자|購読者|コンシューマー?)\s*[:：]\s*([^;.()（）。；]+)",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"`[^`\n]+`")
_BETWEEN_NAMES: Final = re.compile(r"`(?:\s*(?:[,;·•|/、，+&]|and)\s*`)+\.?")
_ARROWS: Final = frozenset("→⇒←<-=")
_ONE_WORD: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")  # behind an arrow, the name of a service
_ONE_SIGN_WORD: Final = re.compile(r"[^\x00-\x7f\s]{1,4}(?<![者方자])")  # `발행`, `订阅`: what is published or consumed
_SIDES: Final = ("producer", "consumer")
_DIRECTIONS: Final = frozenset({"publishes", "consumes"})
_MAX_WORDS: Final = 12
_MAX_BEFORE: Final = 3  # words in front of the name, `the event `


@dataclass(slots=True)
class _Context:
    """Where the reader of lists stands: what the heading and the last label say of direction and service.

    `items` holds the events of the list items so far, by their texts.
    """

    heading: str = ""
    label: str = ""
    service: str = ""
    lists_events: bool = False
    is_planned: bool = False
    items: dict[str, tuple[EventName, ...]] = field(default_factory=dict)


def listed_events(survey: Survey) -> Iterator[EventClaim]:
    """The claims of lists that say they hold events."""
    context = _Context()
    for block in survey.page.blocks:
        if survey.is_ignored(block):
            continue
        if block.kind is BlockKind.HEADING:
            context = _heading_context(block)
        elif block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            read = _paragraph if block.kind is BlockKind.PARAGRAPH else _item
            for claim in read(block, context, survey):
                survey.event_names.add(claim.name)
                yield claim


def _heading_context(block: Block) -> _Context:
    text = plain_text(block.text)
    role = label_role(re.sub(r"^[\d.]+\s+", "", text)) or ""
    if role not in _DIRECTIONS:
        published, consumed = says(text, "published"), says(text, "consumed")
        is_about = says(text, "event") or _ONE_SIGN_WORD.fullmatch(text)
        role = "" if published == consumed or not is_about else "publishes" if published else "consumes"
    is_planned = says(text, "planned")
    lists_events = says(text, "event") and not says(text, "naming") and not says(text, "envelope")
    return _Context(heading=role, lists_events=lists_events, is_planned=is_planned)


def _paragraph(block: Block, context: _Context, survey: Survey) -> Iterator[EventClaim]:
    labels = labels_of(block)
    context.label = ""
    for label in labels:
        if label.role in _DIRECTIONS:
            context.label = label.role or ""
            yield from _named(event_names(label.value), label.role or "", block, (survey, context, ""))
        elif not label.value and label.role is None and (said := _said_direction(label.head)):
            context.label = said
        elif is_service_title(label.head) or normal_service(label.head) in survey.services:
            context.service = label.head
    if not labels and (names := _only_names(block.text, context)):
        yield from _named(names, context.heading, block, (survey, context, ""))


def _only_names(text: str, context: _Context) -> tuple[EventName, ...]:
    """The events of a line of nothing but names in code marks, below a heading of events: `` `A` · `B` ``."""
    is_list = (context.heading or context.lists_events) and _BETWEEN_NAMES.fullmatch(_CODE.sub("`", text))
    names = event_names(text) if is_list else ()
    return names if len(names) > 1 and all(is_past(name.name) for name in names) else ()


def _said_direction(head: str) -> str:
    """What a sentence before a list says: `The service listens to the following:`."""
    published, consumed = says(head, "published"), says(head, "consumed")
    return "" if published == consumed else "publishes" if published else "consumes"


def _item(block: Block, context: _Context, survey: Survey) -> Iterator[EventClaim]:
    labels = labels_of(block)
    for label in labels:
        if (direction := _label_direction(label)) and (names := event_names(label.value)):
            yield from _named(names, direction, block, (survey, context, ""))
            return
    if block.parents and (above := context.items.get(block.parents[-1])):
        yield from _detail(above, labels, block, survey)
        return
    first = block.text.split("\n", 1)[0]
    head, rest = _split_head(first)
    names = event_names(head) if _begins_with_name(head) else ()
    direction = _direction(block, context)
    if direction and names and all(is_listed_event(name.name, survey) for name in names):
        context.items[block.text] = names
        yield from _named(names, direction, block, (survey, context, rest))
    elif names and not direction and context.lists_events and _is_plain_list(first, names, context):
        context.items[block.text] = names
        yield from _named(names, "", block, (survey, context, rest))
    elif names and not direction and all(name.name in survey.event_names for name in names):
        yield from _fields(names, rest, block)


def _begins_with_name(head: str) -> bool:
    """Whether a name in code marks stands at the beginning, and not somewhere in a sentence."""
    before, mark, _ = head.partition("`")
    return not mark or len(before.split()) <= _MAX_BEFORE


def _label_direction(label: Label) -> str:
    """Whether the events behind a label are published or consumed; `발행:` may stand before events or a service."""
    if label.role in _DIRECTIONS:
        return label.role or ""
    if label.role not in _SIDES or not names_only_events(label.value):
        return ""
    return "publishes" if label.role == "producer" else "consumes"


def _detail(
    names: tuple[EventName, ...], labels: tuple[Label, ...], block: Block, survey: Survey
) -> Iterator[EventClaim]:
    """What an item below the item of an event says of it: `- Consumers: billing, shipping`."""
    for label in labels:
        if label.role == "payload" and label.value:
            yield from _fields(names, label.value, block)
        if label.role in _SIDES and label.value:
            for name in names:
                parties = cell_parties(label.value, label.line, survey, name.name)
                yield EventClaim(
                    name=name.name,
                    block=block,
                    line=block.line,
                    via="event-list",
                    producers=parties if label.role == "producer" else (),
                    consumers=parties if label.role == "consumer" else (),
                )


def _fields(names: tuple[EventName, ...], rest: str, block: Block) -> Iterator[EventClaim]:
    """The payload that an item lists for an event of the document: `- OrderPlaced: orderId, total`."""
    shape = payload_cell_shape(rest, line=block.line)
    if shape is None or len(shape.properties) < len(("one field is", "any word")):
        return
    for name in names:
        yield EventClaim(name=name.name, block=block, line=block.line, via="event-list", shape=shape)


def _split_head(text: str) -> tuple[str, str]:
    match = _HEAD.match(text)
    return (match[1], match[2]) if match else (text, "")


def _direction(block: Block, context: _Context) -> str:
    for parent in reversed(block.parents):
        said = read_label(parent.split("\n", 1)[0], number=block.line)
        role = said.role if said and said.role else label_role(plain_text(parent).rstrip(":"))
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
    producers, consumers = _sides(direction, own, rest, (block, survey))
    description, status = plain_text(rest), _status(block, place)
    for name in names:
        yield EventClaim(
            name=name.name,
            block=block,
            line=block.line,
            via="event-list",
            producers=producers,
            consumers=consumers,
            label=name.label,
            status=status,
            description=description,
        )


def _status(block: Block, context: _Context) -> Status:
    if is_struck(block.text):
        return Status.DEPRECATED
    return Status.PLANNED if context.is_planned or block.is_open_task else Status.ACTIVE


def _sides(
    direction: str, own: tuple[PartyClaim, ...], rest: str, place: tuple[Block, Survey]
) -> tuple[tuple[PartyClaim, ...], tuple[PartyClaim, ...]]:
    """Producers and consumers: the list's own service on its side, whom the item names on the other one."""
    block, survey = place
    text = plain_text(block.text.split("\n", 1)[0])
    producers = _phrase_parties(_PRODUCED_BY, text, block)
    consumers = _phrase_parties(_CONSUMED_BY, text, block)
    other = _other_parties(direction, text, block, survey) if rest or "(" in text else ()
    if direction == "publishes":
        return own, consumers or other
    return (producers or other, own) if direction == "consumes" else (producers, consumers)


def _phrase_parties(pattern: re.Pattern[str], text: str, block: Block) -> tuple[PartyClaim, ...]:
    """The services that a phrase names: `consumed by billing and shipping`."""
    match = pattern.search(text)
    said = read_parties(next(group for group in match.groups() if group)) if match else None
    return tuple(PartyClaim(title=title, line=block.line) for title in said.titles) if said else ()


def _other_parties(direction: str, text: str, block: Block, survey: Survey) -> tuple[PartyClaim, ...]:
    """The other side, where an item points to it: `order.created from orders`, `order.created -> billing`."""
    match = (_FROM if direction == "consumes" else _TO).search(text) or _IN_BRACKETS.search(text)
    if not match or len(match[1].split()) > _MAX_WORDS:
        return ()
    titles = read_parties(match[1], survey.services).titles
    is_pointed = match[0].lstrip()[:1] in _ARROWS and all(_ONE_WORD.fullmatch(title) for title in titles)
    sure = titles if is_pointed else tuple(title for title in titles if _is_service(title, survey))
    return tuple(PartyClaim(title=title, line=block.line) for title in sure if not is_product(title))


def _is_service(title: str, survey: Survey) -> bool:
    return normal_service(title) in survey.services or is_service_title(title)
