# ruff: noqa: RUF001 - fullwidth marks of the languages that documents are written in are meant
"""Which headings introduce an event: a name by its grammar, and evidence below it that it is one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from contracts.documents.class_fences import is_class
from contracts.documents.field_tables import item_field
from contracts.documents.tables import TableKind
from contracts.documents.text.inline import is_placeholder, plain_text
from contracts.documents.text.markdown import Block, BlockKind, plain_section
from contracts.documents.vocabulary.east_asian_sentences import said_parties
from contracts.documents.vocabulary.heading_parties import heading_parties
from contracts.documents.vocabulary.labels import heading_label, labels_of
from contracts.documents.vocabulary.message_keys import PAYLOAD_KEYS
from contracts.documents.vocabulary.names import (
    EventName,
    event_names,
    heading_names,
    is_channel,
    is_past,
    is_quality,
    name_style,
    same_spelling,
)
from contracts.documents.vocabulary.parties import heading_service, sentence_parties
from contracts.documents.vocabulary.words import describes_no_message, is_product, says

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from contracts.documents.survey import Survey

_CHANNEL_WORD: Final = re.compile(r"\w.*\b(?:topic|exchange|queue|channel|stream)s?\s*[:：]?\s*\W?$", re.IGNORECASE)
_NEAR: Final = 5  # blocks below a heading that may name its event
_WORD_HEADING: Final = re.compile(r"^(?:\d+(?:\.\d+)*[.)]?\s+)?`([A-Za-z][A-Za-z0-9]{2,40})`$")
_HUMPS: Final = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_MANY: Final = re.compile(
    r"\b(?:events|messages|topics|webhooks|eventos|mensajes|mensagens|événements|olaylar\w*)\b", re.IGNORECASE
)
# Of words joined by hyphens or underscores: what only names a thing sends nothing.
_THING: Final = re.compile(
    r"(?:broker|bus|cluster|registry|config|configuration|settings|options|limits?|policy|policies|schemas?|server|client|"
    r"consumers?|producers?|groups?|database|db|store|cache|proxy|tokens?|claims|metrics|compose|hooks?|commit|only)$",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    r"^\W*(?:(?:this event is |is )?(?:emitted|published|fired|raised|sent|triggered|produced|dispatched|broadcast)|"
    r"when\b|발행|触发|发布|発行)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What stands below a heading: a shape of data, metadata of an event, a sentence that says when it is sent."""

    has_shape: bool = False
    has_parties: bool = False
    has_both_sides: bool = False
    has_topic: bool = False
    has_sentence: bool = False
    messages: int = 0
    types: tuple[str, ...] = ()

    @property
    def is_one_message(self) -> bool:
        """Whether one message without a name of its own is shown together with who sends or reads it."""
        return self.messages == 1 and self.has_parties and not self.types

    @property
    def is_strong(self) -> bool:
        """Whether only events have this below them."""
        return self.has_parties or self.has_sentence


def heading_events(survey: Survey, block: Block, index: int) -> tuple[EventName, ...]:
    """The events that the heading at this index of the page introduces; empty if it introduces none."""
    if is_placeholder(block.text) or survey.is_ignored(block):
        return ()
    annotation = survey.annotations.get(block.line)
    if annotation and annotation.events:
        return tuple(EventName(name=name) for name in annotation.events)
    names = tuple(_without_payload_key(name) for name in heading_names(block.text))
    if not names and (said := _labelled_names(survey, block, index)):
        evidence = _evidence(survey, block, index)
        return said if evidence.has_shape or evidence.is_strong else ()
    if not names:
        return _word_name(survey, block, index)
    if heading_service(block.text, survey.services):
        return ()
    evidence = _evidence(survey, block, index)
    return names if all(_is_event(survey, block, name, evidence) for name in names) else ()


def _labelled_names(survey: Survey, block: Block, index: int) -> tuple[EventName, ...]:
    """The event that a line right below a heading names: `**Event:** OrderPlaced`, or its topic `order.placed`."""
    about = says(plain_text(block.text), "event") and not says(plain_text(block.text), "envelope")
    for item in survey.page.blocks[index + 1 : index + 1 + _NEAR]:
        if item.kind is BlockKind.HEADING:
            break
        for label in labels_of(item):
            names = event_names(label.value) if label.value else ()
            is_event = label.role == "event" and label.head.lower() not in {"type", "name"}
            is_topic = label.role == "topic" and about and all(is_past(name.name) for name in names)
            if len(names) == 1 and (is_event or is_topic) and not is_channel(names[0].name):
                return names
    return ()


def _word_name(survey: Survey, block: Block, index: int) -> tuple[EventName, ...]:
    """The one word in code marks that a heading is, with both parties and one message below it, among events."""
    word = _WORD_HEADING.match(block.text.strip())
    if not word or not _speaks_of_events(survey, block, word[1]) or is_product(word[1]):
        return ()
    evidence = _evidence(survey, block, index)
    is_other = any(_speaks_of_others(section) for section in plain_section(block)[-1:])
    return (EventName(name=word[1]),) if evidence.has_both_sides and evidence.is_one_message and not is_other else ()


def names_payload(block: Block) -> bool:
    """Whether a heading speaks of the payload of its event: `OrderCreated.data`."""
    return any(_without_payload_key(name) != name for name in heading_names(block.text))


def _without_payload_key(name: EventName) -> EventName:
    head, dot, tail = name.name.rpartition(".")
    is_key = dot and tail in PAYLOAD_KEYS[:3] and (name_style(head) or re.fullmatch(r"[A-Z][a-z]+", head))
    return EventName(name=head, label=name.label) if is_key else name


