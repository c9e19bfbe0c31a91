"""Event tables -> claims: one row per event, or one row per service with what it publishes and consumes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from contracts.documents.claims import EventClaim, PartyClaim, Placement
from contracts.documents.events.matrices import is_matrix
from contracts.documents.party_lists import cell_parties
from contracts.documents.payload_cells import payload_cell_shape
from contracts.documents.tables import Record, Table, TableKind, event_column, refusal, row_events
from contracts.documents.text.inline import is_placeholder, is_struck, plain_text
from contracts.documents.vocabulary.names import EventName, event_names, name_style
from contracts.documents.vocabulary.parties import arrow_parties, is_service_title, normal_service
from contracts.documents.vocabulary.shortened_names import cell_names
from contracts.documents.vocabulary.words import is_empty, says
from contracts.model import Confidence, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from contracts.documents.shapes.shape import Shape
    from contracts.documents.survey import Survey

_WILDCARD: Final = re.compile(r"(?:[._-]|^`?)[*#]")
_TOPICS: Final = ("topic", "routing_key", "exchange", "queue")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Defaults:
    """Who produces and consumes where a table has no column for it."""

    producers: tuple[PartyClaim, ...] = ()
    consumers: tuple[PartyClaim, ...] = ()


def table_events(survey: Survey) -> Iterator[EventClaim]:
    """The claims of all event tables."""
    for table, kind in survey.tables.values():
        if survey.is_ignored(table.block):
            continue
        if kind is TableKind.EVENTS:
            yield from _event_rows(table, survey)
        elif kind is TableKind.SERVICE_EVENTS:
            yield from _service_rows(table, survey)
        elif kind is TableKind.OTHER and (reason := refusal(table)) and not is_matrix(table, survey):
            survey.findings.ignore("table", reason, line=table.block.line, end_line=table.block.end_line)


def _event_rows(table: Table, survey: Survey) -> Iterator[EventClaim]:
    column = event_column(table) or "event"
    defaults = _defaults(table, survey)
    above: tuple[EventName, ...] = ()
    events = row_events(table, column)
    for record in table.records(survey.findings):
        cell, names = record.cell(column), events[record.line]
        if not record.cells.get(column, "").strip():
            yield from _continued(record, above, table, survey)
            continue
        above = names
        if _is_unfilled(record, column, survey):
            continue
        if cell and not names and not is_empty(cell) and not _WILDCARD.search(cell):
            code = "channel-row" if event_names(cell) else "wire-name-unclear"
            survey.findings.note(code, record.line, text=plain_text(cell))
        for word in cell_names(cell).shortened if names and column == "event" else ():
            survey.findings.note("wire-name-unclear", record.line, text=word)
        yield from _claims(record, names, table, (survey, defaults, column))


def _continued(record: Record, names: Sequence[EventName], table: Table, survey: Survey) -> Iterator[EventClaim]:
    """What a row without an event adds to those of the row above it, as if their cells were merged."""
    producers = cell_parties(record.cell("producer", "from"), record.line, survey, _called(names))
    consumers = cell_parties(record.cell("consumer", "to"), record.line, survey, _called(names))
    for name in names:
        yield EventClaim(
            name=name.name,
            block=table.block,
            line=record.line,
            via="event-table",
            producers=producers,
            consumers=consumers,
        )


def _called(names: Sequence[EventName]) -> str:
    """The events of a row, for a sentence about it."""
    return " and ".join([name.name for name in names[:1]] + [f"{len(names) - 1} more" for _ in names[1:2]])


def _is_unfilled(record: Record, column: str, survey: Survey) -> bool:
    roles = (column, "producer", "consumer", "from", "to")
    text = next(
        (record.cells[role] for role in roles if role in record.cells and is_placeholder(record.cells[role])), ""
    )
    if text:
        survey.findings.note("unfilled-row", record.line, text=plain_text(text))
    return bool(text)


def _claims(
    record: Record, names: Sequence[EventName], table: Table, context: tuple[Survey, _Defaults, str]
) -> Iterator[EventClaim]:
    """A claim for each event of a row, whose other cells speak of all of them and are read once."""
    if not names:
        return
    survey, defaults, column = context
    producers, consumers = _row_parties(record, _called(names), table, survey)
    said = next((plain_text(record.cell(role)) for role in _TOPICS if role != column and record.cell(role)), "")
    payload, label = record.cell("payload"), plain_text(record.cell("version"))
    shape = (payload_cell_shape(payload, line=record.line) or _named_shape(payload, survey)) if payload else None
    claim = EventClaim(
        name="",
        block=table.block,
        line=record.line,
        via="event-table",
        shape=shape,
        placement=Placement.UNKNOWN,
        producers=producers or defaults.producers,
        consumers=consumers or defaults.consumers,
        topic=said,
        status=_status(record, column, table, survey),
        description=plain_text(record.cell("description")),
    )
    for name in names:
        topic = name.name if column in _TOPICS and not said else said
        yield replace(claim, name=name.name, topic=topic, label=name.label or label)


def _row_parties(
    record: Record, called: str, table: Table, survey: Survey
) -> tuple[tuple[PartyClaim, ...], tuple[PartyClaim, ...]]:
    """Who publishes and who consumes what a row names."""
    sender, receiver = arrow_parties(f"({record.cell('flow')})") or ("", "")
    producers = cell_parties(record.cell("producer", "from") or sender, record.line, survey, called)
    consumers = cell_parties(record.cell("consumer", "to") or receiver, record.line, survey, called)
    service = cell_parties(record.cell("service"), record.line, survey, called)
    consumes = survey.section_says(table.block, "consumed", depth=1) and not survey.section_says(
        table.block, "published", depth=1
    )
    if service and not producers and not (consumes and not consumers):
        return service, consumers
    if service and not consumers and consumes:
        return producers, service
    return producers, consumers


def _named_shape(cell: str, survey: Survey) -> Shape | None:
    """The shape of the type that a payload cell names, where a block of the document declares it."""
    return survey.declared.get(plain_text(cell))


def _status(record: Record, column: str, table: Table, survey: Survey) -> Status:
    said = plain_text(record.cell("status"))
    if is_struck(record.cell(column)) or (said and says(said, "deprecated")):
        return Status.DEPRECATED
    is_planned = (said and says(said, "planned")) or survey.section_says(table.block, "planned", depth=1)
    return Status.PLANNED if is_planned else Status.ACTIVE


def _defaults(table: Table, survey: Survey) -> _Defaults:
    """The service of the section, as producer or as consumer, whichever the heading says."""
    block = table.block
    title = survey.section_service(block) or survey.front.service
    if not title:
        return _Defaults()
    published, consumed = (
        survey.section_says(block, "published", depth=2),
        survey.section_says(block, "consumed", depth=1),
    )
    is_said = published or consumed
    party = (
        PartyClaim(title=title, line=block.line, confidence=Confidence.STATED if is_said else Confidence.INFERRED),
    )
    if consumed and not survey.section_says(block, "published", depth=1):
        return _Defaults() if table.has("consumer") else _Defaults(consumers=party)
    return _Defaults() if table.has_any("producer", "from", "service") else _Defaults(producers=party)


def _service_rows(table: Table, survey: Survey) -> Iterator[EventClaim]:
    for record in table.records(survey.findings):
        cell = record.cell("service", "consumer")
        service = cell_parties(cell, record.line, survey, "the row")
        if is_placeholder(cell):
            survey.findings.note("unfilled-row", record.line, text=plain_text(cell))
            continue
        for role in ("publishes", "consumes"):
            for name in event_names(record.cell(role)) if record.cell(role) else ():
                if is_listed_event(name.name, survey):
                    yield EventClaim(
                        name=name.name,
                        block=table.block,
                        line=record.line,
                        via="event-table",
                        producers=service if role == "publishes" else (),
                        consumers=service if role == "consumes" else (),
                        label=name.label,
                    )


def is_listed_event(name: str, survey: Survey) -> bool:
    """Whether a name in a list of events is one, not a service of the document."""
    if normal_service(name) in survey.services or is_service_title(name):
        return False
    return name_style(name) is not None
