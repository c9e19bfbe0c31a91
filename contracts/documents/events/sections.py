# ruff: noqa: RUF001 - fullwidth marks and long dashes of the languages that documents are written in are meant
"""The section of an event -> claims: its examples, field tables, field lists and interfaces."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from contracts.documents.claims import EventClaim, PartyClaim, Placement
from contracts.documents.class_fences import is_class
from contracts.documents.events.facts import EventFacts, read_facts
from contracts.documents.events.headings import names_payload
from contracts.documents.events.shared_examples import as_partner, is_shared, shared_body, tells_apart
from contracts.documents.events.yaml_fences import yaml_claim
from contracts.documents.field_tables import FieldRow, item_field, shape_of_fields, table_fields
from contracts.documents.shapes.json_nodes import Unreadable
from contracts.documents.tables import TableKind
from contracts.documents.text.inline import plain_text
from contracts.documents.text.markdown import Block, BlockKind
from contracts.documents.vocabulary.names import name_style, same_spelling
from contracts.documents.vocabulary.words import label_role, says
from contracts.model import Confidence, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contracts.documents.annotations import Annotation
    from contracts.documents.fences import Body
    from contracts.documents.shapes.shape import Shape
    from contracts.documents.subjects import Labelled, Subject
    from contracts.documents.survey import Survey
    from contracts.documents.vocabulary.names import EventName

_SKIPPED: Final = frozenset({"error", "parameters", "response", "request"})
_HELPER: Final = re.compile(r"(?:Payload|Data|Body|Dto|DTO|Message|Schema)?(?:V\d+)?$")


def section_events(subject: Subject, survey: Survey) -> Iterator[EventClaim]:
    """The claims of one event section; a section about several events claims the same for each."""
    names = [found.name for found in subject.events]
    facts = read_facts(subject, survey)
    bodies = list(_bodies(subject, survey))
    shown = [body for body, _, _ in bodies]
    if is_shared(subject, shown):
        survey.findings.note("shared-example", subject.anchor.line, names=", ".join(names))
    for found in subject.events:
        wire = _wire_name(found, shown, facts, beside=subject.events)
        aliases = tuple(name for name in (found.name, found.other) if name and name != wire)
        heading = _heading_claim(subject, survey, facts, replace_name=(wire, aliases, found.label))
        shared = shared_body(found, subject, shown)
        yield replace(heading, type_path=shared.type_path) if shared else heading
        for annotation in survey.section_annotations(labelled.block for labelled in subject.blocks):
            bare = EventClaim(name=wire, block=subject.anchor, line=subject.anchor.line, via="annotation")
            yield annotated(bare, annotation)
        is_alike = shared is not None and not tells_apart(subject)
        for body, placement, block in bodies:
            if is_alike and body is shared:
                yield as_partner(body, wire, block)
            if not body.event or body.event == wire or len(names) == 1:
                yield _shown_claim(body, placement, block, (wire, aliases))
        for labelled in subject.blocks:
            if not _is_aside(labelled) and (said := yaml_claim(labelled.block, wire, survey)):
                yield said
        for shape, placement in _field_shapes(subject, survey, facts):
            yield EventClaim(
                name=wire, block=subject.anchor, line=shape.line, via="field-table", shape=shape, placement=placement
            )


def _shown_claim(body: Body, placement: Placement, block: Block, called: tuple[str, tuple[str, ...]]) -> EventClaim:
    """What a body says of the event of its section, or of the one that its own type key names."""
    wire, aliases = called
    if body.event and body.event != wire and name_style(body.event) and body.has_strong_key:
        return body_claim(body, body.event, block)
    claim = body_claim(body, wire, block)
    return replace(claim, placement=claim.placement if claim.type_path else placement, aliases=aliases)


def _is_aside(labelled: Labelled) -> bool:
    """Whether a block stands under a label of something that is no message: settings, errors, tests."""
    label = labelled.label
    return label is not None and (label.role in _SKIPPED or says(label.head, "not_contract"))


def _wire_name(found: EventName, bodies: list[Body], facts: EventFacts, *, beside: tuple[EventName, ...]) -> str:
    """The value of the type key, where the section shows one that can be this event's; `beside`: all of the heading."""
    name, said = found.name, list(dict.fromkeys(body.event for body in bodies if body.event))
    if name in said or (found.other and {found.other, *(partner.other for partner in beside)} & set(said)):
        return name if name in said else found.other
    if len(beside) == 1 and facts.wire_name and name_style(facts.wire_name):
        return facts.wire_name
    alike = [event for event in said if same_spelling(event) == same_spelling(name)]
    if alike or len(beside) > 1:
        return alike[0] if alike else name
    strong = [body.event for body in bodies if body.event and body.has_strong_key]
    return strong[0] if len(set(strong)) == 1 else name