def _evidence(survey: Survey, block: Block, index: int) -> Evidence:
    own = _own_blocks(survey.page.blocks, block, index)
    roles = {label.role for item in own for label in labels_of(item)}
    sentences = [plain_text(item.text) for item in own if item.kind is BlockKind.PARAGRAPH]
    kinds = [survey.tables[item.line][1] for item in own if item.line in survey.tables]
    below = _below(survey.page.blocks, block, index)
    bodies = [body for item in below if isinstance(found := survey.bodies.get(item.line), tuple) for body in found]
    fields = sum(item.kind is BlockKind.ITEM and item_field(item.text, line=item.line) is not None for item in own)
    claimed = any(item.kind is BlockKind.FENCE and _shows_message(survey, item, block) for item in own)
    return Evidence(
        has_shape=claimed or TableKind.FIELDS in kinds or fields > 1,
        has_parties=bool(roles & {"producer", "consumer"})
        or TableKind.FACTS in kinds
        or bool(heading_parties(block.text, survey.services))
        or any(any(sentence_parties(text)) or any(said_parties(text)) for text in sentences),
        has_both_sides={"producer", "consumer"} <= roles,
        has_topic="topic" in roles,
        has_sentence=any(_SAID.match(text) for text in sentences[:2]),
        messages=len(bodies) or kinds.count(TableKind.FIELDS),
        types=tuple(body.event for body in bodies if body.event),
    )


def _shows_message(survey: Survey, fence: Block, heading: Block) -> bool:
    """Whether a fence holds JSON or interfaces, or a class that is called like the heading."""
    found = survey.bodies.get(fence.line)
    if not isinstance(found, tuple) or not any(is_class(body) for body in found):
        return found is not None
    names = {same_spelling(name.name) for name in heading_names(heading.text)}
    return any(same_spelling(body.title) in names for body in found)


def _own_blocks(blocks: Sequence[Block], heading: Block, index: int) -> list[Block]:
    """The blocks below a heading up to the next one that is not deeper, or that is no label (`#### Payload`)."""
    own: list[Block] = []
    for position in range(index + 1, len(blocks)):  # no islice: it would walk to the index from the start
        block = blocks[position]
        if block.kind is BlockKind.HEADING and (
            block.level <= heading.level or not heading_label(block.text, number=0).role
        ):
            break
        own.append(block)
    return own


def _below(blocks: Sequence[Block], heading: Block, index: int) -> Iterator[Block]:
    """The blocks below a heading, under deeper headings too, up to the next name."""
    for position in range(index + 1, len(blocks)):
        block = blocks[position]
        if block.kind is BlockKind.HEADING and (block.level <= heading.level or heading_names(block.text)):
            return
        yield block


def _is_event(survey: Survey, block: Block, name: EventName, evidence: Evidence) -> bool:  # noqa: PLR0911 - the surest kind of evidence first
    style, text = name_style(name.name), name.name
    if style is None and not names_payload(block):
        return False
    if _names_envelope(text) or (text not in evidence.types and is_channel(text)):
        return False
    if text not in evidence.types and _says_channel(block, text):
        return evidence.is_one_message
    if text in survey.event_names or text in evidence.types:
        return True
    if any(same_spelling(text) == same_spelling(found) for found in evidence.types):
        return True
    if any(_speaks_of_others(section) for section in plain_section(block)[-1:]) and not evidence.is_strong:
        return False
    if _names_sender(survey, block, text) or is_product(text):
        return False
    if names_payload(block):
        return evidence.has_shape
    return _is_likely(str(style), text, evidence, is_about=_speaks_of_events(survey, block, text))


def _speaks_of_events(survey: Survey, block: Block, name: str) -> bool:
    """Whether a heading stands among events, or calls its name one."""
    own = plain_text(block.text).replace(name, " ")
    return any(says(section, "event") for section in (*plain_section(block), survey.page.title.replace(name, " "), own))


def _names_sender(survey: Survey, block: Block, name: str) -> bool:
    """Whether a title of several events begins with what sends them: `NexusFlow — Kafka events`."""
    rest = plain_text(block.text).replace(name, " ")
    is_title = block.text == survey.page.title and says(rest, "event")
    return is_title and (bool(_MANY.search(rest)) or not is_past(name))


def _speaks_of_others(section: str) -> bool:
    return says(section, "naming") or describes_no_message(section)


def _is_likely(style: str, name: str, evidence: Evidence, *, is_about: bool) -> bool:
    if style in {"dot", "colon", "upper"}:
        return (is_about and (evidence.has_shape or evidence.is_strong or is_past(name))) or evidence.has_parties
    if style == "pascal":
        is_named = is_past(name) or name.endswith("Event")
        is_sent = evidence.is_strong or (evidence.has_topic and evidence.has_shape)
        return (is_about and (is_named or is_sent)) or (is_named and evidence.has_parties)
    if _THING.search(name) or is_quality(name):
        return False
    is_named = is_past(name) or evidence.is_one_message
    return is_about and is_named and (evidence.has_shape or evidence.is_strong)


def _says_channel(block: Block, name: str) -> bool:
    """Whether a heading calls the name a channel, `Topic: orders`; with one message below it is that message's name."""
    return bool(_CHANNEL_WORD.search(plain_text(block.text).split(name)[0]))


def _names_envelope(name: str) -> bool:
    words = {word.lower() for word in _HUMPS.findall(name.split(".", maxsplit=1)[0])}
    return bool(words & {"envelope", "base", "wrapper", "metadata", "headers", "header", "generic", "abstract"})
