# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""What the lines of an event's section say: producer, consumers, topic, wire name, a payload in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from contracts.documents.claims import PartyClaim
from contracts.documents.party_lists import cell_parties
from contracts.documents.payload_cells import payload_cell_shape
from contracts.documents.tables import TableKind
from contracts.documents.text.inline import code_spans, plain_text, without_parentheses
from contracts.documents.text.markdown import Block, BlockKind
from contracts.documents.vocabulary.east_asian_sentences import said_parties
from contracts.documents.vocabulary.heading_parties import heading_parties
from contracts.documents.vocabulary.labels import labels_of, read_label
from contracts.documents.vocabulary.parties import (
    PartyNames,
    arrow_parties,
    is_service_title,
    normal_service,
    read_parties,
    sentence_parties,
)

if TYPE_CHECKING:
    from contracts.documents.shapes.shape import Shape
    from contracts.documents.subjects import Labelled, Subject
    from contracts.documents.survey import Survey
    from contracts.documents.vocabulary.labels import Label

_MAX_WORDS: Final = 3  # of the name of a service that stands alone below a heading
_SENTENCE: Final = re.compile(r"(?<=\.)\s+(?=[A-Z])")
_REASON: Final = re.compile(r"\s+(?:→|->|⇒|=>|—|–|-)\s.*$")
_NOTED: Final = re.compile(r"^(?P<name>[^`,;]*`[^`]+`)\s*[,;，、](?P<note>.*)$")
_SIDES: Final = frozenset({"producer", "consumer"})
_PLAIN: Final = frozenset({"", "text", "txt", "plain", "plaintext"})  # languages of fences that may hold a name alone
_GROUP_TAIL: Final = re.compile(r"[-_.](?:consumer-?)?(?:groups?|cg|consumers?)$", re.IGNORECASE)
_FLOW: Final = re.compile(r"^(?:direction|flow|path|route|services?|parties|from ?/ ?to)$", re.IGNORECASE)


@dataclass(slots=True)
class EventFacts:
    """What the lines of a section say of the event; `readers` are services whose consumer groups it names."""

    producers: list[PartyClaim] = field(default_factory=list)
    consumers: list[PartyClaim] = field(default_factory=list)
    readers: list[PartyClaim] = field(default_factory=list)
    topic: str = ""
    wire_name: str = ""
    label: str = ""
    description: str = ""
    shapes: list[Shape] = field(default_factory=list)


def read_facts(subject: Subject, survey: Survey) -> EventFacts:
    """What the lines, lists and two-column tables of an event's section say."""
    facts = EventFacts()
    name = subject.events[0].name
    _arrow(subject.anchor, facts, survey, name)
    pending = ""
    for labelled in subject.blocks:
        block = labelled.block
        if block.kind is BlockKind.TABLE:
            _table_facts(block, facts, survey, name)
        labels = labels_of(block)
        for label in labels:
            _take(facts, label, survey, name)
        if block.kind is BlockKind.ITEM and not _says_fact(labels):
            _listed_party(facts, pending or _heading_role(labelled), block, (survey, name))
        elif labels or block.kind is BlockKind.PARAGRAPH:
            pending = labels[-1].role or "" if labels and not labels[-1].value else ""
        if block.kind is BlockKind.PARAGRAPH or (block.kind is BlockKind.FENCE and block.language in _PLAIN):
            _named_party(facts, labelled, (survey, name))
        if block.kind is BlockKind.PARAGRAPH:
            _paragraph_facts(facts, labelled, survey, name)
    facts.consumers = facts.consumers or facts.readers
    return facts


def _paragraph_facts(facts: EventFacts, labelled: Labelled, survey: Survey, name: str) -> None:
    block = labelled.block
    if labelled.label and labelled.label.role == "topic":
        facts.topic = facts.topic or next(iter(code_spans(block.text)), "")
    _sentence(facts, block, survey, name)
    if (shape := _code_payload(block)) is not None:
        facts.shapes.append(shape)
    if not facts.description and not labels_of(block):
        facts.description = plain_text(block.text)


def _code_payload(block: Block) -> Shape | None:
    """The payload that a paragraph of nothing but one code span shows: ``{ orderId: string }``."""
    text = block.text.strip()
    is_code = text.startswith("`{") and text.endswith("}`") and len(code_spans(text)) == 1
    return payload_cell_shape(text, line=block.line) if is_code else None


def _heading_role(labelled: Labelled) -> str:
    return (labelled.label.role or "") if labelled.label and not labelled.label.value else ""


def _says_fact(labels: tuple[Label, ...]) -> bool:
    return any(label.role in {"producer", "consumer", "topic", "payload", "version", "group"} for label in labels)


