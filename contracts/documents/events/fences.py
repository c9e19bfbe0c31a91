# ruff: noqa: RUF001 - fullwidth marks of the languages that documents are written in are meant
"""Fences that no heading announces -> claims, and the envelope of the document."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from contracts.documents.class_fences import is_class
from contracts.documents.events.envelopes import Envelope, envelope_of
from contracts.documents.events.sections import body_claim, section_party
from contracts.documents.field_tables import shape_of_fields, table_fields
from contracts.documents.shapes.json_nodes import Unreadable
from contracts.documents.tables import TableKind
from contracts.documents.text.inline import is_placeholder, plain_text
from contracts.documents.text.markdown import Block, BlockKind
from contracts.documents.vocabulary.labels import heading_label
from contracts.documents.vocabulary.message_keys import (
    LOG_LEVELS,
    OTHER_FORMATS,
    PAYLOAD_KEYS,
    STRONG_TYPE_KEYS,
    WEAK_TYPE_KEYS,
)
from contracts.documents.vocabulary.names import event_names, heading_names, is_past, name_style, same_spelling
from contracts.documents.vocabulary.words import describes_no_message, says

if TYPE_CHECKING:
    from collections.abc import Iterable

    from contracts.documents.claims import EventClaim
    from contracts.documents.fences import Body
    from contracts.documents.subjects import Labelled
    from contracts.documents.survey import Survey
    from contracts.keywords import Json

_SPOKEN: Final = frozenset({"dot", "pascal", "upper", "colon"})
_NO_BODY: Final = frozenset({"request", "response", "error", "parameters"})


@dataclass(slots=True, kw_only=True)
class LooseFences:
    """What the fences outside of every section say: claims, the envelope, and how many placeholders were met."""

    claims: list[EventClaim] = field(default_factory=list)
    envelope: Envelope | None = None
    maybe_envelope: Envelope | None = None
    placeholders: int = 0


def read_loose_fences(labelled: Iterable[Labelled], survey: Survey) -> LooseFences:
    """The claims and the envelope among fences that belong to no event and no operation."""
    loose = LooseFences()
    before = ""
    for item in labelled:
        block = item.block
        if block.kind is not BlockKind.FENCE:
            before = plain_text(block.text) if block.kind is BlockKind.PARAGRAPH else ""
        if block.kind is BlockKind.TABLE and loose.envelope is None:
            loose.envelope = _table_envelope(item, survey)
        if block.kind is not BlockKind.FENCE or survey.is_ignored(block):
            continue
        found = survey.bodies.get(block.line)
        if found is None:
            _ignore_other(block, survey)
        elif isinstance(found, Unreadable):
            _unreadable(block, found, survey)
        else:
            for body in found:
                _read_body(loose, body, item, (survey, before))
    return loose


def _ignore_other(block: Block, survey: Survey) -> None:
    if block.language == "mermaid":
        survey.findings.note("diagram", block.line)
    survey.findings.ignore(
        f"{block.language or 'plain'} code block", "no notation of messages", line=block.line, end_line=block.end_line
    )


def _unreadable(block: Block, found: Unreadable, survey: Survey) -> None:
    survey.findings.ignore("JSON block", f"cannot be read: {found.reason}", line=block.line, end_line=block.end_line)


def _read_body(loose: LooseFences, body: Body, item: Labelled, context: tuple[Survey, str]) -> None:
    survey, before = context
    block, annotation = item.block, survey.annotations.get(item.block.line)
    if annotation and annotation.role == "envelope":
        loose.envelope = envelope_of(body)
    elif annotation and (annotation.events or annotation.route):
        return
    elif is_class(body):
        _read_class(loose, body, block, survey)
    elif is_placeholder(body.said_type):
        loose.placeholders += 1
        loose.envelope = loose.envelope or (envelope_of(body) if body.payload_key else None)
    elif _is_envelope(body, item, before):
        loose.envelope = loose.envelope or envelope_of(body)
    elif _shows_envelope(body, item, survey):
        survey.findings.ignore(
            "JSON block", "shows the common fields around an example event", line=block.line, end_line=block.end_line
        )
    elif not body.event and (names := _titled_events(body, item, context)):
        loose.claims.extend(_loose_claim(body, name, block, survey) for name in names)
    elif _is_event(body, item, survey):
        loose.claims.append(_loose_claim(body, body.event, block, survey))
        if body.is_payload_open and body.payload_key:
            loose.maybe_envelope = loose.maybe_envelope or envelope_of(body)
    else:
        survey.findings.ignore("JSON block", _why_not(body, item), line=block.line, end_line=block.end_line)


def _is_beside(block: Block) -> bool:
    """Whether a block stands right under a heading about settings, errors or tests."""
    return any(describes_no_message(plain_text(text)) for text in block.section[-1:])


def _why_not(body: Body, item: Labelled) -> str:
    """Why a value is not taken as a message, as a sentence for its author."""
    heading = plain_text(item.block.section[-1]) if item.block.section else ""
    if _is_beside(item.block):
        return f"stands under '{heading}', which describes no message"
    if not body.said_type:
        return "no key such as eventType names an event, and no heading or label above it does"
    key = ".".join(body.type_path)
    if not body.event:
        return f"its {key} is '{body.said_type}', which is no event name"
    if _is_other_format(body):
        return "it is written as a log line, a token, an error or a manifest, not as a message"
    return f"its {key} is '{body.said_type}', but nothing around it speaks of events"


def _read_class(loose: LooseFences, body: Body, block: Block, survey: Survey) -> None:
    """Take a class that is called like an event of the document; code declares much that is no message."""
    known = {same_spelling(name): name for name in survey.event_names}
    name = known.get(same_spelling(body.title))
    if name:
        loose.claims.append(_loose_claim(body, name, block, survey))
    else:
        what = f"type {body.title}"
        survey.findings.ignore(
            what, "not called like an event of this document", line=block.line, end_line=block.end_line
        )


def _loose_claim(body: Body, name: str, block: Block, survey: Survey) -> EventClaim:
    """The claim of a body with the service that the headings above say publishes or consumes it."""
    claim = body_claim(body, name, block)
    return replace(
        claim,
        producers=claim.producers or section_party(block, survey, "published"),
        consumers=section_party(block, survey, "consumed"),
    )


def _shows_envelope(body: Body, item: Labelled, survey: Survey) -> bool:
    """Whether a heading about the envelope introduces a flat body whose event the document declares nowhere else."""
    said = plain_text(item.block.section[-1]) if item.block.section else ""
    known = {same_spelling(name) for name in survey.event_names}
    is_unknown = bool(body.event) and bool(known) and same_spelling(body.event) not in known
    return is_unknown and not body.payload_key and says(said, "envelope")


def _is_envelope(body: Body, item: Labelled, before: str) -> bool:
    has_payload = bool(body.payload_key) and body.is_payload_open
    if not body.type_path and not has_payload:
        return False
    names = (*(plain_text(text) for text in item.block.section[-1:]), item.label.head if item.label else "")
    is_said = any(says(name, "envelope") for name in names) or (says(before, "envelope") and has_payload)
    is_base = body.shape.via == "typescript" and (says(" ".join(_words(body.title)), "envelope") or not body.event)
    if is_base:
        return bool(body.type_path) and (says(" ".join(_words(body.title)), "envelope") or is_said or has_payload)
    if has_payload and not body.event:
        return bool(body.type_path) and (is_said or says(" ".join(item.block.section[-2:]), "event"))
    return is_said and (has_payload or not body.event)


def _titled_events(body: Body, item: Labelled, context: tuple[Survey, str]) -> tuple[str, ...]:
    """The event that a comment in front of the value names, or the line above the block: `**order.created**`."""
    survey, before = context
    if body.shape.via == "typescript" or _is_beside(item.block):
        return ()
    said = body.title.split("\n")[-1] or _line_above(item)
    if before.endswith((":", "：")) and (known := event_names(before[:-1])):
        return tuple(found.name for found in known if found.name in survey.event_names)
    names = tuple(found.name for found in heading_names(said))
    is_about = any(says(plain_text(text), "event") for text in (*item.block.section, survey.page.title))
    return names if all(name in survey.event_names or (is_about and is_past(name)) for name in names) else ()


def _line_above(item: Labelled) -> str:
    """The unknown label in force, if a line says it: whether a heading names an event is decided with headings."""
    label, section = item.label, item.block.section
    if label is None or label.role or (section and heading_label(section[-1], number=0).head == label.head):
        return ""
    return label.head


def _table_envelope(item: Labelled, survey: Survey) -> Envelope | None:
    """The envelope that a field table under a heading such as `Common fields` describes."""
    table, kind = survey.tables[item.block.line]
    said = (plain_text(item.block.section[-1]) if item.block.section else "", item.label.head if item.label else "")
    if kind is not TableKind.FIELDS or not any(says(text, "envelope") for text in said):
        return None
    shape = shape_of_fields(table_fields(table), line=item.block.line)
    if shape is None:
        return None
    payload_key = next((key for key in PAYLOAD_KEYS if shape.field(key).get("type") == "object"), "")
    keys = (*STRONG_TYPE_KEYS, *(WEAK_TYPE_KEYS if payload_key else ()))
    type_key = next((key for key in keys if key in shape.properties), "")
    return Envelope(shape=shape, type_path=(type_key,), payload_key=payload_key, line=shape.line) if type_key else None


def _words(title: str) -> list[str]:
    spaced = "".join(f" {char}" if char.isupper() else char for char in title)
    return spaced.split()


def _is_event(body: Body, item: Labelled, survey: Survey) -> bool:
    if not body.event or (item.label and item.label.role in _NO_BODY):
        return False
    style = name_style(body.event)
    if body.has_strong_key:
        return style is not None
    is_known = body.event in survey.event_names
    is_about = any(says(plain_text(text), "event") for text in (*item.block.section, survey.page.title))
    if _is_beside(item.block) or _is_other_format(body):
        return False  # a log line or a setting may name an event under a weak key
    return is_known or (style in _SPOKEN and is_about and (bool(body.payload_key) or is_past(body.event)))


def _is_other_format(body: Body) -> bool:
    if _is_log_line(body.shape.example):
        return True
    return any(all(body.shape.field(key).get("type") == type_ for key, type_ in keys.items()) for keys in OTHER_FORMATS)


def _is_log_line(example: Json) -> bool:
    if not isinstance(example, dict) or not {"message", "msg"} & example.keys():
        return False
    return str(example.get("level", "")).lower() in LOG_LEVELS