def _heading_claim(
    subject: Subject, survey: Survey, facts: EventFacts, *, replace_name: tuple[str, tuple[str, ...], str]
) -> EventClaim:
    name, aliases, label = replace_name
    anchor = subject.anchor
    is_planned = survey.section_says(anchor, "planned", depth=1) or says(plain_text(anchor.text), "planned")
    is_gone = subject.is_struck or says(plain_text(anchor.text), "deprecated")
    claim = EventClaim(
        name=name,
        block=anchor,
        line=anchor.line,
        via="line" if subject.is_event_line else "heading",
        producers=tuple(facts.producers) or section_party(anchor, survey, "published"),
        consumers=tuple(facts.consumers) or section_party(anchor, survey, "consumed"),
        topic=facts.topic,
        aliases=aliases,
        label=label or facts.label,
        status=Status.DEPRECATED if is_gone else Status.PLANNED if is_planned else Status.ACTIVE,
        description=facts.description,
    )
    annotation = survey.annotations.get(anchor.line)
    return annotated(claim, annotation) if annotation else claim


def annotated(claim: EventClaim, annotation: Annotation) -> EventClaim:
    """The claim with what an annotation says in place of what was recognised."""
    line = annotation.line
    flags = annotation.flags
    return replace(
        claim,
        producers=tuple(
            PartyClaim(title=title, line=line, confidence=Confidence.EXPLICIT) for title in annotation.producers
        )
        or claim.producers,
        consumers=tuple(
            PartyClaim(title=title, line=line, confidence=Confidence.EXPLICIT) for title in annotation.consumers
        )
        or claim.consumers,
        status=Status.PLANNED if "planned" in flags else Status.DEPRECATED if "deprecated" in flags else claim.status,
        version=annotation.version,
        policy=annotation.policy,
        required=annotation.required,
        optional=annotation.optional,
        supersedes=annotation.supersedes,
        confidence=Confidence.EXPLICIT,
    )


def section_party(anchor: Block, survey: Survey, topic: str) -> tuple[PartyClaim, ...]:
    """The service of the section, where the heading above the event says that it publishes or consumes."""
    title = survey.section_service(anchor)
    other = "consumed" if topic == "published" else "published"
    is_said = survey.section_says(anchor, topic, depth=1) and not survey.section_says(anchor, other, depth=1)
    if title and is_said:
        return (PartyClaim(title=title, line=anchor.line),)
    if title and topic == "published" and not survey.section_says(anchor, "consumed", depth=1):
        return (PartyClaim(title=title, line=anchor.line, confidence=Confidence.INFERRED),)
    return ()


def _bodies(subject: Subject, survey: Survey) -> Iterator[tuple[Body, Placement, Block]]:
    """The bodies of the section's fences, with their place in the message."""
    for labelled in subject.blocks:
        block = labelled.block
        found = survey.bodies.get(block.line)
        role = labelled.label.role if labelled.label else None
        annotation = survey.annotations.get(block.line)
        if (
            found is None
            or (role in _SKIPPED and not annotation)
            or (annotation and annotation.role in {"request", "response", "envelope"})
        ):
            continue
        if labelled.label and not annotation and says(labelled.label.head, "not_contract"):
            survey.findings.ignore(
                "JSON block" if block.language.startswith("json") else f"{block.language or 'plain'} code block",
                f"stands under '{labelled.label.head}', which describes no message",
                line=block.line,
                end_line=block.end_line,
            )
            continue
        if isinstance(found, Unreadable):
            what = f"the example of {subject.events[0].name}"
            survey.findings.note(found.code, found.line, found.column, what=what, name=what, reason=found.reason)
            continue
        for body in _wanted(found, subject):
            yield body, _placement(body, labelled, subject), block