def _arrow(anchor: Block, facts: EventFacts, survey: Survey, name: str) -> None:
    arrow = heading_parties(anchor.text, survey.services)
    if arrow:
        facts.producers += cell_parties(arrow[0], anchor.line, survey, name)
        facts.consumers += cell_parties(arrow[1], anchor.line, survey, name)


def _fact_rows(block: Block, facts: EventFacts, survey: Survey, name: str) -> None:
    for row in block.rows:
        if len(row.cells) > 1 and (label := read_label(f"{row.cells[0].strip(':')}: {row.cells[1]}", number=row.line)):
            _take(facts, label, survey, name)


def _table_facts(block: Block, facts: EventFacts, survey: Survey, name: str) -> None:
    """A table of facts, `| Producer | orders |`, or one of the parties of the event, `| Consumer | Purpose |`."""
    table, kind = survey.tables[block.line]
    if kind is TableKind.FACTS:
        _fact_rows(block, facts, survey, name)
    for record in table.records() if kind is TableKind.OTHER and not table.has("event") else ():
        facts.producers += cell_parties(record.cell("producer"), record.line, survey, name)
        facts.consumers += cell_parties(record.cell("consumer"), record.line, survey, name)


def _named_party(facts: EventFacts, labelled: Labelled, context: tuple[Survey, str]) -> None:
    """The party that stands alone in a paragraph or a plain fence below the heading `Producer`."""
    role, block = _heading_role(labelled), labelled.block
    said = read_parties(block.text.strip()) if role in _SIDES and not labels_of(block) else PartyNames()
    if said.titles and not said.rejected and all(len(title.split()) <= _MAX_WORDS for title in said.titles):
        parties = cell_parties(block.text.strip(), block.line, *context)
        (facts.producers if role == "producer" else facts.consumers).extend(parties)


def _take(facts: EventFacts, label: Label, survey: Survey, name: str) -> None:
    if not label.value:
        return
    is_flow = label.role == "flow" or (label.role is None and _FLOW.match(label.head))
    if is_flow and (flow := arrow_parties(f"({without_parentheses(label.value).rstrip('.')})")):
        facts.producers += cell_parties(flow[0], label.line, survey, name)
        facts.consumers += cell_parties(flow[1], label.line, survey, name)
    elif label.role in {"producer", "from"} and not facts.producers:
        facts.producers += cell_parties(label.value, label.line, survey, name)
    elif label.role in {"consumer", "to"} and not facts.consumers:
        facts.consumers += cell_parties(label.value, label.line, survey, name)
    elif label.role == "group":
        facts.readers += _group_services(label, survey)
    elif label.role == "topic":
        is_nearer = "routing" in label.head.lower()  # a routing key says more than the exchange above it
        facts.topic = plain_text(label.value) if is_nearer else facts.topic or plain_text(label.value)
    elif label.role == "version":
        facts.label = plain_text(label.value)
    elif label.role == "event" and label.head.lower() not in {"type", "name"}:
        facts.wire_name = plain_text(label.value).strip("\"' ")
    elif label.role == "payload" and (shape := payload_cell_shape(label.value, line=label.line)):
        facts.shapes.append(shape)


def _group_services(label: Label, survey: Survey) -> tuple[PartyClaim, ...]:
    """The consumer groups that are called like services: `billing-service`, `billing-service-group`."""
    titles = [_GROUP_TAIL.sub("", title) for title in read_parties(label.value).titles]
    sure = [title for title in titles if normal_service(title) in survey.services or is_service_title(title)]
    return tuple(PartyClaim(title=title, line=label.line) for title in sure)


def _listed_party(facts: EventFacts, role: str, block: Block, context: tuple[Survey, str]) -> None:
    """`**Consumers:**` with one service per list item."""
    if role not in _SIDES:
        return
    survey, name = context
    text = _without_note(_REASON.sub("", block.text.split("\n", 1)[0]), survey)
    parties = cell_parties(text, block.line, survey, name)
    (facts.producers if role == "producer" else facts.consumers).extend(parties)


def _without_note(item: str, survey: Survey) -> str:
    """The item without what its comma adds to the one name in code marks, ``- `orders`, for reports``."""
    match = _NOTED.match(item)
    if not match or len(code_spans(item)) != 1:
        return item
    more = read_parties(match["note"])
    is_list = not more.rejected and all("-" in it or normal_service(it) in survey.services for it in more.titles)
    return item if is_list else match["name"]


def _sentence(facts: EventFacts, block: Block, survey: Survey, name: str) -> None:
    for offset, line in enumerate(block.text.split("\n")):
        for sentence in _SENTENCE.split(line):
            producer, consumer = sentence_parties(sentence)
            if not (producer or consumer):
                producer, consumer = said_parties(plain_text(sentence))
            if producer and not facts.producers:
                facts.producers += cell_parties(producer, block.line + offset, survey, name)
            if consumer and not facts.consumers:
                facts.consumers += cell_parties(consumer, block.line + offset, survey, name)