def _wanted(bodies: tuple[Body, ...], subject: Subject) -> tuple[Body, ...]:
    """Of several types in one fence the one that is the event, not those it uses; classes only by their name."""
    names = {same_spelling(found.name) for found in subject.events}
    if any(is_class(body) for body in bodies):
        return tuple(body for body in bodies if same_spelling(_HELPER.sub("", body.title)) in names)
    if len(bodies) <= 1 or any(body.shape.via != "typescript" for body in bodies):
        return bodies
    chosen = [body for body in bodies if body.event or same_spelling(body.title) in names]
    helpers = [body for body in bodies if same_spelling(_HELPER.sub("", body.title)) in names]
    return tuple(chosen or helpers or bodies[:1])


def _placement(body: Body, labelled: Labelled, subject: Subject) -> Placement:
    if body.event and body.has_strong_key:
        return Placement.BODY
    if names_payload(subject.anchor) or _HELPER.sub("", body.title) != body.title:
        return Placement.PAYLOAD
    head = plain_text(labelled.label.head).lower() if labelled.label else ""
    return (
        Placement.PAYLOAD
        if head in {"payload", "data", "event payload", "event data", "data fields", "payload fields"}
        else Placement.UNKNOWN
    )


def body_claim(body: Body, name: str, block: Block) -> EventClaim:
    """What a message body says about the event `name`: its shape, and its producer where it names its source."""
    producers = (PartyClaim(title=body.source, line=body.shape.line),) if body.source else ()
    return EventClaim(
        name=name,
        block=block,
        line=block.line,
        via="json-schema" if body.is_schema else body.shape.via,
        shape=body.shape,
        placement=Placement.BODY if body.event == name else Placement.UNKNOWN,
        type_path=body.type_path if body.event == name else (),
        producers=producers,
        confidence=Confidence.EXPLICIT
        if body.is_schema
        else Confidence.INFERRED
        if body.shape.via == "example"
        else Confidence.STATED,
    )


def _field_shapes(subject: Subject, survey: Survey, facts: EventFacts) -> Iterator[tuple[Shape, Placement]]:
    for labelled in subject.blocks:
        block, role = labelled.block, labelled.label.role if labelled.label else None
        if (
            block.kind is not BlockKind.TABLE
            or survey.tables[block.line][1] is not TableKind.FIELDS
            or role in _SKIPPED
        ):
            continue
        table = survey.tables[block.line][0]
        list(table.records(survey.findings))
        shape = shape_of_fields(table_fields(table), line=block.line)
        if shape:
            if not table.has_any("required", "optional"):
                survey.findings.note("no-required-column", block.line, name=subject.events[0].name)
            yield replace(shape, end_line=block.end_line), Placement.UNKNOWN
    listed = shape_of_fields(_item_fields(subject), line=subject.anchor.line)
    if listed:
        yield listed, Placement.UNKNOWN
    for shape in facts.shapes:
        yield shape, Placement.UNKNOWN


def _head(item: str) -> str:
    return plain_text(item.split("\n", 1)[0]).rstrip(":： ")


def _item_fields(subject: Subject) -> list[FieldRow]:
    """The fields of a list, if the list describes nothing but fields."""
    items = [
        labelled.block
        for labelled in subject.blocks
        if labelled.block.kind is BlockKind.ITEM
        and (labelled.label is None or labelled.label.role in {"payload", None} or not labelled.label.value)
    ]
    below = [block for block in items if any(label_role(_head(parent)) == "payload" for parent in block.parents)]
    rows = [(block, item_field(block.text.split("\n", 1)[0], line=block.line)) for block in below or items]
    found = [row for _, row in rows if row is not None]
    return found if len(found) > 1 and len(found) * 2 > len(rows) else []
